"""The name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[object], likeness: float = 0.68) -> str | None:
    """Return the known name that `name` is most likely a slip of, or None.

    `likeness` says how near it must be, from 0 (anything) to 1 (equal).
    """
    names = [str(candidate) for candidate in known]
    close = difflib.get_close_matches(name, names, n=1, cutoff=likeness)
    if close:
        return close[0]
    folded = {candidate.casefold(): candidate for candidate in names}
    return folded.get(name.casefold())


def did_you_mean(name: str, known: Iterable[object]) -> str:
    """Return the hint that helps with a name that does not exist: the likely one, or all."""
    names = [str(candidate) for candidate in known]
    close = nearest(name, names)
    if close is not None:
        return f"Did you mean `{close}`?"
    if not names:
        return ""
    listed = ", ".join(sorted(names)[:12])
    return f"Known here: {listed}{', …' if len(names) > 12 else ''}."
