"""Liquid's own conformance suite, golden-liquid, with the environment that letters get.

Two rules are switched off for it: that printing what is undefined, or a whole record, is an error.
Every other deviation is named here, with its reason.
"""

import json
from pathlib import Path
from typing import Any

import liquid as python_liquid
import pytest

from pipeline import liquid
from pipeline.model.errors import LiquidError
from pipeline.model.location import Location
from tests.conftest import ROOT

SUITE = ROOT.parent / "shared" / "conformance" / "golden_liquid.json"

_BLANK = "Jekyll's `blank` is not nil and not false either: see `cases/jekyll/pages.txt`"
_SHORTHAND = "`a.[b]`, as Octopress's sites write it, is no error; see `cases/jekyll/pages.txt`"
DEVIATIONS = {
    "blank and empty, false is equal to blank": _BLANK,
    "blank and empty, nil is equal to blank": _BLANK,
    "blank and empty, null is equal to blank": _BLANK,
    "blank and empty, undefined is equal to blank": _BLANK,
    "output, dot followed by bracket": _SHORTHAND,
    "filters, sort, array of objects with missing key": "Jekyll's `sort` puts them first",
    "filters, where, value is explicit nil": "Jekyll's `where` looks for nil",
    "tags, case, unexpected when token, strict2": "the suite's next case has it as no error",
}


def cases() -> list[Any]:
    if not SUITE.is_file():
        return []
    tests = json.loads(SUITE.read_text("utf-8"))["tests"]
    return [pytest.param(test, id=test["name"]) for test in tests]


def agrees(test: dict[str, Any], folder: Path) -> bool:
    for name, text in test.get("templates", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    try:
        place = Location(folder / "letter.md", 1, 1)
        rendered = liquid.render(test["template"], place, test.get("data", {}), folder)
    except LiquidError:
        return bool(test.get("invalid"))
    results = [test["result"]] if "result" in test else test.get("results", [])
    return rendered.tokens.resolve(rendered.text) in results


@pytest.mark.skipif(not SUITE.is_file(), reason="golden-liquid is not part of the project")
@pytest.mark.parametrize("test", cases())
def test_golden(test: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.liquid.environment.Missing", python_liquid.Undefined)
    monkeypatch.setattr("pipeline.liquid.output.refuse_record", lambda *_: None)
    assert agrees(test, tmp_path) == (test["name"] not in DEVIATIONS)
