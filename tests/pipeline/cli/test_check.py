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

2 letters checked: 1 error, 2 warnings.
"""
    )


def test_nothing_found(make_site: MakeSite, coverpress: Command) -> None:
    done = coverpress("check", "--site", make_site({**CLEAN, "two.md": LETTER}), "--strict")
    assert (done.code, done.out, done.err) == (0, "1 letter checked: nothing found.\n", "")


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
    assert (done.code, done.out) == (0, "1 letter checked: nothing found.\n")


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
    assert done.out.endswith("2 letters checked: 1 error.\n")


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
        "2 letters checked: 1 error, 2 warnings.",
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


def test_list_prints_every_rule_that_can_be_changed(coverpress: Command) -> None:
    done = coverpress("check", "--list")
    assert done.code == 0
    assert [line.split()[:2] for line in done.out.splitlines()] == [
        [rule.code, rule.severity] for rule in RULES.values() if not rule.is_fixed
    ]


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
    assert done.out.endswith("2 letters checked: 1 error, 1 warning.\n")
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
    assert "build/two-a4.pdf is still the one of an earlier build." in done.err
    assert done.out == "0 PDFs built, 1 failed.\n"
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
    assert last == "1 PDF built, 1 failed."
    assert json.loads(report.read_text("utf-8"))["ok"] is False
    assert (
        summary.read_text("utf-8").replace(run, "RUN")
        == """\
## Letters

| letter | employer | paper | pages | PDF |
|---|---|---|---|---|
| `two.md` | `acme` | a4 | 1 | [`two-a4.pdf`](RUN#artifacts) |
| `one.md` |  |  | | not built: `Mudlark & Sons` is another employer\\, `mudlark` |

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
