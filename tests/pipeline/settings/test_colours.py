"""Whether an accent can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.location import Location
from pipeline.settings import colours

PLACE = Location(Path("a.md"), 3, 9)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1."""
    linear = []
    for digits in re.findall("..", colour):
        value = int(digits, 16) / 255
        linear.append(value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@given(st.from_regex("[0-9A-F]{6}", fullmatch=True))
def test_text_has_contrast_on_white_and_on_the_accent(colour: str) -> None:
    assert 1.05 / (luminance(colours.for_text(colour)) + 0.05) >= 4.5 - 1e-9
    low, high = sorted((luminance(colour), luminance(colours.on(colour))))
    assert (high + 0.05) / (low + 0.05) >= 3.5


@pytest.mark.parametrize("colour", ["000000", "1F3A5F", "767676"])
def test_a_dark_accent_is_kept(colour: str) -> None:
    assert colours.for_text(colour) == colour
    assert [*colours.notes(colour, PLACE)] == []


def test_a_pale_accent_is_noted() -> None:
    (found,) = colours.notes("FFB300", PLACE)
    assert (found.code, found.place) == ("note.accent", PLACE)
    assert colours.for_text("FFB300") in found.message
