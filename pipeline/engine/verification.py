"""Is what TeX has set the letter that went in, and did TeX complain?

All is told at the letter's own lines. `pipeline.pdf` measures the PDF for this; whether the words
and links of the letter are on the page is a rule as others are, see `checks.page`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pipeline.checks import characters
from pipeline.letter.rendering import Rendering
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import PageError
from pipeline.model.location import Location
from pipeline.model.pages import Pages
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.typeset import Typeset, log

PAGE_OVERFULL = Rule(
    "page.overfull",
    WARNING,
    "A line sticks out into the margin.",
    because="It is seen only if it is far.",
    within=LETTER,
)
RULES = (PAGE_OVERFULL,)

# Points (1/72 inch): ISO 216 A4 is 210 mm by 297 mm, ANSI Letter is 8.5 in by 11 in.
SIZES = {"a4": (595.276, 841.890), "letter": (612.0, 792.0)}
_TOLERANCE = 0.5  # points
_VISIBLE = 3.0  # points
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
            characters.message(character), rendering.place_of(character), characters.HINT
        )
    if (wide := log.wide_address(made.log)) is not None:
        raise PageError(
            f"the line `{_shorten(wide)}` of the employer's address is too wide for the window of"
            f" `{rendering.settings.style.format.name}`",
            rendering.place_of(wide),
            "Write it as two lines, or choose `format: modern`.",
        )
    return tuple(_overfull(made.log, rendering))


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
