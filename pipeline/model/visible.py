"""Text as it may be shown anywhere: nothing in it steers a terminal, a log or a reader's eye."""

from __future__ import annotations

import re
import unicodedata

SIGN = "·"
"""What stands for a character that nobody sees."""
_JOINERS = "\u200c\u200d"  # of letters in some scripts, and of emoji
_PLAIN = re.compile(r"[\x20-\x7e\xa0-\xac\xae-\u02ff]*")
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def visible(text: str) -> str:
    """Return `text` with a sign for each control character, format character and half character.

    Those are line ends, escape sequences, marks that turn the direction of text (Unicode's Bidi
    overrides and isolates), and lone surrogates, which no encoding can write.
    """
    return text if _PLAIN.fullmatch(text) else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\t":
        return " "
    is_seen = character in _JOINERS or unicodedata.category(character) not in _UNSEEN
    return character if is_seen else SIGN
