"""Limits: how many characters and words a letter may have, as it says itself or its employer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.checks.subject import Hit, Subject
from pipeline.letter.prose import FILL
from pipeline.model.errors import SettingError
from pipeline.model.location import Location

_WORD = re.compile(r"\w")
_COUNTS: dict[str, tuple[str, Callable[[list[str]], int], str]] = {
    # As a form counts them: what is seen, line ends and spaces once.
    "max_chars": ("limit.chars", lambda words: len(" ".join(words)), "characters"),
    "max_words": ("limit.words", lambda words: sum(map(bool, map(_WORD.search, words))), "words"),
}
_HINT = "Shorten the letter. Web forms cut off what is too much."


def check(subject: Subject) -> Iterator[Hit]:
    """Yield a hit for each limit that the letter breaks."""
    for key, (code, counted, what) in _COUNTS.items():
        limit, place = wanted(subject, key)
        if limit is None:
            continue
        count = counted(subject.prose.plain.replace(FILL, "").split())
        if count > limit:
            message = f"the letter has {count} {what}, {count - limit} more than `{key}: {limit}`"
            yield Hit(code, message, place=place, hint=_HINT)


def wanted(subject: Subject, key: str) -> tuple[int | None, Location | None]:
    """Return the limit `key` of the letter, or else of its employer's record, and its place.

    Raises `SettingError` where it is no number.
    """
    front = subject.letter.front
    value: Any = front.value.get(key)
    place: Location | None = front.place(key)
    if value is None:
        value = subject.record.get(key)
        place = subject.known.site.records.place(subject.settings.employer or "", key) or place
    if value is None:
        return None, None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise SettingError(f"`{key}` is not a number", place, f"Write `{key}: 300`.")
    return value, place
