"""The filters of Liquid's that make markup, which here is for the author and never for a value."""

from __future__ import annotations

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
        text = tokens.replace(
            text,
            lambda value, place: "\n".join(
                tokens.mint(line, place) for line in _LINE_END.split(value)
            ),
        )
    return _LINE_END.sub("<br />\n", text)


@with_context
@string_filter
def escape(text: str, *, context: RenderContext) -> str:
    """Return `text` as something that is no markup, even where the author wrote it.

    Jekyll's way to that is `&amp;`, which a browser shows as `&`; a token needs no such detour.
    """
    assert isinstance(context, Context)
    return str(context.stand_in(context.tokens.resolve(text))) if context.tokenising else text


FILTERS: dict[str, Callable[..., Any]] = {
    "newline_to_br": newline_to_br,
    "escape": escape,
    "escape_once": escape,
    "xml_escape": escape,
}
