"""What a letter says, apart from its markup, without losing the place of a single character.

Markdown's syntax is not deleted but covered: each character of it becomes `FILL`, so that an
offset in the prose is one in the letter. Code, addresses, HTML and attribute lists are syntax.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.sourcemap import MappedText

FILL = "\ufffc"
"""What stands for a character that is no prose: neither a space nor part of a word."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Link:
    """A link: the span of its words, the span of its target, and the target."""

    words: Span
    target: Span
    url: str


@dataclass(frozen=True)
class Block:
    """A paragraph, `heading`, `item`, `quote`, `table` or `note`; or `indented`."""

    kind: str
    start: int
    end: int


_LIST = r"\{:(?!:)(?:\\.|[^{}\\\n])*\}"
_TARGET = r"<[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()]|\([^\s()]*\))*\))*"
_SYNTAX = re.compile(
    r"^(?P<fence>[ >]*(?P<mark>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?[ >]*(?P=mark)[`~]*[ \t]*)$"
    r"|(?P<comment><!--(?:(?!<!--)(?:.|\n))*?-->"
    r"|\{::comment[^}]*\}(?:(?!\{::)(?:.|\n))*?\{:/(?:comment)?\})"
    r"|(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)(?:.|\n))+?(?<!`)(?P=ticks)(?!`))"
    rf"|(?P<list>{_LIST}|\{{::options[^}}]*/\}}|\{{::nomarkdown[^}}]*\}}(?=(?:.|\n)*?\{{:/))"
    r"|(?P<auto><(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>)"
    r"|(?P<html></?[a-zA-Z][^<>]*>)"
    r"|^(?P<definition>[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+[^\n]*)$"
    rf"|(?P<link>\]\([ \t]*(?P<target>{_TARGET})(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\))"
    r"|(?P<spaced>\]\((?P<loose>[^()\n]*)\))"
    r"|(?P<reference>\]\[[^\]\n]*\])"
    r"|(?P<footnote>\[\^[^\]\n]+\]:?)"
    r"|(?P<bare>(?:https?://|www\.)[^\s<>\[\]\ufffc]+)"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<entity>&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);)"
    r"|^(?P<marker>[ \t>]*(?:#{1,6}[ \t]+|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t])?))"
    r"|^(?P<rule>[ ]{0,3}(?:[-*_=][ \t]*){3,})$"
    r"|^(?P<quote>[ ]{0,3}>[> ]*)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<strong>\*+|~~|(?<!\w)_{1,3}(?!_)|(?<!_)_{1,3}(?!\w))",
    re.MULTILINE,
)
_SPECIAL = re.compile(r"[*_\[\]()<>`{}#|\\!&~]")
_BLANK = re.compile(rf"^[\s{FILL}]*$", re.MULTILINE)
_KIND = re.compile(
    r"(?P<heading>[ ]{0,3}#{1,6}\s)|(?P<item>[ \t>]*(?:[-*+:]|\d{1,9}[.)])[ \t]+\S)"
    r"|(?P<quote>[ ]{0,3}>)|(?P<note>\[\^[^\]\n]+\]:)|(?P<table>[ \t]*\|)"
)
_EMPTY_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]*")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*")
_SILENCE = re.compile(r"check:\s*off\s+([\w.,* \t-]+)")
_FAR = 500  # letters, further than which a sentence is not looked at
_END_OF_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*\s")


