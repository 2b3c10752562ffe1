"""The name that was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_SLIP = 0.8
_LEAST = 3  # letters of a name that may be a slip
_LONG = 6  # letters of one that may lack its last


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


def slip(name: str, known: Iterable[object]) -> str | None:
    """Return the known name that `name` is a slip of, or None.

    Nearer than two names lie to each other that both mean something: `subtitle` is no slip of
    `title`, and of short names only what the fingers do is one.
    """
    names = [str(candidate) for candidate in known]
    return typed_wrong(name, names) or nearest(name, names, _SLIP)


def typed_wrong(name: str, known: Iterable[object]) -> str | None:
    """Return the known name that `name` is but for what fingers do, or None.

    They write a capital or a hyphen (`E-Mail`), change two letters that stand side by side
    (`lagn`), and leave one out or write it twice (`lng`, `daate`).
    """
    bare = _bare(name)
    for candidate in map(str, known):
        wanted = _bare(candidate)
        if bare == wanted or (len(bare) >= _LEAST and _is_mistyped(bare, wanted)):
            return candidate
    return None


def _bare(name: str) -> str:
    return re.sub(r"[-_\s]", "", name).casefold()


def _is_mistyped(bare: str, wanted: str) -> bool:
    more = len(bare) - len(wanted)
    inside = range(1, len(wanted))
    if more == 0:
        return any(
            wanted[: i - 1] + wanted[i] + wanted[i - 1] + wanted[i + 1 :] == bare for i in inside
        )
    if more == 1:
        return any(wanted[:i] + wanted[i - 1 :] == bare for i in range(1, len(bare)))
    # By its ends a name is known: `ate` is no slip of `date`, nor `part` of `parts`.
    is_cut = len(bare) >= _LONG and wanted[:-1] == bare and not wanted.endswith("s")
    return more == -1 and (is_cut or any(wanted[:i] + wanted[i + 1 :] == bare for i in inside[:-1]))


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
