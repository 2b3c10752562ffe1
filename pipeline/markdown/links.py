"""Links: where they lead."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

_PAREN = re.compile(r"[()]")
_TITLE = re.compile(r"\s(?=['\"])")
_TITLE_END = re.compile(r"(['\"])\s*\)")
LINK_NAME = re.compile(r"\s*\[([^\]]*)\]")


@dataclass(frozen=True)
class Link:
    """Where a link leads, its title, and the attribute lists of its definition."""

    url: str
    title: str = ""
    lists: str = ""


def normal(name: str) -> str:
    """Return the name of a link's definition as all that mean it have it."""
    return re.sub(r"\s+", " ", name).lower()


@dataclass
class Written:
    """A link that has been written: its first and its last piece, and what the author wrote."""

    first: int
    last: int
    text: str


@dataclass
class Bracket:
    """A bracket that is open: its piece of what is written, and where its text begins."""

    index: int
    start: int
    is_image: bool
    links: list[Written] = field(default_factory=list)


class Targets:
    """Finds where the links of a text lead. Parentheses are paired once, in one pass."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parens: dict[int, int] | None = None
        self._titles: list[int] = []
        self._title_ends: list[re.Match[str]] = []

    def find(self, start: int) -> tuple[str, str, int] | None:
        """Return the address and the title of a link, and where it ends."""
        pointed = re.compile(r"\(<([^>\n]*)>").match(self._text, start)
        if pointed and self._text.startswith(")", pointed.end()):
            return pointed[1], "", pointed.end() + 1
        if self._parens is None:
            self._parens = _pairs(self._text)
            self._titles = [m.start() for m in _TITLE.finditer(self._text)]
            self._title_ends = list(_TITLE_END.finditer(self._text))
        end = self._parens.get(start)
        index = bisect_left(self._titles, pointed.end() if pointed else start)
        title = self._titles[index] if index < len(self._titles) else None
        if end is not None and (title is None or end < title) and not pointed:
            return self._text[start + 1 : end].strip(), "", end + 1
        if title is None:
            return None
        mark = self._text[title + 1]
        first = bisect_left(self._title_ends, title + 3, key=lambda m: m.start())
        for stop in self._title_ends[first : first + 8]:
            if stop[1] == mark:
                url = pointed[1] if pointed else self._text[start + 1 : title].strip()
                return url, self._text[title + 2 : stop.start()], stop.end()
        return None


def _pairs(text: str) -> dict[int, int]:
    """Return where each opening parenthesis of `text` is closed."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in _PAREN.finditer(text):
        if found.group() == "(":
            opened.append(found.start())
        elif opened:
            pairs[opened.pop()] = found.start()
    return pairs
