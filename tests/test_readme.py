"""The README, held to its word: its commands run, its files build, its error is the real one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pypandoc
import pytest

from pipeline import site
from tests.conftest import ROOT, Command
from tests.pdf import text_of

README = (ROOT / "README.md").read_text("utf-8")
DOCS = (ROOT / "docs" / "how-it-works.md").read_text("utf-8")
VENV = ROOT / ".venv"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    return [line for block in blocks(text, "sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project that shares its environment."""
    if not (VENV / ".runtime").is_file():
        pytest.skip("`make setup` has not made .venv")
    folder = tmp_path_factory.mktemp("clone")
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder)
        os.utime(folder / name, (0, 0))  # older than .venv, which thus needs nothing
    for name in ("letters", "latex", "filters"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(VENV)
    return folder


@pytest.mark.parametrize("command", commands(README) + commands(DOCS))
def test_command_runs_as_written(clone: Path, command: str) -> None:
    pandoc = Path(pypandoc.get_pandoc_path()).parent
    path = os.pathsep.join((str(VENV / "bin"), str(pandoc), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=clone,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def written(coverpress: Command) -> Command:
    """The README's letter and employer, written down in `letters`; returns the command."""
    employers, sender, *_ = blocks(README, "yaml")
    (letter,) = blocks(README, "markdown")
    for name, text in (
        ("_data/employers.yml", employers),
        ("_data/resume.yml", "emails: [robin@placeholder.example]\n"),
        ("_config.yml", sender.replace("employer.email", "0")),
        ("mudlark.md", letter),
    ):
        file = Path("letters") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return coverpress


def test_letter_and_employer_build(written: Command) -> None:
    done = written("build")
    assert (done.code, done.err) == (0, "")
    text = text_of(Path("build/mudlark-a4.pdf"))
    for part in (
        "robin@placeholder.example",
        "Mudlark & Sons",
        "Ms. Ada Sample",
        "3 Specimen Quay",
        "2 March 2026",
        "Application: C# Engineer",
        "Dear Ms. Sample,",
        "P.S. I can start in May.",
    ):
        assert part in text


def test_error_looks_as_shown(written: Command) -> None:
    assert written("build", "--paper", "a4").code == 0
    letter = Path("letters/mudlark.md")
    letter.write_text(letter.read_text("utf-8").replace("employer.jobtitle", "employer.jobtitel"))
    shown = next(block for block in blocks(README, "text") if "error:" in block)
    assert written("build", "--paper", "a4").err == shown


def test_tables_name_every_key_and_option() -> None:
    from pipeline import cli, settings

    for key in (*settings.CONFIG_KEYS, *settings.LETTER_KEYS):
        assert f"`{key}" in README, key
    for name, command in cli.cli.commands.items():
        assert f"`coverpress {name}" in README
        for option in command.params:
            for flag in option.opts:
                if flag.startswith("--"):
                    assert f"`{flag}" in README or f" {flag} " in README, flag


def test_samples_are_letters_of_placeholders() -> None:
    sample = site.read(ROOT / "letters")
    assert all("example" in record["jobpostingurl"] for record in sample.employers.values())
