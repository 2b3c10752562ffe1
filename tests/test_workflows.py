"""The workflows and the action."""

import json
import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import run, script, succeed

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))

needs_jq = pytest.mark.skipif(not shutil.which("jq"), reason="runners have jq, this machine not")


def load(path: Path) -> dict[str, Any]:
    document = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(document, dict)
    return document


def steps(path: Path) -> list[dict[str, Any]]:
    document = load(path)
    parts = [document["runs"]] if "runs" in document else list(document["jobs"].values())
    return [step for part in parts for step in part["steps"]]


def step_script(path: Path, name: str) -> str:
    (text,) = (step["run"] for step in steps(path) if step.get("id") == name)
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_steps_are_safe_and_use_make(path: Path) -> None:
    for step in steps(path):
        text = step.get("run", "")
        # Text of an issue, a branch or an input would become part of the program.
        assert "${{" not in text
        tools = r"^\s*(sudo|pip3?|apt|apt-get|python3? -m|pytest|ruff|mypy|pandoc|coverpress)\s"
        assert not re.search(tools, text, re.MULTILINE), "the Makefile does this"
        uses = step.get("uses", "./")
        assert uses == "./" or re.fullmatch(r"actions/[a-z-]+@v\d+", uses)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_only_read(path: Path) -> None:
    assert load(path)["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in load(path)["jobs"].values())


def test_ci_runs_make() -> None:
    assert steps(WORKFLOWS[0])[-1]["run"].endswith(" .ci/run")
    assert "make --keep-going lint jekyll browser test" in (ROOT / ".ci/run").read_text("utf-8")


def test_python_versions_are_the_ones_promised() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lowest = project["requires-python"].removeprefix(">=")
    assert lowest in load(WORKFLOWS[0])["jobs"]["check"]["strategy"]["matrix"]["python"]


REPORT = {
    "pdfs": [
        {"paper": "a4", "path": "OUT/2026/one-a4.pdf"},
        {"paper": "letter", "path": "OUT/2026/one-letter.pdf"},
        {"paper": "a4", "path": "build/one-a4.pdf"},
    ],
}


def test_action_keeps_the_exit_code_and_names_the_report(tmp_path: Path) -> None:
    script(tmp_path / "bin/make", 'printf "<%s>" "$SITE" "$OUT" "$REPORT" "$@"\nexit 2')
    (tmp_path / "my out").mkdir()
    env = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "SITE": "my $(site)",
        "OUT": "my out",
        "GITHUB_ACTION_PATH": "/action",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    text = step_script(ROOT / "action.yml", "build")
    done = run("bash", "-eo", "pipefail", "-c", text, cwd=tmp_path, env=env)
    assert done.returncode == 2, done.stderr
    report = f"{tmp_path}/my out/report.json"
    assert (tmp_path / "output").read_text("utf-8").splitlines() == [
        f"folder={tmp_path}/my out",
        f"report={report}",
    ]
    assert done.stdout == (
        f"<{tmp_path}/my $(site)><{tmp_path}/my out><{report}>"
        "<-C></action><pdf><ARGS=--format github>"
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_name_the_images_that_they_run_on(path: Path) -> None:
    """Each image has its own TeX Live: what `latest` means changes without a word."""
    for job in load(path)["jobs"].values():
        images = job.get("strategy", {}).get("matrix", {}).get("image", [job["runs-on"]])
        assert all(re.fullmatch(r"ubuntu-\d\d\.\d\d", image) for image in images)


@pytest.mark.parametrize(("fails", "told"), [("setup", 1), ("doctor", 0)])
def test_action_stops_before_any_letter_where_none_can_be_built(
    tmp_path: Path, fails: str, told: int
) -> None:
    script(tmp_path / "bin/make", f'echo "$3"\n[ "$3" != {fails} ] || exit 3')
    env = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "GITHUB_ACTION_PATH": "/action"}
    text = step_script(ROOT / "action.yml", "doctor")
    done = run("bash", "-eo", "pipefail", "-c", text, cwd=tmp_path, env=env)
    assert done.returncode == 3
    assert done.stdout.count("::error ") == told, "what is wrong with TeX, `doctor` tells itself"
    assert [step.get("id") for step in steps(ROOT / "action.yml")][-2:] == ["doctor", "build"]


def test_readme_shows_the_actions_inputs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    inputs = load(ROOT / "action.yml")["inputs"]
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", readme, re.MULTILINE))
    assert {name: rows[name].strip("`") for name in inputs} == {
        name: about["default"] or "what each letter says" for name, about in inputs.items()
    }
    (shown,) = re.findall(r"^```yaml\n(on: .*?)^```", readme, re.MULTILINE | re.DOTALL)
    (job,) = yaml.safe_load(shown)["jobs"].values()
    (used,) = (step for step in job["steps"] if step["uses"].startswith("coverpress/"))
    assert used["with"].keys() <= inputs.keys()
    outputs = load(ROOT / "action.yml")["outputs"]
    assert set(re.findall(r"steps\.coverpress\.outputs\.(\w+)", shown)) <= outputs.keys()


def test_papers_are_the_letters_own_if_none_are_named() -> None:
    """A letter in a format for A4 only would fail if the action asked for both papers."""
    assert load(ROOT / "action.yml")["inputs"]["papers"]["default"] == ""


@needs_jq
def test_each_letter_becomes_one_artifact(tmp_path: Path) -> None:
    report = json.dumps(REPORT).replace("OUT", f"{tmp_path}/build")
    (tmp_path / "report.json").write_text(report, "utf-8")
    env = {
        "PATH": os.environ["PATH"],
        "FOLDER": f"{tmp_path}/build",
        "REPORT": str(tmp_path / "report.json"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    text = step_script(ROOT / ".github/workflows/letters.yml", "list")
    succeed("bash", "-eo", "pipefail", "-c", text, cwd=tmp_path, env=env)
    name, _, listed = (tmp_path / "output").read_text("utf-8").partition("=")
    assert name == "letters"
    assert json.loads(listed) == [
        {"name": "letter-2026-one", "files": "2026/one-a4.pdf\n2026/one-letter.pdf"},
        {"name": "letter-one", "files": "one-a4.pdf"},
    ]
