"""Times as Ruby reads and prints them.

Names of months and days are English, as in Jekyll. A time without a zone is in the site's
`timezone`, or else in UTC. Sources: Ruby's `Time.parse` and `Time#strftime`.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import zoneinfo
from collections.abc import Mapping

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = [
    re.compile(form)
    for form in (
        rf"{_YEAR}[-/](?P<month>\d{{1,2}})[-/]{_DAY}",
        rf"{_DAY}[./](?P<month>\d{{1,2}})[./]{_YEAR}",
        rf"{_DAY}[ -]?{_MONTH}(?:,?[ -]?{_YEAR})?",
        rf"{_MONTH} ?{_DAY}(?!\d)(?:,? ?{_YEAR})?",
        rf"{_MONTH},? {_YEAR}",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=t)",
    )
]
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? *")
_TIME = re.compile(
    r"(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?: ?(?P<half>am|pm))?(?: ?(?P<zone>z|utc|gmt|[-+]\d\d(?::?\d\d)?))?"
)
_DIRECTIVE = re.compile(r"%(?P<flags>[-0^#_:]*)(?P<width>\d{0,2})(?P<letter>[A-Za-z%])")
_SHORTHANDS = {
    "c": "%a %b %e %H:%M:%S %Y",
    "D": "%m/%d/%y",
    "x": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "T": "%H:%M:%S",
    "X": "%H:%M:%S",
    "R": "%H:%M",
    "r": "%I:%M:%S %p",
    "v": "%e-%^b-%Y",
}
# Directives that Python's own strftime prints alike: zones, weeks, and the year of a week.
_PYTHONS = {"Z", "U", "W", "V", "G", "g"}


def parse(value: object, now: datetime.datetime) -> datetime.datetime | None:
    """Return the time that `value` names, or None. What it leaves open is that of `now`.

    Digits are seconds since 1970, as in Liquid.
    """
    if isinstance(value, datetime.datetime):
        return value
    text = str(value).strip().casefold() if isinstance(value, (str, int)) else ""
    if text in ("now", "today"):
        return now
    if text.isascii() and text.isdigit():
        try:
            return datetime.datetime.fromtimestamp(int(text), now.tzinfo)
        except (ValueError, OverflowError, OSError):
            return None
    text = _WEEKDAY.sub("", text, count=1) if _WEEKDAY.match(text) else text
    day = next((found for form in _FORMS if (found := form.match(text))), None)
    rest = text[day.end() if day else 0 :].lstrip(" ,t")
    time = _TIME.match(rest)
    if time and not day and ":" not in time.group():
        return None
    rest = rest[time.end() if time else 0 :]
    # What no form knows is no date. A name of a zone may follow a time.
    if not (day or time) or (rest.strip() and not (time and re.fullmatch(r" ?\(?\w+\)?", rest))):
        return None
    try:
        return _put_together(day.groupdict() if day else {}, time, now)
    except ValueError:
        return None


def _put_together(
    day: Mapping[str, str | None], time: re.Match[str] | None, now: datetime.datetime
) -> datetime.datetime:
    number = {key: int(day[key] or 0) for key in ("year", "month", "day") if day.get(key)}
    if name := day.get("name"):
        number["month"] = [month[:3].casefold() for month in _MONTHS].index(name) + 1
    if not number:
        number = {"year": now.year, "month": now.month, "day": now.day}
    parts = {"year": now.year, "month": 1, "day": 1, **number}
    zone = now.tzinfo
    if time:
        parts |= {key: int(time[key] or 0) for key in ("hour", "minute", "second")}
        parts["microsecond"] = int(f"{time['fraction'] or ''}000000"[:6])
        if time["half"]:
            parts["hour"] = parts["hour"] % 12 + (12 if time["half"] == "pm" else 0)
        if time["zone"]:
            zone = _zone(time["zone"])
    return datetime.datetime(**parts, tzinfo=zone)


def _zone(written: str) -> datetime.tzinfo:
    if written in ("z", "utc", "gmt"):
        return datetime.UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return datetime.timezone(-offset if written[0] == "-" else offset)


def strftime(time: datetime.datetime, format_: str) -> str:
    """Return `time` as `format_` says, in Ruby's directives; an unknown one is left as it is."""

    def directive(match: re.Match[str]) -> str:
        letter, flags = match["letter"], match["flags"]
        if letter in _SHORTHANDS:
            text, pad, width = strftime(time, _SHORTHANDS[letter]), " ", 0
        elif letter in _PYTHONS:
            text, pad, width = time.strftime(f"%{letter}"), "0", 0
        elif letter == "z":
            return _offset(time, flags.count(":"))
        elif letter in ("L", "N"):
            return f"{time.microsecond:06d}000"[
                : int(match["width"] or (3 if letter == "L" else 9))
            ]
        else:
            known = _numbers(time).get(letter)
            if known is None:
                return match.group()
            text, pad, width = known
        if "-" in flags:
            return text
        if "^" in flags:
            text = text.upper()
        if "#" in flags:
            text = text.lower() if letter == "p" else text.upper()
        pad = "0" if "0" in flags else " " if "_" in flags else pad
        return text.rjust(int(match["width"] or width), pad)

    return _DIRECTIVE.sub(directive, format_)


def _numbers(time: datetime.datetime) -> dict[str, tuple[str, str, int]]:
    """Return for each directive its text, what it is padded with, and to which width."""
    month, day = _MONTHS[time.month - 1], _DAYS[time.weekday()]
    hour = time.hour % 12 or 12
    texts = {
        "B": month,
        "b": month[:3],
        "h": month[:3],
        "A": day,
        "a": day[:3],
        "p": f"{time:%p}",
        "P": f"{time:%p}".lower(),
        "n": "\n",
        "t": "\t",
        "%": "%",
        "s": str(int(time.timestamp())),
        "u": str(time.isoweekday()),
        "w": str(time.isoweekday() % 7),
    }
    padded = {
        "Y": (time.year, 4),
        "C": (time.year // 100, 2),
        "y": (time.year % 100, 2),
        "m": (time.month, 2),
        "d": (time.day, 2),
        "j": (time.timetuple().tm_yday, 3),
        "H": (time.hour, 2),
        "I": (hour, 2),
        "M": (time.minute, 2),
        "S": (time.second, 2),
    }
    spaced = {"e": time.day, "k": time.hour, "l": hour}
    return {
        **{letter: (text, " ", 0) for letter, text in texts.items()},
        **{letter: (str(number), "0", width) for letter, (number, width) in padded.items()},
        **{letter: (str(number), " ", 2) for letter, number in spaced.items()},
    }


def _offset(time: datetime.datetime, colons: int) -> str:
    text = f"{time:%z}"
    return f"{text[:3]}:{text[3:5]}{':00' if colons > 1 else ''}" if colons else text


def now_of(timezone: object, time: object) -> datetime.datetime:
    """Return the site's `time`, in its `timezone`; the machine's where there is no site."""
    zone: datetime.tzinfo = datetime.UTC
    # No zone is UTC; what is no name of one may not even be the name of a file.
    with contextlib.suppress(zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        zone = zoneinfo.ZoneInfo(str(timezone or "UTC"))
    machines = datetime.datetime.now(zone)
    return (parse(time, machines) or machines).astimezone(zone)
