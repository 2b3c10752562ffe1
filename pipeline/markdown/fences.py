"""Fenced code: where it ends."""

from __future__ import annotations

import re
from bisect import bisect_left

_END = re.compile(r"^ {0,3}(?P<mark>`{3,}+|~{3,}+)[ \t]*+$", re.MULTILINE)


class Fences:
    """The lines of a text that can end fenced code."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[re.Match[str]] | None = None
        self._starts: list[int] = []
        self._longest: list[dict[str, int]] = []

    def end(self, fence: re.Match[str]) -> re.Match[str] | None:
        """Return the line that ends the code which `fence` begins, or None.

        The text is looked through once, and for each of its lines it is known how long the
        longest fence below is: one that is never closed costs nothing.
        """
        if self._ends is None:
            self._ends = list(_END.finditer(self._text))
            self._starts = [found.start() for found in self._ends]
            longest = {"`": 0, "~": 0}
            for found in reversed(self._ends):
                mark = found["mark"]
                longest = {**longest, mark[0]: max(longest[mark[0]], len(mark))}
                self._longest.append(longest)
            self._longest.reverse()
        mark = fence["mark"]
        index = bisect_left(self._starts, fence.end())
        if index == len(self._ends) or self._longest[index][mark[0]] < len(mark):
            return None
        while not self._ends[index]["mark"].startswith(mark):
            index += 1
        return self._ends[index]
