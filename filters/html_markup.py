"""A filter for the HTML in a letter: what it means on paper.

`<br>` is a line break, `<img>` a picture, a comment is nothing, other tags give way to what they
hold.
Alone: ``pandoc --filter filters/html_markup.py``.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import panflute as pf

_BLOCK_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "address", "center", "figure"),
    *("div", "section", "article", "header", "footer", "hr"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "tr"),
}
_CELL_TAGS = {"td", "th"}
_SILENT_TAGS = {"script", "style", "template"}
# White space of HTML; a no-break space is none.
_SPACES = re.compile(r"([ \t\n\r\f]+)")


def apply(doc: pf.Doc) -> None:
    """Replace the HTML of `doc`."""

    def replace(element: pf.Element, _: pf.Doc) -> pf.Element | list[pf.Element] | None:
        if isinstance(element, pf.RawInline) and element.format == "html":
            return [inline for block in _blocks(element.text) for inline in block]
        if isinstance(element, pf.RawBlock) and element.format == "html":
            return [pf.Para(*block) for block in _blocks(element.text)]
        return None

    def join(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        """A break that has been written as `<br>` takes the line end behind it along."""
        is_space = isinstance(element, (pf.Space, pf.SoftBreak))
        return [] if is_space and isinstance(element.prev, pf.LineBreak) else None

    doc.walk(replace)
    doc.walk(join)


def _blocks(markup: str) -> list[list[pf.Inline]]:
    """Return what is seen of a piece of HTML, by its blocks."""
    reader = _TextOfHtml()
    reader.feed(markup)
    reader.close()
    for block in reader.blocks:
        if block and isinstance(block[-1], pf.Space):
            block.pop()
    return [block for block in reader.blocks if block]


class _TextOfHtml(HTMLParser):
    """Collects words by block, with the line breaks."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[list[pf.Inline]] = [[]]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "br":
            self.blocks[-1].append(pf.LineBreak())
        elif tag == "img" and values.get("src"):
            size = {key: values[key] for key in ("width", "height") if values.get(key)}
            text = [pf.Str(values["alt"])] if values.get("alt") else []
            self.blocks[-1].append(pf.Image(*text, url=values["src"], attributes=size))
        self._silent += tag in _SILENT_TAGS
        self._new_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS and self._silent:
            self._silent -= 1
        self._new_block(tag)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        block = self.blocks[-1]
        for index, part in enumerate(_SPACES.split(data)):
            if index % 2:
                if block and not isinstance(block[-1], (pf.Space, pf.LineBreak)):
                    block.append(pf.Space())
            elif part:
                block.append(pf.Str(part))

    def _new_block(self, tag: str) -> None:
        if tag in _CELL_TAGS:
            self.handle_data(" ")
        elif tag in _BLOCK_TAGS and self.blocks[-1]:
            self.blocks.append([])


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
