"""Languages: whatever an author calls one, as BCP 47; its dates and its few fixed words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import babel

from filters import languages
from pipeline.model.errors import SettingError
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean

# LaTeX's names, as far as they are not the English ones.
_LATEX_NAMES = {
    "ngerman": "de",
    "naustrian": "de-AT",
    "austrian": "de-AT",
    "nswissgerman": "de-CH",
    "swissgerman": "de-CH",
    "american": "en-US",
    "usenglish": "en-US",
    "british": "en-GB",
    "ukenglish": "en-GB",
    "canadian": "en-CA",
    "australian": "en-AU",
    "newzealand": "en-NZ",
    "canadien": "fr-CA",
    "mexican": "es-MX",
    "brazilian": "pt-BR",
    "brazil": "pt-BR",
    "portuges": "pt",
    "francais": "fr",
    "frenchb": "fr",
    "serbianc": "sr",
    "serbian-cyrillic": "sr",
    "serbian-latin": "sr-Latn",
    "srpski": "sr-Latn",
    "slovene": "sl",
    "norsk": "nb",
    "bokmål": "nb",
    "norwegian": "nb",
    "no": "nb",
    "no-no": "nb-NO",
    "no_no": "nb-NO",
    "zh": "zh-Hans",
    **dict.fromkeys(("chinese", "chinese-hans", "chinese-simplified", "中文"), "zh-Hans"),
    **dict.fromkeys(("simplified chinese", "简体中文"), "zh-Hans"),
    **dict.fromkeys(("chinese-hant", "chinese-traditional"), "zh-Hant"),
    **dict.fromkeys(("traditional chinese", "繁體中文"), "zh-Hant"),
}


@dataclass(frozen=True)
class Words:
    """The words that a letter's layout adds; `page` has places for the page and their number."""

    enclosure: str
    enclosures: str
    cc: str
    your_ref: str
    our_ref: str
    page: str
    place_and_date: str = "{}, {}"


@dataclass(frozen=True)
class Language:
    """A language of a letter: its BCP 47 tag, and what it says."""

    tag: str
    words: Words

    @property
    def code(self) -> str:
        """The code of its data file: `de` for `de-AT`."""
        return languages.code_of(self.tag) or ""

    def date(self, day: datetime.date, place: str = "") -> str:
        """Return `day` as a letter in this language dates itself: `Mockport, January 2, 2015`."""
        import babel.dates  # it loads the time zones of the world

        locale = babel.Locale.parse(self.tag, sep="-")
        written = babel.dates.format_date(day, format="long", locale=locale)
        for ending, said in languages.of(self.code).date_endings:
            written = re.sub(ending, said, written)
        return self.words.place_and_date.format(place, written) if place else written


@dataclass(frozen=True)
class Calendar:
    """What a language calls months and days of the week, in lower case and without full stops."""

    months: Mapping[str, int]
    """January is 1."""
    weekdays: Mapping[str, int]
    """Monday is 0, as for `datetime.date.weekday`."""


@cache
def calendar(tag: str) -> Calendar:
    """Return the calendar of the language `tag`: long names and short ones."""
    locale = babel.Locale.parse(tag, sep="-")
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    code = languages.code_of(tag)
    ending = languages.of(code).month_ending if code else ""
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in locale.months[context][width].items():
                months[name.casefold().rstrip(".")] = number
                months[name.casefold() + ending] = number
            for number, name in locale.days[context][width].items():
                weekdays[name.casefold().rstrip(".")] = number
    return Calendar(months, weekdays)


def english_name(tag: str) -> str:
    """Return what English calls the language `tag`: `German`."""
    return str(babel.Locale.parse(tag, sep="-").get_display_name("en"))


def find(name: str, place: Location) -> Language:
    """Return the language called `name`: a BCP 47 tag, or English, German, LaTeX or its own.

    Raises `SettingError` at `place` for a name that is no language, or none that a letter can
    be in yet.
    """
    wanted = name.strip()
    tag = _LATEX_NAMES.get(wanted.casefold()) or _parsed(wanted)
    if tag is None or not languages.code_of(tag):
        tag = _names().get(wanted.casefold(), tag)  # to know all names takes a while
    code = languages.code_of(tag) if tag else None
    if tag and not code and _runs_left(tag):
        raise SettingError(
            f"letters in {english_name(tag)} are set from right to left, which cannot be done yet",
            place,
            "Write the letter in another language, or set it with another tool.",
        )
    if tag is None or not code:
        likely = did_you_mean(name.casefold(), _names())
        raise SettingError(
            f"`{name}` is not a language that letters can be in",
            place,
            f"{likely} A tag such as `en`, `en-GB` or `de-AT` works too.",
        )
    return Language(tag, Words(**languages.of(code).words))


def _runs_left(tag: str) -> bool:
    """Tell whether the language `tag` is written from right to left."""
    return bool(babel.Locale.parse(tag, sep="-").text_direction == "rtl")


def _parsed(name: str) -> str | None:
    """Return `name` as a tag if it is one: `de_at` and `de_AT.UTF-8` become `de-AT`."""
    try:
        locale = babel.Locale.parse(name.replace("_", "-"), sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return None
    return "-".join(filter(None, (locale.language, locale.script, locale.territory)))


@cache
def _names() -> dict[str, str]:
    """Return every name of the languages above, in lower case, with the tag that it means."""
    names: dict[str, str] = {}
    for tag in languages.known():
        locale = babel.Locale.parse(tag, sep="-")
        for shown_in in ("en", "de", str(locale)):
            name = locale.get_display_name(shown_in)
            if name:
                names[name.casefold()] = tag
    return names | _LATEX_NAMES
