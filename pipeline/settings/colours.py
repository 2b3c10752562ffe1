"""Whether a colour can be read on white paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, NOTE, Rule

NOTE_ACCENT = Rule(
    "note.accent",
    NOTE,
    "The accent is too pale for text, which is set in a darker shade of it; lines keep it.",
    "`accent: FFB300`",
    within=LETTER,
)
RULES = (NOTE_ACCENT,)

_READABLE = 4.5
"""WCAG 2.1, success criterion 1.4.3: the least contrast of text."""


def for_text(colour: str) -> str:
    """Return `colour`, six hexadecimal digits, as dark as text must be on white."""
    channels = [int(colour[index : index + 2], 16) for index in (0, 2, 4)]
    share = 1.0
    while _contrast([value * share for value in channels]) < _READABLE:
        share -= 0.01
    return "".join(f"{int(value * share):02X}" for value in channels)


def on(colour: str) -> str:
    """Return the colour of text on the colour `colour`: white, or nearly black."""
    channels = [int(colour[index : index + 2], 16) for index in (0, 2, 4)]
    return "FFFFFF" if _contrast(channels) >= _READABLE else "1A1A1A"


def notes(colour: str, place: Location | None) -> Iterator[Diagnostic]:
    """Yield a note where the accent `colour`, which is given at `place`, is too pale for text."""
    darker = for_text(colour)
    if darker != colour:
        yield Diagnostic.by(
            NOTE_ACCENT,
            f"the accent {colour} is too pale to be read on white; text has {darker}",
            place,
            f'Write `accent: "{darker}"` to have lines in it too.',
        )


def _contrast(channels: Sequence[float]) -> float:
    """Return the contrast to white, as WCAG 2.1 defines it: from 1 to 21."""

    def linear(value: float) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
