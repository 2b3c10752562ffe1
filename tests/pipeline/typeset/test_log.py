"""What TeX's log says, in plain words; the lines are as LuaTeX writes them."""

import pytest

from pipeline.typeset import log as texlog
from pipeline.typeset.log import Failure, Overfull

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
        ("This is LuaHBTeX\n", Failure("", "", None)),
    ],
)
def test_failure(log: str, expected: Failure) -> None:
    assert texlog.failure(log) == expected


def test_overfull_lines_are_told_once() -> None:
    line = "Overfull line: 12.25pt, from 7: some words \n"
    other = "Overfull line: 0.5pt, from -1: \n"
    log = f"{line}\nOverfull \\vbox (3pt too high)\n{line}{other}"
    assert texlog.overfull(log) == [Overfull(0.5, -1, ""), Overfull(12.25, 7, "some words")]


EARLY = {
    "a font loader without a folder": (
        "luaotfload | cache : no writeable cache path, quiting\n",
        "cache : no writeable cache path, quiting",
    ),
    "Lua": (
        "(./letter.tex\nLaTeX2e <2024-11-01>\n"
        "...tex/luatex/luaotfload/luaotfload-multiscript.lua:70: attempt to index a nil value\n"
        "stack traceback:\n\t[\\directlua]:1: in main chunk.\n",
        "attempt to index a nil value (luaotfload-multiscript.lua)",
    ),
    "a package of the distribution": (
        "(/usr/tex/latex/tagpdf/tagpdf.sty\n/usr/tex/latex/tagpdf/tagpdf.sty:1: It is broken.\n",
        "It is broken (tagpdf.sty)",
    ),
    "no format": (
        "kpathsea: Running mktexfmt lualatex.fmt\nI can't find the format file `lualatex.fmt'!\n",
        "I can't find the format file `lualatex.fmt'!",
    ),
    "a broken format": (
        "This is LuaHBTeX\n---! lualatex.fmt\n(Fatal format file error; I'm stymied)\n",
        "Fatal format file error; I'm stymied",
    ),
    "a package": (
        "./letter.tex:3: LaTeX Error: Something is too old.\nl.3 \\usepackage{x}\n",
        "LaTeX Error: Something is too old",
    ),
    "what nobody has seen before": ("one line\nand another\n\n", "and another"),
    "nothing": ("", "it stopped without a word"),
}


@pytest.mark.parametrize("kind", EARLY)
def test_what_fails_before_the_letter_is_told_in_its_own_words(kind: str) -> None:
    log, words = EARLY[kind]
    assert texlog.early_failure(log) == words
    assert not texlog.began(log)


def test_the_letter_begins_where_its_auxiliary_file_is_read() -> None:
    assert texlog.began("(./letter.tex\nLaTeX2e (./letter.aux)\n")


@pytest.mark.parametrize(
    ("log", "font"),
    [
        ('x: Package fontspec Error: The font "NoSuchFont" cannot be found.', "NoSuchFont"),
        (
            "x: Package fontspec Error: \n(fontspec)                The font "
            '"No Such Font" cannot be found; this\n(fontspec)                may be',
            "No Such Font",
        ),
        ("x: Package fontspec Error: The font nosuch-regular cannot be found.", "nosuch-regular"),
        ("x: Another error.", None),
    ],
)
def test_missing_font(log: str, font: str | None) -> None:
    assert texlog.missing_font(log) == font


def test_a_message_of_several_lines_is_one() -> None:
    log = "./letter.tex:9: Package babel Error: \n(babel)      You have to\n(babel)      load it.\n"
    assert texlog.failure(log).message == "Package babel Error: You have to load it"
