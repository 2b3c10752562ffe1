"""How far a letter's page is tightened, by what TeX says of its length on every step."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from filters.letter import is_closing
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import PageError
from pipeline.model.location import Location
from pipeline.model.pages import Pages
from pipeline.model.rule import LETTER, NOTE, WARNING, Rule
from pipeline.model.words import counted
from pipeline.settings.style import Style
from pipeline.sources.front_matter import Letter
from pipeline.typeset.log import Extent
from pipeline.typeset.measures import Scale, Spacing

PAGE_WIDOW = Rule(
    "page.widow",
    WARNING,
    "The last page has fewer than five lines of the text.",
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

_WIDOW = 4
_MOST_TRIES = 2
"""How many times a page is tightened before the tightest one is taken."""
_ON_ONE_PAGE = 2800
"""Letters that come on one page, if it must be as tight as is comfortable."""
_POINTS = 72.27 / 25.4  # to the millimetre


@dataclass(frozen=True)
class Fitting:
    """A letter's way to its number of pages."""

    scale: Scale
    height: float
    """Of the paper, in millimetres."""
    limit: int | None
    """The most pages, if the letter or the command line says so."""
    text_top: float | None = None
    """Where a window's format has the text begin, in millimetres."""

    def next(self, tried: Mapping[int, Extent]) -> int | None:
        """Return the step to set the letter on after those that were `tried`, or None.

        With None the letter is on as few pages as it can be, or on as many as it may have. Each
        extent is that of the letter as it was set on the step.
        """
        step, extent = max(tried.items())
        if self.limit is None:
            return self._without_limit(tried)
        last = len(self.scale.steps) - 1
        if extent.pages <= self.limit or step == last:
            return None
        if len(tried) > _MOST_TRIES:
            return last
        return self._first(tried, self.limit, last) or last

    def _without_limit(self, tried: Mapping[int, Extent]) -> int | None:
        """Return the step on which the letter has a page less, if that still reads well."""
        wanted = tried[0].pages - 1
        if tried[max(tried)].pages <= wanted or wanted == 0 or len(tried) > _MOST_TRIES:
            return None
        return self._first(tried, wanted, self.scale.comfortable)

    def _first(self, tried: Mapping[int, Extent], pages: int, last: int) -> int | None:
        """Return the first of the steps not tried on which the letter should have so many pages.

        Half a line stays free, and more of them where what was reckoned did not hold.
        """
        step, extent = max(tried.items())
        spare = (len(tried) - 0.5) * pages * self.scale.steps[step].line
        white = self._white(step, extent) * (pages - 1) + spare
        for later in range(step + 1, last + 1):
            room = pages * self._page(later) - white
            if self._likely_height(step, extent, later) <= room:
                return later
        return None

    def _page(self, step: int) -> float:
        """Return what a page holds, in points."""
        spacing = self.scale.steps[step]
        return (self.height - spacing.top - spacing.bottom) * _POINTS

    def _white(self, step: int, extent: Extent) -> float:
        """Return how much of a page stays white, since what is kept together goes on the next."""
        full = extent.pages - 1
        return (full * self._page(step) - extent.height + extent.last) / full if full else 0.0

    def _likely_height(self, step: int, extent: Extent, later: int) -> float:
        """Return how high the letter, as it was on `step`, will be on the step `later`."""
        now, then = self.scale.steps[step], self.scale.steps[later]
        fixed_now, fixed_then = self._fixed(now), self._fixed(then)
        lines = extent.lines + extent.counts[later] - extent.counts[step]

        def reckoned(spacing: Spacing, count: int) -> float:
            white = extent.air * spacing.air + extent.gaps * spacing.gap
            signature = spacing.signature * _POINTS if extent.is_signed else 0.0
            return (count + white) * spacing.line + signature

        rest = extent.height - fixed_now - reckoned(now, extent.lines)
        moved = extent.beside if then.is_beside and not now.is_beside else 0.0
        return fixed_then + reckoned(then, lines) + rest * then.line / now.line - moved

    def _fixed(self, spacing: Spacing) -> float:
        """Return how high what stands above the text is where a standard says so."""
        return 0.0 if self.text_top is None else (self.text_top - spacing.top) * _POINTS


def likely_pages(text: str, limit: int | None) -> int:
    """Return on how many pages `text` will come out, or the `limit` that it will be held to.

    The first page holds some 1,500 letters where it is roomy, and each other some 3,100; but what
    can be got on one page is.
    """
    letters = len(re.sub(r"\]\([^)]*\)|\s+", " ", text))  # without the addresses of links
    if limit or letters <= _ON_ONE_PAGE:
        return limit or 1
    return 1 + math.ceil((letters - 1500) / 3100)


def told(style: Style, spacing: Spacing, paper: str, letter: Letter) -> Diagnostic:
    """Return what is said of a letter that was tightened."""
    return Diagnostic.by(
        NOTE_FIT,
        f"to fit on {paper} it is set tighter: {spacing}",
        _place(letter, style.pages),
    )


def _place(letter: Letter, limit: int | None) -> Location:
    """Return where the letter says that it may have `limit` pages, or the letter itself."""
    return letter.front.place("pages") if letter.get("pages") == limit else Location(letter.file)


def overflow(
    pages: Pages, style: Style, tightest: Spacing, paper: str, letter: Letter
) -> PageError:
    """Return the error of a letter that does not fit at its tightest, as `pages` show it."""
    assert style.pages is not None  # without a limit nothing is too much
    lines, words = pages.too_many(style.pages)
    wanted = "one page" if style.pages == 1 else f"{style.pages} pages"
    too_many = f"{counted(lines, 'line')} ({counted(words, 'word')}) too many"
    return PageError(
        f"the letter does not fit on {wanted} of {paper}: {too_many}",
        _place(letter, style.pages),
        f"It was tried with {tightest}. Shorten it, or allow more pages.",
    )


def widow(pages: Pages, letter: Letter) -> tuple[Diagnostic, ...]:
    """Return a warning where the last of several pages has no more than four lines of text.

    The page's head is none of them, nor are the closing and what is below it.
    """
    if pages.count == 1:
        return ()
    lines = [line for line in pages.lines[-1] if line.strip()][1:]
    text = [*itertools.takewhile(lambda line: not is_closing(line.strip()), lines)]
    if not lines or len(text) > _WIDOW:  # no line: a page with a picture
        return ()
    only = counted(len(text), "line") if text else "the closing, and no line of the text"
    return (
        Diagnostic.by(
            PAGE_WIDOW,
            f"page {pages.count} has only {only}",
            Location(letter.file),
            f"`pages: {pages.count - 1}` in the front matter tightens the letter, if it can.",
        ),
    )
