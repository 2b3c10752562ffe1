"""A repair changes whole characters, as a reader sees them."""

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import repairs


@pytest.mark.parametrize(
    ("before", "old", "behind"),
    [
        ("the", " the", " end"),
        ("a", " நீ", "க்க கோரி"),
        ("", "e\u0301", "t"),
        ("x", "👩\u200d💻", "y"),
        ("soft", "\xad", "ly"),
        ("off", "\u200c", "ice"),
        ("line\n", "the ", "end"),
    ],
)
def test_whole_characters_may_go(before: str, old: str, behind: str) -> None:
    assert repairs.is_whole(before + old + behind, len(before), len(before + old))


@pytest.mark.parametrize(
    ("before", "old", "behind"),
    [
        ("", "e", "\u0301t"),
        ("e", "\u0301", "t"),
        ("ந", "ீ", "க்க"),
        ("👩\u200d", "💻", ""),
        ("ש", "\u05b8", "לום"),
        ("🇩", "🇪", ""),
    ],
)
def test_a_part_of_a_character_stays(before: str, old: str, behind: str) -> None:
    assert not repairs.is_whole(before + old + behind, len(before), len(before + old))


MARKED = ("\N{COMBINING ACUTE ACCENT}", "\N{TAMIL LETTER KA}", "\N{TAMIL VOWEL SIGN I}")
PIECES = ("a", " ", "\n", "é", *MARKED)
JOINED = ("\U0001f469\u200d\U0001f467", "\u200d", "\U0001f1e9\U0001f1ea", "\N{HEBREW POINT PATAH}")


@settings(derandomize=True, deadline=None)
@given(
    text=st.lists(st.sampled_from(PIECES + JOINED), max_size=400).map("".join),
    at=st.floats(0, 1),
    length=st.integers(1, 6),
)
def test_what_is_far_away_changes_nothing(text: str, at: float, length: int) -> None:
    start = round(at * len(text))
    end = min(len(text), start + length)
    if all(unicodedata.category(sign) in ("Cc", "Cf") for sign in text[start:end]):
        return
    ends = {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}
    assert repairs.is_whole(text, start, end) == (start in ends and end in ends)
