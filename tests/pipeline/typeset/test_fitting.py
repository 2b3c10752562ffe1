"""How far a page is tightened, and what is said of it."""

from __future__ import annotations

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
from pipeline.typeset import fitting
from pipeline.typeset.fitting import STEPS, Spacing, spacing
from pipeline.writers import pandoc
from tests.conftest import Command, MakeSite

LIMITS = Spacing(size=10, leading=1.1, left=18, right=18, top=18, bottom=18)
sizes = st.floats(9, 14)
formats = st.sampled_from(list(FORMATS.values()))


def look(format_: str = "modern", size: float = 11.0, pages: int | None = 1) -> Style:
    return Style(FORMATS[format_], "pagella", size, "000000", "plain", pages)


def letter(front: str = "pages: 1") -> Letter:
    return front_matter.parse(f"---\n{front}\n---\n", Path("one.md"))


def of_lines(*pages: tuple[str, ...]) -> Pages:
    return Pages(len(pages), 595, 842, "", pages, (), ())


# Limits ----------------------------------------------------------------------------------------


def test_a_letter_that_fits_is_as_it_should_look() -> None:
    assert spacing(look()) == Spacing(11, 1.2, 25, 25, 20, 20)


def test_the_last_step_is_at_the_limits() -> None:
    assert spacing(look(), STEPS) == LIMITS


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].window])
def test_beside_a_window_the_margins_stay(name: str) -> None:
    tight = spacing(look(name), STEPS)
    assert (tight.left, tight.right) == (FORMATS[name].left, FORMATS[name].right)
    assert (tight.size, tight.leading, tight.top, tight.bottom) == (10, 1.1, 18, 18)


def test_what_the_author_wants_smaller_stays() -> None:
    assert spacing(look(size=9.5), STEPS).size == 9.5


@given(sizes, formats)
def test_no_step_goes_beyond_a_limit_and_each_is_tighter(size: float, format_: object) -> None:
    wanted = Style(format_, "pagella", size, "000000", "plain", 1)  # type: ignore[arg-type]
    steps = [spacing(wanted, step) for step in range(STEPS + 1)]
    for name in ("size", "leading", "left", "right", "top", "bottom"):
        values = [getattr(step, name) for step in steps]
        assert values == sorted(values, reverse=True)
        assert values[-1] >= min(getattr(LIMITS, name), values[0])
    assert len({(step.leading, step.bottom) for step in steps}) == STEPS + 1


@given(sizes, formats, st.integers(0, STEPS))
def test_the_template_is_told_the_limits_as_they_are(
    size: float, format_: object, step: int
) -> None:
    wanted = Style(format_, "pagella", size, "000000", "plain", 1)  # type: ignore[arg-type]
    latex = spacing(wanted, step).latex()
    found = re.findall(r"\\def\\(\w+)measure\{([\d.]+)(pt|mm)\}", latex)
    told = {name: float(value) for name, value, _ in found}
    assert len(found) == latex.count("\n") == 6
    assert told["size"] >= min(10, round(size, 2))
    assert min(told[side] for side in ("left", "right", "top", "bottom")) >= 18
    assert told["line"] / told["size"] >= 1.1 - 0.001


# The search ------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 4), min_size=STEPS + 1, max_size=STEPS + 1), st.integers(1, 4))
def test_the_first_step_that_fits_is_found(pages: list[int], limit: int) -> None:
    pages.sort(reverse=True)
    asked = []

    def pages_at(step: int) -> int:
        asked.append(step)
        return pages[step]

    steps = [step for step, count in enumerate(pages) if count <= limit]
    assert fitting.search(pages_at, limit) == (steps[0] if steps else None)
    assert len(asked) == len(set(asked)) <= 5  # each costs a run of TeX


@pytest.mark.parametrize(
    ("letters", "limit", "pages"),
    [
        (0, None, 1),
        (3000, None, 1),
        (3200, None, 2),
        (7000, None, 2),
        (8000, None, 3),
        (9999, 1, 1),
    ],
)
def test_likely_pages(letters: int, limit: int | None, pages: int) -> None:
    text = f"{'a' * letters}[](https://acme.example/{'b' * 5000})"
    assert fitting.likely_pages(text, limit) == pages


