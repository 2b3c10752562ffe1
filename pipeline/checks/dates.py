"""Dates: a letter of another time, days that never were, and days of the week that are wrong."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from filters import languages
from pipeline import language
from pipeline.checks import greetings, names
from pipeline.checks.subject import Hit, Subject
from pipeline.model.rule import ERROR, LETTER, WARNING, Rule

DATE_FAR = Rule(
    "date.far",
    WARNING,
    "The letter's date is far from today.",
    "`date: 2015-01-02`",
    because="A letter that was sent keeps its date.",
    within=LETTER,
)
DATE_WEEKDAY = Rule(
    "date.weekday",
    ERROR,
    "The day of the week is not that of the date.",
    "`Monday, 3 March 2026`",
    because="A calendar tells it for sure, if the year is written. Without one it is a warning.",
)
DATE_IMPOSSIBLE = Rule(
    "date.impossible",
    ERROR,
    "There is no such day.",
    "`31 June 2026`",
    because="A calendar tells it for sure, if the year is written. Without one it is a warning.",
)
DATE_PAST = Rule(
    "date.past",
    WARNING,
    "A day on which something may begin, or the writer may come, has gone by.",
    "`I could start on 1 September 2025`",
)
DATE_STARTS = Rule(
    "date.starts",
    WARNING,
    "The letter tells two days on which the writer could begin.",
    "`I could start on 1 February 2027. … I am available from 1 April 2027.`",
    because="The later day may be meant for something else.",
)
DATE_TWICE = Rule(
    "date.twice",
    WARNING,
    "A date is typed above the text, and the page prints another.",
    "`3 March 2026` in a line, and `date: 2026-04-05`",
)
RULES = (
    DATE_FAR,
    DATE_PAST,
    DATE_STARTS,
    DATE_TWICE,
    DATE_WEEKDAY,
    DATE_IMPOSSIBLE,
)

_FAR = 60  # days
_AHEAD = 14  # days; who writes a letter for later does so a few days before
_FEW_WORDS = 7  # of a line that says the place and the date
_NEAR = 60  # letters before a date that say what begins then
_SEASON = 150  # days between two days on which one may begin
# A beginning is of work, and not of a talk, in any language.
_OF_WORK = re.compile(
    r"\b(?:start|begin|join|available|beginn|anfang|antret|verfügbar|commenc|débuter|disponib|dispon"
    r"|empezar|comenzar|incorporar|inizia|cominci|começar|iniciar|zacząć|rozpocz|dyspozycyjn|börja"
    r"|tillträd|tillgänglig|begynd|tiltræd|begynn|tiltre|aloitt|nastoupit|začít|beschikbaar|приступ"
    r"|нача|розпоч|почат|ξεκιν|αρχί|започн|постъп|comença|alusta|tosú|počet|započ|nastupi|kezd"
    r"|byrja|hafið störf|pradė|sākt|uzsākt|încep|nastúpi|začat|začn|nastopi|počn|почет|почн)",
    re.IGNORECASE,
)
_OF_A_TALK = re.compile(
    r"interview|gespr|vorstell|entretien|entrevist|colloqui|intervju|samtal|rozmow|pohovor|собесед"
    r"|співбес|συνέντευξ|razgovor|разговор|vestlus|agallamh|beszélget|interjú|viðtal|pokalb|saruna"
    r"|interviu|talk|call|visit|meet|conversation|part-?time|teilzeit|\bor\b|\boder\b",
    re.IGNORECASE,
)
_SOON = 120  # days from the letter's, within which a date without a year is meant
# Between a date's parts: `3rd March`, `3. März`, `3 de marzo de 2026`, `le 3 mars`.
_OF = r"(?:\.|st|nd|rd|th|er|º|°|a)?\s+(?:of\s+|de\s+)?"


def check(subject: Subject) -> Iterator[Hit]:
    """Yield what is wrong with the letter's date, and with the dates in its text."""
    yield from _far(subject)
    yield from _past_and_twice(subject)
    yield from _impossible_and_mismatched(subject)


