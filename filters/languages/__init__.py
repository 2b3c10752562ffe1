"""What is known of each language that a letter can be in: a data file a language, by its code.

Months and days of the week are CLDR's, by babel; all else that differs is here.
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


@cache
def known() -> tuple[str, ...]:
    """Return the codes of all languages, such as `de`."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@cache
def of(code: str) -> LanguageData:
    """Return what is known of the language `code`. Raises `KeyError` for one that is not known."""
    if code not in known():
        raise KeyError(code)
    read: dict[str, Any] = tomllib.loads((_FOLDER / f"{code}.toml").read_text("utf-8"))
    return LanguageData(**read)
