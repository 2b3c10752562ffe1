"""A repair changes whole characters, as a reader sees them."""

import pytest

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
