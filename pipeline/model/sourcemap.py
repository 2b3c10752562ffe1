"""The way back from text to the files that it came from.

Liquid puts a mark before the first word of every line that an author typed. A mark is one
character of Unicode's last private-use plane, U+100000 and on; its number says which place it
stands for. `mapped` takes the marks out and keeps what they say, `plant` moves them to where
Markdown does not notice them, so that they reach Pandoc's tree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.location import Location

FIRST_MARK, LAST_MARK = 0x100000, 0x10FFFD
# The marks, and what the readers of Markdown put beside them: no text of a file has these.
_RESERVED = re.compile("[\U000fff00-\U0010ffff]")
MARK = re.compile(f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}]")
# See `pipeline.liquid.tokens`: the nonce, and the number of the value.
_MARK_OR_TOKEN = re.compile(rf"{MARK.pattern}|cp[0-9a-f]{{20}}v\d+z")
# A word that no rule of Markdown looks into: letters between white space.
_PLAIN_WORD = re.compile(r"(?<!\S)[^\W\d_]+(?=[\s,;!?]|\Z)")
# A label in brackets must be the same wherever it stands; kramdown's lists, HTML's tags, code and
# the lines of fences have a grammar of their own.
_BRACKETS = re.compile(
    r"\[(?:[^\[\]\n]|\n(?![ \t]*\n))*\]|<[^<>]*>|\{[^{}\n]*\}|(?<!`)`++[^`\n]+`+"
)
_COMMAND = re.compile(r"\s*\\(?:(?P<begin>begin\{[^{}]*\})|[A-Za-z@])")
_FENCE = re.compile(r"[ \t>]*(?:```|~~~)")


@dataclass(frozen=True)
class MappedText:
    """Text of which every character's place in the files is known."""

    text: str
    _starts: Sequence[int]
    """Where in the text a stretch begins whose characters stand together in a file, too."""
    _places: Sequence[Location]
    _values: Sequence[bool]

    def place(self, offset: int) -> Location:
        """Return where the character at `offset` (counted from 0) was written.

        A character of a value is where the value is printed.
        """
        index = max(bisect_right(self._starts, offset) - 1, 0)
        start, place = self._starts[index], self._places[index]
        if place.line is None or self._values[index]:
            return place
        between = self.text[start:offset]
        if "\n" in between:
            return Location(place.file, place.line + between.count("\n"), _column(between))
        return Location(place.file, place.line, (place.column or 1) + len(between))

    def stretches(self) -> Iterator[tuple[int, int, Location, bool]]:
        """Yield each stretch: its start and end, where it begins, and whether it is a value."""
        ends = (*self._starts[1:], len(self.text))
        yield from zip(self._starts, ends, self._places, self._values, strict=True)

    def offset(self, place: Location) -> int | None:
        """Return where the stretch begins that was written at `place`, or None."""
        found = (start for start, at in zip(self._starts, self._places, strict=True) if at == place)
        return next(found, None)

    def is_value(self, offset: int) -> bool:
        """Tell whether the character at `offset` comes from data, and was not typed."""
        return self._values[max(bisect_right(self._starts, offset) - 1, 0)]


def _column(between: str) -> int:
    return len(between) - between.rfind("\n")


def mapped(
    marked: str,
    start: Location,
    marks: Sequence[Location],
    values: Mapping[str, tuple[str, Location]],
) -> MappedText:
    """Return `marked` without its marks, and with every token replaced by its value.

    `start` is where the text before the first mark stands; `marks` are the places by number,
    `values` what the tokens stand for.
    """
    parts: list[str] = []
    starts, places, are_values = [0], [start], [False]
    length = position = 0
    for match in _MARK_OR_TOKEN.finditer(marked):
        if not MARK.match(match.group()) and match.group() not in values:
            continue
        parts.append(marked[position : match.start()])
        length += len(parts[-1])
        position = match.end()
        is_value = match.group() in values
        value, place = values.get(match.group()) or ("", marks[ord(match.group()) - FIRST_MARK])
        parts.append(value)
        starts.append(length)
        places.append(place)
        are_values.append(is_value)
        length += len(value)
        if is_value:  # what follows without a mark of its own was typed in the same place
            starts.append(length)
            places.append(place)
            are_values.append(False)
    parts.append(marked[position:])
    return MappedText("".join(parts), starts, places, are_values)


def without_reserved(text: str) -> str:
    """Return `text` with a lost letter (U+FFFD) for each character that is kept for marks.

    They are of Unicode's last private-use planes, and mean nothing in a letter.
    """
    return _RESERVED.sub("\ufffd", text)


def unmarked(text: str) -> str:
    """Return `text` without marks."""
    return MARK.sub("", text)


def plant(marked: str, *, raw_tex: bool = False) -> str:
    """Return `marked` with the first mark of every line inside of a plain word of that line.

    There it goes through Markdown as a letter does. A line without such a word has none; but with
    `raw_tex` a line that begins with a command of TeX has it at its end, or within the environment
    that it begins.
    """
    bare = unmarked(marked)
    covered = {
        index for match in _BRACKETS.finditer(bare) for index in range(match.start(), match.end())
    }
    lines: list[str] = []
    offset = 0
    for line in marked.split("\n"):
        plain = unmarked(line)
        length = len(plain)
        mark = MARK.search(line)
        word = None
        if mark and not _FENCE.match(plain):
            words = _PLAIN_WORD.finditer(plain)
            word = next((word for word in words if offset + word.start() not in covered), None)
        at = word.start() + 1 if word else None
        if raw_tex and (command := _COMMAND.match(plain)):
            at = command.end() if command["begin"] else len(plain.rstrip())
        if mark and at is not None:
            plain = plain[:at] + mark.group() + plain[at:]
        lines.append(plain)
        offset += length + 1
    return "\n".join(lines)
