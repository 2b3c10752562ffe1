"""Raw TeX that is not whole is printed, so the brace that has none is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.checks.site import CONFIG, FRONT, look


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A \\textbf{bold word.", [(4, 10, "{")]),
        ("A \\textbf{bold}} word.", [(4, 16, "}")]),
        ("A \\textit{\\emph{x}}, {a set} and \\{ a brace.", []),
        ("\\begin{center}\n{\\small\n\ntext}\n\\end{center}", []),
        ("A {set of `\\emph{x` words.", []),
    ],
    ids=["open", "closed", "whole", "environment", "code"],
)
def test_braces_of_raw_tex(text: str, found: list[tuple[int, int, str]], tmp_path: Path) -> None:
    files = {"_config.yml": CONFIG + "raw_tex: true\n"}
    told = [
        (
            finding.place and finding.place.line,
            finding.place and finding.place.column,
            finding.words,
        )
        for finding in look(tmp_path, FRONT + text + "\n", files).findings
    ]
    assert told == found
