"""The prose of a letter's tree: each of its words is looked up in the text that it was written in.

There is one reading of Markdown, Pandoc's tree. Its words are found in the text one after the
other, so that each has its place; what is left of the text is syntax.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import panflute as pf

from filters.markup.inner import NOTE_AGAIN, SOURCE
from filters.markup.walk import walk
from pipeline.letter.prose import (
    COMMENT,
    FILL,
    Block,
    Link,
    Prose,
    Span,
    covered,
    definitions,
    label_of,
)
from pipeline.model.location import Location
from pipeline.model.sourcemap import MappedText

_TARGET = r"<[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()]|\([^\s()]*\))*\))*"
# Where a word is less likely to stand than beside it, if it could be both: this decides nothing but
# which of two places a word is said to have.
_HIDDEN = re.compile(
    rf"{COMMENT}|\{{:(?:\\.|[^{{}}\\\n])*\}}|</?[a-zA-Z][^<>]*>"
    rf"|\]\([ \t]*(?:{_TARGET})(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
    r"|\]\[[^\[\]\n]*\]|\[\^[^\[\]\n]+\]:?|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+[^\n]*$",
    re.MULTILINE,
)
_INLINE_TARGET = re.compile(
    rf"[^\w\n]{{0,20}}?\]\([ \t]*(?:(?P<target>{_TARGET})"
    r"(?:[ \t\n]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*|(?P<odd>[^()\n]*))\)"
)
_REFERENCE = re.compile(r"[^\w\n]{0,20}?\][ ]?(?:\[(?P<label>[^\]\n]*)\])?")
_NOTE = re.compile(r"\[\^([^\]\n]+)\]")
_BARE = re.compile(r"(?:https?://|www\.)[^\s<>\[\]\ufffc]+")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPECIAL = re.compile(r"[*_\[\]()<>`{}#|\\!&~]")
_BEFORE_BLOCK = re.compile(r"[\s>]*(?:\d{1,9}[.)])?[^\w\n]*")
_EMPTY_ITEM = re.compile(r"^[ \t>]*(?P<mark>[-*+]|\d{1,9}[.)])[ \t]*$", re.MULTILINE)
_FURTHEST = 20_000  # characters, with what is hidden, such as a long comment
_LONGEST = 1000  # letters of a word that is looked for as it may have been written
_MOST_TRIES = 50  # of places where a word stands
_TOO_FAR = 200  # letters of other words, behind which a word is not looked for
# How a character of the tree may have been written, besides as itself and as an entity.
_WRITTEN = {
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”", '"'),
    "–": "--",
    "—": "---",
    "…": r"\.\.\.",
    "«": "<<",
    "»": ">>",
    "☐": r"\[ \]",
    "☒": r"\[[xX]\]",
    "\xa0": "[ ~]?",
}
_ENTITY = r"&(?:[a-zA-Z]\w*|#\d+|#[xX][0-9a-fA-F]+);"
_SIGNS = re.compile(rf"(?P<entity>{_ENTITY})|\[[ xX]\]")


_FAR = 500  # letters, in which the ticks of code are looked for


def read(doc: pf.Doc, source: MappedText, marks: Sequence[Location]) -> Prose:
    """Return the prose of `doc`, which was made of `source`; `marks` are the places by number.

    The values are in place in both, and the tree's marks of source lines are kept by the filter
    `marks`.
    """
    reader = _Reader(source, marks)
    reader.blocks_of(doc.content, "paragraph")
    return reader.prose()


@dataclass
class _Words:
    """What was found of a part of the tree: from its first character to its last."""

    start: int = -1
    end: int = -1

    def add(self, start: int, end: int) -> None:
        self.start = start if self.start < 0 else min(self.start, start)
        self.end = max(self.end, end)


@dataclass
class _Reader:
    """Finds the tree's words in the text, in their order."""

    source: MappedText
    marks: Sequence[Location]
    cursor: int = 0
    inside: list[_Words] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    empty_items: list[Span] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.source.text
        values = ((start, end) for start, end, _, is_value in self.source.stretches() if is_value)
        # What a value holds is no syntax: values are put in after Markdown is read.
        self.safe = covered(self.text, values, _SPECIAL)
        self.definitions = definitions(self.safe)
        self.shown = [FILL if not letter.isspace() else letter for letter in self.text]
        self.hidden = bytearray(len(self.text) + 1)
        for number, match in enumerate(_HIDDEN.finditer(self.safe)):
            start, end = match.span()
            self.hidden[start:end] = bytes([1 + number % 255]) * (end - start)
            self._cover(start, end)
        self.offsets: dict[Location, list[int]] = {}
        for start, _, place, _ in self.source.stretches():
            self.offsets.setdefault(place, []).append(start)

    def prose(self) -> Prose:
        """Return what was found."""
        behind = "".join(f"\n\n{word}" for word in self.lost)
        found = sorted(self.blocks, key=lambda block: block.start)
        blocks = list(_at_lines(found, self.text))
        for words, block in zip(found, blocks, strict=True):
            self._cover(block.start, words.start)
        shown = "".join(self.shown) + behind
        links = [*self.links, *_addresses(shown, self.links, self.code)]
        return Prose(
            self.source,
            self.text + behind,
            shown,
            tuple(sorted(links, key=lambda link: link.target)),
            tuple(sorted(self.code)),
            tuple(blocks),
            tuple(self.empty_items),
        )

    # Blocks ----------------------------------------------------------------------------------

    def blocks_of(self, blocks: Iterable[pf.Block], kind: str) -> None:
        """Read `blocks`; `kind` is what their paragraphs are."""
        for block in blocks:
            self._block(block, kind)

    def _block(self, block: pf.Block, kind: str) -> None:
        match block:
            case pf.Header():
                self._leaf(block.content, "heading")
            case pf.Para() | pf.Plain():
                self._leaf(block.content, kind)
            case pf.CodeBlock():
                self._code_block(block)
            case pf.RawBlock():
                with_words = self._begin()
                self._each(block.text)
                self._end(with_words, kind)
            case pf.BulletList() | pf.OrderedList():
                for item in block.content:
                    self._item(item)
            case pf.DefinitionList():
                for entry in block.content:
                    self._leaf(entry.term, "item")
                    for part in entry.definitions:
                        self.blocks_of(part.content, "item")
            case pf.BlockQuote():
                self.blocks_of(block.content, "quote" if kind == "paragraph" else kind)
            case pf.Table():
                for part in (block.head, *block.content, block.foot):
                    for row in (*getattr(part, "head", ()), *part.content):
                        for cell in row.content:
                            self.blocks_of(cell.content, "table")
            case pf.LineBlock():
                for line in block.content:
                    self._leaf(line.content, kind)
            case _:
                self.blocks_of(getattr(block, "content", ()), kind)

    def _item(self, item: pf.ListItem) -> None:
        if not item.content or (not pf.stringify(item).strip() and not _holds(item)):
            found = _EMPTY_ITEM.search(self.safe, self._line_start())
            if found:
                self.empty_items.append(found.span("mark"))
                self.cursor = max(self.cursor, found.end())
            return
        self.blocks_of(item.content, "item")

    def _line_start(self) -> int:
        return self.text.find("\n", self.cursor) + 1 if self.cursor else 0

    def _leaf(self, inlines: Iterable[pf.Inline], kind: str) -> None:
        words = self._begin()
        self._inlines(inlines)
        self._end(words, kind)

    def _begin(self) -> _Words:
        self.inside.append(_Words())
        return self.inside[-1]

    def _end(self, words: _Words, kind: str) -> None:
        self.inside.pop()
        if words.start >= 0:
            self.blocks.append(Block(kind, words.start, words.end))

    # Inlines ---------------------------------------------------------------------------------

    def _inlines(self, inlines: Iterable[pf.Inline]) -> None:
        for inline in inlines:
            self._inline(inline)

    def _inline(self, inline: pf.Inline) -> None:
        match inline:
            case pf.Str():
                self._take(inline.text)
            case pf.Code():
                self._code(inline.text)
            case pf.RawInline() | pf.Math():
                self._each(inline.text)
            case pf.Quoted():
                opening, closing = "“”" if inline.quote_type == "DoubleQuote" else "‘’"
                self._take(opening, required=False)
                self._inlines(inline.content)
                self._take(closing, required=False)
            case pf.Link():
                self._link(inline)
            case pf.Image():
                if not inline.url.strip():
                    self._picture()
            case pf.Note():
                self._note(inline)
            case pf.Span():
                self._anchor(inline)
                if NOTE_AGAIN not in inline.attributes:
                    self._inlines(inline.content)
            case _:
                self._inlines(getattr(inline, "content", ()))

    def _anchor(self, element: pf.Element) -> None:
        """Go to the line that a mark stands for, which may be an earlier one."""
        number = int(element.attributes.get(SOURCE, -1))
        if not 0 <= number < len(self.marks):
            return
        offsets = self.offsets.get(self.marks[number], [])
        line = self.text.rfind("\n", 0, self.cursor) + 1
        if not offsets:
            return
        here = offsets[min(bisect_left(offsets, line), len(offsets) - 1)]  # a loop says it again
        if not line <= here <= self.cursor:
            self.cursor = here

    def _code_block(self, block: pf.CodeBlock) -> None:
        """Read a block of code. One that names no language is as likely text that was indented."""
        words = self._begin()
        self._each(block.text)
        self._end(words, "code")
        if words.start >= 0 and block.classes:
            self.code.append((self.text.rfind("\n", 0, words.start) + 1, words.end))

    def _code(self, text: str) -> None:
        words = self._begin()
        self._each(text)
        self.inside.pop()
        if words.start >= 0:
            opened = re.search(r"`+ ?$", self.safe[max(0, words.start - _FAR) : words.start])
            closed = re.match(r" ?`+", self.safe[words.end : words.end + _FAR])
            start = words.start - (len(opened.group()) if opened else 0)
            self.code.append((start, words.end + (len(closed.group()) if closed else 0)))

    def _each(self, text: str) -> None:
        for word in text.split():
            self._take(word)

    def _note(self, note: pf.Note) -> None:
        """Read a footnote where it is written, and go on behind its mark."""
        mark = _NOTE.search(self.safe, self.cursor)
        behind, around = self.cursor, self.inside
        if mark:
            behind = mark.end()
            written = re.compile(rf"^ {{0,3}}\[\^{re.escape(mark[1])}\]:", re.MULTILINE)
            if found := written.search(self.safe):
                self.cursor = found.end()
        self.inside = []
        self.blocks_of(note.content, "note")
        self.cursor, self.inside = behind, around

    def _link(self, link: pf.Link) -> None:
        before = self.cursor
        words = self._begin()
        self._inlines(link.content)
        self.inside.pop()
        if words.start > 0 and self.text[words.start - 1] + self.text[words.end :][:1] == "<>":
            address = (words.start, words.end)
            self.links.append(Link(address, address, self.text[slice(*address)]))
            return
        at = words.end if words.start >= 0 else self._empty_link(link.url, before)
        if at < 0:
            return
        found = _INLINE_TARGET.match(self.safe, at)
        closed = found or _REFERENCE.match(self.safe, at)
        opened = _opening(self.safe, self.safe.index("]", at)) if closed else None
        if closed is None or opened is None:  # HTML
            self._html_link(link, words)
            return
        bracket = (opened + 1, self.safe.index("]", at))
        if found:
            target = found.span("odd" if found["target"] is None else "target")
        else:
            label = closed["label"] or self.text[slice(*bracket)]
            target = self.definitions.get(label_of(label)) or (bracket[1], bracket[1] + 1)
        url = self.text[slice(*target)] if found or target[0] != bracket[1] else link.url
        self.links.append(Link(bracket, target, url))
        self.cursor = max(self.cursor, target[1] if found else closed.end())

    def _html_link(self, link: pf.Link, words: _Words) -> None:
        start = self.text.rfind(link.url, 0, words.start) if link.url else -1
        target = (start, start + len(link.url)) if start >= 0 else (words.start - 1, words.start)
        self.links.append(Link((words.start, words.end), target, link.url))

    def _empty_link(self, url: str, start: int) -> int:
        """Return where the `]` is of a link without words, or -1."""
        found = re.compile(rf"\]\([ \t]*<?{re.escape(url)}").search(self.safe, start)
        return found.start() if found else -1

    def _picture(self) -> None:
        """Note a picture without an address."""
        found = re.compile(r"!\[[^\[\]\n]*\]\([ \t]*(?:<>)?[ \t]*\)").search(self.safe, self.cursor)
        if found:
            close = self.safe.index("]", found.start())
            target = (close + 2, found.end() - 1)
            self.links.append(Link((found.start() + 2, close), target, "", is_picture=True))

    # Words -----------------------------------------------------------------------------------

    def _take(self, word: str, *, required: bool = True) -> None:
        """Find `word` behind the last one, and show it."""
        best = self._literally(word)
        if best is None or best[0]:
            written = self._as_written(word)
            if written and (best is None or written[0] < best[0]):
                best = written
        if best is None or best[0] > _TOO_FAR:
            if required and any(map(str.isalnum, word)):
                self.lost.append(word)
            return
        _, start, end = best
        if self.text[self.cursor : start].isspace():
            self.shown[self.cursor : start] = self.text[self.cursor : start]
        self.shown[start:end] = self.text[start:end]
        if self.hidden[start]:  # it is no syntax, after all
            self._unhide(start)
        if self.text[start:end] != word:
            for sign in _SIGNS.finditer(self.text, start, end):
                meant = html.unescape(sign.group()) if sign["entity"] else word[:1]
                filled = meant + FILL * (len(sign.group()) - len(meant))
                self.shown[slice(*sign.span())] = filled
        self.cursor = end
        for words in self.inside:
            words.add(start, end)

    def _literally(self, word: str) -> tuple[int, int, int] | None:
        """Return how far off `word` stands, and its span; None where it does not."""
        best: tuple[int, int, int] | None = None
        stop = self.cursor + 10 * _FURTHEST + len(word)
        start, last, between = self.text.find(word, self.cursor, stop), self.cursor, 0
        for _ in range(_MOST_TRIES):
            if start < 0 or (best is not None and between >= best[0]):
                break
            between += self._between(last, start)
            cost = between + self._doubt(start, start + len(word))
            if best is None or cost < best[0]:
                best = (cost, start, start + len(word))
            if between > _TOO_FAR:
                break
            start, last = self.text.find(word, start + 1, stop), start
        return best

    def _as_written(self, word: str) -> tuple[int, int, int] | None:
        """Return the same for a word that was written with entities, escapes or plain signs."""
        if len(word) > _LONGEST:
            return None
        pattern = "".join(
            rf"(?:\\?{re.escape(letter)}|{_ENTITY}"
            + (f"|{_WRITTEN[letter]})" if letter in _WRITTEN else ")")
            for letter in word
        )
        last, between = self.cursor, 0
        stop = self.cursor + _FURTHEST + _LONGEST
        for found in re.compile(pattern).finditer(self.text, self.cursor, stop):
            between += self._between(last, found.start())
            if between > _TOO_FAR:
                return None
            if self._says(found.group(), word):
                return between + self._doubt(*found.span()), *found.span()
            last = found.start()
        return None

    def _says(self, written: str, word: str) -> bool:
        entities = re.findall(_ENTITY, written)
        return all(html.unescape(entity) in word for entity in entities)

    def _between(self, start: int, end: int) -> int:
        """Return how many letters between `start` and `end` would be seen on the page.

        It is enough to know that there are too many.
        """
        count = 0
        for index in range(start, end):
            count += not self.hidden[index] and self.text[index].isalnum()
            if count > _TOO_FAR:
                break
        return count

    def _doubt(self, start: int, end: int) -> int:
        """Return how little a word looks as if it stood from `start` to `end`."""
        text = self.text
        goes_on = text[end - 1].isalnum() and text[end : end + 1].isalnum()
        went_on = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
        return bool(self.hidden[start]) + 2 * goes_on + 2 * went_on

    def _unhide(self, offset: int) -> None:
        number = self.hidden[offset]
        while self.hidden[offset] == number:
            self.hidden[offset] = 0
            offset += 1

    def _cover(self, start: int, end: int) -> None:
        for index in range(start, end):
            if self.shown[index] != "\n":
                self.shown[index] = FILL


