"""What kramdown's blocks are read from, and what they are read into.

The rules here and beside are those of https://kramdown.gettalong.org/syntax.html, with Jekyll's
GFM parser; where the text leaves something open, they are what kramdown 2.4 does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.markdown.document import Document

SPAN_TAGS = frozenset(
    (
        "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label "
        "mark option q rb rbc rp rt rtc ruby samp select small span strong sub sup tt "
        "u var"
    ).split()
)
"""The HTML elements that stand in a line; all others are blocks."""

BLOCK_TAGS = frozenset(
    (
        "address article aside applet body blockquote caption col colgroup dd div dl dt "
        "fieldset figcaption footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe "
        "legend li main map menu nav ol optgroup p pre section summary table tbody td tfoot "
        "th thead tr ul"
    ).split()
)
"""The HTML elements that are text where they stand in a line."""

NAME = r"[A-Za-z_:][\w:.-]*+"
ATTRIBUTES = rf"(?:\s++{NAME}(?:\s*+=\s*+(?:\w++|\"[^\"]*+\"|'[^']*+'))?+)*+\s*+"
TAG = re.compile(rf"<(?P<name>{NAME})(?P<attributes>{ATTRIBUTES})(?P<closed>/)?>", re.ASCII)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

ID_NAME = r"\w[\w-]*"
LIST_TEXT = r"(?:\\\}|[^}]){1,800}+"  # a longer one is a slip, and would take much time
INLINE_LIST = rf"\{{:(?![:/]){LIST_TEXT}\}}"
LIST_LINE = re.compile(rf" {{0,3}}(?P<list>{INLINE_LIST})[ \t]*$", re.MULTILINE)
DEFINITION_LINE = re.compile(
    rf" {{0,3}}(?P<list>\{{:(?P<name>{ID_NAME}):{LIST_TEXT}\}})[ \t]*$", re.MULTILINE
)
END_OF_BLOCK = re.compile(r"\^[ \t]*$", re.MULTILINE)
_SPANS = "|".join(sorted(SPAN_TAGS))
BLOCK_TAG = re.compile(
    rf" {{0,3}}</?(?!(?:{_SPANS})\b){NAME}(?=[\s/>])(?![^<>\n]*@)", re.IGNORECASE
)
ITEM = re.compile(r" {0,3}(?P<mark>[+*-]|\d+\.)(?=[ \t])")
_BLANK = re.compile(r"[^\S\n]*(?:\n|\Z)")
INDENT = re.compile(r"^(?:\t| {4})", re.MULTILINE)


@dataclass
class Node:
    """A block: a paragraph's text, or a list's items, with the attribute lists beside it.

    A `blank` is the empty lines between blocks, an `eob` an end of a block without any text.
    """

    kind: str
    text: str = ""
    children: list[Node] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    level: int = 0
    tight: bool = False
    """Whether an item's first paragraph stands without space around it."""
    detail: str = ""
    """The language of code, the alignment of a table, or which kind of end it is."""
    title: str = ""
    """The title of a link's definition, whose address is the text."""


@dataclass
class Source:
    """A text that is read line by line; it ends with a line end."""

    text: str
    at: int = 0

    def ended(self) -> bool:
        """Tell whether all has been read."""
        return self.at >= len(self.text)

    @property
    def line(self) -> str:
        """The line that is next, without its end."""
        end = self.text.find("\n", self.at)
        return self.text[self.at : end if end >= 0 else len(self.text)]

    def is_at_blank(self) -> bool:
        """Tell whether what is left of the line is empty to the eye, without copying the line."""
        return _BLANK.match(self.text, self.at) is not None

    def take(self) -> str:
        """Read the next line."""
        line = self.line
        self.at += len(line) + 1
        return line

    def see(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return what of `pattern` is next."""
        return pattern.match(self.text, self.at)

    def skip_to(self, position: int) -> None:
        """Go on behind `position`, at the next line if nothing else is in this one."""
        self.at = position
        if self.is_at_blank():
            self.take()


class Reader(Protocol):
    """Who reads blocks, for those whose blocks hold others."""

    document: Document

    def read(self, text: str, into: Node) -> None:
        """Read the blocks of `text`."""

    def add(self, node: Node, into: Node) -> Node:
        """Add a block, which takes the attribute lists that stood before it."""


def is_blank(line: str) -> bool:
    """Tell whether a line is empty to the eye."""
    return not line.strip()


def ends_lazy(source: Source) -> bool:
    """Tell whether the next line ends a paragraph, a quotation or the like without its mark."""
    return (
        source.ended()
        or is_blank(source.line)
        or any(source.see(p) for p in (LIST_LINE, END_OF_BLOCK, BLOCK_TAG))
    )
