"""Front matter from the configuration's `defaults:`."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.engine import plan
from pipeline.model.errors import SettingError
from pipeline.model.location import Location
from pipeline.sources import defaults, site
from tests.pipeline.conftest import Write

CONFIG = """\
defaults:
  - scope: {path: letters/old}
    values: {makepdf: false, tone: old}
  - scope: {path: ""}
    values: {tone: plain, deep: {a: 1, b: 2}}
  - scope: {path: letters}
    values: {layout: coverletter, makepdf: true, tone: warm}
  - scope: {path: "", type: posts}
    values: {tone: post}
  - scope: {path: "notes/*/a.md"}
    values: {tone: starred}
  - values: {everywhere: "yes"}
"""


def front(write: Write, root: Path, name: str, text: str = "") -> dict[str, Any]:
    write("_config.yml", CONFIG)
    file = write(name, f"---\n{text}\n---\n")
    value: dict[str, Any] = defaults.read(file, site.read(root)).front.value
    return value


@pytest.mark.parametrize(
    ("name", "tone"),
    [
        ("a.md", "plain"),
        ("letters/a.md", "warm"),
        ("letters/old/a.md", "old"),
        ("_posts/2026-01-02-a.md", "post"),
        ("notes/x/a.md", "starred"),
        ("notes/x/b.md", "plain"),
        ("notes/x/y/a.md", "plain"),
    ],
)
def test_the_most_specific_scope_wins(write: Write, tmp_path: Path, name: str, tone: str) -> None:
    found = front(write, tmp_path, name)
    assert (found["tone"], found["everywhere"]) == (tone, "yes")


def test_the_page_itself_wins_key_by_key(write: Write, tmp_path: Path) -> None:
    found = front(write, tmp_path, "letters/a.md", "tone: own\ndeep: {b: 3}")
    assert (found["tone"], found["layout"]) == ("own", "coverletter")
    assert found["deep"] == {"a": 1, "b": 3}


def test_a_value_knows_its_place_in_the_configuration(write: Write, tmp_path: Path) -> None:
    write("_config.yml", CONFIG)
    file = write("letters/a.md", "---\ntone: own\n---\n")
    document = defaults.read(file, site.read(tmp_path)).front
    assert document.place("layout") == Location(tmp_path / "_config.yml", 7, 22)
    assert document.place("tone") == Location(file, 2, 7)


def test_a_letter_may_be_one_by_its_defaults(write: Write, tmp_path: Path) -> None:
    write("_config.yml", CONFIG)
    for name in ("a.md", "letters/b.md", "letters/old/c.md"):
        write(name, "---\ntitle: x\n---\nText\n")
    assert [job.name for job in plan.find(site.read(tmp_path))] == ["letters/b"]


@pytest.mark.parametrize(
    ("config", "message", "line"),
    [
        ("defaults: {values: {a: 1}}", "`defaults` is not a list", 1),
        ("defaults:\n  - scope: {path: ''}\n", "an entry of `defaults` has no `values:`", 2),
        ("defaults:\n  - a\n", "an entry of `defaults` has no `values:`", 2),
    ],
)
def test_defaults_that_are_none_are_an_error(
    write: Write, tmp_path: Path, config: str, message: str, line: int
) -> None:
    write("_config.yml", config)
    with pytest.raises(SettingError, match=message) as caught:
        defaults.read(write("a.md", ""), site.read(tmp_path))
    with pytest.raises(SettingError, match=message):
        plan.find(site.read(tmp_path))
    assert caught.value.finding.place
    assert caught.value.finding.place.line == line
