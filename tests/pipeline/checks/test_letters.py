"""Letters in many styles, written apart from the rules: none is blamed, and no fault is missed."""

from __future__ import annotations

import calendar
import time
from functools import cache
from pathlib import Path

import pytest

from pipeline.checks import examine
from pipeline.engine import recipe
from pipeline.engine.rules import RULES
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.job import Job
from pipeline.sources import site
from tests.case_files import FOLDER, read_cases

LETTERS = sorted((FOLDER / "letters").glob("*.md"))
CONFIG = 'sender: {name: Robin Placeholder}\nurl: "https://robin.placeholder.example"\n'
WRITTEN = str(calendar.timegm(time.strptime("2026-11-24", "%Y-%m-%d")))
"""The day on which these letters are sent."""


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", WRITTEN)


def look(name: str, text: str, folder: Path) -> tuple[Diagnostic, ...]:
    """Return what is found in the letter `name` with another `text`."""
    (folder / "_data").mkdir(parents=True, exist_ok=True)
    (folder / "_config.yml").write_text(CONFIG, "utf-8")
    records = (FOLDER / "letters" / "employers.yml").read_text("utf-8")
    (folder / "_data" / "employers.yml").write_text(records, "utf-8")
    file = folder / f"{name}.md"
    file.write_text(text, "utf-8")
    opened = site.read(folder)
    return recipe.check(Job(file, name), opened, examine.known(opened, RULES)).findings


@cache
def clean(name: str) -> str:
    return (FOLDER / "letters" / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", [file.stem for file in LETTERS])
def test_a_clean_letter_is_left_alone(name: str, tmp_path: Path) -> None:
    assert look(name, clean(name), tmp_path) == ()


@pytest.mark.parametrize(("given", "expected"), read_cases("planted"))
def test_a_planted_fault_is_found(given: str, expected: str, tmp_path: Path) -> None:
    name, _, old = given.partition("\n")
    codes, _, new = expected.removeprefix(">>> ").partition("\n")
    text = clean(name)
    assert old in text
    first = text[: text.index(old)].count("\n") + 1
    lines = range(first, first + new.count("\n") + 1)
    changed = text.replace(old, new, 1)
    found = [one for one in look(name, changed, tmp_path) if one.code in codes.split()]
    assert found
    told = {one.place.line for one in found if one.place}
    of_all = "employer.unnamed" in codes or "limit." in codes  # not of a single line
    assert of_all or told & set(lines)
