"""The filters of Liquid's that make markup, which here is for the author and never for a value."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from liquid import RenderContext
from liquid.filter import string_filter, with_context

from pipeline.liquid.output import Context

_LINE_END = re.compile(r"\r?\n")


@with_context
@string_filter
def newline_to_br(text: str, *, context: RenderContext) -> str:
    """Put a line break at every line end, which is markup even where the text is a value."""
    assert isinstance(context, Context)
    tokens = context.tokens
    if context.tokenising:
        # The author's own line ends stand between the tokens, a value's own within them.
        def by_line(token: str) -> str:
            place = tokens.values[token][1]
            lines = _LINE_END.split(tokens.resolve(token))
            return "\n".join(tokens.mint_like(token, line, place) for line in lines)

        text = tokens.each(text, by_line)
    return _LINE_END.sub("<br />\n", text)


def _escaping(escape: Callable[[str], str]) -> Callable[..., Any]:
    """Return a filter that escapes text for HTML.

    The Markdown form of it has entities for the author's signs, and leaves values alone: they
    are put into the tree as they are, and were never HTML.
    """

    @with_context
    @string_filter
    def filter_(text: str, *, context: RenderContext) -> str:
        assert isinstance(context, Context)
        return context.tokens.escape(text, escape) if context.tokenising else escape(text)

    return filter_


def html_escape(text: str) -> str:
    """Return `text` with entities for the signs of HTML."""
    return html.escape(text).replace("&#x27;", "&#39;")


@string_filter
def strip_html(text: str) -> str:
    """Take tags, comments, scripts and styles away.

    Liquid's own looks from each `<` to the end of the text, which has no end in a long one.
    """
    for opening, closing in (
        *(("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>")),
        ("<", ">"),
    ):
        kept: list[str] = []
        position = 0
        while (start := text.find(opening, position)) >= 0:
            end = text.find(closing, start + len(opening))
            if end < 0:
                break
            kept.append(text[position:start])
            position = end + len(closing)
        text = "".join((*kept, text[position:]))
    return text


FILTERS: dict[str, Callable[..., Any]] = {
    "newline_to_br": newline_to_br,
    "strip_html": strip_html,
    "escape": _escaping(html_escape),
    "h": _escaping(html_escape),
    "escape_once": _escaping(lambda text: html_escape(html.unescape(text))),
    "xml_escape": _escaping(lambda text: html.escape(text).replace("&#x27;", "&apos;")),
    "cdata_escape": _escaping(
        lambda text: text.replace("<![CDATA[", "&lt;![CDATA[").replace("]]>", "]]&gt;")
    ),
}
