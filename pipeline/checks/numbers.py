"""Numbers: what is announced by its number and is not as many, and years that do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from filters import languages
from pipeline.checks import names
from pipeline.checks.subject import Hit, Subject
from pipeline.letter.prose import Block
from pipeline.model.rule import WARNING, Rule

NUMBER_COUNT = Rule(
    "number.count",
    WARNING,
    "A number of things is announced, and as many do not follow.",
    "`There are three reasons:` and a list of two",
    because="Two of them may stand in one item.",
)
NUMBER_YEARS = Rule(
    "number.years",
    WARNING,
    "Some years run backwards, or are not as many as the letter says.",
    "`from 2022 to 2017`, `for ten years, from 2019 to 2023`",
    because="Two numbers may look like years.",
)
RULES = (NUMBER_COUNT, NUMBER_YEARS)

_YEAR = r"(?:19|20)\d\d"
# `2022-2017` alone: in a reference or an address, there is more around it.
_DASHED = re.compile(rf"(?<![\w./-])(?P<first>{_YEAR}) ?[-–—] ?(?P<last>{_YEAR})(?![\w/-]|\.\w)")
_SHORTEST, _LONGEST = 1, 2  # years that a number of years may be off by: from May, or begun ones
_ATTACHMENTS = "attachments anhänge pièces adjuntos allegati bijlagen anexos bilagor bilag vedlegg"


@dataclass(frozen=True)
class _Words:
    """The patterns of a language."""

    announced: re.Pattern[str]
    enclosed: re.Pattern[str]
    ranges: tuple[re.Pattern[str], ...]
    lasted: re.Pattern[str]
    """What stands before a range of years: how many they are."""
    numbers: dict[str, int]


def check(subject: Subject) -> Iterator[Hit]:
    """Yield the numbers that cannot be right."""
    if subject.language not in languages.known():
        return
    words = _words(subject.language)
    yield from _announced(subject, words)
    yield from _enclosures(subject, words)
    yield from _years(subject, words)


def _announced(subject: Subject, words: _Words) -> Iterator[Hit]:
    """Yield what a paragraph announces by its number, where the list below it has another one."""
    blocks = subject.prose.blocks
    for index, block in enumerate(blocks[:-1]):
        if block.kind != "paragraph" or blocks[index + 1].kind != "item":
            continue
        text = subject.prose.typed[block.start : block.end]
        found = [*words.announced.finditer(text, text.rstrip().rfind(". ") + 1)]
        if not text.rstrip().endswith(":") or len(found) != 1:
            continue
        items = _items(blocks[index + 1 :], subject)
        if items and _value(found[0]["number"], words) != items:
            start = block.start + found[0].start()
            end = block.start + found[0].end()
            said = names.plain(found[0].group())
            message = f"`{said}` are announced, and the list has {items}"
            yield Hit(NUMBER_COUNT, message, start, end, "Correct the number, or the list.")


def _items(blocks: tuple[Block, ...], subject: Subject) -> int:
    """Return how many items the list has that `blocks` begin with, or 0 where that is not sure."""
    depths = []
    for block in blocks:
        if block.kind in ("quote", "table", "code"):
            return 0  # it may be part of an item
        if block.kind != "item":
            break
        line = subject.prose.text.rfind("\n", 0, block.start) + 1
        before = subject.prose.text[line : block.end]
        depths.append(len(before) - len(before.lstrip()))
    return depths.count(min(depths))


def _enclosures(subject: Subject, words: _Words) -> Iterator[Hit]:
    """Yield how many enclosures the text speaks of, where the front matter lists others."""
    listed = subject.settings.parts.get("enclosures")
    if not isinstance(listed, list) or not listed:
        return
    for match in words.enclosed.finditer(subject.prose.typed):
        if _value(match["number"], words) != len(listed):
            message = f"`{names.plain(match.group())}`, and `enclosures` lists {len(listed)}"
            yield Hit(NUMBER_COUNT, message, *match.span(), "Correct the number, or the list.")


def _years(subject: Subject, words: _Words) -> Iterator[Hit]:
    plain = subject.prose.typed
    latest = (subject.settings.day or subject.known.today).year
    found = [*_DASHED.finditer(plain)]
    for pattern in words.ranges:
        found += pattern.finditer(plain)
    for match in found:
        first, last = int(match["first"]), int(match["last"])
        if max(first, last) > latest:
            continue
        if first > last:
            message = f"`{names.plain(match.group())}` runs backwards"
            yield Hit(NUMBER_YEARS, message, *match.span(), "Correct the years.")
            continue
        before = words.lasted.search(plain, max(0, match.start() - 60), match.start())
        if before:
            number = _value(before["number"], words)
            if not last - first - _SHORTEST <= number <= last - first + _LONGEST:
                said = names.plain(plain[before.start() : match.end()])
                message = f"`{said}` does not fit: those are {last - first}"
                yield Hit(NUMBER_YEARS, message, before.start(), match.end(), "Correct one.")


def _value(said: str, words: _Words) -> int:
    return int(said) if said.isdecimal() else words.numbers.get(said.casefold(), 0)


@cache
def _words(language: str) -> _Words:
    data = languages.of(language)
    numbers: dict[str, int] = {}
    for value, forms in enumerate(data.numbers.split(), 2):
        numbers |= dict.fromkeys(forms.casefold().split("|"), value)
    either = rf"(?<![\w.,-])(?P<number>{'|'.join(numbers)}|\d{{1,2}})"
    counted = "|".join(data.counted.split())
    attached = "|".join({data.words["enclosures"].casefold(), *_ATTACHMENTS.split()})
    ranges = tuple(
        re.compile(
            rf"(?<!\w){one.replace('{}', f'(?P<first>{_YEAR})')} (?P<last>{_YEAR})(?![\w-])",
            re.IGNORECASE,
        )
        for one in data.ranges
    )
    return _Words(
        re.compile(rf"{either} (?:{counted})(?!\w)", re.IGNORECASE),
        re.compile(rf"{either} (?:{attached})(?!\w)", re.IGNORECASE),
        ranges,
        re.compile(rf"{either} (?:{data.years})[,:]?(?: \()? ?$", re.IGNORECASE),
        numbers,
    )
