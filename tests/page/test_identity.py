"""The same sources give the same bytes: in every folder, at every time, with every cache."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.engine import recipe
from pipeline.typeset import run
from tests.page_tools import (
    CONFIG,
    EMPLOYERS,
    FULL_SITE,
    MODERN,
    SAMPLE_NAMES,
    SAMPLES,
    SHEETS,
    Press,
    Sheet,
    draft,
    typeset,
)

YEAR = 365 * 24 * 60 * 60
MOST_BYTES = 60_000
PAGE = "---\nlayout: coverletter\nmakepdf: true\nemployer: acme\n{}---\nDear Acme,\n\n{}\n"
SITE = {
    "_config.yml": CONFIG,
    "_data/employers.yml": EMPLOYERS,
    "undated.md": PAGE.format("date: today\n", "this is a letter.\n\nSincerely,\nRobin"),
    "timeless.md": PAGE.format("", "this is a letter.\n\nSincerely,\nRobin"),
    "long.md": PAGE.format("date: 2026-03-02\n", "This is a sentence of a letter. " * 300),
}
Elsewhere = Callable[[Path, str, int], str]


def digest(pdf: Path) -> str:
    return hashlib.sha256(pdf.read_bytes()).hexdigest()


@pytest.fixture
def elsewhere(press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """Return a function that builds a copy of a site in other folders, at another time."""

    def build(root: Path, name: str, epoch: int) -> str:
        home = tmp_path / f"a place with a long name {epoch}"
        # Filling a cache takes long, so that the tests share this one; it is not the usual one.
        temporary, cache = home / "temporary", press.folder / "another cache"
        temporary.mkdir(parents=True)
        shutil.copytree(root, home / "site")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        monkeypatch.setenv("TMPDIR", str(temporary))
        monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
        monkeypatch.setenv("TZ", "Pacific/Kiritimati")
        monkeypatch.setattr(tempfile, "tempdir", None)
        pdf = typeset(draft(home / "site", name, "modern"), "a4", home / "out").path
        assert cache.is_dir()
        return digest(pdf)

    return build


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_samples(press: Press, elsewhere: Elsewhere, name: str) -> None:
    assert digest(press.pdf(SAMPLES, name)) == elsewhere(SAMPLES, name, YEAR)


def test_signature_and_pictures(press: Press, elsewhere: Elsewhere) -> None:
    root = press.site(FULL_SITE)
    assert digest(press.full(MODERN)) == elsewhere(root, "full", 2 * YEAR)


def test_letter_of_several_pages(press: Press, elsewhere: Elsewhere) -> None:
    root = press.site(SITE)
    assert digest(press.pdf(root, "long")) == elsewhere(root, "long", YEAR)


@pytest.mark.parametrize("name", ["undated", "timeless"])
def test_letter_without_a_date_has_that_of_the_sources(
    press: Press, elsewhere: Elsewhere, tmp_path: Path, name: str
) -> None:
    root = press.site(SITE)
    first = elsewhere(root, name, 40 * YEAR)
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    assert elsewhere(root, name, 40 * YEAR) == first
    assert elsewhere(root, name, 41 * YEAR) != first


def test_papers_and_letters_differ(press: Press) -> None:
    modern = [sheet for sheet in SHEETS if sheet.format_ == "modern"]
    digests = {digest(press.pdf(SAMPLES, name, sheet)) for name in SAMPLE_NAMES for sheet in modern}
    assert len(digests) == len(SAMPLE_NAMES) * len(modern)


@pytest.mark.parametrize("name", ["analyst", "redakteurin"])
@pytest.mark.parametrize("sheet", SHEETS, ids="-".join, scope="session")
def test_size_of_a_page(press: Press, sheet: Sheet, name: str) -> None:
    assert press.pdf(SAMPLES, name, sheet).stat().st_size < MOST_BYTES


ROOMY_PAGES = {"analyst": 1, "project-lead": 3}
"""On how many pages they come before they are tightened."""


@pytest.mark.parametrize(("name", "pages"), [("analyst", 2), ("project-lead", 1)])
def test_the_guess_of_pages_changes_nothing(tmp_path: Path, name: str, pages: int) -> None:
    manuscript = recipe.manuscript(draft(SAMPLES, name, "modern"), "a4")
    guessed = dataclasses.replace(manuscript, likely_pages=pages)
    right = dataclasses.replace(manuscript, likely_pages=ROOMY_PAGES[name])
    found = [digest(run(one, tmp_path).pdf) for one in (guessed, right)]
    assert found[0] == found[1]


def test_pages_are_guessed_right() -> None:
    assert recipe.manuscript(draft(SAMPLES, "analyst", "modern"), "a4").likely_pages == 1
    assert recipe.manuscript(draft(SAMPLES, "project-lead", "modern"), "a4").likely_pages == 2


def test_a_right_guess_saves_a_run(press: Press, tmp_path: Path) -> None:
    manuscript = recipe.manuscript(draft(press.site(SITE), "long", "modern"), "a4")
    guesses = [dataclasses.replace(manuscript, likely_pages=pages) for pages in (2, 3)]
    assert [run(guess, tmp_path).runs for guess in guesses] == [2, 1]


def test_a_letter_of_one_page_is_set_once(tmp_path: Path) -> None:
    assert run(recipe.manuscript(draft(SAMPLES, "analyst", "modern"), "a4"), tmp_path).runs == 1


def test_what_is_looked_up_takes_another_run(press: Press, tmp_path: Path) -> None:
    letter = PAGE.format("", "see [there](#there).\n\n## There\n\nText.")
    root = press.site({"_config.yml": CONFIG, "_data/employers.yml": EMPLOYERS, "a.md": letter})
    made = run(recipe.manuscript(draft(root, "a", "modern"), "a4"), tmp_path)
    assert made.runs > 1
    assert "undefined references" not in made.log
