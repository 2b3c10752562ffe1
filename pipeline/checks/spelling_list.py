"""The list of common misspellings that the package `codespell` carries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

# `parametrise` is right, though a swap of its letters is a misspelling of `parameterise`.
_BOTH_RIGHT = "parametri"
_LONGEST = 40  # letters; the list has no word that is longer


@cache
def misspellings() -> Mapping[str, str]:
    """Return what is meant by each misspelling, in lower case: `the`, or `than, then`."""
    file = resources.files("codespell_lib") / "data" / "dictionary.txt"
    meant = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        wrong, _, right = line.partition("->")
        words = [word.strip() for word in right.split(",")]
        meant[wrong.casefold()] = ", ".join(filter(None, words))
    return meant


@cache
def _words() -> frozenset[str]:
    return frozenset(
        word.casefold() for right in misspellings().values() for word in right.split(", ")
    )


def is_word(word: str) -> bool:
    """Tell whether `word`, in lower case, is a common word of English, as far as the list knows."""
    return word in _words()


def meant_by(word: str) -> str:
    """Return what is meant by a misspelled `word`, in lower case, or ''.

    A long word counts as well if it becomes a misspelling of the list by a swap of two letters:
    there are two slips in it. Of 160,000 English words, a dozen rare ones do so.
    """
    known = misspellings()
    if word in known:
        return known[word]
    if not 10 <= len(word) <= _LONGEST or word in _words() or word.startswith(_BOTH_RIGHT):
        return ""
    for i in range(1, len(word) - 1):
        right = known.get(word[:i] + word[i + 1] + word[i] + word[i + 2 :], "")
        if right and "," not in right and right.casefold() != word:
            return right
    return ""
