"""What a letter says on its page, without losing the place of a single character.

Each character of the letter's text that is not on the page is `FILL`, so that an offset in the
prose is one in the letter. `prose_reader` finds out which characters those are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.sourcemap import MappedText

FILL = "\ufffc"
"""What stands for a character that is no prose: neither a space nor part of a word."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Link:
    """A link: the span of its words, the span of its target, and the target as it is written.

    An address that stands in the text by itself has the same span twice.
    """

    words: Span
    target: Span
    url: str
    is_picture: bool = False


@dataclass(frozen=True)
class Block:
    """A `paragraph`, `heading`, `item`, `quote`, `table`, `note` or `code`."""

    kind: str
    start: int
    end: int


COMMENT = (
    r"<!--(?:(?!<!--)(?:.|\n))*?-->|\{::comment[^}]*\}(?:(?!\{::)(?:.|\n))*?\{:/(?:comment)?\}"
)
_SILENCE = re.compile(r"check:\s*off\s+([\w.,* \t-]+)")
_FAR = 500  # letters, further than which a sentence is not looked at
_END_OF_SENTENCE = re.compile(rf"[.!?:…][\"'”’»)\]{FILL}]*\s")


@dataclass(frozen=True)
class Prose:
    """A letter as its reader sees it; all offsets are those of `source`."""

    source: MappedText
    text: str
    """The Markdown, the values in place; behind it, words that stand nowhere in it."""
    shown: str
    """All that is on the page, everything else covered."""
    links: tuple[Link, ...]
    """The links, in the order in which they stand."""
    code: tuple[Span, ...]
    """The spans of code."""
    blocks: tuple[Block, ...]
    """The blocks that hold words, in the order in which they stand."""
    empty_items: tuple[Span, ...]
    """The signs of items of lists that hold nothing."""

    @cached_property
    def values(self) -> tuple[Span, ...]:
        """The spans that come from data."""
        return tuple(
            (start, end)
            for start, end, _, is_value in self.source.stretches()
            if is_value and end > start
        )

    @cached_property
    def plain(self) -> str:
        """What is on the page, without code and addresses."""
        bare = (link.words for link in self.links if link.words == link.target)
        return covered(self.shown, sorted((*self.code, *bare)), re.compile(r"[^\n]"))

    @cached_property
    def typed(self) -> str:
        """The same, as far as the author typed it: values are covered too."""
        return covered(self.plain, self.values, re.compile(r"[^\n]"))

    def is_covered(self, offset: int) -> bool:
        """Tell whether `offset` lies in code or in an address, in which anything may stand."""
        spans = (*self.code, *(link.target for link in self.links))
        return any(start <= offset < end for start, end in spans)

    def is_shown(self, offset: int) -> bool:
        """Tell whether the character at `offset` is on the page."""
        return self.shown[offset] != FILL

    def defines(self, label: str) -> bool:
        """Tell whether there is a line that gives `label`, of a link, its address."""
        return bool(label) and label_of(label) in self._definitions

    @cached_property
    def _comments(self) -> tuple[Span, ...]:
        """The comments: what looks like one and is not on the page."""
        found = (match.span() for match in re.finditer(COMMENT, self.text))
        return tuple(
            (start, end) for start, end in found if not self.shown[start:end].strip(f" \n\t{FILL}")
        )

    def is_in_comment(self, offset: int) -> bool:
        """Tell whether `offset` lies in a comment, which is for the author alone."""
        return any(start <= offset < end for start, end in self._comments)

    @cached_property
    def silenced(self) -> tuple[tuple[Span, frozenset[str]], ...]:
        """What comments such as `<!-- check: off employer.other -->` silence, and where.

        A comment speaks for the block that it stands in; on lines of its own, for the next one.
        """
        silenced = []
        for start, end in self._comments:
            found = _SILENCE.search(self.text, start, end)
            if not found:
                continue
            around = next((b for b in self.blocks if b.start <= start < b.end), None)
            block = around or next((b for b in self.blocks if b.start >= end), None)
            codes = frozenset(re.split(r"[,\s]+", found[1].strip(" \t-,")))
            if block:
                silenced.append(((block.start, block.end), codes))
        return tuple(silenced)

    @cached_property
    def comments(self) -> tuple[tuple[int, str], ...]:
        """Each code that a comment silences, with its offset."""
        return tuple(
            (found.start(1) + code.start(), code.group())
            for start, end in self._comments
            for found in [_SILENCE.search(self.text, start, end)]
            if found
            for code in re.finditer(r"[\w*]+(?:\.[\w*]+)*", found[1])
        )

    def block(self, offset: int) -> Block:
        """Return the block around `offset`, or all of the letter."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.blocks[index].end:
            return self.blocks[index]
        return Block("", 0, len(self.text))

    def sentence(self, offset: int) -> Span:
        """Return the span of the sentence around `offset`, or of the part of it that is near."""
        block = self.block(offset)
        index = bisect_right(self._stops, offset)
        start = self._stops[index - 1] if index else 0
        end = self._stops[index] if index < len(self._stops) else len(self.text)
        return max(block.start, start, offset - _FAR), min(block.end, end, offset + _FAR)

    @cached_property
    def _definitions(self) -> dict[str, Span]:
        return definitions(self.text)

    @cached_property
    def _stops(self) -> tuple[int, ...]:
        """Where sentences end."""
        return tuple(stop.end() for stop in _END_OF_SENTENCE.finditer(self.plain))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(block.start for block in self.blocks)

    def begins_sentence(self, offset: int) -> bool:
        """Tell whether a sentence begins at `offset`, where a capital says nothing of a word."""
        start, _ = self.sentence(offset)
        return not re.search(r"\w", self.plain[start:offset])


def covered(text: str, spans: Iterable[Span], what: re.Pattern[str]) -> str:
    """Return `text` with `FILL` for each match of `what` in the `spans`, which are in order."""
    parts, last = [], 0
    for start, end in spans:
        if end > last:
            start = max(start, last)
            parts += [text[last:start], what.sub(FILL, text[start:end])]
            last = end
    return "".join((*parts, text[last:]))


_DEFINITION = re.compile(r"^ {0,3}\[(?P<label>[^\]]+)\]:[ \t]*<?(?P<target>[^\s<>]*)", re.MULTILINE)


def definitions(text: str) -> dict[str, Span]:
    """Return where the address stands in each line that defines a label, by its `label_of`."""
    found: dict[str, Span] = {}
    for line in _DEFINITION.finditer(text):
        found.setdefault(label_of(line["label"]), line.span("target"))
    return found


def label_of(words: str) -> str:
    """Return the label `words` as labels are compared: white space and capitals do not count."""
    return " ".join(words.split()).casefold()