def _holds(item: pf.ListItem) -> bool:
    """Tell whether an item holds something other than words: a picture, code, a line."""
    found: list[pf.Element] = []
    kinds = (pf.Image, pf.Code, pf.CodeBlock, pf.RawInline, pf.RawBlock, pf.HorizontalRule, pf.Math)
    walk(item, lambda element, _: found.append(element), *kinds)
    return bool(found)


def _addresses(shown: str, links: Sequence[Link], code: Sequence[Span]) -> Iterator[Link]:
    """Yield a link for each address that stands in the text, where it is no link yet."""
    taken = bytearray(len(shown) + 1)
    for first, last in (*code, *(link.words for link in links if link.words == link.target)):
        taken[first:last] = b"\1" * (last - first)
    for pattern in (_BARE, _MAIL):
        for match in pattern.finditer(shown):
            start, end = match.span()
            if pattern is _BARE:
                end = start + len(match.group().rstrip(".,;:!?'\")*_"))
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield Link((start, end), (start, end), shown[start:end])


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


def _at_lines(blocks: Sequence[Block], text: str) -> Iterator[Block]:
    """Yield `blocks`, each with the signs before its first and behind its last word in its line."""
    last = 0
    for index, block in enumerate(blocks):
        line = max(text.rfind("\n", 0, block.start) + 1, last)
        start = line if _BEFORE_BLOCK.fullmatch(text, line, block.start) else block.start
        following = blocks[index + 1].start if index + 1 < len(blocks) else len(text)
        line_end = text.find("\n", block.end)
        line_end = line_end if line_end >= 0 else len(text)
        rest = text[block.end : line_end].rstrip() if following >= line_end else ""
        last = block.end + len(rest)
        yield Block(block.kind, start, last)