def _far(subject: Subject) -> Iterator[Hit]:
    day = subject.settings.day
    if day is None:
        return
    days = (subject.known.today - day).days
    if -_AHEAD <= days <= _FAR:
        return
    front = subject.letter.front
    document = front if front.value.get("date") is not None else subject.known.site.config
    away = f"{abs(days)} days" if abs(days) < 700 else f"{abs(days) // 365} years"
    yield Hit(
        DATE_FAR,
        f"the letter's date, {day}, is {away} {'ago' if days > 0 else 'from now'}",
        place=document.place("date"),
        hint="Write `date: today`; or, if the letter was sent, `check: {date.far: off}`.",
    )


def get_ready(tag: str) -> None:
    """Read the calendar of the language `tag`."""
    _pattern(tag)


@cache
def _pattern(tag: str) -> re.Pattern[str]:
    known = language.calendar(tag)

    def names(words: object) -> str:
        ordered = sorted(map(str, words), key=lambda word: -len(word))  # type: ignore[call-overload]
        return "|".join(map(re.escape, ordered))

    months, weekdays = names(known.months), names(known.weekdays)
    # In English such numbers are versions, or the month comes first.
    numbers = r"(?P<day3>\d{1,2})\.\s?(?P<month3>\d{1,2})\.\s?(?P<year3>(?:19|20)\d\d)"
    numbers = "(?P<day3>(?!))(?P<month3>)(?P<year3>)" if tag.startswith("en") else numbers
    weekday = rf"(?:(?P<weekday>{weekdays})\.?,?\s+(?:(?:the|den|dem|der|le|el|il|op)\s+)?)?"
    year = r"(?:,?\s+(?:de\s+)?(?P<year{0}>(?:19|20)\d\d))"
    return re.compile(
        rf"(?<![\w.]){weekday}(?:"
        rf"(?P<day1>\d{{1,2}}){_OF}(?P<month1>{months})\b\.?{year.format(1)}?"
        rf"|(?P<month2>{months})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b{year.format(2)}?"
        rf"|{numbers}"
        r"|(?P<year4>(?:19|20)\d\d)-(?P<month4>\d\d)-(?P<day4>\d\d)"
        r")(?!\w)",
        re.IGNORECASE,
    )


def _past_and_twice(subject: Subject) -> Iterator[Hit]:
    """Yield a beginning that lies before the letter's date, and a second date in its head."""
    letter = subject.settings.day
    if letter is None:
        return
    known = language.calendar(subject.settings.language.tag)
    plain = subject.prose.plain
    starts: list[tuple[datetime.date, re.Match[str]]] = []
    for match in _pattern(subject.settings.language.tag).finditer(plain):
        day_text, month_text, year_text = _parts(match)
        month = known.months.get(month_text.casefold()) or int(month_text)
        if not year_text or not 1 <= month <= 12:
            continue
        if int(day_text) > calendar.monthrange(int(year_text), month)[1] or int(day_text) < 1:
            continue
        day = datetime.date(int(year_text), month, int(day_text))
        if is_start := _begins(subject, match.start()):
            starts.append((day, match))
        if day < letter and is_start:
            message = f"`{names.plain(match.group())}` is before the letter's date, {letter}"
            yield Hit(DATE_PAST, message, *match.span(), "Correct the date.")
        if day != letter and _is_head(subject, match.start()):
            message = f"`{names.plain(match.group())}` stands here, and the page prints {letter}"
            hint = "Delete the line, or correct `date:`."
            yield Hit(DATE_TWICE, message, *match.span(), hint)

    yield from _contradicting(starts, subject)


def _begins(subject: Subject, offset: int) -> bool:
    """Tell whether words of beginning or coming lead to the date at `offset`."""
    first, _ = subject.prose.sentence(offset)
    pattern = _starting(subject.language)
    return bool(
        pattern and pattern.search(subject.prose.plain[max(first, offset - _NEAR) : offset])
    )


