"""The first letters of `make fuzz`, always the same: nothing is wrong with what comes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import Maker, pieces, tried

KNOWN = pieces()


@pytest.mark.parametrize("number", range(60))
def test_no_letter_breaks_anything(number: int, tmp_path: Path) -> None:
    found = tried(number, KNOWN, tmp_path, is_set=False)
    assert [one.what for one in found] == [], found[0].details


def test_the_same_number_makes_the_same_site(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(Maker(7, KNOWN).lay(tmp_path / name).read_bytes())
    assert made[0] == made[1]
