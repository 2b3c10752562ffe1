"""The day of a letter, however it is written."""

from __future__ import annotations

import datetime
import os
import re

from pipeline import language
from pipeline.model.errors import SettingError
from pipeline.model.location import Location

# Jekyll's dates: a day, and perhaps a time of any form.
_DATE = re.compile(r"(\d{4})([-/])(\d\d?)\2(\d\d?)(?:[Tt ]\s*\d\d?:\d\d.*)?")
# Behind dots the month is the second everywhere; `1/2/2015` is January or February.
_DOTTED = re.compile(r"(\d\d?)\. ?(\d\d?)\. ?(\d{4})")
_NAMED = re.compile(
    r"(?P<day>\d\d?)(?:\.|st|nd|rd|th)? (?:of )?(?P<month>[^\W\d_]+)\.?,? (?P<year>\d{4})"
    r"|(?P<month2>[^\W\d_]+)\.? (?P<day2>\d\d?)(?:st|nd|rd|th)?,? (?P<year2>\d{4})"
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
    """Return the year, the month and the day that `text` names in English or in `tag`, or None."""
    if found := _DATE.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _DOTTED.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _NAMED.fullmatch(text):
        months = {**language.calendar("en").months, **language.calendar(tag).months}
        month = months.get((found["month"] or found["month2"]).casefold())
        if month:
            return int(found["year"] or found["year2"]), month, int(found["day"] or found["day2"])
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