@dataclass(frozen=True)
class Prose:
    """A letter as its reader sees it; all offsets are those of `source`."""

    source: MappedText

    @cached_property
    def text(self) -> str:
        """The Markdown as it is."""
        return self.source.text

    @cached_property
    def values(self) -> tuple[Span, ...]:
        """The spans that come from data."""
        return tuple(
            (start, end)
            for start, end, _, is_value in self.source.stretches()
            if is_value and end > start
        )

    @cached_property
    def _read(self) -> tuple[str, tuple[Link, ...], tuple[Span, ...], tuple[Span, ...]]:
        """The prose, the links, the comments and the code."""
        # What a value holds is no syntax: values are put in after Markdown is read.
        safe = _covered(self.text, self.values, _SPECIAL)
        letters = list(self.text)
        links: list[Link] = []
        comments: list[Span] = []
        code: list[Span] = []
        for match in _SYNTAX.finditer(safe):
            kind, (start, end) = match.lastgroup or "", match.span()
            for name in ("link", "spaced", "fence", "code"):
                if match[name] is not None:
                    kind = name
            if kind in ("link", "spaced"):
                opened = _opening(safe, start)
                if opened is None:
                    continue
                letters[opened] = FILL
                span = match.span("target" if kind == "link" else "loose")
                links.append(Link((opened + 1, start), span, self.text[slice(*span)]))
            elif kind == "reference" and (opened := _opening(safe, start)) is not None:
                letters[opened] = FILL
            elif kind == "auto":
                span = (start + 1, end - 1)
                links.append(Link(span, span, self.text[slice(*span)]))
            elif kind == "bare":
                end = start + len(match[kind].rstrip(".,;:!?'\")*_"))
                links.append(Link((start, end), (start, end), self.text[start:end]))
            elif kind == "escape":
                end = start + 1  # the sign behind it is meant
            elif kind == "comment":
                comments.append((start, end))
            elif kind in ("fence", "code"):
                code.append((start, end))
            for index in range(start, end):
                if letters[index] != "\n":
                    letters[index] = FILL
        return "".join(letters), tuple(links), tuple(comments), tuple(code)

    @property
    def plain(self) -> str:
        """The prose, with every character of syntax covered."""
        return self._read[0]

    @cached_property
    def typed(self) -> str:
        """The prose that the author typed: values are covered too."""
        return _covered(self.plain, self.values, re.compile(r"[^\n]"))

    @property
    def links(self) -> tuple[Link, ...]:
        """The links, in the order in which they stand."""
        return self._read[1]

    @property
    def code(self) -> tuple[Span, ...]:
        """The spans of code."""
        return self._read[3]

    def is_covered(self, offset: int) -> bool:
        """Tell whether `offset` lies in code or in an address, in which anything may stand."""
        spans = (*self.code, *(link.target for link in self.links))
        return any(start <= offset < end for start, end in spans)

    def defines(self, label: str) -> bool:
        """Tell whether there is a line that gives `label`, of a link, its address."""
        line = rf"^ {{0,3}}\[{re.escape(label)}\]:"
        return bool(label and re.search(line, self.text, re.MULTILINE | re.IGNORECASE))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that hold prose, in the order in which they stand."""
        return tuple(_blocks(self.text, self.plain))

    @cached_property
    def silenced(self) -> tuple[tuple[Span, frozenset[str]], ...]:
        """What comments such as `<!-- check: off employer.other -->` silence, and where.

        A comment speaks for the block that it stands in; on lines of its own, for the next one.
        """
        silenced = []
        for start, end in self._read[2]:
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
            for start, end in self._read[2]
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


def _covered(text: str, spans: tuple[Span, ...], what: re.Pattern[str]) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], what.sub(FILL, text[start:end])]
        last = end
    return "".join((*parts, text[last:]))


def _opening(text: str, close: int) -> int | None:
    """Return the index of the `[` that the `]` at `close` closes, in the same paragraph."""
    depth = 0
    for index in range(close - 1, max(-1, close - 1000), -1):
        letter = text[index]
        if text[index - 1 : index] == "\\":
            continue
        if letter == "]":
            depth += 1
        elif letter == "[":
            if not depth:
                return index
            depth -= 1
        elif letter == "\n" and text[index - 1 : index] == "\n":
            return None
    return None


def _blocks(text: str, plain: str) -> Iterator[Block]:
    """Split at blank lines, headings and list items; lines that hold only syntax are blank."""
    kind, start, end, offset = "", 0, 0, 0
    for line in text.split("\n"):
        covered = plain[offset : offset + len(line)]
        found = _KIND.match(line)
        new = (found.lastgroup if found else None) or ""
        blank = bool(_BLANK.fullmatch(covered)) and not (
            _EMPTY_ITEM.fullmatch(line) and line.strip() and not kind
        )
        if kind and (blank or new in ("heading", "item", "note") or kind == "heading"):
            if blank and kind == "paragraph" and _UNDERLINE.fullmatch(line) and line.strip():
                kind = "heading"
            yield Block(kind, start, end)
            kind = ""
        if not blank:
            if not kind:
                indented = line.startswith(("    ", "\t")) and not new
                kind, start = new or ("indented" if indented else "paragraph"), offset
            end = offset + len(line)
        offset += len(line) + 1
    if kind:
        yield Block(kind, start, end)
