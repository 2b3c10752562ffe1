"""The trial on other releases: what it reads, what it skips, what it prints."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.commands import script
from tests.systems import __main__ as systems
from tests.systems.__main__ import Row, SkippedError

DEB822 = """\
# A comment
Types: deb deb-src
URIs: http://archive.example/debian/
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/some.gpg

Types: deb
URIs: http://archive.example/debian-security
Suites: bookworm-security
Components: main

Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
Enabled: no
"""
ONE_LINE = """\
# deb http://comment.example/debian bookworm main
deb [arch=amd64 signed-by=/some.gpg] http://archive.example/ubuntu noble main universe # as ever
deb-src http://archive.example/ubuntu noble main
deb http://other.example/tools stable contrib
"""


@pytest.fixture
def apt(tmp_path: Path) -> Path:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list.d/debian.sources").write_text(DEB822, "utf-8")
    (tmp_path / "sources.list").write_text(ONE_LINE, "utf-8")
    return tmp_path


def test_both_forms_of_sources_are_read(apt: Path) -> None:
    assert list(systems.sources(apt)) == [
        ("http://archive.example/debian/", ["bookworm", "bookworm-updates"], ["main"]),
        ("http://archive.example/debian-security", ["bookworm-security"], ["main"]),
        ("http://archive.example/ubuntu", ["noble"], ["main", "universe"]),
        ("http://other.example/tools", ["stable"], ["contrib"]),
    ]


@pytest.mark.parametrize(
    ("suite", "address"),
    [
        ("trixie", "http://archive.example/debian"),
        ("jammy", "http://archive.example/ubuntu"),
    ],
)
def test_a_suite_comes_from_the_archive_of_its_kind(
    apt: Path, monkeypatch: pytest.MonkeyPatch, suite: str, address: str
) -> None:
    asked: list[str] = []

    def urlopen(url: str, timeout: float) -> object:
        asked.append(url)
        return (apt / "sources.list").open()

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    assert systems.source_for(suite, apt) == address
    assert asked == [f"{address}/dists/{suite}/Release"]


def test_a_suite_that_no_archive_has_is_skipped(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def urlopen(url: str, timeout: float) -> None:
        raise urllib.error.URLError("no")

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    with pytest.raises(SkippedError, match="no apt source of this machine has it"):
        systems.source_for("nonesuch", apt)


def test_who_is_not_root_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SkippedError, match="only root"):
        systems.make_root("trixie", tmp_path, "http://archive.example/debian")


def test_a_root_that_cannot_be_made_is_skipped_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "trixie"
    script(tmp_path / "bin/debootstrap", f"mkdir -p {root}/usr; echo no network; exit 1")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(systems, "OUT", tmp_path / "logs")
    with pytest.raises(SkippedError, match="debootstrap cannot make it here"):
        systems.make_root("trixie", root, "http://archive.example/debian")
    assert not root.exists()


def test_the_table_has_a_line_for_each_suite() -> None:
    rows = [
        Row("bookworm", ["TeX Live 2022", "3.11.2", "60 s", "900 MB", "ok, 9 s", "7 passed, 80 s"]),
        Row("noble", ["skipped: no apt source of this machine has it"]),
    ]
    assert systems.table(rows).splitlines() == [
        "suite     TeX            Python  set-up  added   make pdf  make test",
        "bookworm  TeX Live 2022  3.11.2  60 s    900 MB  ok, 9 s   7 passed, 80 s",
        "noble  skipped: no apt source of this machine has it",
    ]


def test_a_command_that_fails_shows_its_last_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(systems, "OUT", tmp_path)
    with pytest.raises(Exception, match="exit status 3"):
        systems.log("trixie", "make pdf", ["sh", "-c", "echo why; exit 3"])
    assert capsys.readouterr().err == "trixie: make pdf\nwhy\n"
    assert (tmp_path / "trixie-make-pdf.log").read_text("utf-8") == "why\n"
