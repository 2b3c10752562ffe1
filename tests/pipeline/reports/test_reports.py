"""What the command prints, for a person and for a machine."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.location import Location
from pipeline.reports.places import excerpt
from pipeline.reports.text import Terminal, pace_of
from tests.conftest import LETTER, Command, MakeSite

BAD = LETTER.replace("jobtitle", "jobtitel")


def test_text_names_each_pdf_with_pages_and_time(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    site = make_site({"one.md": LETTER})
    done = coverpress("build", "--site", site, "--out", "out")
    assert done.code == 0
    lines = done.out.splitlines()
    assert sorted(line.split("  ")[0] for line in lines[:2]) == [
        "out/one-a4.pdf",
        "out/one-letter.pdf",
    ]
    assert all("(1 page, " in line for line in lines[:2])
    assert lines[2].startswith("1 letter: 1 built (")


def test_error_shows_the_line_and_a_caret(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"one.md": BAD})
    done = coverpress("build", "--site", site)
    assert done.code == 1
    first, line, caret, hint = done.err.splitlines()
    assert first.endswith(
        "one.md:7:22: error: `jobinfo.jobtitel` is undefined, so nothing can be printed here"
    )
    assert line[caret.index("^") :].startswith("jobinfo.jobtitel }}")
    assert hint == "  Did you mean `jobtitle`?"


def test_warnings_do_not_fail_a_build(make_site: MakeSite, coverpress: Command) -> None:
    letter = LETTER.replace("employer: acme", "employer: acme\nclosign: Best\nsubjet: C# #1 dev")
    done = coverpress("build", "--site", make_site({"one.md": letter}), "--paper", "a4")
    assert done.code == 0
    assert "one.md:5:1: warning: the key `closign` has no meaning here" in done.err
    assert "Did you mean `closing`?" in done.err
    assert "warning: `#1 dev` is read as a comment" in done.err


def test_json_is_one_object(make_site: MakeSite, coverpress: Command, tmp_path: Path) -> None:
    site = make_site({"good.md": LETTER, "bad.md": BAD})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--format", "json")
    assert done.code == 1
    report = json.loads(done.out)
    assert done.err == ""
    assert report["ok"] is False
    assert [pdf["paper"] for pdf in report["pdfs"]] == ["a4", "letter"]
    for pdf in report["pdfs"]:
        assert Path(pdf["path"]).is_file()
        assert pdf["letter"].endswith("good.md")
        assert (pdf["employer"], pdf["pages"], pdf["warnings"]) == ("acme", 1, [])
        assert pdf["seconds"] > 0
    (failure,) = report["failures"]
    assert failure["file"].endswith("bad.md")
    assert failure["letter"].endswith("bad.md")
    assert {key: failure[key] for key in ("line", "column", "code", "hint", "kept")} == {
        "line": 7,
        "column": 22,
        "code": "undefined",
        "hint": "Did you mean `jobtitle`?",
        "kept": [],
    }


@pytest.mark.parametrize(
    ("arguments", "code", "failure"),
    [
        (["--employer", "acne"], 2, "usage"),
        (["nothing-like-it"], 2, "usage"),
        ([], 1, "yaml"),
    ],
)
def test_json_reports_what_stopped_everything(
    make_site: MakeSite, coverpress: Command, arguments: list[str], code: int, failure: str
) -> None:
    broken = {} if arguments else {"_config.yml": "a: [\n"}
    site = make_site({"one.md": LETTER, **broken})
    done = coverpress("build", "--site", site, "--format", "json", *arguments)
    assert done.code == code
    report = json.loads(done.out)
    assert (report["ok"], report["pdfs"]) == (False, [])
    assert [found["code"] for found in report["failures"]] == [failure]


def test_json_for_a_site_without_letters(make_site: MakeSite, coverpress: Command) -> None:
    done = coverpress("build", "--site", make_site({}), "--format", "json")
    assert done.code == 2
    assert "no letter" in json.loads(done.out)["failures"][0]["message"]


@pytest.mark.parametrize("letter", [LETTER, BAD])
def test_a_report_that_cannot_be_written_is_an_error_when_all_is_told(
    make_site: MakeSite, coverpress: Command, tmp_path: Path, letter: str
) -> None:
    site, taken = make_site({"one.md": letter}), tmp_path / "taken"
    taken.touch()  # a file, where the report's folder should be
    done = coverpress("build", "--site", site, "--paper", "a4", "--report", taken / "report.json")
    assert done.code == 1
    assert done.out.splitlines()[-1].startswith("1 letter: 1 ")
    first, hint = done.err.splitlines()[-2:]
    assert "report.json: error: the report cannot be written: " in first
    assert hint == "  Choose another file with `--report`."


def test_a_report_that_cannot_be_written_hides_no_error(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    (tmp_path / "taken").touch()
    file = tmp_path / "taken/report.json"
    done = coverpress("build", "--site", make_site({}), "--report", file)
    assert done.code == 2
    assert "error: there is no letter in" in done.err
    assert "error: the report cannot be written" in done.err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("so 日本語 is TODO here", "TODO"),
        ("\tÄrger, TODO", "TODO"),
        ("e\u0301te\u0301 TODO", "TODO"),
        ("日本語" * 40 + " TODO " + "long " * 40, "TODO"),
        ("a " * 300 + "TODO", "TODO"),
        ("日本語 日本 x", "日本 x"),
    ],
    ids=["wide", "tab", "combining", "wide-and-long", "long", "under-wide"],
)
def test_the_carets_stand_under_the_words(line: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(line + "\n", "utf-8")
    found = excerpt(Location(file, 1, line.index(words) + 1), words)
    assert found
    cut, carets = found
    before = cut[: cut.index(words)]
    assert carets == " " * cell_len(before) + "^" * cell_len(words)
    assert cell_len(cut) <= 76


def test_no_line_of_a_letter_steers_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("an \u202eoverride, an \x1b[31mescape and a 👩\u200d👧 TODO\n", "utf-8")
    found = excerpt(Location(file, 1, 4), "\u202e")
    assert found == ("an ·override, an ·[31mescape and a 👩\u200d👧 TODO", "   ^")


def test_a_hint_is_broken_between_words_at_a_terminal() -> None:
    paper = io.StringIO()
    console = Console(file=paper, force_terminal=True, width=40, highlight=False)
    hint = "Write the whole address, or the site's own into `_config.yml`, as `url: https://…`."
    Terminal().finding(Diagnostic("link.relative", "x", None, hint), console)
    assert paper.getvalue().splitlines()[-3:] == [
        "  Write the whole address, or the site's",
        "  own into `_config.yml`, as",
        "  `url: https://…`.",
    ]


def test_nothing_that_a_letter_or_a_table_says_steers_the_terminal(
    make_site: MakeSite, coverpress: Command
) -> None:
    letter = '---\nlayout: coverletter\nmakepdf: true\nemployer: "a\\e[31mb"\n---\nDear World,\n'
    made = make_site({"one.md": letter})
    (made / "_data/employers.yml").unlink()
    rows = "key,company\na\x1b[31mb,Acme\na\x1b[31mb,Other\n"
    (made / "_data/employers.csv").write_text(rows, "utf-8")
    done = coverpress("check", "--site", made)
    assert "two rows have the key `a·[31mb`" in done.out + done.err
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize(
    ("done", "expected", "seconds", "said"),
    [
        (1, 100, 2.0, ""),
        (10, 100, 20.0, "30 a minute, 3 min left"),
        (10, 20, 5.0, "120 a minute, 5 s left"),
        (100, 5000, 100.0, "60 a minute, 1 h 21 min left"),
        (5, 5, 5.0, ""),
        (5, 10, 0.0, ""),
    ],
)
def test_a_bar_says_how_fast_it_goes(done: int, expected: int, seconds: float, said: str) -> None:
    assert pace_of(done, expected, seconds) == said
