"""What a repair may change: whole characters as a reader sees them, and nothing of another."""

from __future__ import annotations

import unicodedata

import regex

_CLUSTER = regex.compile(r"\X")
_FAR = 200
"""Characters: no letter has as many marks."""


def is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether `text` from `start` to `end` is made of whole characters.

    A character is what Unicode calls an extended grapheme cluster (UAX #29): a letter with its
    marks, an emoji with its joiners. What is only format characters, which nobody sees, may be
    taken out of one.
    """
    if all(unicodedata.category(sign) in ("Cc", "Cf") for sign in text[start:end]):
        return True
    first, last = _around(text, start, end)
    ends = {first}
    for cluster in _CLUSTER.finditer(text, first, last):
        ends.add(cluster.end())
    return start in ends and end in ends


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch around `start` and `end` that begins and ends between characters.

    A line end always does (rules GB4 and GB5 of UAX #29), and so does a space (GB999) but behind a
    sign that goes before another one. A stretch without either is cut.
    """
    least, most = max(0, start - _FAR), min(len(text), end + _FAR)
    first = max(text.rfind("\n", least, start) + 1, text.rfind(" ", least, start), least)
    breaks = [at for at in (text.find("\n", end, most), text.find(" ", end, most)) if at >= 0]
    return first, min(breaks, default=most)
