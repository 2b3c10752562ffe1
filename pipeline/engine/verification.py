"""Is what TeX has set the letter that went in, and did TeX complain?

All is told at the letter's own lines. `pipeline.pdf` measures the PDF for this; whether the words
and links of the letter are on the page is a rule as others are, see `checks.page`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from filters import languages
from pipeline.checks import characters
from pipeline.letter.rendering import Rendering
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import PageError
from pipeline.model.location import Location
from pipeline.model.pages import Pages
from pipeline.model.rule import LETTER, NOTE, WARNING, Rule
from pipeline.settings.fields import FONTS
from pipeline.settings.style import instead
from pipeline.typeset import Typeset, log

PAGE_OVERFULL = Rule(
    "page.overfull",
    WARNING,
    "A line sticks out into the margin.",
    because="It is seen only if it is far.",
    within=LETTER,
)
PAGE_FONT = Rule(
    "page.font",
    NOTE,
    "The font does not have the script of the letter's language, and another stands in for it.",
    "`font: heros` of a letter in Greek",
    because="A letter is set in one family: words of another beside it look foreign.",
    within=LETTER,
)
RULES = (PAGE_OVERFULL, PAGE_FONT)

# Points (1/72 inch): ISO 216 A4 is 210 mm by 297 mm, ANSI Letter is 8.5 in by 11 in.
SIZES = {"a4": (595.276, 841.890), "letter": (612.0, 792.0)}
_TOLERANCE = 0.5  # points
_VISIBLE = 3.0  # points
# The template's words for what has no room.
_FOOT, _RETURN_LINE = "foot", "return line"
_LONGEST = 60  # letters of a line that are shown


def check(made: Typeset, pages: Pages, paper: str, rendering: Rendering) -> tuple[Diagnostic, ...]:
    """Return the warnings about what TeX `made`, whose PDF is `pages` on `paper`.

    Raises `PageError` where it is not the letter: characters without a glyph, an address that
    sticks out of its window, and what `is_letter` finds.
    """
    is_letter(pages, paper, rendering.rendered.tokens.nonce, rendering.letter.file)
    for character in log.missing_characters(made.log):
        if unicodedata.category(character) == "Cc":  # its number in a font of mathematics
            raise PageError(
                f"TeX set a sign that its font does not have (U+{ord(character):04X})",
                Location(rendering.letter.file),
                "Look for a command of mathematics, such as `\\alpha`, outside of mathematics.",
            )
        raise PageError(
            characters.message(character),
            rendering.place_of(character),
            characters.hint(character),
        )
    if part := log.unfit(made.log):
        raise _unfit(part, rendering)
    if (wide := log.wide_address(made.log)) is not None:
        raise PageError(
            f"the line `{_shorten(wide)}` of the employer's address is too wide for the window of"
            f" `{rendering.settings.style.format.name}`",
            rendering.place_of(wide),
            "Write it as two lines, or choose `format: modern`.",
        )
    return (*_overfull(made.log, rendering), *_font(made.log, rendering))


def _unfit(part: str, rendering: Rendering) -> PageError:
    """Return the error of a part that would be printed over others, or off the paper."""
    front, config = rendering.letter.front, rendering.site.config
    name = rendering.settings.style.format.name
    if part == _FOOT:
        return PageError(
            "the footer has more than the foot of the page has room for",
            config.place("footer"),
            "Write fewer or shorter lines.",
        )
    document = front if front.value.get("sender") else config
    if part == _RETURN_LINE:
        return PageError(
            f"your name and address are too long for two lines in the window of `{name}`",
            document.key_place("sender", "address"),
            "Shorten them, or choose `format: modern`.",
        )
    return PageError(
        f"the letterhead is too high for `{name}`: it would be printed over what is below it",
        document.key_place("sender"),
        "Leave something out, write shorter lines, or choose `format: modern`.",
    )


def height(paper: str) -> float:
    """Return how high `paper` is, in millimetres."""
    return SIZES[paper][1] / 72 * 25.4


def is_letter(pages: Pages, paper: str, nonce: str, letter: Path) -> None:
    """Raise `PageError` where `pages` are not the letter on `paper`."""
    width, height = SIZES[paper]
    if abs(pages.width - width) > _TOLERANCE or abs(pages.height - height) > _TOLERANCE:
        raise PageError(
            f"the page is {pages.width:.0f} × {pages.height:.0f} pt, not {paper}", Location(letter)
        )
    if nonce in pages.text:
        raise PageError("a value is missing on the page", Location(letter), "Please report this.")
    if pages.fonts_missing:
        fonts = ", ".join(pages.fonts_missing)
        raise PageError(f"fonts are not embedded: {fonts}", Location(letter))


def _font(said: str, rendering: Rendering) -> Iterator[Diagnostic]:
    """Yield a note where a font was asked for that does not have the letter's script."""
    style, spoken = rendering.settings.style, languages.of(rendering.settings.language.code)
    family = instead(style, spoken.script)
    is_asked = style.font_place is not None and style.font_place.line is not None
    if family and is_asked and (style.font in FONTS or log.lacks_script(said)):
        yield Diagnostic.by(
            PAGE_FONT,
            f"the font `{style.font}` has no {spoken.script} letters, and the letter is set in"
            f" {family}",
            style.font_place,
            f"Write `font: {family}`, or a font that has them.",
        )


def _overfull(said: str, rendering: Rendering) -> Iterator[Diagnostic]:
    """Yield a warning for each line that sticks out by more than a person sees."""
    for line in log.overfull(said):
        if line.width < _VISIBLE:
            continue
        longest = max(line.words.split() or [""], key=len)
        shown = f": `{_shorten(longest)}`" if longest else ""
        yield Diagnostic.by(
            PAGE_OVERFULL,
            f"a line sticks out into the margin by {line.width:.0f} pt{shown}",
            # The number of a footnote is set close to its first word.
            rendering.place_behind(line.number, longest.lstrip("0123456789")),
            "Look for a very long word, address or line of code.",
        )


def _shorten(words: str) -> str:
    """Return `words`, or as much of them as fits in a message."""
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
