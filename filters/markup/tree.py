"""HTML as a tree, with elements of Pandoc's in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

import panflute as pf

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    (
        "address article aside blockquote body caption center dd details div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre "
        "section summary table tbody td tfoot th thead tr ul"
    ).split()
)
# An end tag may be left out before these.
_CLOSED_BY = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th", "tr"},
    "th": {"td", "th", "tr"},
    "tr": {"tr", "tbody", "tfoot"},
}
_STYLE = re.compile(r"([\w-]+)\s*:\s*([^;]+)")


@dataclass
class Tag:
    """An element of HTML; what it holds is text, elements of HTML, and elements of Pandoc's."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Tag | str | pf.Element] = field(default_factory=list)

    @property
    def style(self) -> dict[str, str]:
        """What the attribute `style` says, and the older attribute `align`."""
        found = _STYLE.findall(self.attributes.get("style", "").lower())
        style = {name: value.strip() for name, value in found}
        if align := self.attributes.get("align", "").lower():
            style.setdefault("text-align", align)
        return style

    @property
    def is_block(self) -> bool:
        """Whether it stands on lines of its own."""
        return self.name in BLOCKS


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Tag("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        top = self.open[-1].name
        if tag in _CLOSED_BY.get(top, ()) or (top == "p" and tag in BLOCKS):
            self.open.pop()
        node = Tag(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if any(node.name == tag for node in self.open[1:]):
            while self.open.pop().name != tag:
                pass

    def parse_html_declaration(self, i: int) -> int:
        """Leave `<!…>` out; Python's own reading of it stops at what is no declaration."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(pieces: Iterable[str | pf.Element]) -> Tag:
    """Return the tree of pieces of HTML and of elements between them.

    What is never closed is closed at the end, and what was never opened is left out.
    """
    reader = _Reader()
    for piece in pieces:
        if isinstance(piece, str):
            reader.feed(piece)
        else:
            reader.open[-1].children.append(piece)
    reader.close()
    return reader.open[0]


def text_of(tag: Tag) -> str:
    """Return the text of an element, as it is."""
    return "".join(
        child
        if isinstance(child, str)
        else text_of(child)
        if isinstance(child, Tag)
        else pf.stringify(child)
        for child in tag.children
    )
