"""What a repair may change: whole characters as a reader sees them, and nothing of another."""

from __future__ import annotations

import unicodedata

import regex

_CLUSTER = regex.compile(r"\X")


def is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether `text` from `start` to `end` is made of whole characters.

    A character is what Unicode calls an extended grapheme cluster (UAX #29): a letter with its
    marks, an emoji with its joiners. What is only format characters, which nobody sees, may be
    taken out of one.
    """
    if all(unicodedata.category(sign) in ("Cc", "Cf") for sign in text[start:end]):
        return True
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    ends = {first}
    for cluster in _CLUSTER.finditer(text, first, len(text) if last < 0 else last):
        ends.add(cluster.end())
    return start in ends and end in ends
