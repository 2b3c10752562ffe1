"""Limits: how many characters and words a letter may have, as it says itself or its employer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.checks.subject import Hit, Subject
from pipeline.letter.prose import FILL
from pipeline.model.location import Location
from pipeline.model.rule import ERROR, LETTER, Rule
from pipeline.settings.fields import RECORD

LIMIT_CHARS = Rule(
    "limit.chars",
    ERROR,
    "The letter has more characters than `max_chars`.",
    "`max_chars: 2000`",
    because=(
        "You have said yourself how many there may be, or the employer has; a form cuts off "
        "the rest."
    ),
    within=LETTER,
)
LIMIT_WORDS = Rule(
    "limit.words",
    ERROR,
    "The letter has more words than `max_words`.",
    "`max_words: 300`",
    because=(
        "You have said yourself how many there may be, or the employer has; a form cuts off "
        "the rest."
    ),
    within=LETTER,
)
RULES = (
    LIMIT_CHARS,
    LIMIT_WORDS,
)

_WORD = re.compile(r"\w")
_COUNTS: dict[str, tuple[Rule, Callable[[list[str]], int], str]] = {
    # As a form counts them: what is seen, line ends and spaces once.
    "max_chars": (LIMIT_CHARS, lambda words: len(" ".join(words)), "characters"),
    "max_words": (LIMIT_WORDS, lambda words: sum(map(bool, map(_WORD.search, words))), "words"),
}
_HINT = "Shorten the letter. Web forms cut off what is too much."


def check(subject: Subject) -> Iterator[Hit]:
    """Yield a hit for each limit that the letter breaks."""
    for key, (rule, counted, what) in _COUNTS.items():
        limit, place = wanted(subject, key)
        if limit is None:
            continue
        count = counted(subject.prose.plain.replace(FILL, "").split())
        if count > limit:
            message = f"the letter has {count} {what}, {count - limit} more than `{key}: {limit}`"
            yield Hit(rule, message, place=place, hint=_HINT)


def wanted(subject: Subject, key: str) -> tuple[int | None, Location | None]:
    """Return the limit `key` of the letter, or else of its employer's record, and its place.

    Raises `SettingError` where that of the record is no number; the letter's own was read before.
    """
    front = subject.letter.front
    if (own := front.value.get(key)) is not None:
        is_number = isinstance(own, int) and not isinstance(own, bool)
        return own if is_number else None, front.place(key)
    value = subject.record.get(key)
    if value is None:
        return None, None
    place = subject.known.site.records.place(subject.settings.employer or "", key)
    field = next(field for field in RECORD if field.key == key)
    return field.kind.read(value, key, place or Location(subject.letter.file)), place
