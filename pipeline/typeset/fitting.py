"""How far a page may be tightened so that a letter keeps to its number of pages."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import PageError
from pipeline.model.location import Location
from pipeline.model.pages import Pages
from pipeline.model.rule import LETTER, NOTE, WARNING, Rule
from pipeline.model.words import counted
from pipeline.settings.style import Style
from pipeline.sources.front_matter import Letter

PAGE_WIDOW = Rule(
    "page.widow",
    WARNING,
    "The last page has only one to three lines.",
    because="The letter is whole, but its last page looks empty.",
    within=LETTER,
)
NOTE_FIT = Rule(
    "note.fit",
    NOTE,
    "The page was set tighter to keep to its number of pages.",
    within=LETTER,
)
RULES = (
    PAGE_WIDOW,
    NOTE_FIT,
)

SMALLEST_SIZE = 10.0  # points
SMALLEST_MARGIN = 18.0  # millimetres
SMALLEST_LEADING = 1.1  # line distance, as a multiple of the size
STEPS = 6
"""How many times a page can be made a little tighter."""

_WIDOW = 3
_LEADING = 1.2
_TOP, _BOTTOM = 20.0, 20.0  # millimetres


@dataclass(frozen=True)
class Spacing:
    """The measures of a page that may give: points, millimetres, and a ratio."""

    size: float
    leading: float
    left: float
    right: float
    top: float
    bottom: float

    def latex(self) -> str:
        """Return the file of measures that the template reads."""
        measures = {
            "size": f"{self.size:.2f}pt",
            "line": f"{self.size * self.leading:.2f}pt",
            "left": f"{self.left:.1f}mm",
            "right": f"{self.right:.1f}mm",
            "top": f"{self.top:.1f}mm",
            "bottom": f"{self.bottom:.1f}mm",
        }
        return "".join(f"\\def\\{name}measure{{{value}}}\n" for name, value in measures.items())

    def __str__(self) -> str:
        """Say the measures as one would to a printer."""
        return (
            f"{self.size:.3g} pt, line distance {self.leading:.3g},"
            f" margins {self.left:.3g} and {self.right:.3g} mm"
        )


def spacing(style: Style, step: int = 0) -> Spacing:
    """Return the measures of `style`, tightened by `step` of `STEPS`.

    The left and right margins of a page with a window stay, since the address stands at them.
    """

    def towards(wanted: float, limit: float) -> float:
        return wanted - max(0.0, wanted - limit) * step / STEPS

    format_ = style.format
    side = format_.left if format_.window else SMALLEST_MARGIN
    return Spacing(
        size=towards(style.font_size, SMALLEST_SIZE),
        leading=towards(_LEADING, SMALLEST_LEADING),
        left=towards(format_.left, side),
        right=towards(format_.right, format_.right if format_.window else SMALLEST_MARGIN),
        top=towards(_TOP, SMALLEST_MARGIN),
        bottom=towards(_BOTTOM, SMALLEST_MARGIN),
    )


def likely_pages(text: str, limit: int | None) -> int:
    """Return on how many pages `text` will come out, or the `limit` that it will be held to.

    The first page of the usual measures holds some 3,100 letters, and each other some 4,000.
    """
    letters = len(re.sub(r"\]\([^)]*\)|\s+", " ", text))  # without the addresses of links
    return limit or 1 + max(0, math.ceil((letters - 3100) / 4000))


def search(pages_at: Callable[[int], int], limit: int) -> int | None:
    """Return the first step at which a letter has no more than `limit` pages, or None.

    A tighter page never needs more room, so that halving finds it.
    """
    if pages_at(0) <= limit:
        return 0
    if pages_at(STEPS) > limit:
        return None
    too_loose, fitting = 0, STEPS
    while fitting - too_loose > 1:
        middle = (too_loose + fitting) // 2
        if pages_at(middle) <= limit:
            fitting = middle
        else:
            too_loose = middle
    return fitting


def told(style: Style, step: int, paper: str, letter: Letter) -> Diagnostic:
    """Return what is said of a letter that was tightened."""
    return Diagnostic.by(
        NOTE_FIT,
        f"to fit on {paper} it is set tighter: {spacing(style, step)}",
        _place(letter, style.pages),
    )


def _place(letter: Letter, limit: int | None) -> Location:
    """Return where the letter says that it may have `limit` pages, or the letter itself."""
    return letter.front.place("pages") if letter.get("pages") == limit else Location(letter.file)


def overflow(pages: Pages, style: Style, paper: str, letter: Letter) -> PageError:
    """Return the error of a letter that does not fit at its tightest, as `pages` show it."""
    assert style.pages is not None  # without a limit nothing is too much
    lines, words = pages.too_many(style.pages)
    wanted = "one page" if style.pages == 1 else f"{style.pages} pages"
    too_many = f"{counted(lines, 'line')} ({counted(words, 'word')}) too many"
    return PageError(
        f"the letter does not fit on {wanted} of {paper}: {too_many}",
        _place(letter, style.pages),
        f"It was tried with {spacing(style, STEPS)}. Shorten it, or allow more pages.",
    )


def widow(pages: Pages, letter: Letter) -> tuple[Diagnostic, ...]:
    """Return a warning where the last of several pages has no more than three lines."""
    lines = [line for line in pages.lines[-1] if line.strip()]
    if pages.count == 1 or not 0 < len(lines) <= _WIDOW:  # no line: a page with a picture
        return ()
    return (
        Diagnostic.by(
            PAGE_WIDOW,
            f"page {pages.count} has only {counted(len(lines), 'line')}",
            Location(letter.file),
            f"`pages: {pages.count - 1}` in the front matter tightens the letter, if it can.",
        ),
    )
