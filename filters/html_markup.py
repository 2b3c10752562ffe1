"""A filter for the HTML in a letter: what it means on paper.

`<br>` is a line break, a comment is nothing, other tags give way to what they hold.
Alone: ``pandoc --filter filters/html_markup.py``.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import panflute as pf

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BLOCK_TAGS = {"p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section"}
_SILENT_TAGS = {"script", "style", "template"}


def apply(doc: pf.Doc) -> None:
    """Replace the HTML of `doc`."""

    def replace(element: pf.Element, _: pf.Doc) -> pf.Element | list[pf.Element] | None:
        if isinstance(element, pf.RawInline) and element.format == "html":
            return pf.LineBreak() if _BREAK.fullmatch(element.text) else []
        if isinstance(element, pf.RawBlock) and element.format == "html":
            return _paragraphs(element.text)
        return None

    doc.walk(replace)


def _paragraphs(markup: str) -> list[pf.Element]:
    """Return the text of a block of HTML, a paragraph for each of its blocks."""
    reader = _TextOfHtml()
    reader.feed(markup)
    reader.close()
    return [pf.Para(*inlines) for inlines in reader.blocks if inlines]


class _TextOfHtml(HTMLParser):
    """Collects words by block, with the line breaks."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[list[pf.Inline]] = [[]]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.blocks[-1].append(pf.LineBreak())
        self._silent += tag in _SILENT_TAGS
        self._new_block(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT_TAGS
        self._new_block(tag)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        block = self.blocks[-1]
        for index, part in enumerate(re.split(r"(\s+)", data)):
            if index % 2:
                if block and not isinstance(block[-1], (pf.Space, pf.LineBreak)):
                    block.append(pf.Space())
            elif part:
                block.append(pf.Str(part))

    def _new_block(self, tag: str) -> None:
        if tag in _BLOCK_TAGS and self.blocks[-1]:
            self.blocks.append([])


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
