"""What is told can be told on every machine: a sign that an encoding lacks is an escape."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LETTER, MakeSite

MACHINES = {
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Latin 1": {"PYTHONIOENCODING": "latin-1"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
}


@pytest.fixture
def site(make_site: MakeSite) -> Path:
    return make_site({"ärger.md": LETTER.replace("this is", "the the “Ärger” √§ is")})


def told(machine: str, *words: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        env={**os.environ, **MACHINES[machine]},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_report_is_whole(site: Path, machine: str, form: str) -> None:
    done = told(machine, "check", "--site", site, "--format", form)
    assert done.returncode == 0, done.stderr
    assert b"stands twice" in done.stdout
    assert b"fault of Coverpress" not in done.stdout + done.stderr
    if form in ("json", "sarif"):
        assert json.loads(done.stdout.decode("latin-1"))


@pytest.mark.parametrize("machine", MACHINES)
def test_a_pdf_has_the_letters_name(site: Path, machine: str, tmp_path: Path) -> None:
    done = told(machine, "build", "--site", site, "--out", tmp_path / "out", "--paper", "a4")
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "out").glob("*.pdf")
    assert os.fsencode(made.name) == "ärger-a4.pdf".encode()
