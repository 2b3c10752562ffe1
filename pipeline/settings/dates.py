"""The day of a letter, however it is written."""

from __future__ import annotations

import datetime
import os
import re

from filters import languages
from pipeline import language
from pipeline.model.errors import SettingError
from pipeline.model.location import Location

# Jekyll's dates: a day, and perhaps a time of any form.
_DATE = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)(?:[Tt ]\s*\d\d?:\d\d.*)?")
# Behind dots the month is the second everywhere; `1/2/2015` is January or February.
_DOTTED = re.compile(r"(\d\d?)\. ?(\d\d?)\. ?(\d{4}|\d\d)")
_SLASHED = re.compile(r"(\d\d?)([/-])(\d\d?)\2(\d{4})")
_EAST_ASIAN = re.compile(r"(\d{4})[年년] ?(\d\d?)[月월] ?(\d\d?)[日일]")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
# What stands around the numbers and the month: ordinals, articles, and `of`.
_BESIDE = frozenset(
    """st nd rd th er e ème o a º ª the of on le de del di do da d el il den der am dated
    г року р m gada eko ko""".split()
)


def day(text: str, tag: str, place: Location) -> datetime.date | None:
    """Return the day that `text`, at `place`, names in English or in the language `tag`.

    That is None for no day, as `none` says. Raises `SettingError`.
    """
    if text.casefold() in ("", "none") or "%" in text:  # a Jekyll site's form of dates
        return None
    if text.casefold() == "today":
        return today()
    written = _parts(text, tag)
    if not written:
        raise SettingError(
            f"`{text}` is not a date that means the same everywhere",
            place,
            "Write year, month and day: `2026-01-31`; or `today`, or `none`.",
        )
    try:
        return datetime.date(*written)
    except ValueError as error:
        raise SettingError(f"`{text}` is not a date: there is no such day", place) from error


def _parts(text: str, tag: str) -> tuple[int, int, int] | None:
    """Return the year, the month and the day that `text` names in whatever form, or None."""
    if found := _DATE.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _EAST_ASIAN.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DOTTED.fullmatch(text):
        year = int(found[3])
        return year + 2000 * (year < 100), int(found[2]), int(found[1])
    if found := _SLASHED.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first > 12 >= second:
            return year, second, first
        return (year, first, second) if second > 12 >= first else None
    return _in_words(text, tag)


def _in_words(text: str, tag: str) -> tuple[int, int, int] | None:
    """Return the same where the month is named: `May 3rd, 2026`, `le 1er mai 2026`, `3. Mai 2026`.

    The name may be of the letter's language, of English, or of another one, if no two languages
    differ about it (`listopad` is October in Croatian, and November in Czech).
    """
    words = [word.casefold() for word in _WORDS.findall(text)]
    numbers = [int(word) for word in words if word.isdecimal()]
    names = [word for word in words if not word.isdecimal() and word not in _BESIDE]
    years = [number for number in numbers if number > 31]
    if len(numbers) != 2 or len(years) != 1 or not 1000 <= years[0] <= 9999:
        return None
    (day_of_month,) = (number for number in numbers if number <= 31)
    for tags in ((tag,), ("en",), languages.known()):
        calendars = [language.calendar(one) for one in tags]
        days = {name for calendar in calendars for name in calendar.weekdays}
        left = [name for name in names if name not in days]
        months = {calendar.months.get(left[0]) for calendar in calendars} if len(left) == 1 else {0}
        found = months - {None, 0}
        if len(found) == 1:
            (month,) = found
            return years[0], month or 0, day_of_month
    return None


def today() -> datetime.date:
    """Return today's date, or that of `SOURCE_DATE_EPOCH` where it is set.

    Source: https://reproducible-builds.org/specs/source-date-epoch/ (seconds, in UTC).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.date.today()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise SettingError(
            f"SOURCE_DATE_EPOCH is `{epoch}`, which is no number of seconds",
            hint="Unset it, or set it to seconds since 1970.",
        ) from error
