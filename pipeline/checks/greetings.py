"""The greeting of a letter: which paragraph it is, and whether it greets who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from filters import letter as letter_parts
from pipeline.checks import names
from pipeline.checks.subject import Hit, Subject
from pipeline.checks.tables import HONORIFICS, NOBODY, PARTICLES
from pipeline.letter.prose import FILL, Block
from pipeline.model.rule import WARNING, Rule

EMPLOYER_GREETING = Rule(
    "employer.greeting",
    WARNING,
    "The greeting names nobody of the employer's record.",
    "`Dear Ms. Smith,` where the contact is `Dr. Beispiel`",
)
RULES = (EMPLOYER_GREETING,)

_HONORIFIC_WORDS = frozenset(word.strip("\\.?").casefold() for word in HONORIFICS.split("|"))


def paragraph(subject: Subject) -> Block | None:
    """Return the paragraph that greets: one of the first three blocks."""
    for block in subject.prose.blocks[:3]:
        text = names.plain(subject.prose.plain[block.start : block.end].replace(FILL, ""))
        if block.kind == "paragraph" and letter_parts.is_salutation(text):
            return block
    return None


def check(subject: Subject, named: list[tuple[int, int]]) -> Iterator[Hit]:
    """Yield a greeting that names nobody of the record, where the record names somebody.

    `named` are the spans of what was found to be another employer's already.
    """
    block = paragraph(subject)
    people = names.people(subject.record)
    if block is None or not people:
        return
    if any(block.start <= start < block.end for start, _ in named):
        return
    ours = _words(" ".join((*people, *_texts_of(subject.record))))
    greeted = [
        match
        for match in re.finditer(r"[^\W\d_][\w'’-]*", subject.prose.plain[block.start : block.end])
        if match.group()[0].isupper() and match.start()
    ]
    strangers = [match for match in greeted if _is_person(match.group())]
    if not strangers or any(match.group().casefold() in ours for match in strangers):
        return
    start = block.start + strangers[0].start()
    end = block.start + strangers[-1].end()
    if any(subject.prose.source.is_value(offset) for offset in (start, end - 1)):
        return  # it is written in the data
    yield Hit(
        EMPLOYER_GREETING,
        f"`{subject.prose.plain[start:end]}` is not whom the record of"
        f" `{subject.settings.employer}` names: `{people[0]}`",
        start,
        end,
        "Correct the greeting, or the record.",
    )


def _texts_of(record: Any) -> Iterator[str]:
    for field in ("company", "name", "department"):
        if isinstance(record.get(field), str):
            yield record[field]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[\w'’-]+", text.casefold()) if word not in PARTICLES}


def _is_person(word: str) -> bool:
    folded = word.casefold()
    return not (
        folded in NOBODY
        or folded in _HONORIFIC_WORDS
        or folded in PARTICLES
        or letter_parts.is_salutation(word)
    )
