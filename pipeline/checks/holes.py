"""Holes: what prints nothing, what is empty, and what stops before its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from filters import letter as letter_parts
from pipeline.checks import greetings
from pipeline.checks.subject import Hit, Subject
from pipeline.checks.tables import articles, prepositions
from pipeline.letter.prose import FILL, Block, Prose
from pipeline.model.location import Location
from pipeline.model.rule import ERROR, LETTER, WARNING, Rule

HOLE_EMPTY = Rule(
    "hole.empty",
    WARNING,
    "An output prints nothing.",
    '`{{ employer.contact }}` with `contact: ""`',
    because=(
        "Nothing may be what was meant. It is an error where a comma or a bracket shows the hole."
    ),
    within=LETTER,
)
HOLE_CUT = Rule(
    "hole.cut",
    ERROR,
    "A paragraph stops in the middle of a sentence.",
    "`I would like to work for the`",
    because="No sentence ends with an article: its rest was lost.",
)
HOLE_END = Rule(
    "hole.end",
    WARNING,
    "A paragraph ends without a full stop.",
    "`I look forward to hearing from you`",
    because="Lines, labels and verses end without one, too.",
)
HOLE_ITEM = Rule(
    "hole.item",
    ERROR,
    "An item of a list is empty.",
    "`- `",
    because="A bullet with nothing behind it is seen on the page, and nobody means one.",
)
HOLE_LINK = Rule(
    "hole.link",
    ERROR,
    "A link has no words, or no target.",
    "`[my notes]()`",
    because="A link without words cannot be seen, and one without a target leads nowhere.",
)
RULES = (
    HOLE_EMPTY,
    HOLE_CUT,
    HOLE_END,
    HOLE_ITEM,
    HOLE_LINK,
)

_OUTPUT = re.compile(r"\{\{[^{}]*\}\}")
_OF_RECORD = re.compile(r"\bemployer\.([\w-]+)")
_STOP = re.compile(r"[.!?:;…,][\"'”’»“‘)\]*_\s\ufffc]*$|[)\]”’»“][\s\ufffc]*$")
_LAST_WORD = re.compile(r"(?<![\w-])([^\W\d_]+)[\s\ufffc]*$")
_EMPTY_ITEM = re.compile(r"^(?P<mark>[ \t>]*(?:[-*+]|\d{1,9}[.)]))[ \t]*$", re.MULTILINE)
_NAME_AT_END = re.compile(r"(?:\batt\.|:) (?:[A-ZÀ-Þ][\w-]+ ?){2,4}$")
_BOLD = re.compile(r"(\*\*|__)(?:(?!\1).)+\1", re.DOTALL)
_SEPARATOR = re.compile(r"[·•|▪–—]\s")
_LINE_BREAK = re.compile(r" {2,}\n|\\\n|<br\s*/?>\s*", re.IGNORECASE)
_ABOVE = 2  # blocks of a letter without a greeting, which may say to whom it goes
_FEW_WORDS, _SOME_WORDS = 4, 9


def check(subject: Subject) -> Iterator[Hit]:
    """Yield every hole of a letter."""
    yield from _empty(subject)
    yield from _unfinished(subject)
    yield from _empty_items(subject.prose)
    yield from _empty_links(subject.prose)


def _empty(subject: Subject) -> Iterator[Hit]:
    """Yield each `{{ output }}` between two things that were typed, which printed nothing."""
    letter, source = subject.letter, subject.prose.source
    starts = [0, *(match.end() for match in re.finditer("\n", letter.body))]
    behind = 0  # the index in the body behind what was typed last; -1 behind a value
    for start, end, place, is_value in source.stretches():
        if is_value:
            behind = -1 if end > start else behind
            continue
        typed = source.text[start:end].rstrip()
        if place.file != letter.file or place.line is None or not typed.strip():
            continue
        index = _index(place, starts, letter.body_line)
        between = letter.body[behind:index] if 0 <= behind <= index else ""
        if not _OUTPUT.sub("", between).strip():
            for output in _OUTPUT.finditer(between):
                line = letter.body.count("\n", 0, behind + output.start())
                column = behind + output.start() - starts[line] + 1
                yield Hit(
                    HOLE_EMPTY,
                    f"`{output.group()}` prints nothing",
                    place=Location(letter.file, letter.body_line + line, column),
                    hint=f"Fill the value in{_cell(output.group(), subject)}, or test it:"
                    " `{% if … %}`.",
                    severity=ERROR if _is_hole(source.text, start) else "",
                )
        last = source.place(start + len(typed) - 1)
        behind = _index(last, starts, letter.body_line) + 1


def _cell(output: str, subject: Subject) -> str:
    """Return in which cell of a table the value of `output` is to be, if it is in one."""
    field = _OF_RECORD.search(output)
    records, key = subject.known.site.records, subject.settings.employer or ""
    place = records.place(key, field[1]) if field and field[1] in subject.record else None
    return f" ({place.file.name} {place.cell})" if place and place.cell else ""


def _is_hole(text: str, offset: int) -> bool:
    """Tell whether a reader sees at `offset` that something is missing: a space and a comma."""
    return bool(re.search(r"[ (\[]$", text[:offset])) and text[offset : offset + 1] in ",.;:!?)]"


def _unfinished(subject: Subject) -> Iterator[Hit]:
    prose, blocks = subject.prose, subject.prose.blocks
    opening = greetings.paragraph(subject)
    language = subject.language
    text_of_all = _text(subject)
    for index, block in enumerate(blocks):
        if block.kind != "paragraph" or block is opening:
            continue
        text = prose.plain[block.start : block.end]
        words = len(re.findall(r"\w+", text))
        following = blocks[index + 1].kind if index + 1 < len(blocks) else ""
        if comma := _ends_with_comma(prose, blocks[index : index + 2], words):
            yield Hit(
                HOLE_END,
                "the paragraph ends with a comma",
                comma,
                comma + 1,
                "Finish the sentence, or end it with a full stop.",
            )
        if 0 < words < _FEW_WORDS and _is_fragment(index, subject, opening, text_of_all):
            start = block.start + len(text) - len(text.lstrip())
            yield Hit(
                HOLE_CUT,
                f"`{text.strip()}` is no sentence",
                start,
                start + len(text.strip()),
                "Finish the sentence, or delete it.",
                "" if text.split()[-1].strip(FILL).casefold() in _small(language) else WARNING,
            )
            continue
        if words < _FEW_WORDS or _STOP.search(text) or letter_parts.is_postscript(text.strip()):
            continue
        if following in ("item", "quote", "table", "code") or _is_closing(block, prose):
            continue
        if _ends_in_syntax(block, prose):
            continue
        last = _LAST_WORD.search(text)
        if last is None:  # a number, or a sign
            continue
        word, start = last[1], block.start + last.start(1)
        end = start + len(word)
        if prose.source.is_value(start):
            continue
        if word in articles(language):
            yield Hit(
                HOLE_CUT,
                f"the paragraph stops in the middle of a sentence, after `{word}`",
                start,
                end,
                "Finish the sentence.",
            )
        elif _is_no_sentence(block, prose, opening):
            continue
        elif word in prepositions(language) or words >= _SOME_WORDS:
            yield Hit(
                HOLE_END,
                f"the paragraph ends without a full stop, after `{word}`",
                start,
                end,
                "Finish the sentence, or end it with a full stop.",
            )


@dataclass(frozen=True)
class _Text:
    """What the paragraphs of a letter say, as far as fragments are told by it."""

    lines: tuple[str, ...]
    """The first line of each block."""
    end: int
    """The index of the first block that closes the letter, or of none behind the last."""
    last: int
    """The index of the last block with a long line."""


def _text(subject: Subject) -> _Text:
    prose = subject.prose
    lines = tuple(
        prose.plain[one.start : one.end].replace(FILL, "").strip().partition("\n")[0]
        for one in prose.blocks
    )
    closings = (index for index, _ in greetings.closings(subject))
    long = (index for index, line in enumerate(lines) if len(line.split()) > _SOME_WORDS)
    return _Text(lines, next(closings, len(lines)), max(long, default=-1))


def _is_fragment(index: int, subject: Subject, opening: Block | None, text: _Text) -> bool:
    """Tell whether a paragraph of a few words is what is left of a sentence.

    That is one in the text, between the greeting and the closing phrase, whose last word is small.
    """
    prose, block = subject.prose, subject.prose.blocks[index]
    said = prose.plain[block.start : block.end].replace(FILL, "").strip()
    is_above = block.start <= opening.start if opening else index < _ABOVE
    if is_above or not said or "\n" in said or _STOP.search(said) or index >= text.end:
        return False
    if _BOLD.fullmatch(prose.text[block.start : block.end]):
        return False
    if index + 1 < len(text.lines) and index + 1 != text.end and text.last <= index:
        return False
    last = said.split()[-1]
    return last.isalpha() and (last.islower() or last.casefold() in _small(subject.language))


def _small(language: str) -> frozenset[str]:
    return articles(language) | prepositions(language)


def _ends_with_comma(prose: Prose, pair: tuple[Block, ...], words: int) -> int | None:
    """Return where the comma is with which a long paragraph ends, if another one follows."""
    if words < _SOME_WORDS or len(pair) < 2 or pair[1].kind != "paragraph":
        return None
    below = len(re.findall(r"\w+", prose.plain[pair[1].start : pair[1].end]))
    text = prose.plain[pair[0].start : pair[0].end].rstrip()
    ends = text.endswith(",") and below >= _SOME_WORDS and not _is_closing(pair[0], prose)
    return pair[0].start + len(text) - 1 if ends else None


def _ends_in_syntax(block: Block, prose: Prose) -> bool:
    """Tell whether a paragraph ends in code or in an address, which need no full stop."""
    end = block.start + len(prose.text[block.start : block.end].rstrip())
    for link in prose.links:
        if link.target[1] + 1 == end:  # the words of the link are what a reader sees last
            end = link.words[1]
    addresses = (link.target for link in prose.links if link.words == link.target)
    return any(start < end <= stop + 1 for start, stop in (*prose.code, *addresses))


def _is_no_sentence(block: Block, prose: Prose, opening: Block | None) -> bool:
    """Tell whether a paragraph is one of lines or of key words, or a heading in bold.

    So is an address: what stands above the greeting, or ends its lines without a full stop.
    """
    text = prose.text[block.start : block.end].strip()
    if opening and block.start < opening.start:
        return True
    if block == prose.blocks[0] and _NAME_AT_END.search(text):
        return True  # to whom it goes: `Till Akademin, att. Lars Dahlqvist`
    if _BOLD.fullmatch(text) or len(_SEPARATOR.findall(text)) > 1:
        return True
    label, colon, rest = text.partition(":")
    if colon and len(label.split()) < _FEW_WORDS and rest.count(",") * 4 > len(rest.split()):
        return True
    lines = _LINE_BREAK.split(text)
    return len(lines) > 1 and not any(re.search(r"[.!?]\W*$", line) for line in lines[:-1])


def _is_closing(block: Block, prose: Prose) -> bool:
    """Tell whether a paragraph is made of short lines, or begins with a closing phrase."""
    lines = [
        line.replace(FILL, "").strip() for line in prose.plain[block.start : block.end].split("\n")
    ]
    return letter_parts.is_closing(lines[0]) or (
        len(lines) > 1 and all(len(line) < 45 for line in lines)
    )


def _index(place: Location, starts: Sequence[int], first_line: int) -> int:
    """Return where `place` is in a text whose lines begin at `starts`; the end if it is behind."""
    line = max(0, min((place.line or 1) - first_line, len(starts) - 1))
    return starts[line] + (place.column or 1) - 1


def _empty_items(prose: Prose) -> Iterator[Hit]:
    lines = prose.text.split("\n")
    for match in _EMPTY_ITEM.finditer(prose.text):
        number = prose.text.count("\n", 0, match.start())
        above = lines[number - 1] if number else ""
        below = lines[number + 1] if number + 1 < len(lines) else ""
        is_item = re.match(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)", above) or not above.strip()
        if not is_item or below.startswith(("  ", "\t")) or prose.is_covered(match.start()):
            continue
        start = match.end("mark") - len(match["mark"].strip(" \t>"))
        yield Hit(
            HOLE_ITEM, "this item of a list is empty", start, match.end("mark"),
            "Write it, or delete the line.",
        )  # fmt: skip


def _empty_links(prose: Prose) -> Iterator[Hit]:
    for link in prose.links:
        words = prose.text[slice(*link.words)]
        is_picture = prose.text[max(0, link.words[0] - 2)] == "!"
        missing = "target" if not link.url.strip(" <>#") else "words" if not words.strip() else ""
        if missing and not (is_picture and missing == "words"):
            start = link.words[0] - 1
            yield Hit(
                HOLE_LINK,
                f"this link has no {missing}",
                start,
                link.target[1] + 1,
                "Write `[words](address)`.",
            )
