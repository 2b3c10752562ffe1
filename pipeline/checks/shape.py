"""The shape of a letter: what is missing at its end, what is empty, and what stands twice."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, zip_longest

from filters import languages
from filters import letter as letter_parts
from pipeline.checks import greetings, names
from pipeline.checks.subject import Hit, Subject
from pipeline.letter.prose import FILL, Block
from pipeline.model.rule import WARNING, Rule

LETTER_CLOSING = Rule(
    "letter.closing",
    WARNING,
    "The letter stops before its closing.",
    "no `Kind regards,` behind the last paragraph",
)
LETTER_TWICE = Rule(
    "letter.twice",
    WARNING,
    "A part of the letter stands twice.",
    "`Dear Ms. Sample,` and further below `Dear Sir or Madam,`",
)
LETTER_SECTION = Rule(
    "letter.section",
    WARNING,
    "A section has a heading and no text.",
    "`## Experience`, and no more",
)
LETTER_OPEN = Rule(
    "letter.open",
    WARNING,
    "A bracket or a quotation mark is opened in a paragraph, and not closed.",
    "`the buoys (most of them are new.`",
)
RULES = (LETTER_CLOSING, LETTER_TWICE, LETTER_SECTION, LETTER_OPEN)

_LONG = 6  # words of a paragraph that nobody writes twice
_A_LETTER = 60  # words of what is a letter and no note
_LINE = 45  # letters of a line that is no text
_SENTENCE = 8  # words of a paragraph that is no name
_HEADING = re.compile(r" {0,3}(#{1,6})")
_PAIRS = {"(": ")", "“": "”", "„": "“”", "«": "»", "[": "]"}
_GUILLEMETS = frozenset("el es fr it nb pt ru uk".split())
_BRACKET = re.compile(r"[()“”„«»\[\]]")
# `a)` numbers an item, `:)` is a face.
_NO_BRACKET = re.compile(r"(?:(?<![\w)])\w{1,2}|[:;]-?)[()]")


def check(subject: Subject) -> Iterator[Hit]:
    """Yield what is wrong with the shape of a letter."""
    yield from _closing(subject)
    yield from _parts(subject)
    yield from _repeated(subject)
    yield from _sections(subject)
    yield from _open(subject)
    yield from _announced(subject)
    yield from _enclosures(subject)


def _said(subject: Subject, block: Block) -> str:
    return names.plain(subject.prose.plain[block.start : block.end].replace(FILL, ""))


def _closings(subject: Subject) -> list[int]:
    """Return the indices of the blocks that begin with a closing phrase."""
    return [index for index, _ in greetings.closings(subject)]


def _closing(subject: Subject) -> Iterator[Hit]:
    """Yield a hit at the end of a letter that greets somebody, and then stops in its text."""
    blocks, parts = subject.prose.blocks, subject.settings.parts
    is_greeted = "opening" in parts or greetings.paragraph(subject)
    if not blocks or not is_greeted or {"closing", "signature"} & set(parts):
        return
    last = blocks[-1]
    said = _said(subject, last)
    words = sum(len(_said(subject, block).split()) for block in blocks)
    lines = subject.prose.plain[last.start : last.end].strip().split("\n")
    is_text = last.kind in ("item", "quote") or (
        last.kind == "paragraph"
        and (len(said.split()) >= _SENTENCE or said.endswith((",", ":")))
        and not (len(lines) > 1 and all(len(line) < _LINE for line in lines))
    )
    if words < _A_LETTER or not is_text or letter_parts.is_postscript(said) or _closings(subject):
        return
    end = last.start + len(subject.prose.plain[last.start : last.end].rstrip())
    yield Hit(
        LETTER_CLOSING,
        "the letter has no closing phrase, and no name at its end",
        subject.prose.sentence(end - 1)[0],
        end,
        "End it with one, such as `Kind regards,` and your name.",
    )


def _parts(subject: Subject) -> Iterator[Hit]:
    """Yield a second salutation, and a second closing below a signature."""
    blocks = subject.prose.blocks
    texts = [_said(subject, block) for block in blocks]
    last = max((i for i, text in enumerate(texts) if len(text.split()) > _SENTENCE), default=0)
    greeted = [
        index
        for index, block in enumerate(blocks[:last])
        if block.kind == "paragraph" and letter_parts.is_salutation(texts[index])
    ]
    closed = _closings(subject)
    for first, second in pairwise(greeted):
        if bisect(closed, first) == bisect(closed, second):
            own = subject.known.names.own.get(subject.settings.employer or "")
            is_left_over = own and own.search(texts[second]) and not own.search(texts[first])
            wrong = blocks[first if is_left_over else second]
            yield _twice(subject, wrong, "the letter greets twice")
    for first, second in pairwise(closed):
        signed = (
            second - first > 1
            or "\n" in subject.prose.plain[blocks[first].start : blocks[first].end].strip()
        )
        between = texts[first + 1 : second]
        if signed and all(len(text.split()) < _SENTENCE for text in between):
            yield _twice(subject, blocks[second], "the letter closes twice")


def _twice(subject: Subject, block: Block, message: str) -> Hit:
    line = subject.prose.plain[block.start : block.end].partition("\n")[0]
    end = block.start + len(line)
    return Hit(LETTER_TWICE, message, block.start, end, "Delete one of the two.")


def _repeated(subject: Subject) -> Iterator[Hit]:
    """Yield each paragraph, and each item of a list, that says what an earlier one says."""
    seen: dict[tuple[str, str], int] = {}
    for index, block in enumerate(subject.prose.blocks):
        said = re.sub(r"\W+", " ", _said(subject, block)).strip().casefold()
        is_item = block.kind == "item"
        if block.kind not in ("paragraph", "item") or len(said.split()) < (2 if is_item else _LONG):
            continue
        earlier = seen.get((block.kind, said))
        if earlier is not None and not (is_item and index - earlier > _LONG):
            what = "this item" if is_item else "this paragraph"
            yield _twice(subject, block, f"{what} says what an earlier one says")
        seen.setdefault((block.kind, said), index)


def _enclosures(subject: Subject) -> Iterator[Hit]:
    listed = subject.settings.parts.get("enclosures")
    said = [str(one).casefold() for one in listed] if isinstance(listed, list) else []
    for index, one in enumerate(said):
        if one in said[:index]:
            yield Hit(
                LETTER_TWICE,
                f"`{one}` is listed twice in `enclosures`",
                place=subject.letter.front.place("enclosures", index),
                hint="Delete one of the two.",
            )


def _sections(subject: Subject) -> Iterator[Hit]:
    """Yield each heading, but for the subject line, below which nothing stands."""
    prose, blocks = subject.prose, subject.prose.blocks
    closed = set(_closings(subject))
    for index, block in enumerate(blocks):
        if block.kind != "heading" or index == 0:
            continue
        below = blocks[index + 1] if index + 1 < len(blocks) else None
        is_empty = below is None or index + 1 in closed
        if below is not None and below.kind == "heading":
            is_empty = _level(prose.text, below) <= _level(prose.text, block)
        is_between = below is None or not prose.shown[block.end : below.start].strip(f"{FILL} \n")
        if is_empty and is_between and not _has_picture(subject, block, below):
            end = block.start + len(prose.plain[block.start : block.end].rstrip())
            hint = "Write it, or delete the heading."
            message = "this section has a heading and no text"
            yield Hit(LETTER_SECTION, message, block.start, end, hint)


def _announced(subject: Subject) -> Iterator[Hit]:
    """Yield a paragraph that announces several things by their number, and nothing follows."""
    blocks = subject.prose.blocks
    greeting = greetings.paragraph(subject)
    for block, below in zip_longest(blocks, blocks[1:]):
        said = _said(subject, block)
        if block.kind != "paragraph" or not said.endswith(":") or block == greeting:
            continue
        if len(said.split()) < _SENTENCE and below is None:
            continue  # `Dear Sir:`
        is_number = _several(subject.language).search(said.rpartition(". ")[2])
        if below is None or (
            is_number and below.kind == "paragraph" and not _counts(subject, below)
        ):
            end = block.start + len(subject.prose.plain[block.start : block.end].rstrip())
            message = "something is announced here, and does not follow"
            yield Hit(LETTER_SECTION, message, end - 1, end, "Write it, or end with a full stop.")


@cache
def _several(code: str) -> re.Pattern[str]:
    """Return what finds a number from two to six in the language `code`."""
    forms = languages.of(code).numbers.split()[:5] if code in languages.known() else []
    return re.compile(rf"\b(?:{'|'.join(forms) or '(?!)'})\b", re.IGNORECASE)


def _counts(subject: Subject, block: Block) -> bool:
    """Tell whether a paragraph begins to count: `First, …`, `1. …`, or in bold."""
    text = subject.prose.text[block.start : block.end].lstrip()
    return bool(
        re.match(
            r"[*_\d(]|\W*(?:first|one|erst|zum einen|premi|d['’]abord|prim|ten eerste)", text, re.I
        )
    )


def _has_picture(subject: Subject, block: Block, below: Block | None) -> bool:
    end = below.start if below else len(subject.prose.text)
    return any(
        link.is_picture and block.end <= link.target[0] < end for link in subject.prose.links
    )


def _level(text: str, block: Block) -> int:
    line = text[text.rfind("\n", 0, block.start) + 1 : block.end]
    marks = _HEADING.match(line)
    return len(marks[1]) if marks else 1


def _open(subject: Subject) -> Iterator[Hit]:
    """Yield each bracket or quotation mark that is opened in a paragraph and not closed there."""
    prose = subject.prose
    for block in prose.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        text = prose.typed[block.start : block.end]
        faces = {match.end() - 1 for match in _NO_BRACKET.finditer(text)}
        opened: list[tuple[str, int]] = []
        waiting: Counter[str] = Counter()  # how often each mark is open
        for match in _BRACKET.finditer(text):
            mark = match.group()
            if any(waiting[one] and mark in _PAIRS[one] for one in _PAIRS):
                while mark not in _PAIRS[opened[-1][0]]:
                    waiting[opened.pop()[0]] -= 1
                waiting[opened.pop()[0]] -= 1
            elif mark in _PAIRS and (match.start() not in faces or mark != "("):
                opened.append((mark, block.start + match.start()))
                waiting[mark] += 1
        for mark, offset in opened[:1]:
            is_measure = mark in "“„" and subject.prose.plain[offset - 1 : offset].isdigit()
            if is_measure or (mark in "[«“" and not _is_quoting(subject, mark)):
                continue
            yield Hit(
                LETTER_OPEN,
                f"`{mark}` is opened here, and never closed",
                offset,
                offset + 1,
                f"Write `{_PAIRS[mark][0]}` where it ends, or delete it.",
            )


def _is_quoting(subject: Subject, mark: str) -> bool:
    """Tell whether `mark` opens something in the letter's language: `“` closes in German."""
    if mark == "[":
        return False
    if mark == "«":
        return subject.language in _GUILLEMETS
    return subject.language not in ("cs", "de", "fi", "pl", "sv")
