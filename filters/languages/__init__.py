"""What is known of each language that a letter can be in: a data file a language, by its code.

A code is a language's, such as `de`; where one is written in two scripts, the other has a file of
its own, such as `sr-Latn`. Months and days of the week are CLDR's, by babel; all else that differs
is here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class LanguageData:
    """The file of a language."""

    marks: Sequence[str]
    """Quotation marks: double, then single, opening first."""
    salutations: Sequence[str]
    """Regular expressions of how a salutation begins."""
    closings: Sequence[str]
    """Regular expressions of whole closing phrases."""
    words: Mapping[str, str]
    """What the page adds, by its name."""
    marks_by_country: Mapping[str, Sequence[str]] = field(default_factory=dict)
    articles: str = ""
    """Words after which no sentence can end, with spaces between them."""
    prepositions: str = ""
    """Words after which a paragraph hardly ever ends without a full stop."""
    may_stand_twice: str = ""
    """Words that grammar lets stand twice."""
    applying: str = ""
    """How an application comes to an employer's name: regular expressions, one a line."""
    history: str = ""
    """How a life comes to the name of a place where somebody was, or of somebody known there."""
    script: str = "Latin"
    """What it is written in: `Latin`, `Cyrillic`, `Greek`, `Chinese`, `Japanese` or `Korean`."""
    fonts: Sequence[str] = ()
    """The installed families that have it, where none that comes along does: with serifs, without.

    Lines are then broken between any two signs that may part."""
    script_letter: str = ""
    """A letter by which a font is known to have it, where the script is not Latin."""
    font_language: str = ""
    """What fonts are told of the language, in fontspec's words, where it changes letters."""
    compounds: bool = False
    """Whether no glyph may stand for letters of two words that make one."""
    date_endings: Sequence[Sequence[str]] = ()
    """Regular expressions in CLDR's long date, in their order, each with what is written for it."""
    month_ending: str = ""
    """What a month's name ends with in a date, behind what CLDR has."""
    short_words: str = ""
    """Words that no line ends with."""
    titles: str = ""
    """Titles, without their full stops, that stay with the name behind them."""
    numbered: str = ""
    """What stays with the number behind it, such as `Nr.`."""
    units: str = ""
    """What stays with the number before it, without full stops, beside the units of all."""
    months: str = ""
    """Names of months that stay with the day before them."""
    dash_ends_line: bool = False
    """Whether no line begins with a dash."""
    thousands: str = "\u00a0"
    """The space between the groups of three digits."""
    spaces_beside: Mapping[str, str] = field(default_factory=dict)
    """The space inside of guillemets and before a sign, by that sign."""
    spaces_by_country: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    praise: str = ""
    """How flattery comes to an employer's name."""
    starting: str = ""
    """What stands before a day on which the writer can begin, or come."""
    numbers: str = ""
    """The numbers from two on, with spaces between them, and `|` between the forms of one."""
    counted: str = ""
    """What is counted in letters: words with spaces between them."""
    years: str = ""
    """Years, as they are counted: a regular expression."""
    ranges: Sequence[str] = ()
    """What stands before the last of some years; `{}` is the first."""
    prompts: Sequence[str] = ()
    """How word processors ask for text, and what they say of a field without a value."""
    footers: Sequence[str] = ()
    """What mail programs write below a mail: how the line begins."""
    fill_in: str = ""
    """What stands alone in brackets where something is to be filled in: a regular expression."""
    questions: Sequence[str] = ()
    """What is asked of a proof-reader in brackets: regular expressions."""
    fixed: Sequence[str] = ()
    """Greetings and closing phrases that are always the same."""


@cache
def known() -> tuple[str, ...]:
    """Return the codes of all languages, such as `de`."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


def code_of(tag: str) -> str | None:
    """Return the code that `tag` (BCP 47) is of: `sr-Latn` of `sr-Latn-RS`, `de` of `de-AT`."""
    parts = tag.split("-")
    codes = ("-".join(parts[:number]) for number in range(len(parts), 0, -1))
    return next((code for code in codes if code in known()), None)


@cache
def of(code: str) -> LanguageData:
    """Return what is known of the language `code`. Raises `KeyError` for one that is not known."""
    if code not in known():
        raise KeyError(code)
    read: dict[str, Any] = tomllib.loads((_FOLDER / f"{code}.toml").read_text("utf-8"))
    return LanguageData(**read)
