"""What the checks found in many letters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model.diagnostic import Diagnostic, Fix
from pipeline.model.rule import ERROR, WARNING


@dataclass(frozen=True)
class CheckedLetter:
    """A letter that was looked at, or could not be read, and what is told of it."""

    letter: Path
    employer: str | None
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class CheckResult:
    """What was found in the letters, and in the site besides."""

    letters: tuple[CheckedLetter, ...]
    site: tuple[Diagnostic, ...]

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, each thing once."""
        of_letters = (finding for read in self.letters for finding in read.findings)
        return tuple(dict.fromkeys((*of_letters, *self.site)))

    @property
    def repairs(self) -> tuple[Fix, ...]:
        """The changes that cannot be wrong."""
        return tuple(finding.repair for finding in self.findings if finding.repair)

    def fail(self, *, strict: bool) -> bool:
        """Tell whether something must be done: an error, or if `strict` a warning."""
        grave = {ERROR, WARNING} if strict else {ERROR}
        return any(finding.severity in grave for finding in self.findings)
