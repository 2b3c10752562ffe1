"""What becomes of a page of a site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model.diagnostic import Diagnostic

BUILDS, FAILS, NO_LETTER = "builds", "fails", "no letter"


@dataclass(frozen=True)
class Surveyed:
    """One page of a site: what becomes of it, and what there is to say of that."""

    page: Path
    verdict: str
    """`BUILDS`, `FAILS` or `NO_LETTER`."""
    reason: str
    """In a few words: the employer, the error, or what the page's front matter says."""
    findings: tuple[Diagnostic, ...] = ()
    """The errors of a page that fails, or what of another would not look as on the site."""
