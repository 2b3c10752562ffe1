"""Which line of which file a line of LaTeX was made of."""

from pathlib import Path

import pytest

from pipeline.errors import Place
from pipeline.typeset import Manuscript

LETTER, INCLUDE = Path("a.md"), Path("part.md")
MARKS = (Place(LETTER, 7, 1), Place(INCLUDE, 2, 5), Place(LETTER, 20, 3))
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
        (3, Place(LETTER)),
        (5, Place(LETTER)),
        (6, Place(LETTER, 7, 1)),
        (7, Place(INCLUDE, 2, 5)),
        (8, Place(INCLUDE, 3, 1)),
        (9, Place(INCLUDE, 2, 5)),
        (10, Place(LETTER, 20, 3)),
        (None, Place(LETTER)),
    ],
)
def test_place(line: int | None, place: Place, manuscript: Manuscript) -> None:
    assert manuscript.place(line) == place


def test_place_in_the_template(manuscript: Manuscript) -> None:
    assert manuscript.place(2) == Place(manuscript.templates / "letter.latex", 2)
