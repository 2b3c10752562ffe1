"""How far a page is tightened, and what is said of it."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import typeset
from pipeline.engine import plan, recipe
from pipeline.model.location import Location
from pipeline.model.pages import Pages
from pipeline.pdf import inspection
from pipeline.settings.page_formats import FORMATS
from pipeline.settings.style import Style
from pipeline.sources import front_matter, site
from pipeline.sources.front_matter import Letter
from pipeline.typeset import fitting, measures
from pipeline.typeset.fitting import Fitting
from pipeline.typeset.log import Extent
from pipeline.writers import pandoc
from tests.conftest import Command, MakeSite


def look(format_: str = "modern", size: float = 11.0, pages: int | None = 1) -> Style:
    return Style(FORMATS[format_], "pagella", size, "000000", "plain", pages)


def letter(front: str = "pages: 1") -> Letter:
    return front_matter.parse(f"---\n{front}\n---\n", Path("one.md"))


def of_lines(*pages: tuple[str, ...]) -> Pages:
    return Pages(len(pages), 595, 842, "", pages, (), ())


formats = st.sampled_from(list(FORMATS.values()))
TIGHTEST = measures.scale(look()).steps[-1]


# The way to the wanted pages --------------------------------------------------------------------


class Imagined:
    """A letter of so many words, and of some white that is not expected."""

    def __init__(self, words: int, surprise: float, limit: int | None, format_: str) -> None:
        self.words, self.surprise = words, surprise
        self.scale = measures.scale(look(format_))
        window = FORMATS[format_].window
        self.way = Fitting(self.scale, 297, limit, window.text_top if window else None)

    def lines(self, step: int) -> int:
        return math.ceil(self.words * 5.5 / self.scale.steps[step].characters) + 8

    def extent(self, step: int) -> Extent:
        spacing = self.scale.steps[step]
        page = (297 - spacing.top - spacing.bottom) / 25.4 * 72.27
        white = 4 * spacing.air + 10 * spacing.gap
        height = (self.lines(step) + white) * spacing.line + spacing.signature / 25.4 * 72.27 + 90
        if self.way.text_top is not None:
            height += (self.way.text_top - spacing.top) / 25.4 * 72.27
        pages = math.ceil((height + self.surprise) / page)
        counts = tuple(self.lines(number) for number in range(len(self.scale.steps)))
        last = height - (pages - 1) * page
        return Extent(pages, height, last, counts[step], counts, 4, 10, 0, True)

    def run(self) -> dict[int, Extent]:
        tried: dict[int, Extent] = {}
        step: int | None = 0
        while step is not None:
            tried[step] = self.extent(step)
            step = self.way.next(tried)
        return tried


@given(st.integers(20, 1500), st.floats(0, 8), st.sampled_from((1, 2, 3)), formats)
def test_a_letter_comes_to_its_pages_where_it_can(
    words: int, surprise: float, limit: int, format_: Any
) -> None:
    imagined = Imagined(words, surprise, limit, format_.name)
    tried = imagined.run()
    last = len(imagined.scale.steps) - 1
    fits = imagined.extent(last).pages <= limit
    assert (tried[max(tried)].pages <= limit) is fits
    assert len(tried) <= 4
    assert fits or max(tried) == last


@given(st.integers(20, 1500), formats)
def test_what_fits_as_it_is_is_set_once(words: int, format_: Any) -> None:
    imagined = Imagined(words, 0, None, format_.name)
    pages = imagined.extent(0).pages
    assert len(Imagined(words, 0, pages, format_.name).run()) == 1


@given(st.integers(20, 1500), formats)
def test_without_a_limit_no_page_is_tighter_than_comfortable(words: int, format_: Any) -> None:
    imagined = Imagined(words, 0, None, format_.name)
    tried = imagined.run()
    assert max(tried) <= imagined.scale.comfortable
    fits = imagined.extent(imagined.scale.comfortable).pages < tried[0].pages
    assert (min(extent.pages for extent in tried.values()) < tried[0].pages) is fits or len(
        tried
    ) <= 2


@pytest.mark.parametrize(
    ("letters", "limit", "pages"),
    [
        (0, None, 1),
        (2700, None, 1),
        (2900, None, 2),
        (4500, None, 2),
        (4700, None, 3),
        (9999, 1, 1),
    ],
)
def test_likely_pages(letters: int, limit: int | None, pages: int) -> None:
    text = f"{'a' * letters}[](https://acme.example/{'b' * 5000})"
    assert fitting.likely_pages(text, limit) == pages


# What is said ----------------------------------------------------------------------------------


def test_what_was_done_is_said() -> None:
    found = fitting.told(look(), TIGHTEST, "a4", letter())
    assert found.code == "note.fit"
    assert found.message == (
        "to fit on a4 it is set tighter: 10 pt, line distance 1.1, at most 106 characters a line"
    )
    assert str(found.place) == "one.md:2:8"


@pytest.mark.parametrize("front", ["title: x", "pages: 2"])
def test_a_limit_that_is_not_of_the_letter_has_no_line_in_it(front: str) -> None:
    assert fitting.told(look(pages=1), TIGHTEST, "a4", letter(front)).place == Location(
        Path("one.md")
    )


@pytest.mark.parametrize(
    ("pages", "limit", "message"),
    [
        ((("a",), ("b c", "", "d")), 1, "on one page of letter: 2 lines (3 words) too many"),
        ((("a",), ("b",)), 1, "on one page of letter: 1 line (1 word) too many"),
        ((("a",), ("b",), ("c d",), ("e",)), 2, "on 2 pages of letter: 2 lines (3 words) too many"),
    ],
)
def test_what_is_too_much_is_counted(
    pages: tuple[tuple[str, ...], ...], limit: int, message: str
) -> None:
    front = f"title: x\npages: {limit}"
    error = fitting.overflow(of_lines(*pages), look(pages=limit), TIGHTEST, "letter", letter(front))
    assert str(error) == f"the letter does not fit {message}"
    assert error.finding.hint == (
        "It was tried with 10 pt, line distance 1.1, at most 106 characters a line."
        " Shorten it, or allow more pages."
    )
    assert str(error.finding.place) == "one.md:3:8"


@pytest.mark.parametrize(
    ("last", "message"),
    [
        (("head", "a b"), "page 2 has only 1 line"),
        (("head", "a", " ", "b", "c", "d"), "page 2 has only 4 lines"),
        (("head", "a", "b", "Yours sincerely,", "A", "B", "C", "D"), "page 2 has only 2 lines"),
        (
            ("head", "Kind regards,", "Robin", "Enclosures", "a", "b"),
            "page 2 has only the closing, and no line of the text",
        ),
    ],
)
def test_a_page_with_hardly_a_line_is_pointed_out(last: tuple[str, ...], message: str) -> None:
    (found,) = fitting.widow(of_lines(("a",), last), letter("title: x"))
    assert (found.code, found.message) == ("page.widow", message)
    assert found.hint.startswith("`pages: 1` in the front matter ")


@pytest.mark.parametrize(
    "pages", [(("a",),), (("a",), ("head", *"abcde")), (("a",), ("",)), (("a",), ())]
)
def test_no_other_page_is(pages: tuple[tuple[str, ...], ...]) -> None:
    assert fitting.widow(of_lines(*pages), letter()) == ()


# Real letters ----------------------------------------------------------------------------------


def of_length(lines: int, front: str = "") -> str:
    """Return a letter of so many paragraphs of a line."""
    text = "\n\n".join(f"Line {number} of this letter." for number in range(1, lines + 1))
    quiet = "check: {letter.opening: off}\n"
    return f"---\nlayout: coverletter\nmakepdf: true\n{front}{quiet}---\n{text}\n"


def lines_of_first_page(folder: Path, last: str) -> int:
    """Return how many such lines are on the first page of A4 on the step `last` of the scale."""
    file = folder / "long.md"
    file.write_text(of_length(99), "utf-8")
    opened = site.read(folder)
    (job,) = plan.find(opened, [file])
    drafted = recipe.draft(job, opened)
    scale = measures.scale(drafted.rendering.settings.style)
    step = scale.comfortable if last == "comfortable" else len(scale.steps) - 1
    measured = replace(recipe.manuscript(drafted, "a4"), measures=scale.latex(step))
    return len(inspection.read(typeset.run(measured, folder).pdf, file).lines[0])


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> int:
    return lines_of_first_page(tmp_path_factory.mktemp("usual"), "comfortable")


@pytest.fixture(scope="module")
def tightest(tmp_path_factory: pytest.TempPathFactory) -> int:
    return lines_of_first_page(tmp_path_factory.mktemp("tightest"), "last")


def test_a_letter_is_tightened_until_it_fits(
    make_site: MakeSite, coverpress: Command, usual: int
) -> None:
    made = make_site({"one.md": of_length(usual + 2, "pages: 1\n")})
    done = coverpress("build", "--site", made, "--paper", "a4")
    assert done.code == 0
    assert "(1 page, " in done.out
    assert re.search(r"one\.md:4:8: note: to fit on a4 it is set tighter: 1\d(\.\d)? pt", done.err)
    assert inspection.read(Path("build/one-a4.pdf"), Path("one.md")).text.endswith(
        f"Line {usual + 2} of this letter."
    )


def test_a_letter_may_be_a_little_tighter_by_itself(
    make_site: MakeSite, coverpress: Command, usual: int
) -> None:
    made = make_site({"one.md": of_length(usual - 1)})
    done = coverpress("build", "--site", made, "--paper", "a4")
    assert done.code == 0
    assert "(1 page, " in done.out
    assert "note.fit" not in done.err


def test_pandoc_writes_a_letter_once_however_often_it_is_tried(
    make_site: MakeSite,
    coverpress: Command,
    usual: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    written = tmp_path / "written"
    write = pandoc.write

    def counted(tree: str, *rest: Any) -> str:  # in the letter's own process
        with written.open("a", encoding="utf-8") as file:
            file.write(f"{'Line' in tree}\n")
        return write(tree, *rest)

    monkeypatch.setattr(pandoc, "write", counted)
    made = make_site({"one.md": of_length(usual + 2, "pages: 1\n")})
    assert coverpress("build", "--site", made, "--paper", "a4").code == 0
    assert written.read_text("utf-8").count("True") == 1


def test_a_letter_that_fits_is_not_tightened(
    make_site: MakeSite, coverpress: Command, usual: int
) -> None:
    made = make_site({"one.md": of_length(usual, "pages: 1\n")})
    done = coverpress("build", "--site", made, "--paper", "a4")
    assert (done.code, done.err) == (0, "")
    assert "(1 page, " in done.out


def test_the_command_line_tightens_too_and_stands_before_the_letter(
    make_site: MakeSite, coverpress: Command, usual: int
) -> None:
    made = make_site({"one.md": of_length(usual + 2, "pages: 2\n")})
    done = coverpress("build", "--site", made, "--paper", "a4", "--pages", "1")
    assert done.code == 0
    assert "(1 page, " in done.out
    assert "one.md: note: to fit on a4 it is set tighter: " in done.err


def test_what_is_too_much_at_the_tightest_is_counted_for_each_paper(
    make_site: MakeSite, coverpress: Command, tightest: int
) -> None:
    made = make_site({"one.md": of_length(tightest + 3, "pages: 1\n")})
    done = coverpress("build", "--site", made)
    assert done.code == 1
    assert (
        "one.md:4:8: error: the letter does not fit on one page of a4: 3 lines (15 words) too many"
    ) in done.err
    (lines, words) = re.findall(r"page of letter: (\d+) lines \((\d+) words\)", done.err)[0]
    assert int(lines) > 3  # the paper is shorter
    assert int(words) == 5 * int(lines)
    assert not list(Path().rglob("*.pdf"))
