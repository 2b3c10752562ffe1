"""Which stars and underscores are emphasis: kramdown's answer, and not Pandoc's.

The rules are those of kramdown 2.4, `parser/kramdown/emphasis.rb`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.markdown.escapes import escape

JOINT = "\U000fff04"
"""A sign between two marks that Pandoc would read as one; the filter `attributes` takes it out."""


@dataclass
class Sign:
    """A star or an underscore of a text."""

    piece: int
    """Which piece of what is written it stands in."""
    sign: str
    at: int
    """Where it stands in the text."""
    before: str
    """What stands before it: at most two letters of the text, '' at its beginning."""
    after: str
    """What stands behind it: at most three letters."""
    written: str = ""
    """The mark that begins or ends here, for Pandoc."""


@dataclass
class Level:
    """What stands together: the whole text, a link's text, what is between two tags."""

    parts: list[Sign | Level] = field(default_factory=list)
    around: Level | None = None
    tag: str = ""
    is_none: bool = False
    """Whether its end was never found, and its parts are the surrounding level's."""

    def flat(self) -> list[Sign | Level]:
        """Return the parts, with those of levels that are none in their places."""
        found: list[Sign | Level] = []
        waiting: list[Sign | Level] = self.parts[::-1]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Level) and part.is_none:
                waiting += part.parts[::-1]
            else:
                found.append(part)
        return found


class Levels:
    """The signs of a text as they are found, with the levels on which they stand."""

    def __init__(self) -> None:
        self._root = self._top = Level()
        self._open: Counter[str] = Counter()

    def add(self, sign: Sign) -> None:
        """Add the next sign."""
        self._top.parts.append(sign)

    def begin(self, tag: str) -> Level:
        """Begin a level, inside of the one that is open."""
        level = Level(around=self._top, tag=tag)
        self._top.parts.append(level)
        self._top = level
        self._open[tag] += 1
        return level

    def end(self, tag: str) -> None:
        """End the innermost level of `tag`, with those in it, if there is one."""
        while self._open[tag] and self._leave() != tag:
            pass

    def dissolve(self, level: Level) -> None:
        """Let the parts of `level`, whose end was never found, be those of the one around it."""
        level.is_none = True
        if self._top is level:
            self._leave()

    def _leave(self) -> str:
        """Go on behind the level that is open, and return its tag."""
        left = self._top
        self._top = left.around or left
        self._open[left.tag] -= 1
        return left.tag

    def written(self) -> Iterator[tuple[int, str]]:
        """Yield each piece that holds signs, with what Pandoc is given for it."""
        signs: list[Sign] = []
        waiting: list[tuple[Level, frozenset[str]]] = [(self._root, frozenset())]
        while waiting:
            level, inside = waiting.pop()
            parts = level.flat()
            waiting += _Resolver(parts).resolve(inside)
            signs += (part for part in parts if isinstance(part, Sign))
        pieces: dict[int, list[Sign]] = {}
        for sign in sorted(signs, key=lambda sign: sign.at):
            pieces.setdefault(sign.piece, []).append(sign)
        for piece, run in pieces.items():
            marks: list[str] = []
            for sign in run:
                if sign.written == _SECOND:
                    continue
                if sign.written and marks and marks[-1].startswith("*"):
                    marks.append(JOINT)
                marks.append(sign.written or escape(sign.sign))
            yield piece, "".join(marks)


_SECOND = "second"  # of the two signs of a mark
_MUCH_WORK = 50_000  # signs looked at; a page of emphasis comes to some hundreds


