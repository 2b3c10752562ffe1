"""What TeX is given, and the way back from its lines to those of the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.location import Location

_FROM = re.compile(r"\\from\{(\d+)\}")
_RAW_ENVIRONMENT = re.compile(r"\\from\{\d+\}\s*\\begin\{")
_BEGIN = r"\begin{document}"
_OWN = "% ==== The letter."
"""Begins the line of the template behind which all is this letter's alone."""


@dataclass(frozen=True)
class Manuscript:
    """What is set: LaTeX, the letter's file that it was made of, and what belongs to it."""

    latex: str
    letter: Path
    pictures: Mapping[str, bytes]
    """Files that are written beside the LaTeX, by the names that it has for them."""
    marks: Sequence[Location]
    """What the number in `\\from{N}` stands for: the place that the text behind it came from."""
    templates: Path
    """The folder of the template's parts."""
    measures: str = ""
    """The file of measures that the LaTeX reads: what a letter that has to fit changes."""
    likely_pages: int = 1
    """On how many pages it may come out; the first run is told so."""
    names_fonts: bool = False
    """Whether it may ask for fonts by names, so that their index may have to be renewed."""

    has_large_fonts: bool = False
    """Whether its fonts have tens of thousands of glyphs, and take as much more memory."""

    @property
    def preamble(self) -> str:
        """What it has in common with all letters that look alike; '' where that is not told."""
        before, found, _ = self.latex.partition(f"\n{_OWN}")
        return f"{before}\n" if found else ""

    def is_before_text(self, line: int) -> bool:
        """Tell whether `line` of the LaTeX is the template's own, before the document begins."""
        return not any(_BEGIN in text for text in self.latex.split("\n")[:line])

    def place(self, line: int | None) -> Location:
        """Return what `line` of the LaTeX was made of, as far as that is known.

        That is a line of the letter, or, before the document begins, of the template.
        """
        lines = self.latex.split("\n")
        line = min(line or 0, len(lines))
        if line and self.is_before_text(line):
            return self._place_in_template(lines[line - 1])
        for number in range(line, 0, -1):
            found = _FROM.findall(lines[number - 1])
            if not found:
                continue
            place = self.marks[int(found[-1])]
            between = lines[number:line]
            # A paragraph has the same lines in LaTeX as in the letter, and so has raw TeX.
            is_same = all(map(str.strip, between)) or _RAW_ENVIRONMENT.search(lines[number - 1])
            if line == number or place.line is None or not is_same:
                return place
            return Location(place.file, place.line + len(between), 1)
        return Location(self.letter)

    def _place_in_template(self, words: str) -> Location:
        """Return the line of the template that is `words`, where there is one and no other."""
        found = [
            Location(file, number)
            for file in sorted(self.templates.glob("*.latex"))
            for number, text in enumerate(file.read_text(encoding="utf-8").split("\n"), 1)
            if text.strip() == words.strip() != ""
        ]
        return found[0] if len(found) == 1 else Location(self.letter)
