"""Straight quotation marks: which way each of them turns."""

from __future__ import annotations

import re

MARKS = ("\U000fff00", "\U000fff01", "\U000fff02", "\U000fff03")
"""Marks for the filter `quotes`, which makes those of the letter's language of them: single
opening and closing, double opening and closing. Nothing else uses these characters."""

APOSTROPHE = "’"
# A word's letters are ASCII, as they are to kramdown. A mark that says where in the letter a word
# stands (of the last plane of Unicode) is a letter.
_W = r"[A-Za-z0-9_\U00100000-\U0010ffff]"
_SIGN = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
_OPEN, _CLOSE = "open", "close"
# The rules in their order: where the mark stands, and which way it turns there.
_TWO = re.compile(rf"""(?P<before>\s?)(?P<first>["'])(?P<second>(?!(?P=first))["'])(?={_W})""")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<before>)(?P<mark>[\"'])(?=[_*]{1,2}\S)"), _OPEN),
    (re.compile(rf"(?P<before>)(?P<mark>[\"'])(?={_SIGN}(?!\.\.)(?!{_W}))"), _CLOSE),
)
_LATER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<before>\s?)(?P<mark>')(?=\d\ds)", re.ASCII), _CLOSE),
    (re.compile(rf"(?P<before>\s)(?P<mark>[\"'])(?={_W})"), _OPEN),
    (re.compile(r"(?P<before>[^ \\\t\r\n\[{(-])(?P<mark>[\"'])"), _CLOSE),
    (re.compile(rf"(?P<before>)(?P<mark>[\"'])(?=\s|s(?!{_W})|$)", re.MULTILINE), _CLOSE),
    (re.compile(r"(?P<before>.?)(?P<mark>[\"'])", re.DOTALL), _OPEN),
)


def write(text: str, at: int, start: int, marks: tuple[str, ...]) -> tuple[str, int]:
    """Return the mark for the straight one at `at`, and where the text goes on.

    `start` is where the last thing ended that is no plain text: the rules look at the letter
    before the mark only if it is not part of that. `marks` are the four to choose from.
    """
    position = at - 1 if at > start and text[at - 1] != "\\" else at
    for rule, turn in _RULES:
        if found := rule.match(text, position):
            return _mark(found["mark"], turn, marks), found.end()
    if two := _TWO.match(text, position):
        first = _mark(two["first"], _OPEN, marks)
        return first + _mark(two["second"], _OPEN, marks), two.end()
    for rule, turn in _LATER:
        if (found := rule.match(text, position)) and found.start("mark") == at:
            if turn == _CLOSE and found["mark"] == "'" and marks == MARKS and _inside(text, at):
                return APOSTROPHE, found.end()
            return _mark(found["mark"], turn, marks), found.end()
    return _mark(text[at], _OPEN, marks), at + 1


def _inside(text: str, at: int) -> bool:
    """Tell whether letters stand on both sides."""
    return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def _mark(straight: str, turn: str, marks: tuple[str, ...]) -> str:
    return marks[2 * (straight == '"') + (turn == _CLOSE)]
