"""What a machine has of what is needed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that is needed, or good to have."""

    name: str
    found: str
    """What is there, such as a version."""
    wrong: str = ""
    """What is wrong with it, in a word or a sentence; '' where all is well."""
    remedy: str = ""
    """The command to run, or what else to do."""
