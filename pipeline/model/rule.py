"""What may be found, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass

ERROR, WARNING, NOTE, OFF = "error", "warning", "note", "off"
SEVERITIES = (ERROR, WARNING, NOTE, OFF)
PARAGRAPH, LETTER, SITE = "paragraph", "letter", "site"


@dataclass(frozen=True)
class Rule:
    """What is found under one code."""

    code: str
    severity: str
    """An error is what is surely wrong: it stops the letter. What is in doubt is a warning."""
    says: str
    example: str = ""
    because: str = ""
    """Why it is as grave as it is. Every error has its reason; a warning may go without."""
    within: str = PARAGRAPH
    """The smallest thing for which it can be turned off."""
    is_fixed: bool = False
    """It stops the work by itself, so that it cannot be turned off."""
