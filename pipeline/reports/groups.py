"""What was found in many letters, each problem told once: for a person, who mends it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.check_result import CheckedLetter, CheckResult
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.visible import visible
from pipeline.model.words import counted
from pipeline.reports.places import shown

_MANY = 3  # letters, in which the same is one problem and not one of each
_NAMED = 3  # letters


@dataclass(frozen=True)
class Told:
    """A finding that is told, and the letters that have it, as far as its place does not say so."""

    finding: Diagnostic
    letters: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The letters in a line: `in 12 letters: a.md, b.md, c.md and 9 more`; '' without any."""
        if not self.letters:
            return ""
        names = ", ".join(self.letters[:_NAMED])
        more = len(self.letters) - _NAMED
        rest = f" and {more} more" if more > 0 else ""
        return f"in {counted(len(self.letters), 'letter')}: {names}{rest}"


def of(found: CheckResult) -> Iterator[list[Told]]:
    """Yield what is to be told of each letter, and of the site, in the order of the findings.

    What stands in a letter is one problem with the same in others, if they are three or more. What
    stands elsewhere, such as in a record, is told once, with the letters that print it.
    """
    letters: dict[Hashable, dict[str, None]] = {}
    times = Counter(read.letter for read in found.letters)
    for read in found.letters:
        for finding in read.findings:
            for same in (finding, _kind(finding)):
                letters.setdefault(same, {})[_called(read, times)] = None
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
                is_said = is_elsewhere or len(having) > 1 or times[read.letter] > 1
                group.append(Told(finding, having if is_said else ()))
        yield group
    yield [Told(finding) for finding in found.site if finding not in told]


def _called(read: CheckedLetter, times: Mapping[Path, int]) -> str:
    """Return the name of a letter, and for whom it is where it is for several."""
    name = shown(read.letter)
    several = read.employer is not None and times[read.letter] > 1
    return f"{name} for `{visible(str(read.employer))}`" if several else name


def _kind(finding: Diagnostic) -> Hashable:
    return (finding.code, finding.severity, finding.message, finding.words)
