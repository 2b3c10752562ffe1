"""The command `check`, and the checks in `build`: what is printed, in each form, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.engine.rules import RULES
from tests.commands import succeed
from tests.conftest import LETTER, Command, MakeSite

FAULTY = LETTER.replace(
    "this is a letter.", "this is the the letter to Mudlark & Sons, as I recieve it."
)
RECORDS = """\
acme:
  company: Acme Placeholder Ltd
  jobtitle: Sample Engineer
  jobpostingurl: https://acme.example/jobs/1
mudlark:
  company: Mudlark & Sons
  jobtitle: Sample Writer
  jobpostingurl: https://mudlark.example/jobs/2
"""
CLEAN = {
    "_config.yml": "check: {letters.none: off}\nsender: {name: Robin Placeholder}\n",
    "_data/employers.yml": RECORDS,
}
CHECKS = Path(__file__).parents[1] / "checks"
SARIF = json.loads((CHECKS / "sarif-2.1.0-part.json").read_text("utf-8"))


@pytest.fixture
def faulty(make_site: MakeSite) -> Path:
    return make_site({**CLEAN, "one.md": FAULTY, "two.md": LETTER})


def test_text_is_by_letter_with_a_sum(faulty: Path, coverpress: Command) -> None:
    done = coverpress("check", "--site", faulty)
    assert (done.code, done.err) == (1, "")
    assert (
        done.out.replace(f"{faulty}/", "")
        == """\
one.md:12:9: warning: `the` stands twice [damage.doubled]
  this is the the letter to Mudlark & Sons, as I recieve it.
          ^^^^^^^
  Delete one. `coverpress check --fix` does so.
one.md:12:27: error: `Mudlark & Sons` is another employer, `mudlark` [employer.other]
  this is the the letter to Mudlark & Sons, as I recieve it.
                            ^^^^^^^^^^^^^^
  Write your employer's, or say `mentions: [mudlark]` in the front matter.
one.md:12:48: warning: `recieve` is a common misspelling [spelling.typo]
  this is the the letter to Mudlark & Sons, as I recieve it.
                                                 ^^^^^^^
  Write `receive`; or, if it is right, `check: {words: [recieve]}`.

