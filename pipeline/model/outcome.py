"""What a run made, and what it could not make."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError
from pipeline.model.inputs import Inputs


@dataclass(frozen=True)
class Artifact:
    """A PDF that was built."""

    letter: Path
    employer: str | None
    paper: str
    path: Path
    pages: int
    seconds: float
    warnings: tuple[Diagnostic, ...]
    inputs: Inputs
    """What it was made of."""


@dataclass(frozen=True)
class Failed:
    """A PDF, or all of a letter's PDFs, that was not built."""

    letter: Path
    employer: str | None
    paper: str | None
    error: CoverpressError
    kept: tuple[Path, ...]
    """PDFs of an earlier build, which were left as they are."""


@dataclass
class Result:
    """All that a run did."""

    built: list[Artifact] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    notes: tuple[Diagnostic, ...] = ()
    """What was found in the site besides."""

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