class _Resolver:
    """Finds the emphasis of one level.

    Once that has been much work, a mark that was found to have no end is text from there on.
    """

    def __init__(self, parts: Sequence[Sign | Level]) -> None:
        self._parts = parts
        self._known: dict[tuple[int, str, frozenset[str]], int] = {}
        self._hopeless: set[tuple[str, frozenset[str]]] = set()
        self._work = 0

    def resolve(self, inside: frozenset[str]) -> Iterator[tuple[Level, frozenset[str]]]:
        """Mark the signs. Yield the levels in this one, each with the emphasis around it."""
        ends: list[tuple[int, str, frozenset[str]]] = []  # of the emphasis that is open
        at = 0
        while at < len(self._parts):
            part = self._parts[at]
            if isinstance(part, Level):
                yield part, inside
                at += 1
            elif ends and at == ends[-1][0]:
                _, mark, inside = ends.pop()
                at = self._mark(at, mark)
            else:
                delimiter = self._delimiter(at)
                end, length = self._emphasis(at, delimiter, inside)
                if end is None:
                    at += length
                    continue
                kind = "*" * length
                ends.append((end, kind, inside))
                inside = inside | {kind}
                at = self._mark(at, kind)

    def _mark(self, at: int, mark: str) -> int:
        for number in range(len(mark)):
            sign = self._parts[at + number]
            assert isinstance(sign, Sign)
            sign.written = _SECOND if number else mark
        return at + len(mark)

    def _delimiter(self, at: int) -> str:
        """Return the one or two signs that stand at `at`, if they may be a mark."""
        first = self._parts[at]
        assert isinstance(first, Sign)
        return first.sign * (2 if self._is_next(at, first.sign) else 1)

    def _is_next(self, at: int, sign: str) -> bool:
        """Tell whether another `sign` stands right behind the one at `at`."""
        if at + 1 >= len(self._parts):
            return False
        one, two = self._parts[at], self._parts[at + 1]
        return (
            isinstance(one, Sign)
            and isinstance(two, Sign)
            and two.sign == sign
            and two.at == one.at + 1
        )

    def _emphasis(self, at: int, delimiter: str, inside: frozenset[str]) -> tuple[int | None, int]:
        """Return where the emphasis ends that begins at `at`, and how many signs its marks have.

        If there is none, that is None, with how many signs are text.
        """
        first, last = self._parts[at], self._parts[at + len(delimiter) - 1]
        assert isinstance(first, Sign)
        assert isinstance(last, Sign)
        kind = "*" * len(delimiter)
        is_text = (
            (first.sign == "_" and _ends_word(first.before))
            or last.after[:1].isspace()
            or kind in inside
        )
        if is_text:
            return None, len(delimiter)
        end = self._end(at + len(delimiter), delimiter, inside | {kind})
        if end is None and kind == "**" and "*" not in inside:
            end = self._end(at + 1, delimiter[0], inside | {"*"})
            kind = "*"
        return (None, len(delimiter)) if end is None else (end, len(kind))

    def _end(self, start: int, delimiter: str, inside: frozenset[str]) -> int | None:
        """Return which sign ends what begins at `start`, with `delimiter`."""
        key = (start, delimiter, inside)
        if key not in self._known:
            found = None
            if self._work < _MUCH_WORK or (delimiter, inside) not in self._hopeless:
                found = self._search(start, delimiter, inside)
                if found is None:
                    self._hopeless.add((delimiter, inside))
            self._known[key] = -1 if found is None else found
        known = self._known[key]
        return None if known < 0 else known

    def _search(self, start: int, delimiter: str, inside: frozenset[str]) -> int | None:
        at = start
        before = self._parts[start - 1]
        assert isinstance(before, Sign)
        empty = before.at + 1  # where nothing would stand between the marks
        while at < len(self._parts):
            part = self._parts[at]
            self._work += 1
            if isinstance(part, Level):
                at += 1
                continue
            if part.at != empty and self._closes(at, delimiter):
                return at
            inner = self._delimiter(at)
            end, length = self._emphasis(at, inner, inside)
            at = at + length if end is None else end + length
        return None

    def _closes(self, at: int, delimiter: str) -> bool:
        first = self._parts[at]
        assert isinstance(first, Sign)
        if first.sign != delimiter[0] or first.before[-1:].isspace():
            return False
        if len(delimiter) == 2 and not self._is_next(at, first.sign):
            return False
        if len(delimiter) == 1 and self._is_next(at, first.sign):
            return self._is_next(at + 1, first.sign)
        behind = first.after[len(delimiter) - 1 :][:1]
        return not (first.sign == "_" and behind.isalnum())


def _ends_word(before: str) -> bool:
    return before[-1:].isalpha() or (before[-1:] == "-" and before[-2:-1].isalpha())