# What is said ----------------------------------------------------------------------------------


def test_what_was_done_is_said() -> None:
    found = fitting.told(look(), 3, "a4", letter())
    assert found.code == "note.fit"
    assert found.message == (
        "to fit on a4 it is set tighter: 10.5 pt, line distance 1.15, margins 21.5 and 21.5 mm"
    )
    assert str(found.place) == "one.md:2:8"


@pytest.mark.parametrize("front", ["title: x", "pages: 2"])
def test_a_limit_that_is_not_of_the_letter_has_no_line_in_it(front: str) -> None:
    assert fitting.told(look(pages=1), 3, "a4", letter(front)).place == Location(Path("one.md"))


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
    error = fitting.overflow(
        of_lines(*pages), look(pages=limit), "letter", letter(f"title: x\npages: {limit}")
    )
    assert str(error) == f"the letter does not fit {message}"
    assert error.finding.hint == (
        "It was tried with 10 pt, line distance 1.1, margins 18 and 18 mm."
        " Shorten it, or allow more pages."
    )
    assert str(error.finding.place) == "one.md:3:8"


@pytest.mark.parametrize(
    ("last", "message"),
    [
        (("a b",), "page 2 has only 1 line"),
        (("a", "b"), "page 2 has only 2 lines"),
        (("a", " ", "b", "c"), "page 2 has only 3 lines"),
    ],
)
def test_a_page_with_hardly_a_line_is_pointed_out(last: tuple[str, ...], message: str) -> None:
    (found,) = fitting.widow(of_lines(("a",), last), letter("title: x"))
    assert (found.code, found.message) == ("page.widow", message)
    assert found.hint.startswith("`pages: 1` in the front matter ")


@pytest.mark.parametrize(
    "pages", [(("a",),), (("a",), ("a", "b", "c", "d")), (("a",), ("",)), (("a",), ())]
)
def test_no_other_page_is(pages: tuple[tuple[str, ...], ...]) -> None:
    assert fitting.widow(of_lines(*pages), letter()) == ()


# Real letters ----------------------------------------------------------------------------------


def of_length(lines: int, front: str = "") -> str:
    """Return a letter of so many paragraphs of a line."""
    text = "\n\n".join(f"Line {number} of this letter." for number in range(1, lines + 1))
    quiet = "check: {letter.opening: off}\n"
    return f"---\nlayout: coverletter\nmakepdf: true\n{front}{quiet}---\n{text}\n"


def lines_of_first_page(folder: Path, step: int) -> int:
    """Return how many such lines are on the first page of A4, at a step of tightening."""
    file = folder / "long.md"
    file.write_text(of_length(99), "utf-8")
    opened = site.read(folder)
    (job,) = plan.find(opened, [file])
    drafted = recipe.draft(job, opened)
    measures = spacing(drafted.rendering.settings.style, step).latex()
    made = typeset.run(replace(recipe.manuscript(drafted, "a4"), measures=measures), folder)
    return len(inspection.read(made.pdf, file).lines[0])


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> int:
    return lines_of_first_page(tmp_path_factory.mktemp("usual"), 0)


@pytest.fixture(scope="module")
def tightest(tmp_path_factory: pytest.TempPathFactory) -> int:
    return lines_of_first_page(tmp_path_factory.mktemp("tightest"), STEPS)


def test_a_last_page_of_two_lines_is_reported(
    make_site: MakeSite, coverpress: Command, usual: int
) -> None:
    made = make_site({"one.md": of_length(usual + 2)})
    done = coverpress("build", "--site", made, "--paper", "a4")
    assert done.code == 0
    assert "(2 pages, " in done.out
    assert "one.md: warning: page 2 has only 2 lines" in done.err
    assert "`pages: 1` in the front matter" in done.err


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
