"""kramdown's Markdown, made ready for Pandoc's reader.

Pandoc knows neither kramdown's attribute lists nor its rules for where a list, a quotation or a
piece of HTML begins and ends. Here the blocks are read as kramdown reads them, and written down
in a Markdown that Pandoc cannot misread; the filters `attributes`, `blocks`, `quotes` and
`html_markup` do the rest in Pandoc's tree.
Source of the rules: https://kramdown.gettalong.org/syntax.html, and the GFM parser of Jekyll.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.markdown.blocks import Blocks
from pipeline.markdown.context import Context
from pipeline.markdown.options import Options
from pipeline.markdown.write import as_html, write

__all__ = ["Options", "Prepared", "prepare"]


@dataclass(frozen=True)
class Prepared:
    """A letter that Pandoc can read."""

    markdown: str
    ignored: tuple[str, ...]
    """Extensions of kramdown's that have no effect, as they were written."""


def prepare(text: str, options: Options | None = None) -> Prepared:
    """Return `text` as Markdown for Pandoc's reader, in time that grows with its length."""
    wanted = options or Options()
    if wanted.html:
        return Prepared(as_html(text.replace("\r\n", "\n")), ())
    blocks = Blocks(gfm=wanted.gfm, raw_tex=wanted.raw_tex)
    blocks.read(text.replace("\r\n", "\n"), blocks.document.root)
    ignored = blocks.document.ignored
    # Its definition is one mention of a footnote.
    mentioned = Counter(re.findall(r"\[\^(\w[\w-]*)\]", text))
    context = Context(
        repeated={name for name, times in mentioned.items() if times > 2},
        hard_wrap=wanted.hard_wrap,
        smart_quotes=wanted.smart_quotes,
        raw_tex=wanted.raw_tex,
        on_ignored=ignored.append,
    )
    return Prepared(write(blocks.document, context), tuple(ignored))
