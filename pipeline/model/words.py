"""Small matters of writing that several rooms have in common."""

from __future__ import annotations

import re


def counted(number: int, thing: str) -> str:
    """Return `number` of `thing` as one says it: `1 PDF`, `2 PDFs`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def ticks(text: str, least: int = 1) -> str:
    """Return as many backticks as it takes around `text`: more than stand together in it."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", text)), default=0))


def a(thing: str) -> str:
    """Return `thing` with its article: `an error`, `a warning`."""
    return f"an {thing}" if thing[0] in "aeiou" else f"a {thing}"
