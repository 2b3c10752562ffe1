"""Which line of which file a line of LaTeX was made of."""

from pathlib import Path

import pytest

from pipeline.model.location import Location
from pipeline.typeset import Manuscript

LETTER, INCLUDE = Path("a.md"), Path("part.md")
MARKS = (Location(LETTER, 7, 1), Location(INCLUDE, 2, 5), Location(LETTER, 20, 3))
LATEX = r"""\documentclass{x}
\usepackage{one}
\usepackage{both}
\begin{document}
\heading{title}
\from{0}one
two \from{1}three
four

five \from{0}six \from{2}seven"""


@pytest.fixture
def manuscript(tmp_path: Path) -> Manuscript:
    (tmp_path / "letter.latex").write_text("% a comment\n  \\usepackage{one}\n", "utf-8")
    for name in ("a.latex", "b.latex"):
        (tmp_path / name).write_text("\\usepackage{both}\n", "utf-8")
    return Manuscript(LATEX, LETTER, {}, MARKS, tmp_path)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (3, Location(LETTER)),
        (5, Location(LETTER)),
        (6, Location(LETTER, 7, 1)),
        (7, Location(INCLUDE, 2, 5)),
        (8, Location(INCLUDE, 3, 1)),
        (9, Location(INCLUDE, 2, 5)),
        (10, Location(LETTER, 20, 3)),
        (None, Location(LETTER)),
    ],
)
def test_place(line: int | None, place: Location, manuscript: Manuscript) -> None:
    assert manuscript.place(line) == place


def test_place_in_the_template(manuscript: Manuscript) -> None:
    assert manuscript.place(2) == Location(manuscript.templates / "letter.latex", 2)
