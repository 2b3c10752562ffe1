"""What a run made, and what it could not make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError
from pipeline.model.inputs import Inputs
from pipeline.model.job import PDF, Part
from pipeline.model.location import Location

BUILT, CACHED, UP_TO_DATE = "built", "from cache", "up to date"
"""How a PDF came to be in its place."""
FAILED = "failed"
STATES = (UP_TO_DATE, CACHED, BUILT, FAILED)


@dataclass(frozen=True)
class Artifact:
    """A file of a letter, such as a PDF, that is in its place."""

    letter: Path
    employer: str | None
    paper: str
    """The paper that it is for; '' for what is for none."""
    path: Path
    pages: int
    seconds: float
    warnings: tuple[Diagnostic, ...]
    inputs: Inputs
    """What it was made of."""
    state: str = BUILT
    """`built`, `from cache` or `up to date`."""
    form: str = PDF
    characters: int = 0
    """Of a text, as a web form counts them."""
    record: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What a later build must know to tell that it is still the one, as plain data."""

    @property
    def part(self) -> Part:
        """Which of the files of its letter it is."""
        return Part(self.form, self.paper)


@dataclass(frozen=True)
class Failed:
    """A file, or all files of a letter, that was not built."""

    letter: Path
    employer: str | None
    paper: str | None
    error: CoverpressError
    kept: tuple[Path, ...]
    """PDFs of an earlier build, which were left as they are."""
    record: Location | None = None
    """Where the employer's record stands, if the command line or the letter names several."""


@dataclass
class Result:
    """All that a run did."""

    built: list[Artifact] = field(default_factory=list)
    """The PDFs that are in their places, those of earlier builds among them."""
    failed: list[Failed] = field(default_factory=list)
    notes: tuple[Diagnostic, ...] = ()
    """What was found in the site besides."""
    untried: int = 0
    """How many letters were left, when it stopped at the first that failed."""
    seconds: float = 0.0
    """How long the run took, by the clock."""

    @property
    def letters(self) -> Mapping[str, int]:
        """How many letters are up to date, came from the cache, were built, and failed.

        A letter of which several PDFs came to be in different ways is what is last of these.
        """
        # One that failed has the employer that the command line names, if it names any.
        failed = {(one.letter, one.employer) for one in self.failed}
        found = dict.fromkeys(failed, FAILED)
        for one in sorted(self.built, key=lambda one: STATES.index(one.state)):
            if (one.letter, None) not in failed and (one.letter, one.employer) not in failed:
                found[one.letter, one.employer] = one.state
        counts = Counter(found.values())
        return {state: counts[state] for state in STATES if counts[state]}

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, each thing once."""
        return tuple(
            dict.fromkeys(
                (
                    *(finding for failed in self.failed for finding in failed.error.findings),
                    *self.notes,
                    *(warning for built in self.built for warning in built.warnings),
                )
            )
        )
