"""How a letter looks: its format, type, colour and links, and how many pages it may have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.document import Document
from pipeline.model.errors import (
    CoverpressError,
    FontError,
    MissingError,
    Problems,
    SettingError,
    TexError,
)
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean
from pipeline.settings.formats import FORMATS, Format

KEYS = ("format", "font", "font_size", "accent", "links", "pages")
"""The keys of the front matter, or of the configuration for all letters."""

FONTS = {"pagella": "texgyrepagella", "heros": "texgyreheros", "termes": "texgyretermes"}
"""The fonts that the TeX packages carry: TeX Gyre's Palatino, Helvetica and Times."""

_FONT_FILES = (*FONTS.values(), "lmmono10", "FreeSerif", "FreeSans")
"""How the names of the files begin that the template itself asks for."""

LINKS = ("coloured", "plain", "footnotes")
_SMALLEST, _USUAL_SIZE, _LARGEST = 9.0, 11.0, 14.0  # points
_USUAL_ACCENT = "1F3A5F"
_BEYOND_LATIN = re.compile(
    "[^\\x00-\u017f\u202f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
# What a family of fonts may be called: nothing that TeX or its font loader would obey.
_FONT = re.compile(r"[^\W_](?:[^\W_]|[ .+-])*")


@dataclass(frozen=True)
class Style:
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
    font_place: Location | None = field(default=None, compare=False)
    """Where the font is named."""


def read(
    front: Document,
    config: Document,
    pages: int | None = None,
    problems: Problems | None = None,
) -> Style:
    """Return the look of the letter with the front matter `front`.

    `pages` is what the command line says. Raises `SettingError` at the value that cannot be used,
    or `CheckError` with all of them; with `problems`, each is one of them instead.
    """
    found = Problems() if problems is None else problems
    attempt = found.attempt
    values = _Values(front, config)
    formats = tuple(FORMATS)
    style = Style(
        format=FORMATS[attempt(lambda: values.choice("format", formats), formats[0])],
        font=attempt(values.font, next(iter(FONTS))),
        font_size=attempt(values.size, _USUAL_SIZE),
        accent=attempt(values.accent, _USUAL_ACCENT),
        links=attempt(lambda: values.choice("links", LINKS), LINKS[0]),
        pages=pages or attempt(values.pages, None),
        font_place=values.find("font")[1],
    )
    if problems is None:
        found.settle()
    return style


def missing_font(look: Style, error: FontError) -> CoverpressError:
    """Return what TeX's `error` means: TeX is not whole, or the letter's own font is not there."""
    if error.font.startswith(_FONT_FILES):
        return MissingError(str(error), error.finding.place, "Run `coverpress doctor`.")
    hint = f"Write one of {', '.join(FONTS)}, or a family that `fc-list : family` lists."
    # Some releases of fontspec take the spaces out of a name.
    if error.font.replace(" ", "") == look.font.replace(" ", ""):
        return SettingError(f"the font `{look.font}` is not installed", look.font_place, hint)
    return TexError(str(error), error.finding.place, hint)  # raw TeX has asked for it


def fallbacks(look: Style, text: str) -> dict[str, str]:
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


def asked(look: Style) -> dict[str, str | None]:
    """Return the template's variables for the font that is asked for: by its file, or its name."""
    return {"fontname": look.font, "fontfile": FONTS.get(look.font)}


class _Values:
    """The values of the keys, the letter's own before the configuration's."""

    def __init__(self, front: Document, config: Document) -> None:
        self.front = front
        self.config = config

    def find(self, key: str) -> tuple[Any, Location]:
        value = self.front.value.get(key)
        if value not in (None, ""):
            return value, self.front.place(key)
        value = self.config.value.get(key)
        # Jekyll's themes have keys of these names too, such as a list of `links`.
        if value in (None, "") or isinstance(value, (dict, list, bool)):
            return None, Location(self.front.file)
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
        number = re.fullmatch(
            r"(\d+(?:\.\d+)?) ?(?:pt)?", str(_USUAL_SIZE if value is None else value)
        )
        if not number or not _SMALLEST <= float(number.group(1)) <= _LARGEST:
            raise SettingError(
                f"`{value}` is no size for a letter's text",
                place,
                f"Write a number of points from {_SMALLEST:g} to {_LARGEST:g}: `font_size: 11`.",
            )
        return float(number.group(1))

    def accent(self) -> str:
        value, place = self.find("accent")
        colour = _COLOUR.fullmatch(_USUAL_ACCENT if value is None else str(value))
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
