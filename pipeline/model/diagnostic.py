"""What is told to the user, and how it can be mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from pipeline.model.location import Location
from pipeline.model.rule import ERROR, Rule
from pipeline.model.visible import visible


@dataclass(frozen=True)
class Fix:
    """A change that cannot be wrong: at `place`, the text `old` becomes `new`."""

    place: Location
    old: str
    new: str


@dataclass(frozen=True)
class Diagnostic:
    """One thing to tell the user: a failure, or a warning that did not stop the work.

    What it says is cleaned here, once for every form of report: a letter's own words may be in it.
    """

    code: str
    message: str
    place: Location | None = None
    hint: str = ""
    severity: str = ERROR
    """`error`, `warning` or `note`."""
    words: str = ""
    """The words concerned, as they stand at `place`: to be looked for there, not to be shown."""
    repair: Fix | None = None
    is_fixed: bool = False
    """Whether it stops the work by itself, so that its code cannot be turned off."""

    def __post_init__(self) -> None:
        for name in ("code", "message", "hint"):
            object.__setattr__(self, name, visible(getattr(self, name)))

    @classmethod
    def by(
        cls,
        rule: Rule,
        message: str,
        place: Location | None = None,
        hint: str = "",
        *,
        severity: str = "",
        words: str = "",
        repair: Fix | None = None,
    ) -> Self:
        """Return what `rule` has found, as grave as it is, or as this case is by its `severity`."""
        return cls(rule.code, message, place, hint, severity or rule.severity, words, repair)

    @property
    def is_error(self) -> bool:
        """Whether the letter must not be sent."""
        return self.severity == ERROR


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return `findings` in the order of their places, each once."""

    def key(finding: Diagnostic) -> tuple[str, int, int]:
        place = finding.place
        return (str(place.file), place.line or 0, place.column or 0) if place else ("", 0, 0)

    return tuple(dict.fromkeys(sorted(findings, key=key)))
