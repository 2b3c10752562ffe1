"""How a letter looks: its format, type, colour and links, and how many pages it may have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import (
    CoverpressError,
    FontError,
    MissingError,
    Place,
    SettingError,
    TexError,
    did_you_mean,
)
from pipeline.formats import FORMATS, Format
from pipeline.strictyaml import Document

KEYS = ("format", "font", "font_size", "accent", "links", "pages")
"""The keys of the front matter, or of the configuration for all letters."""

FONTS = {"pagella": "texgyrepagella", "heros": "texgyreheros", "termes": "texgyretermes"}
"""The fonts that the TeX packages carry: TeX Gyre's Palatino, Helvetica and Times."""

_FONT_FILES = (*FONTS.values(), "lmmono10", "FreeSerif", "FreeSans")
"""How the names of the files begin that the template itself asks for."""

LINKS = ("coloured", "plain", "footnotes")
_SMALLEST, _LARGEST = 9.0, 14.0  # points
_BEYOND_LATIN = re.compile(
    "[^\\x00-\u017f\u202f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
# What a family of fonts may be called: nothing that TeX or its font loader would obey.
_FONT = re.compile(r"[^\W_](?:[^\W_]|[ .+-])*")


@dataclass(frozen=True)
class Look:
    """One letter's look, checked."""

    format: Format
    font: str
    """A key of `FONTS`, or the name of an installed font."""
    font_size: float
    """In points."""
    accent: str
    """Six hexadecimal digits."""
    links: str
    pages: int | None
    """The most pages that the letter may have; None for no limit."""
    font_place: Place | None = field(default=None, compare=False)
    """Where the font is named."""


def read(front: Document, config: Document, pages: int | None = None) -> Look:
    """Return the look of the letter with the front matter `front`.

    `pages` is what the command line says. Raises `SettingError` at the value that cannot be used.
    """
    values = _Values(front, config)
    return Look(
        format=FORMATS[values.choice("format", tuple(FORMATS))],
        font=values.font(),
        font_size=values.size(),
        accent=values.accent(),
        links=values.choice("links", LINKS),
        pages=pages or values.pages(),
        font_place=values.find("font")[1],
    )


def missing_font(look: Look, error: FontError) -> CoverpressError:
    """Return what TeX's `error` means: TeX is not whole, or the letter's own font is not there."""
    if error.font.startswith(_FONT_FILES):
        return MissingError(str(error), error.finding.place, "Run `coverpress doctor`.")
    hint = f"Write one of {', '.join(FONTS)}, or a family that `fc-list : family` lists."
    # Older releases of fontspec take the spaces out of a name.
    if error.font in (look.font, look.font.replace(" ", "")):
        return SettingError(f"the font `{look.font}` is not installed", look.font_place, hint)
    return TexError(str(error), error.finding.place, hint)  # raw TeX has asked for it


def fallbacks(look: Look, text: str) -> dict[str, str]:
    """Return the template's variables for what `text` needs beside the letter's font.

    TeX Gyre's fonts have all of Latin-1 and Latin Extended-A, and the typographic signs. Loading
    other fonts takes a third of a short letter's time, so that they wait to be needed.
    """
    variables = {}
    if look.font not in FONTS or _BEYOND_LATIN.search(text):
        variables["fallback"] = "true"
    if _ARABIC.search(text):
        variables["arabic"] = "true"
    return variables


class _Values:
    """The values of the keys, the letter's own before the configuration's."""

    def __init__(self, front: Document, config: Document) -> None:
        self.front = front
        self.config = config

    def find(self, key: str) -> tuple[Any, Place]:
        value = self.front.value.get(key)
        if value not in (None, ""):
            return value, self.front.place(key)
        value = self.config.value.get(key)
        # Jekyll's themes have keys of these names too, such as a list of `links`.
        if value in (None, "") or isinstance(value, (dict, list, bool)):
            return None, Place(self.front.file)
        return value, self.config.place(key)

    def text(self, key: str, default: str) -> str:
        value, place = self.find(key)
        if isinstance(value, (dict, list, bool)):
            raise SettingError(f"`{key}` is not text", place, f"Write `{key}: {default}`.")
        return default if value is None else str(value).strip()

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        name = self.text(key, known[0])
        if name not in known:
            _, place = self.find(key)
            hint = did_you_mean(name, known)
            raise SettingError(f"`{key}` cannot be `{name}`", place, hint)
        return name

    def font(self) -> str:
        name = self.text("font", "pagella")
        if not _FONT.fullmatch(name):
            _, place = self.find("font")
            raise SettingError(
                f"`{name}` is no name of a font",
                place,
                f"Write one of {', '.join(FONTS)}, or the name of an installed font.",
            )
        return name.casefold() if name.casefold() in FONTS else name

    def size(self) -> float:
        value, place = self.find("font_size")
        number = re.fullmatch(r"(\d+(?:\.\d+)?) ?(?:pt)?", str(11 if value is None else value))
        if not number or not _SMALLEST <= float(number.group(1)) <= _LARGEST:
            raise SettingError(
                f"`{value}` is no size for a letter's text",
                place,
                f"Write a number of points from {_SMALLEST:g} to {_LARGEST:g}: `font_size: 11`.",
            )
        return float(number.group(1))

    def accent(self) -> str:
        value, place = self.find("accent")
        colour = _COLOUR.fullmatch("1F3A5F" if value is None else str(value))
        if not colour:
            raise SettingError(
                f"`{value}` is not a colour", place, 'Write `accent: "1F3A5F"`: red, green, blue.'
            )
        return colour.group(1).upper()

    def pages(self) -> int | None:
        value, place = self.find("pages")
        if value is not None and (
            not isinstance(value, int) or isinstance(value, bool) or value < 1
        ):
            raise SettingError(f"`{value}` is no number of pages", place, "Write `pages: 1`.")
        return value
