"""How a letter looks: its format, type, colour and links, and how many pages it may have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields

from filters import languages
from pipeline import language
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
from pipeline.settings.looks import LOOKS
from pipeline.settings.page_formats import FORMATS, Format
from pipeline.settings.values import Values

EAST_ASIAN_FONTS = "fonts-noto-cjk"
"""The package that has the fonts for Chinese, Japanese and Korean."""
_SERIF, _SANS = "FreeSerif", "FreeSans"
_FONT_FILES = (*FONTS.values(), "lmmono10", _SERIF, _SANS)
"""How the names of the files begin that the template itself asks for."""

_FACES = {
    _SERIF: ("", "Italic", "Bold", "BoldItalic"),
    _SANS: ("", "Oblique", "Bold", "BoldOblique"),
}
_GYRE_FACES = ("-regular", "-italic", "-bold", "-bolditalic")
"""How the names of the files of a family end: upright, italic, bold, and both."""

_LATIN = (
    "\\x00-\u017f\u202f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
# What is in a letter's own font, by the script of its language.
_BEYOND = {
    "Latin": re.compile(f"[^{_LATIN}]"),
    "Cyrillic": re.compile(f"[^{_LATIN}\u0400-\u045f\u0490-\u0491\u2116]"),
    # The fonts of these have the other two, too.
    **dict.fromkeys(("Chinese", "Japanese", "Korean"), re.compile("[\u0530-\u10ff]")),
    "Greek": re.compile(f"[^{_LATIN}\u0384-\u03ce\u1f00-\u1fff]"),
}
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
    letterhead: str = "left"
    signature_space: float = 18.0
    """Between the closing and the name, in millimetres."""
    font_place: Location | None = field(default=None, compare=False, repr=False)
    accent_place: Location | None = field(default=None, compare=False, repr=False)
    """Where the font and the accent are named."""


KEYS = tuple(field.name for field in fields(Style) if not field.name.endswith("_place"))
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
    look = LOOKS[values.read("style")]
    read = {
        key: look[key] if key in look and not values.is_given(key) else values.read(key)
        for key in KEYS
    }
    read["format"] = FORMATS[read["format"]]
    read["pages"] = pages or read["pages"]
    style = Style(**read, font_place=values.place("font"), accent_place=values.place("accent"))
    if problems is None:
        found.settle()
    return style


def missing_font(style: Style, code: str, place: Location, error: FontError) -> CoverpressError:
    """Return what TeX's `error` means: TeX is not whole, or the letter's own font is not there.

    The letter is in the language `code`, which is named at `place`.
    """
    if error.font.startswith(_FONT_FILES):
        return MissingError(str(error), error.finding.place, "Run `coverpress doctor`.")
    hint = f"Write one of {', '.join(FONTS)}, or a family that `fc-list : family` lists."
    # Some releases of fontspec take the spaces out of a name.
    asked_for = error.font.replace(" ", "")
    if asked_for == style.font.replace(" ", ""):
        return SettingError(f"the font `{style.font}` is not installed", style.font_place, hint)
    if asked_for == named(style, code).replace(" ", ""):
        return SettingError(
            f"letters in {language.english_name(code)} need the font `{named(style, code)}`, which"
            " is not installed",
            place,
            f"Install Debian's package {EAST_ASIAN_FONTS}, or name an installed `font:` that has"
            " the signs of the language.",
        )
    return TexError(str(error), error.finding.place, hint)  # raw TeX has asked for it


def fallbacks(style: Style, text: str, code: str) -> dict[str, str]:
    """Return the template's variables for what `text` needs beside the letter's font.

    TeX Gyre's fonts have all of Latin-1 and Latin Extended-A, and the typographic signs; what a
    letter in the language `code` is set in has that language's script too. Loading other fonts
    takes a third of a short letter's time, so that they wait to be needed.
    """
    variables = {}
    spoken = languages.of(code)
    if (style.font not in FONTS and not spoken.fonts) or _BEYOND[spoken.script].search(text):
        variables["fallback"] = "true"
    if _ARABIC.search(text):
        variables["arabic"] = "true"
    return variables


def asked(style: Style, code: str) -> dict[str, str]:
    """Return the template's variables for the font of a letter in the language `code`.

    It is asked for by its files, or by its name; with a name come the files of a family that stands
    in for it if TeX finds that the font does not have the language's script.
    """
    spoken = languages.of(code)
    family = instead(style, spoken.script)
    if style.font in FONTS and family is None:
        files = [FONTS[style.font] + face for face in _GYRE_FACES]
    else:
        files = [f"{family}{face}" for face in _FACES[family]] if family else []
    if spoken.fonts:
        return {"fontname": named(style, code), "unspaced": "true"}
    is_told = spoken.script_letter or spoken.font_language
    variables = {
        "fontname": "" if style.font in FONTS else style.font,
        **dict(zip(("fontfile", "fontitalic", "fontbold", "fontbolditalic"), files, strict=False)),
        "fontscript": spoken.script if is_told else "",
        "fontlanguage": spoken.font_language,
        "scriptletter": spoken.script_letter,
        "compounds": "true" if spoken.compounds else "",
    }
    return {name: value for name, value in variables.items() if value}


def named(style: Style, code: str) -> str:
    """Return the installed family that a letter in the language `code` asks for by name, or ''."""
    if style.font not in FONTS:
        return style.font
    families = languages.of(code).fonts
    return families[style.font == "heros"] if families else ""


def instead(style: Style, script: str) -> str | None:
    """Return the family for a letter in `script`, where the letter's font may not have it.

    TeX Gyre's fonts have Latin alone. One family for all of a letter looks of a piece: words of
    another beside it do not. GNU FreeFont has both, and is there for single words anyway.
    """
    if script not in ("Cyrillic", "Greek"):
        return None
    return _SANS if style.font == "heros" else _SERIF
