"""The widths of a wide table's columns."""

import pytest

from filters import blocks, columns
from tests.trees import read

SENTENCE = "I have given talks to boards, committees and schools in two languages"


def widths(markdown: str) -> list[object]:
    doc = read(markdown)
    blocks.apply(doc)
    columns.apply(doc)
    (table,) = doc.content
    return [width for _, width in table.colspec]


def test_a_table_that_fits_stays_as_it_is() -> None:
    assert widths("| Year | What |\n|--|--|\n| 2024 | a talk |\n") == ["ColWidthDefault"] * 2


@pytest.mark.parametrize(
    "markdown",
    [
        f"| Wanted | Me |\n|--|--|\n| Talks | {SENTENCE} |\n| {SENTENCE} | yes |\n",
        f"{SENTENCE} | and {SENTENCE}\n",
    ],
)
def test_columns_of_much_text_share_the_line(markdown: str) -> None:
    left, right = widths(markdown)
    assert left == pytest.approx(0.5, abs=0.02)
    assert right == pytest.approx(0.5, abs=0.02)


def test_a_narrow_column_has_what_it_wants() -> None:
    year, text, total = columns.shares([4, 400, 6], 70)
    assert (year, total) == (5 / 70, 7 / 70)
    assert year + text + total == pytest.approx(1)


def test_more_text_is_more_width_but_not_as_much_more() -> None:
    short, long = columns.shares([100, 400], 72)
    assert long == pytest.approx(2 * short)
    assert short + long == pytest.approx(1)


def test_many_columns_fill_the_line() -> None:
    assert sum(columns.shares([1, 30, 2, 200, 9, 60], 60)) == pytest.approx(1)
