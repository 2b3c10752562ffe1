"""What is told to the user, and how it can be mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model.location import Location


@dataclass(frozen=True)
class Fix:
    """A change that cannot be wrong: at `place`, the text `old` becomes `new`."""

    place: Location
    old: str
    new: str


@dataclass(frozen=True)
class Diagnostic:
    """One thing to tell the user: a failure, or a warning that did not stop the work."""

    code: str
    message: str
    place: Location | None = None
    hint: str = ""
    severity: str = ""
    """`error`, `warning` or `note`; '' until the rule of this `code` has been asked."""
    words: str = ""
    """The words concerned, as they stand at `place`."""
    repair: Fix | None = None


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return `findings` in the order of their places, each once."""

    def key(finding: Diagnostic) -> tuple[str, int, int]:
        place = finding.place
        return (str(place.file), place.line or 0, place.column or 0) if place else ("", 0, 0)

    return tuple(dict.fromkeys(sorted(findings, key=key)))