@cache
def _starting(code: str) -> re.Pattern[str] | None:
    lines = languages.of(code).starting.split("\n") if code in languages.known() else []
    either = "|".join(filter(None, lines))
    return re.compile(rf"(?:{either})[^.!?;:]{{0,20}}$", re.IGNORECASE) if either else None


def _contradicting(
    starts: list[tuple[datetime.date, re.Match[str]]], subject: Subject
) -> Iterator[Hit]:
    """Yield a day that is later than one of an earlier sentence on which the writer would begin."""
    prose = subject.prose
    for (earlier, first), (later, second) in pairwise(starts):
        # The full stop of `1. Mai` ends a sentence only in appearance.
        spans = [
            (prose.sentence(one.start())[0], prose.sentence(one.end())[1])
            for one in (first, second)
        ]
        sentences = [prose.plain[start:end] for start, end in spans]
        if spans[0][1] >= spans[1][1] or not 0 < (later - earlier).days <= _SEASON:
            continue
        if all(map(_OF_WORK.search, sentences)) and not any(map(_OF_A_TALK.search, sentences)):
            said = f"`{names.plain(second.group())}`, and above `{names.plain(first.group())}`"
            message = f"two days are told on which you could begin: {said}"
            yield Hit(DATE_STARTS, message, *second.span(), "Say one day.")


def _is_head(subject: Subject, offset: int) -> bool:
    """Tell whether `offset` is in a line above the greeting that says little but a date."""
    block = subject.prose.block(offset)
    greeting = greetings.paragraph(subject)
    if greeting is None or block.start >= greeting.start or block.kind != "paragraph":
        return False
    start = subject.prose.plain.rfind("\n", 0, offset) + 1
    end = subject.prose.plain.find("\n", offset)
    return len(subject.prose.plain[start:end].split()) <= _FEW_WORDS


def _impossible_and_mismatched(subject: Subject) -> Iterator[Hit]:
    tag = subject.settings.language.tag
    known = language.calendar(tag)
    for match in _pattern(tag).finditer(subject.prose.plain):
        day_text, month_text, year_text = _parts(match)
        month = known.months.get(month_text.casefold()) or int(month_text)
        year, day = int(year_text) if year_text else None, int(day_text)
        if not 1 <= month <= 12 or (match["day4"] and not match["weekday"]):
            continue  # `2026-02-31` alone may be a reference
        most = calendar.monthrange(year or 2000, month)[1]
        written = match.group().rstrip(" .")
        if not 1 <= day <= most and (year or day <= 31):  # `45 May be` is no date
            yield Hit(
                DATE_IMPOSSIBLE,
                f"there is no `{written}`: the month has {most} days",
                match.start(),
                match.start() + len(written),
                "Correct the date.",
                "" if year else WARNING,
            )
        elif match["weekday"] and (date := _meant(subject, year, month, day)):
            meant = date.weekday()
            if known.weekdays[match["weekday"].casefold()] != meant:
                names = [name for name, number in known.weekdays.items() if number == meant]
                right = max(names, key=len)
                right = right.capitalize() if match["weekday"][0].isupper() else right
                yield Hit(
                    DATE_WEEKDAY,
                    f"`{written}` is a {right}" + ("" if year else f" in {date.year}"),
                    *match.span("weekday"),
                    f"Write `{right}`, or another day.",
                    "" if year else WARNING,
                )


def _meant(subject: Subject, year: int | None, month: int, day: int) -> datetime.date | None:
    """Return the day that is meant: without a year, the one near to the letter's date."""
    if year:
        return datetime.date(year, month, day)
    letter = subject.settings.day or subject.known.today
    for candidate in (letter.year, letter.year + 1, letter.year - 1):
        if day <= calendar.monthrange(candidate, month)[1]:
            date = datetime.date(candidate, month, day)
            if abs((date - letter).days) <= _SOON:
                return date
    return None


def _parts(match: re.Match[str]) -> tuple[str, str, str | None]:
    for number in "1234":
        if match[f"day{number}"]:
            return match[f"day{number}"], match[f"month{number}"], match[f"year{number}"]
    raise AssertionError("one of the four forms has matched")
