"""What the rules find, and what they leave alone: the cases in `cases/check/*.txt`.

A case is a letter's text, or a whole file with its front matter. What is expected are lines
`LINE:COLUMN severity code words`, counted from the first line that the case shows. `␠` is a fixed
space, `␣` a plain one at the end of a line, `↵` a line end.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.engine.rules import RULES
from tests.case_files import FOLDER, read_cases
from tests.pipeline.checks.site import FRONT, look


@pytest.mark.parametrize(("given", "expected"), read_cases("check"))
def test_case(given: str, expected: str, tmp_path: Path) -> None:
    lines_above = 0 if given.startswith("---\n") else FRONT.count("\n")
    found = []
    for finding in look(tmp_path, given.replace("␠", "\u00a0")).findings:
        assert finding.place
        assert finding.place.line
        line = finding.place.line - lines_above
        words = re.sub(" $", "␣", finding.words).replace("\u00a0", "␠").replace("\n", "↵")
        said = (f"{line}:{finding.place.column}", finding.severity, finding.code, words)
        found.append(" ".join(filter(None, said)))
    assert "\n".join((">>> found", *(found or ["nothing"]))) == expected


def test_every_rule_of_text_has_a_case() -> None:
    cases = "".join(file.read_text("utf-8") for file in (FOLDER / "check").glob("*.txt"))
    elsewhere = (
        "page.",
        "letters.",
        "yaml.",
        "setting.",
        "layout.",
        "note.",
        "pandoc",
        "limit.pages",
        "data.",
    )
    ignored = ("kramdown.ignored", "html.ignored")
    for rule in RULES.values():
        if not rule.is_fixed and not rule.code.startswith(
            (*elsewhere, *ignored, "link.dead", "link.relative")
        ):
            assert f" {rule.code}" in cases, rule.code
