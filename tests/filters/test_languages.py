"""The data of languages: every file is whole, and says what the rooms ask of it."""

from __future__ import annotations

import re

import babel
import pytest

from filters import languages


def test_there_are_languages_and_no_others() -> None:
    assert {"en", "de", "fr", "el", "uk"} <= set(languages.known())
    with pytest.raises(KeyError):
        languages.of("xx")


@pytest.mark.parametrize("code", languages.known())
def test_every_file_is_whole(code: str) -> None:
    assert babel.Locale.parse(code).language == code
    found = languages.of(code)
    assert len(found.marks) == 4
    assert all(len(marks) == 4 for marks in found.marks_by_country.values())
    assert found.salutations
    assert found.closings
    for pattern in (*found.salutations, *found.closings):
        assert not re.fullmatch(pattern, ""), pattern
    needed = {"enclosure", "enclosures", "cc", "your_ref", "our_ref", "page"}
    assert needed <= set(found.words) <= {*needed, "place_and_date"}
    assert found.words["page"].count("{}") == 2
