"""How a letter looks: its format, type, colour and links, and how many pages it may have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields

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
from pipeline.settings.fields import FONTS
from pipeline.settings.page_formats import FORMATS, Format
from pipeline.settings.values import Values

_FONT_FILES = (*FONTS.values(), "lmmono10", "FreeSerif", "FreeSans")
"""How the names of the files begin that the template itself asks for."""

_BEYOND_LATIN = re.compile(
    "[^\\x00-\u017f\u202f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")


@dataclass(frozen=True)
class Style:
    """One letter's style, checked."""

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


KEYS = tuple(field.name for field in fields(Style) if field.name != "font_place")
"""The keys of the front matter, or of the configuration for all letters."""


def read(
    front: Document,
    config: Document,
    pages: int | None = None,
    problems: Problems | None = None,
) -> Style:
    """Return the style of the letter with the front matter `front`.

    `pages` is what the command line says. Raises `SettingError` at the value that cannot be used,
    or `CheckError` with all of them; with `problems`, each is one of them instead.
    """
    found = Problems() if problems is None else problems
    values = Values(front, config, found)
    read = {key: values.read(key) for key in KEYS}
    read["format"] = FORMATS[read["format"]]
    read["pages"] = pages or read["pages"]
    style = Style(**read, font_place=values.place("font"))
    if problems is None:
        found.settle()
    return style


def missing_font(style: Style, error: FontError) -> CoverpressError:
    """Return what TeX's `error` means: TeX is not whole, or the letter's own font is not there."""
    if error.font.startswith(_FONT_FILES):
        return MissingError(str(error), error.finding.place, "Run `coverpress doctor`.")
    hint = f"Write one of {', '.join(FONTS)}, or a family that `fc-list : family` lists."
    # Some releases of fontspec take the spaces out of a name.
    if error.font.replace(" ", "") == style.font.replace(" ", ""):
        return SettingError(f"the font `{style.font}` is not installed", style.font_place, hint)
    return TexError(str(error), error.finding.place, hint)  # raw TeX has asked for it


def fallbacks(style: Style, text: str) -> dict[str, str]:
    """Return the template's variables for what `text` needs beside the letter's font.

    TeX Gyre's fonts have all of Latin-1 and Latin Extended-A, and the typographic signs. Loading
    other fonts takes a third of a short letter's time, so that they wait to be needed.
    """
    variables = {}
    if style.font not in FONTS or _BEYOND_LATIN.search(text):
        variables["fallback"] = "true"
    if _ARABIC.search(text):
        variables["arabic"] = "true"
    return variables


def asked(style: Style) -> dict[str, str | None]:
    """Return the template's variables for the font that is asked for: by its file, or its name."""
    return {"fontname": style.font, "fontfile": FONTS.get(style.font)}
