"""What was found in many letters, each problem told once: for a person, who mends it once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.check_result import CheckResult
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.words import counted
from pipeline.reports.places import shown

_MANY = 3  # letters, in which the same is one problem and not one of each
_NAMED = 3  # letters


@dataclass(frozen=True)
class Told:
    """A finding that is told, and the letters that have it, as far as its place does not say so."""

    finding: Diagnostic
    letters: tuple[Path, ...] = ()

    @property
    def where(self) -> str:
        """The letters in a line: `in 12 letters: a.md, b.md, c.md and 9 more`; '' without any."""
        if not self.letters:
            return ""
        names = ", ".join(map(shown, self.letters[:_NAMED]))
        more = len(self.letters) - _NAMED
        rest = f" and {more} more" if more > 0 else ""
        return f"in {counted(len(self.letters), 'letter')}: {names}{rest}"


def of(found: CheckResult) -> Iterator[list[Told]]:
    """Yield what is to be told of each letter, and of the site, in the order of the findings.

    What stands in a letter is one problem with the same in others, if they are three or more. What
    stands elsewhere, such as in a record, is told once, with the letters that print it.
    """
    letters: dict[Hashable, dict[Path, None]] = {}
    for read in found.letters:
        for finding in read.findings:
            for same in (finding, _kind(finding)):
                letters.setdefault(same, {})[read.letter] = None
    told: set[Hashable] = set()
    for read in found.letters:
        group = []
        for finding in read.findings:
            is_elsewhere = finding.place is not None and finding.place.file != read.letter
            key: Hashable = _kind(finding)
            if is_elsewhere or len(letters[key]) < _MANY:
                key = finding
            if key not in told:
                told.update((key, finding))
                having = tuple(letters[key])
                group.append(Told(finding, having if is_elsewhere or len(having) > 1 else ()))
        yield group
    yield [Told(finding) for finding in found.site if finding not in told]


def _kind(finding: Diagnostic) -> Hashable:
    return (finding.code, finding.severity, finding.message, finding.words)
