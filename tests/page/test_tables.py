"""Tables: at the left with the text, their columns as written, their cells in the structure."""

from __future__ import annotations

from pathlib import Path

import outloud
import pytest

from pipeline import typeset
from pipeline.engine import recipe
from tests.page_tools import (
    CONFIG,
    EXTRACTORS,
    MODERN,
    Element,
    Press,
    draft,
    line,
    lines,
    marked,
    opened,
    structure,
)

LEAST_MARGIN = 25.0  # millimetres, on a page that is no tighter than it likes
FRONT = "---\nlayout: coverletter\nmakepdf: true\ndate: 2026-03-02\n---\nDear readers,\n\n"
TABLES = f"""{FRONT}
here they are.

| Word      | Between | Figure |
|:----------|:-------:|-------:|
| a *word* | x[^one] | 10,000 |
| [a link](https://robin.example) | `code` | 7 |

[^one]: A note in a cell.

| Year | What was done in that year, and who has done it in the end | Sum |
|------|--------|----:|
| 2024 | A text of more than seventy letters that goes on in lines below it.[^two] | 1 |

[^two]: A note in a cell of several lines.

- Before the table

    | in | list |
    |----|------|
    | 1  | 2    |

> | in | quotation |
> |----|-----------|
> | 3  | 4         |

Sincerely,
Robin Placeholder
"""
ROWS = 70
LONG = (
    f"{FRONT}| Row | Square |\n|----|---:|\n"
    + "".join(f"| no. {number} | {number**2} |\n" for number in range(1, ROWS + 1))
    + "\nSincerely,\nRobin Placeholder\n"
)


@pytest.fixture(scope="session")
def tables(press: Press) -> Path:
    return press.pdf(press.site({"_config.yml": CONFIG, "tables.md": TABLES}), "tables", MODERN)


@pytest.fixture(scope="session")
def long(press: Press) -> Path:
    return press.pdf(press.site({"_config.yml": CONFIG, "long.md": LONG}), "long", MODERN)


def rows_of(table: Element) -> list[list[str]]:
    return [
        [cell.text.strip() for cell in row if cell.tag in ("TH", "TD")] for row in table.all("TR")
    ]


def test_cells_in_reading_order(tables: Path) -> None:
    plain, wide, in_list, in_quotation = structure(tables).all("Table")
    # A note stands in the cell that speaks of it.
    assert rows_of(plain) == [
        ["Word", "Between", "Figure"],
        ["a word", "x11A note in a cell.", "10,000"],
        ["a link", "code", "7"],
    ]
    assert [cell[:25] for cell in rows_of(wide)[1]] == ["2024", "A text of more than seven", "1"]
    assert rows_of(in_list) == [["in", "list"], ["1", "2"]]
    assert rows_of(in_quotation) == [["in", "quotation"], ["3", "4"]]


def test_rows_stand_in_groups(tables: Path) -> None:
    for table in structure(tables).all("Table"):
        groups = [kid for kid in table.kids if isinstance(kid, Element)]
        assert [group.tag for group in groups] == ["THead", "TBody"]
        head, body = groups
        assert {cell.tag for row in head.all("TR") for cell in row.kids} == {"TH"}  # type: ignore[union-attr]
        assert {cell.tag for row in body.all("TR") for cell in row.kids} == {"TD"}  # type: ignore[union-attr]
        assert {cell.attributes["scope"] for cell in head.all("TH")} == {"Column"}


def test_nothing_empty_around_them(tables: Path) -> None:
    tree = structure(tables)
    assert [found.tag for found in tree if not found.text.strip() and found.tag != "OBJR"] == []
    (quotation,) = tree.all("BlockQuote")
    assert [kid.tag for kid in quotation.kids if isinstance(kid, Element)] == ["Table"]


def test_columns_stand_as_written(tables: Path) -> None:
    found = lines(tables)
    margin = line(found, "Dear readers").left
    assert line(found, "Word").left == pytest.approx(margin, abs=0.3)
    assert line(found, "a word").left == pytest.approx(margin, abs=0.3)
    # The last words of the heading and of the first row: the column's cells end at one edge.
    assert line(found, "Figure").right == pytest.approx(line(found, "10,000").right, abs=0.3)
    assert line(found, "quotation").left > margin + 2


@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_notes_of_cells_are_on_the_page(tables: Path, extractor: str) -> None:
    text = " ".join(EXTRACTORS[extractor](tables).split())
    assert "A note in a cell." in text
    assert "A note in a cell of several lines." in text


def test_long_table_goes_on_on_the_next_page(long: Path) -> None:
    first, second = (lines(long, page) for page in (0, 1))
    rows = [box for page in (first, second) for box in page if box.text.startswith("no. ")]
    assert len(rows) == ROWS
    assert any(box.text.startswith("no. 1") for box in first)
    assert max(box.bottom for box in [*first, *second]) < 297 - 10
    (table,) = structure(long).all("Table")
    assert [row[0] for row in rows_of(table)[1:]] == [f"no. {number}" for number in range(1, 71)]


def test_rules_are_no_part_of_the_text(tables: Path) -> None:
    with opened(tables) as document:
        rules = [piece for piece in marked(document.pages[0]) if piece.drawn and not piece.text]
    assert len([piece for piece in rules if piece.tag == "Artifact"]) >= 3 * 4


def test_table_needs_no_second_run(press: Press, tmp_path: Path) -> None:
    letter = f"{FRONT}| a | b |\n|---|---|\n| 1 | 2 |\n\nSincerely,\nRobin Placeholder\n"
    drafted = draft(press.site({"_config.yml": CONFIG, "a.md": letter}), "a")
    manuscript = recipe.manuscript(drafted, "a4")
    assert "longtable" in manuscript.latex.partition(r"\begin{document}")[2]
    assert typeset.run(manuscript, tmp_path).runs == 1


@pytest.mark.parametrize("name", ["tables", "long"])
def test_checker_finds_no_fault(request: pytest.FixtureRequest, name: str) -> None:
    result = outloud.check(str(request.getfixturevalue(name)), skip=["DOC-012"])
    assert (result.error, result.findings) == (None, [])


def test_table_that_is_too_wide_is_pointed_out(press: Press, tmp_path: Path) -> None:
    cells = " | ".join(["M" * 30] * 3)
    letter = f"{FRONT}| {cells} |\n|---|---|---|\n| 1 | 2 | 3 |\n\nSincerely,\nRobin Placeholder\n"
    drafted = draft(press.site({"_config.yml": CONFIG, "wide.md": letter}), "wide")
    built = recipe.typeset_paper(drafted, "a4", recipe.Options(tmp_path, 1))
    assert [found.code for found in built.warnings] == ["page.overfull"]


WIDE = f"""{FRONT}| Wanted | Me |
|----|----|
| Talks | {"given to boards and committees of all kinds " * 4}|
| {"clients in two languages and three countries " * 4}| yes |

{"A paragraph with a sign that makes it a table " * 4}| {"as kramdown has it " * 6}

Sincerely,
Robin Placeholder
"""


def test_lines_of_wide_columns_are_broken(press: Press) -> None:
    site = press.site({"_config.yml": CONFIG, "wide.md": WIDE})
    found = lines(press.pdf(site, "wide", MODERN))
    assert max(box.right for box in found) < 210 - LEAST_MARGIN + 6
    assert sum("boards" in box.text for box in found) > 1
