"""What there is of a letter's PDFs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Listed:
    """One order, and what is there of its PDFs now."""

    letter: Path
    employer: str
    states: Mapping[str, str]
    """By paper, or form: `missing`, `current` or `outdated`."""
    error: str = ""
    """Why the letter cannot be read, if so."""
