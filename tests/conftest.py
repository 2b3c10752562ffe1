"""What all tests share: small sites, the command in process, and the switch for golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypandoc
import pytest

from pipeline import cli
from pipeline.engine.recipe import READING_FONTS

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "seed"
"""The real letter that the project began with; it is not part of the project."""

TODAY = "1772409600"
"""2 March 2026, in seconds since 1970."""

EMPLOYERS = """\
acme:
  company: Acme Placeholder Ltd
  jobtitle: Sample Engineer
  jobpostingurl: https://acme.example/jobs/1
"""
LETTER = """\
---
layout: coverletter
makepdf: true
employer: acme
---
{% assign jobinfo = site.data.employers.[page.employer] %}
### Application: [{{ jobinfo.jobtitle }}]({{ jobinfo.jobpostingurl }})
{: #application }

Dear Acme,

this is a letter.

Sincerely,
Robin Placeholder
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files anew, then look at them",
    )


@dataclass(frozen=True)
class Outcome:
    """What a run of the command left."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]
MakeSite = Callable[[dict[str, str]], Path]


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Return a function that writes files, by path, into a new site with one employer."""

    def make(files: dict[str, str]) -> Path:
        site = tmp_path / "site"
        for name, text in ({"_data/employers.yml": EMPLOYERS} | files).items():
            file = site / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return site

    return make


@pytest.fixture
def coverpress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Return a function that runs the command in an empty folder, as a shell would."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr("sys.argv", ["coverpress", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        printed = capsys.readouterr()
        # Which test is the first on this machine to set a font is no matter of any.
        said = printed.err.replace(f"{READING_FONTS}\n", "")
        assert "It is a fault of Coverpress" not in printed.out + said
        return Outcome(int(exit_.value.code or 0), printed.out, said)

    return run


@pytest.fixture
def seed() -> Path:
    """Return the site of the real letter, or skip."""
    if not SEED.is_dir():
        pytest.skip("the real letter is not part of the project, and not beside it here")
    return SEED


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run on one day, that of their letters, without another test's PDFs or Pandoc."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.setenv("COVERPRESS_CACHE", "none")
    if "PYPANDOC_PANDOC" in os.environ:
        monkeypatch.delenv("PYPANDOC_PANDOC")
    pypandoc.clean_pandocpath_cache()
