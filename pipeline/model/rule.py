"""What may be found, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass

ERROR, WARNING, NOTE, OFF = "error", "warning", "note", "off"
SEVERITIES = (ERROR, WARNING, NOTE, OFF)


@dataclass(frozen=True)
class Rule:
    """What is found under one code."""

    code: str
    severity: str
    """An error is what is surely wrong: it stops the letter. What is in doubt is a warning."""
    says: str
    example: str = ""
    is_fixed: bool = False
    """It stops the work by itself, so that it cannot be turned off."""