2 letters checked: 1 error, 2 warnings in 1 letter.
"""
    )


def test_nothing_found(make_site: MakeSite, coverpress: Command) -> None:
    done = coverpress("check", "--site", make_site({**CLEAN, "two.md": LETTER}), "--strict")
    assert (done.code, done.out, done.err) == (0, "1 letter checked: no problems.\n", "")


@pytest.mark.parametrize(
    ("config", "arguments", "code"),
    [
        ("", [], 0),
        ("", ["--strict"], 1),
        ("check: {damage.doubled: error}", [], 1),
        ("check: {damage.doubled: note}", ["--strict"], 0),
        ("check: {damage.doubled: off}", ["--strict"], 0),
    ],
)
def test_exit_codes(
    make_site: MakeSite, coverpress: Command, config: str, arguments: list[str], code: int
) -> None:
    letter = LETTER.replace("a letter", "a a letter")
    config = f"sender: {{name: Robin Placeholder}}\n{config}"
    site = make_site({"_config.yml": config, "one.md": letter})
    assert coverpress("check", "--site", site, *arguments).code == code


def test_one_letter_alone(faulty: Path, coverpress: Command) -> None:
    done = coverpress("check", "--site", faulty, faulty / "two.md")
    assert (done.code, done.out) == (0, "1 letter checked: no problems.\n")


def test_for_another_employer(faulty: Path, coverpress: Command) -> None:
    done = coverpress("check", "--site", faulty, "two", "--employer", "mudlark")
    assert done.code == 1
    assert "two.md:10:6: error: `Acme` is another employer, `acme`" in done.out


def test_a_letter_that_cannot_be_read_is_a_finding(
    make_site: MakeSite, coverpress: Command
) -> None:
    letters = {"one.md": LETTER.replace("jobtitle", "jobtitel"), "two.md": LETTER}
    done = coverpress("check", "--site", make_site({**CLEAN, **letters}))
    assert done.code == 1
    assert "one.md:7:22: error: `jobinfo.jobtitel` is undefined" in done.out
    assert done.out.endswith("2 letters checked: 1 error in 1 letter.\n")


def test_a_site_without_letters(make_site: MakeSite, coverpress: Command) -> None:
    done = coverpress("check", "--site", make_site({}))
    assert done.code == 2
    assert "there is no letter" in done.err


def test_json(faulty: Path, coverpress: Command) -> None:
    report = json.loads(coverpress("check", "--site", faulty, "--format", "json").out)
    assert {key: report[key] for key in ("ok", "errors", "warnings", "notes", "site")} == {
        "ok": False,
        "errors": 1,
        "warnings": 2,
        "notes": 0,
        "site": [],
    }
    one, two = report["letters"]
    assert (one["letter"], one["employer"]) == (str(faulty / "one.md"), "acme")
    assert two["findings"] == []
    assert one["findings"][0] == {
        "file": str(faulty / "one.md"),
        "line": 12,
        "column": 9,
        "code": "damage.doubled",
        "severity": "warning",
        "message": "`the` stands twice",
        "hint": "Delete one. `coverpress check --fix` does so.",
        "words": "the the",
        "repair": {"line": 12, "column": 12, "old": " the", "new": ""},
    }


def test_github(faulty: Path, coverpress: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(faulty.parent))
    done = coverpress("check", "--site", faulty, "--format", "github")
    assert done.code == 1
    assert done.out.splitlines() == [
        "::warning file=site/one.md,line=12,col=9,title=damage.doubled"
        "::`the` stands twice%0ADelete one. `coverpress check --fix` does so.",
        "::error file=site/one.md,line=12,col=27,title=employer.other"
        "::`Mudlark & Sons` is another employer, `mudlark`"
        "%0AWrite your employer's, or say `mentions: [mudlark]` in the front matter.",
        "::warning file=site/one.md,line=12,col=48,title=spelling.typo"
        "::`recieve` is a common misspelling"
        "%0AWrite `receive`; or, if it is right, `check: {words: [recieve]}`.",
        "2 letters checked: 1 error, 2 warnings in 1 letter.",
    ]


def test_sarif(faulty: Path, coverpress: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(faulty))
    log: dict[str, Any] = json.loads(coverpress("check", "--site", faulty, "--format", "sarif").out)
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    doubled, other, _ = run["results"]
    assert rules[doubled["ruleIndex"]]["id"] == doubled["ruleId"] == "damage.doubled"
    assert (doubled["level"], other["level"]) == ("warning", "error")
    assert other["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "one.md"},
                "region": {"startLine": 12, "startColumn": 27, "endLine": 12, "endColumn": 41},
            }
        }
    ]
    assert doubled["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 12, "startColumn": 12, "endLine": 12, "endColumn": 16},
            "insertedContent": {"text": ""},
        }
    ]


def test_sarif_of_what_stopped_everything(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"_config.yml": "check: {no.such: off}\n", "one.md": LETTER})
    done = coverpress("check", "--site", site, "--format", "sarif")
    assert done.code == 1
    log = json.loads(done.out)
    jsonschema.validate(log, SARIF)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["setting"]


def test_the_schema_refuses_what_is_wrong() -> None:
    log: dict[str, Any] = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}}]}
    jsonschema.validate(log, SARIF)
    result = {"message": {"text": "x"}, "level": "loud"}
    for wrong in ({"version": "2.0.0"}, {"runs": [{**log["runs"][0], "results": [result]}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(log | wrong, SARIF)


def test_what_many_letters_have_is_told_once(make_site: MakeSite, coverpress: Command) -> None:
    letter = LETTER.replace("a letter.", "a letter that I recieve.")
    site = make_site({**CLEAN, **{f"{name}.md": letter for name in "abcde"}})
    done = coverpress("check", "--site", site)
    names = ", ".join(f"{site}/{name}.md" for name in "abc")
    assert done.out.count("[spelling.typo]") == 1
    assert f"\n  in 5 letters: {names} and 2 more\n" in done.out
    assert done.out.endswith("5 letters checked: 5 warnings, 5 notes in 5 letters.\n") or (
        done.out.endswith("5 letters checked: 5 warnings in 5 letters.\n")
    )
    every = json.loads(coverpress("check", "--site", site, "--format", "json").out)
    assert (
        sum(
            found["code"] == "spelling.typo"
            for read in every["letters"]
            for found in read["findings"]
        )
        == 5
    )


def test_what_two_letters_have_is_told_of_each(make_site: MakeSite, coverpress: Command) -> None:
    letter = LETTER.replace("a letter.", "a letter that I recieve.")
    site = make_site({**CLEAN, "a.md": letter, "b.md": letter})
    done = coverpress("check", "--site", site)
    assert done.out.count("[spelling.typo]") == 2


@pytest.mark.parametrize("value", ["'#N/A'", "undefined", "'???'"])
def test_a_value_that_stands_for_nothing_is_told_at_its_record(
    make_site: MakeSite, coverpress: Command, value: str
) -> None:
    records = f"acme: {{company: Acme, contact: {value}}}\n"
    letter = (
        "---\nlayout: coverletter\nmakepdf: true\nemployer: acme\n---\n"
        "Dear {{ employer.contact }},\n\nI hope that {{ employer.contact }} of Acme is well.\n"
    )
    site = make_site({"_data/employers.yml": records, "a.md": letter, "b.md": letter})
    done = coverpress("check", "--site", site)
    assert done.code == 1
    assert done.out.count("error:") == 1
    assert f"{site}/_data/employers.yml:1:" in done.out
    assert f"\n  in 2 letters: {site}/a.md, {site}/b.md\n" in done.out


def test_a_letters_problems_are_told_in_the_order_of_its_lines(
    make_site: MakeSite, coverpress: Command
) -> None:
    text = "a a letter with TODO, [x](), on Monday, 3 March 2026.\n\n- one\n- \n\nI recieve it.\n"
    site = make_site({**CLEAN, "one.md": LETTER.replace("a letter.", text)})
    done = coverpress("check", "--site", site, "--format", "json")
    (read,) = json.loads(done.out)["letters"]
    places = [(found["line"], found["column"]) for found in read["findings"]]
    assert len(places) >= 5
    assert places == sorted(places)


def test_list_prints_every_rule_that_can_be_changed(coverpress: Command) -> None:
    done = coverpress("check", "--list")
    assert done.code == 0
    assert [line.split()[:2] for line in done.out.splitlines()] == [
        [rule.code, rule.severity] for rule in RULES.values() if not rule.is_fixed
    ]


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_explained_in_a_terminals_width(coverpress: Command, code: str) -> None:
    rule = RULES[code]
    done = coverpress("rule", code)
    said = " ".join(done.out.split())
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    for words in (rule.says, rule.because, rule.example):
        assert " ".join(words.split()) in said
    assert ("cannot be turned off" in said) == rule.is_fixed
    assert (f"check: {{{code}: off}}" in said) != rule.is_fixed


def test_an_explanation_says_for_what_a_rule_can_be_turned_off(coverpress: Command) -> None:
    for code, paragraph, letter in (
        ("hole.cut", True, True),
        ("date.far", False, True),
        ("letters.none", False, False),
    ):
        said = coverpress("rule", code).out
        assert (f"<!-- check: off {code} -->" in said) == paragraph
        assert ("front matter" in said) == letter


def test_the_rule_that_was_meant_is_named(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"one.md": LETTER})
    for arguments in (
        ["rule", "hole.gretin"],
        ["check", "--site", site, "--explain", "hole.gretin"],
    ):
        done = coverpress(*arguments)
        assert (done.code, done.out) == (2, "")
        assert "there is no check `hole.gretin`" in done.err
        assert "Did you mean `hole.greeting`?" in done.err


@pytest.mark.parametrize(
    ("code", "exit_code", "told"),
    [
        ("damage.doubled", 0, "1 warning"),
        ("hole.cut", 0, "no problems"),
        ("hole.item", 1, "1 error"),
    ],
)
def test_a_rule_is_explained_with_what_it_alone_found(
    make_site: MakeSite, coverpress: Command, code: str, exit_code: int, told: str
) -> None:
    site = make_site({"one.md": LETTER.replace("a letter.", "a a letter.\n\n- one\n- \n")})
    done = coverpress("check", "--site", site, "--explain", code)
    assert (done.code, done.err) == (exit_code, "")
    assert done.out.startswith(f"{code} (")
    assert f"checked: {told}" in done.out.splitlines()[-1]
    told_in_json = json.loads(
        coverpress("check", "--site", site, "--explain", code, "--format", "json").out
    )
    (letter,) = told_in_json["letters"]
    assert {found["code"] for found in letter["findings"]} <= {code}


def test_diff_shows_and_changes_nothing(faulty: Path, coverpress: Command) -> None:
    done = coverpress("check", "--site", faulty, "--diff")
    assert done.code == 1
    assert "-this is the the letter to Mudlark" in done.out
    assert "+this is the letter to Mudlark" in done.out
    assert "@@ -9,7 +9,7 @@" in done.out
    assert (faulty / "one.md").read_text("utf-8") == FAULTY


def test_diff_can_be_applied(
    faulty: Path, coverpress: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty)
    Path("fix.diff").write_text(coverpress("check", "--site", ".", "--diff").out, "utf-8")
    succeed("git", "apply", "fix.diff", cwd=faulty)
    assert Path("one.md").read_text("utf-8") == FAULTY.replace("the the", "the")


def test_fix_leaves_a_report_for_machines_whole(faulty: Path, coverpress: Command) -> None:
    done = coverpress("check", "--site", faulty, "--fix", "--format", "json")
    assert json.loads(done.out)["warnings"] == 1
    assert "+this is the letter to Mudlark" in done.err


def test_fix_shows_changes_and_checks_again(faulty: Path, coverpress: Command) -> None:
    done = coverpress("check", "--site", faulty, "--fix")
    assert done.code == 1
    assert "+this is the letter to Mudlark" in done.out
    assert "1 repair in 1 file made." in done.out
    assert done.out.endswith("2 letters checked: 1 error, 1 warning in 1 letter.\n")
    assert (faulty / "one.md").read_text("utf-8") == FAULTY.replace("the the", "the")


# In `build` -------------------------------------------------------------------------------------


def test_build_stops_for_an_error_before_tex(
    faulty: Path, coverpress: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = coverpress("build", "--site", faulty, "two", "--paper", "a4")
    assert good.code == 0
    (faulty / "two.md").write_text(FAULTY, "utf-8")
    before = Path("build/two-a4.pdf").read_bytes()

    def no_tex(*_: object) -> None:
        raise AssertionError("TeX was started")

    monkeypatch.setattr("pipeline.typeset.run", no_tex)
    done = coverpress("build", "--site", faulty, "two", "--paper", "a4")
    assert done.code == 1
    assert "two.md:12:27: error: `Mudlark & Sons` is another employer" in done.err
    assert "two.md:12:48: warning: `recieve` is a common misspelling" in done.err
    assert "build/two-a4.pdf: kept the earlier PDF (out of date)." in done.err
    assert done.out.startswith("1 letter: 1 failed; 2 warnings (")
    assert Path("build/two-a4.pdf").read_bytes() == before


def test_build_shows_warnings(make_site: MakeSite, coverpress: Command) -> None:
    letter = LETTER.replace("a letter", "a a letter")
    done = coverpress("build", "--site", make_site({"one.md": letter}), "--paper", "a4")
    assert done.code == 0
    assert done.err.count("one.md:12:9: warning: `a` stands twice [damage.doubled]") == 1


def test_build_in_json_has_errors_and_warnings(faulty: Path, coverpress: Command) -> None:
    done = coverpress("build", "--site", faulty, "one", "--format", "json")
    report = json.loads(done.out)
    assert [found["code"] for found in report["failures"]] == ["employer.other"]
    assert [found["code"] for found in report["warnings"]] == ["damage.doubled", "spelling.typo"]


def test_build_for_a_workflow(
    faulty: Path, coverpress: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(faulty))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://git.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "robin/letters")
    monkeypatch.setenv("GITHUB_RUN_ID", "17")
    report = tmp_path / "deep" / "report.json"
    arguments = ("--paper", "a4", "--format", "github", "--report", report)
    done = coverpress("build", "--site", faulty, *arguments)
    assert (done.code, done.err) == (1, "")
    run = "https://git.example/robin/letters/actions/runs/17"
    *commands, last = done.out.splitlines()
    assert [command.split(",title=")[0] for command in commands] == [
        "::warning file=one.md,line=12,col=9",
        "::error file=one.md,line=12,col=27",
        "::warning file=one.md,line=12,col=48",
    ]
    assert last.startswith("2 letters: 1 built, 1 failed; 2 warnings (")
    assert json.loads(report.read_text("utf-8"))["ok"] is False
    assert (
        summary.read_text("utf-8").replace(run, "RUN")
        == """\
