"""The LaTeX of every sample letter, compared whole with the stored one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engine import plan, recipe
from pipeline.sources import site
from tests.conftest import ROOT

GOLDEN = Path(__file__).parent / "golden"
SITE = site.read(ROOT / "letters")
SAMPLES = {job.name: job for job in plan.find(SITE)}


def test_every_golden_file_has_its_letter() -> None:
    assert {file.stem for file in GOLDEN.glob("*.tex")} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_latex_of_sample(name: str, request: pytest.FixtureRequest) -> None:
    latex = recipe.latex(recipe.draft(SAMPLES[name], SITE), "a4")
    golden = GOLDEN / f"{name}.tex"
    if request.config.getoption("--update-golden"):
        golden.write_text(latex, encoding="utf-8")
    assert latex == golden.read_text("utf-8")
