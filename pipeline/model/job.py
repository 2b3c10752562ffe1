"""What is to be built."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import CoverpressError


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
    pages: int | None = None
    """The most pages, as the command line says."""
    problem: CoverpressError | None = None
    """Why it cannot be built, if that is known before its letter is read."""

    stems: tuple[tuple[str, str], ...] = ()
    """The name of its PDF on each paper, without the ending, where it is not the usual one."""

    @property
    def key(self) -> str:
        """What tells it from all other jobs of its site: `edx`, or `edx-acme`."""
        return f"{self.name}-{self.employer}" if self.employer else self.name

    def target(self, paper: str, out: Path) -> Path:
        """Return the path of the PDF on `paper`, below the folder `out`."""
        folder = self.name.rpartition("/")[0]
        stem = dict(self.stems).get(paper)
        path = f"{folder}/{stem}".lstrip("/") if stem else f"{self.key}-{paper}"
        # The name is text; the file has it in UTF-8, whatever this machine takes its names for.
        return out / os.fsdecode(f"{path}.pdf".encode())
