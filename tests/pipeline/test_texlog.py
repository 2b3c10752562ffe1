"""What TeX's log says, in plain words; the lines are as LuaTeX writes them."""

import pytest

from pipeline import texlog
from pipeline.texlog import Failure, Overfull

BRACES = "Count the braces: each `{` needs its `}`."
TEXT = "Write a backslash before the sign if it is text."


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        (
            "./letter.tex:12: Undefined control sequence.\nl.12 some \\foo\n               {x}\n",
            Failure(
                "TeX does not know the command `\\foo`",
                "Correct its name, or write two backslashes if it is text.",
                12,
                r"\foo",
            ),
        ),
        (
            "letter.tex:7: Missing $ inserted.\n<inserted text>\n   $\nl.7 a_\n      b\n",
            Failure("a sign of mathematics stands outside of mathematics", TEXT, 7),
        ),
        (
            "letter.tex:7: Too many }'s.\nl.7 a}\n",
            Failure("a `}` closes nothing", BRACES, 7),
        ),
        (
            "! File ended while scanning use of \\textbf .\nl.99 \\end{document}\n",
            Failure("a `{` is never closed", BRACES, 99),
        ),
        (
            "letter.tex:4: LaTeX Error: Environment foo undefined.\n\nl.4 \\begin{foo}\n",
            Failure("TeX does not know the environment `foo`", "Correct its name.", 4),
        ),
        (
            "letter.tex:8: LaTeX Error: \\begin{center} on input line 4 ended by \\end{letter}.\n",
            Failure(
                "`\\begin{center}` is closed by `\\end{letter}`",
                "Close what was opened last first.",
                8,
            ),
        ),
        ("letter.tex:8: Something new.\nl.8 x\n", Failure("Something new", "", 8)),
        ("This is LuaHBTeX\n", Failure("no reason was given", "", None)),
    ],
)
def test_failure(log: str, expected: Failure) -> None:
    assert texlog.failure(log) == expected


@pytest.mark.parametrize(
    ("log", "font"),
    [
        ('! Package fontspec Error: The font "SomeFont" cannot be found.\n', "SomeFont"),
        (
            "letter.tex:7: Package fontspec Error: \n"
            '(fontspec)                The font "Some Font" cannot be\n'
            "(fontspec)                found; this may be but usually is not a bug.\n",
            "Some Font",
        ),
        ("letter.tex:8: Something new.\n", None),
    ],
)
def test_missing_font(log: str, font: str | None) -> None:
    assert texlog.missing_font(log) == font


def test_overfull_lines_are_told_once() -> None:
    line = "Overfull line: 12.25pt, from 7: some words \n"
    other = "Overfull line: 0.5pt, from -1: \n"
    log = f"{line}\nOverfull \\vbox (3pt too high)\n{line}{other}"
    assert texlog.overfull(log) == [Overfull(0.5, -1, ""), Overfull(12.25, 7, "some words")]
