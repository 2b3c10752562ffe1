"""Characters: what no font of the page has. TeX finds them too, and later.

`coverage.txt` has what the fonts that come with TeX cover; of others nothing is known before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pipeline.checks.subject import Hit, Subject
from pipeline.model.rule import ERROR, Rule
from pipeline.settings import style

FONT_CHARACTER = Rule(
    "font.character",
    ERROR,
    "No font of the page has a character: it would be a hole.",
    "`学` in `font: pagella`",
    because="The page would have a gap or a box instead of it.",
)
RULES = (FONT_CHARACTER,)

# Letters, numbers and signs. What is no sign of its own may be part of another on the page.
_SEEN = ("L", "N", "S", "P")


def check(subject: Subject) -> Iterator[Hit]:
    """Yield each character of the text that would not be on the page, once."""
    if style.named(subject.settings.style, subject.language):
        return
    plain = unicodedata.normalize("NFC", subject.prose.plain)
    missing = {character for character in set(plain) if not has(character)}
    for character in sorted(missing):
        start = subject.prose.plain.find(character)
        if start < 0:  # composed of two that are there
            continue
        yield Hit(FONT_CHARACTER, message(character), start, start + 1, hint(character))


_EAST_ASIAN = ("CJK ", "HANGUL ", "HIRAGANA ", "KATAKANA", "IDEOGRAPHIC ")


def hint(character: str) -> str:
    """Return what can be done about a character that no font has."""
    if unicodedata.name(character, "").startswith(_EAST_ASIAN):
        return (
            "Write it in Latin letters, or choose an installed `font:` that has it, such as Noto"
            " Serif CJK JP of Debian's package fonts-noto-cjk."
        )
    return "Choose a `font:` that has it, or write something else."


def message(character: str) -> str:
    """Return what is said of a character that no font has."""
    name = unicodedata.name(character, "a character without a name")
    return f"no font has the character `{character}` (U+{ord(character):04X}, {name})"


def has(character: str) -> bool:
    """Tell whether the fonts that come with TeX have `character`, as far as it would be seen."""
    return not unicodedata.category(character).startswith(_SEEN) or ord(character) in covered()


@cache
def covered() -> frozenset[int]:
    """Return the code points that every font of a letter has, with those that stand in for it."""
    written = (files("pipeline") / "checks" / "coverage.txt").read_text("ascii")
    found: set[int] = set()
    for part in written.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)
