"""The greeting of a letter: which paragraph it is, and whether it greets who is meant.

Which paragraphs close the letter is found here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from filters import letter as letter_parts
from pipeline.checks import names
from pipeline.checks.subject import Hit, Subject
from pipeline.checks.tables import HONORIFICS, NOBODY, PARTICLES
from pipeline.letter.prose import FILL, Block, Span
from pipeline.model.rule import WARNING, Rule

EMPLOYER_GREETING = Rule(
    "employer.greeting",
    WARNING,
    "The greeting names nobody of the employer's record.",
    "`Dear Ms. Smith,` where the contact is `Dr. Beispiel`",
    because="Somebody else may read the letters there.",
)
LETTER_OPENING = Rule(
    "letter.opening",
    WARNING,
    "The letter greets nobody.",
    "no `Dear Ms. Sample,` before the text",
    because="Some letters greet nobody, and mean it.",
)
RULES = (EMPLOYER_GREETING, LETTER_OPENING)

_FIRST = 6  # blocks, of which an address or a date may be some
_MOST_LETTERS = 90
_FEW_WORDS = 60
_WITHOUT_SALUTATION = ("da", "fi", "nb", "sv")  # languages in which an application may have none
_LEAST = 3  # letters of a name that is short for a longer one
# How an office is greeted, whoever holds it.
_TITLE = re.compile(
    r"dire[ck]|dyre[kc]|pr[eé]sid|prezes|präsid|magist|profes|do[kc]to|dott|ing[eé]n|inżyn|re[kc]tor"
    r"|de[kc]an|doyen|kierown|ordynat|ministr|minist|conseil|consej|magnif|chef|leiter|vorsitz"
    r"|bürgerm|burgem|maire|sindac|alcald|notar|maître|avvoc|abogad|advoc|mecenas|redakt|redac"
    r"|pani?[eaąoęiu]*$|państw|panów|szanown|vážen|pane?$|paní"
)
_HONORIFIC_WORDS = frozenset(word.strip("\\.?").casefold() for word in HONORIFICS.split("|"))


def paragraph(subject: Subject) -> Block | None:
    """Return the paragraph that greets: one of the first three blocks."""
    for block in subject.prose.blocks[:3]:
        text = names.plain(subject.prose.plain[block.start : block.end].replace(FILL, ""))
        if block.kind == "paragraph" and letter_parts.is_salutation(text):
            return block
    return None


def first(subject: Subject) -> Block | None:
    """Return the paragraph that greets, or the first short one that ends with a comma or colon."""
    if found := paragraph(subject):
        return found
    for block in subject.prose.blocks[:3]:
        text = subject.prose.plain[block.start : block.end].replace(FILL, "").strip()
        if block.kind == "paragraph" and len(text) <= _MOST_LETTERS and text.endswith((",", ":")):
            return block
    return None


def closings(subject: Subject) -> Iterator[tuple[int, Span]]:
    """Yield the index of each paragraph that begins with a closing phrase, and that line's span."""
    prose = subject.prose
    for index, block in enumerate(prose.blocks):
        if block.kind != "paragraph":
            continue
        text = prose.plain[block.start : block.end]
        start = block.start + len(text) - len(text.lstrip(f" \t\n{FILL}"))
        line = prose.plain[start : block.end].partition("\n")[0]
        said = names.plain(line.replace(FILL, ""))
        if letter_parts.is_closing(said):
            yield index, (start, start + len(line))


def missing(subject: Subject) -> Iterator[Hit]:
    """Yield a hit where a letter has no salutation: not even in the line of its first sentence."""
    blocks = [block for block in subject.prose.blocks if block.kind == "paragraph"]
    if subject.language in _WITHOUT_SALUTATION:
        return
    if "opening" in subject.settings.parts or not blocks:
        return
    said = [subject.prose.plain[block.start : block.end].strip() for block in blocks]
    ends = any(letter_parts.is_closing(text.partition("\n")[0].strip()) for text in said[-3:])
    if not ends and sum(len(text.split()) for text in said) < _FEW_WORDS:
        return  # a note, or a piece of a letter
    for block in subject.prose.blocks[:_FIRST]:
        text = names.plain(subject.prose.plain[block.start : block.end].replace(FILL, "")).strip()
        is_short = len(text) <= _MOST_LETTERS and text.endswith((",", ":", "!", "،", "："))
        if is_short or letter_parts.begins_with_salutation(text):
            return
    block = blocks[0]
    yield Hit(
        LETTER_OPENING,
        "the letter has no salutation",
        block.start,
        block.start + len(subject.prose.plain[block.start : block.end].partition("\n")[0]),
        "Begin with one, such as `Dear Ms. Sample,`; or write `opening:` in the front matter.",
    )


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
    if not strangers or any(_is_one_of(match.group(), ours, subject) for match in strangers):
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


def is_title(word: str) -> bool:
    """Tell whether a word, in lower case, is a title of anybody: `madame`."""
    return word in _HONORIFIC_WORDS


def _texts_of(record: Any) -> Iterator[str]:
    for field in ("company", "name", "department"):
        if isinstance(record.get(field), str):
            yield record[field]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[\w'’-]+", text.casefold()) if word not in PARTICLES}


def _is_one_of(word: str, ours: set[str], subject: Subject) -> bool:
    """Tell whether a greeted name is one of the record's, as it is said to somebody.

    `Reme` is short for `Remedios`; `Andrzeju` is the vocative of `Andrzej`.
    """
    folded = word.casefold()
    if folded in ours:
        return True
    if subject.language in names.DECLINED and any(names.is_form(folded, one) for one in ours):
        return True
    if any(one.rstrip(".") == folded[0] for one in ours):
        return True  # an initial
    return len(folded) >= _LEAST and any(
        one.startswith(folded) or (len(one) > _LEAST and folded.startswith(one)) for one in ours
    )


def _is_person(word: str) -> bool:
    folded = word.casefold()
    return not (
        _TITLE.match(folded)
        or folded in NOBODY
        or folded in _HONORIFIC_WORDS
        or folded in PARTICLES
        or letter_parts.is_salutation(word)
    )