## Letters

| letter | employer | paper | pages | PDF | state |
|---|---|---|---|---|---|
| `one.md` |  |  | | | not built: `Mudlark & Sons` is another employer\\, `mudlark` |
| `two.md` | `acme` | a4 | 1 | [`two-a4.pdf`](RUN#artifacts) | built |

1 error, 2 warnings.
"""
    )


def test_the_report_tells_of_what_stopped_everything(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    done = coverpress("build", "--site", make_site({}), "--format", "github", "--report", report)
    assert done.code == 2
    assert done.out.startswith("::error title=usage::there is no letter in")
    (failure,) = json.loads(report.read_text("utf-8"))["failures"]
    assert (failure["code"], failure["severity"]) == ("usage", "error")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"one.md": LETTER.replace("a letter", "![a](a.png) and\n![b](b.png)")},
            [
                "one.md:12:14: error: the picture `a.png` is not there",
                "one.md:13:6: error: the picture `b.png` is not there",
            ],
        ),
        (
            {"one.md": LETTER.replace("employer: acme", "employer: acme\nsignature_image: c.png")},
            ["one.md:5:18: error: the picture `c.png` is not there"],
        ),
        (
            {
                "one.md": LETTER,
                "_config.yml": "sender:\n  name: Robin\n  photo: {src: me.png}\n  logo: no.svg\n",
            },
            [
                "_config.yml:3:16: error: the picture `me.png` is not there",
                "_config.yml:4:9: error: the picture `no.svg` is not there",
            ],
        ),
        (
            {
                "one.md": LETTER,
                "_config.yml": "sender:\n  name: Robin\n  phone: '{{ site.phone }}'\n",
            },
            ["_config.yml:3:14: error: `site.phone` is undefined"],
        ),
        (
            {"one.md": LETTER.replace("employer: acme", "employer: acme\nemployer: ecma")},
            ["one.md:5:1: error: the key `employer` stands here a second time"],
        ),
    ],
)
def test_what_a_build_would_stop_at_is_found(
    make_site: MakeSite, coverpress: Command, files: dict[str, str], told: list[str]
) -> None:
    site = make_site(files)
    done = coverpress("check", "--site", site)
    assert done.code == 1
    errors = [line for line in done.out.splitlines() if ": error: " in line]
    assert len(errors) == len(told)
    for line, start in zip(errors, told, strict=True):
        assert line.startswith(f"{site / start}")


def test_a_conflict_of_git_is_told_at_its_first_line(
    make_site: MakeSite, coverpress: Command
) -> None:
    text = LETTER.replace(
        "this is a letter.", "this is\n<<<<<<< HEAD\na letter.\n=======\nit.\n>>>>>>> draft"
    )
    done = coverpress("check", "--site", make_site({**CLEAN, "one.md": text}))
    assert done.code == 1
    assert "one.md:13:1: error: git has left a conflict here" in done.out
