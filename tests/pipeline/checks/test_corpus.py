"""How often the checks are right: planted errors are found, and clean letters are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks import examine
from pipeline.checks.examine import Checked
from pipeline.checks.subject import Known
from pipeline.engine import recipe
from pipeline.engine.rules import RULES
from pipeline.model.job import Job
from pipeline.sources import site
from tests.pipeline.checks import corpus
from tests.pipeline.checks.corpus import Sample

CONFIG = 'sender: {name: Robin Placeholder}\nurl: "https://robin.example"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "_data").mkdir()
    (folder / "_data" / "employers.yml").write_text(corpus.EMPLOYERS, "utf-8")
    (folder / "_config.yml").write_text(CONFIG, "utf-8")
    return folder


def look(sample: Sample, folder: Path, known: dict[Path, Known]) -> Checked:
    if folder not in known:
        known[folder] = examine.known(site.read(folder), RULES)
    file = folder / "letter.md"
    file.write_text(sample.text, "utf-8")
    # A site reads a page once; what is known of it is the same for all of these letters.
    return recipe.check(Job(file, "letter"), site.read(folder), known[folder])


def test_there_are_enough_letters() -> None:
    assert len(list(corpus.clean())) == 132
    assert len(list(corpus.planted())) == 121
    assert len({language for language, _ in corpus.TEXTS.values()}) == 6


def test_every_planted_error_is_found(folder: Path) -> None:
    known: dict[Path, Known] = {}
    missed = []
    for sample in corpus.planted():
        found = look(sample, folder, known).findings
        if ("error", sample.code, sample.words) not in [
            (one.severity, one.code, one.words) for one in found
        ]:
            missed.append((sample.name, sample.code, sample.words, found))
    assert missed == []


def test_planted_letters_have_no_other_error(folder: Path) -> None:
    known: dict[Path, Known] = {}
    others = [
        (sample.name, one.code, one.words)
        for sample in corpus.planted()
        for one in look(sample, folder, known).findings
        if one.severity == "error" and not one.code.startswith(sample.code.partition(".")[0])
    ]
    assert others == []


def test_clean_letters_are_left_alone(folder: Path) -> None:
    """No error at all, and less than a warning in ten letters."""
    known: dict[Path, Known] = {}
    false = [
        (sample.name, one.severity, one.code, one.words)
        for sample in corpus.clean()
        for one in look(sample, folder, known).findings
    ]
    assert [one for one in false if one[1] == "error"] == []
    assert len(false) < len(list(corpus.clean())) / 10, false
