"""Folders for a moment leave nothing behind, even where their program was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.files import scratch

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders are locked on Unix")

PROGRAM = """
from pipeline.files import scratch

with scratch.folder() as made:
    print(made, flush=True)
    input()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def age(folder: Path) -> None:
    long_ago = time.time() - 1000
    os.utime(folder, (long_ago, long_ago))


def test_a_folder_is_gone_with_its_work(place: Path) -> None:
    with scratch.folder() as made:
        (made / "file").touch()
        assert made.parent == place
        assert made.stat().st_mode & 0o777 == 0o700
    assert list(place.iterdir()) == []


def test_what_a_killed_program_left_is_swept(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        made = Path(process.stdout.readline().strip())
        age(made)
        scratch.sweep()
        assert made.is_dir(), "its program is at work"
        process.kill()
    scratch.sweep()
    assert not made.exists()


def test_what_is_another_s_is_left_alone(place: Path) -> None:
    for name in ("other", "coverpress-new"):
        (place / name).mkdir()
    (place / "coverpress-link").symlink_to(place / "other")
    age(place / "other")
    scratch.sweep()
    assert sorted(one.name for one in place.iterdir()) == [
        "coverpress-link",
        "coverpress-new",
        "other",
    ]
