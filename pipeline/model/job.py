"""What is to be built."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import CoverpressError

PDF, TXT, HTML = "pdf", "txt", "html"
FORMS = (PDF, TXT, HTML)
"""What a letter can become; the name of each is the ending of its file."""


@dataclass(frozen=True)
class Part:
    """One of the files that a letter becomes."""

    form: str
    paper: str = ""
    """The paper that it is for; '' for what is for none."""

    @property
    def name(self) -> str:
        """What tells it from the other files of its letter: `a4`, or `txt`."""
        return self.paper or self.form


def parts(forms: Sequence[str], papers: Sequence[str]) -> tuple[Part, ...]:
    """Return the files of a letter in `forms`, those that are for a paper on each of `papers`."""
    return tuple(
        part
        for form in forms
        for part in ([Part(form, paper) for paper in papers] if form == PDF else [Part(form)])
    )


@dataclass(frozen=True)
class Job:
    """A letter to build: which file, under which name, for which employer, on which papers."""

    file: Path
    name: str
    """The file's path in the site without its ending: `edx`, or `2026/edx`."""
    employer: str | None = None
    """The employer, where the command line names it, or the letter several; else None: then it is
    the one of the letter's `employer:`."""
    papers: tuple[str, ...] = ()
    """The papers that the command line names; none for those that the letter names."""
    forms: tuple[str, ...] = ()
    """The forms that the command line names, likewise."""
    pages: int | None = None
    """The most pages, as the command line says."""
    problem: CoverpressError | None = None
    """Why it cannot be built, if that is known before its letter is read."""

    stems: tuple[tuple[str, str], ...] = ()
    """The names of its files by paper, without the ending, where they are not the usual ones."""

    @property
    def key(self) -> str:
        """What tells it from all other jobs of its site: `edx`, or `edx-acme`."""
        return f"{self.name}-{self.employer}" if self.employer else self.name

    def target(self, paper: str, out: Path, form: str = PDF) -> Path:
        """Return the path of the PDF on `paper`, or of another form, below the folder `out`.

        For a form that is for no paper, that is ''.
        """
        folder = self.name.rpartition("/")[0]
        stem = dict(self.stems).get(paper) or "-".join(filter(None, (self.key, paper)))
        path = f"{folder}/{stem}".lstrip("/") if self.stems else stem
        # The name is text; the file has it in UTF-8, whatever this machine takes its names for.
        return out / os.fsdecode(f"{path}.{form}".encode())
