"""Fonts are read once on a machine, before any letter, which cannot change what was read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.engine.recipe import READING_FONTS
from tests.conftest import LETTER, MakeSite


@pytest.fixture
def build(make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Return what builds a letter on a machine of its own, as far as fonts go."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Build(make_site, tmp_path)


class Build:
    """A build in a process of its own, with the cache `cache`."""

    def __init__(self, make_site: MakeSite, folder: Path) -> None:
        self.cache = folder / "cache"
        self._make_site = make_site
        self._folder = folder

    def __call__(self, letter: str = LETTER, config: str = "") -> subprocess.CompletedProcess[str]:
        site = self._make_site(
            {"one.md": letter, "_config.yml": config or "sender: {name: Robin Placeholder}"}
        )
        words = ["build", "--site", site, "--out", self._folder / "out", "--keep-tex"]
        return subprocess.run(
            [sys.executable, "-m", "pipeline", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def files(self) -> dict[str, bytes]:
        """The files of the cache, by their names."""
        return {file.name: file.read_bytes() for file in self.cache.rglob("*") if file.is_file()}

    @property
    def read_again(self) -> list[str]:
        """The names of the font files that LuaTeX has read for the letters themselves."""
        kept = (self._folder / "out").glob("*.tex.d/texmf-var/**/fonts/otl/*")
        return sorted({file.name for file in kept})

    @property
    def log(self) -> str:
        return next((self._folder / "out").glob("*.tex.d/letter.log")).read_text("utf-8")


def test_fonts_are_read_once_and_told_of(build: Build) -> None:
    first = build()
    assert first.returncode == 0, first.stderr
    assert first.stderr.splitlines() == [READING_FONTS], "one line, though there are two papers"
    assert "texgyrepagella-regular.luc" in build.files
    assert build.read_again == []
    before = build.files
    second = build()
    assert (second.returncode, second.stderr) == (0, "")
    assert build.files == before
    # A letter makes no index of fonts, and one that asks for a font by its name finds it made.
    assert "Font names database not found" not in build.log
    assert "luaotfload-names.lua.gz" in build.files
    by_name = build(LETTER.replace("employer:", "font: TeX Gyre Heros\nemployer:"))
    assert by_name.returncode == 0, by_name.stderr
    assert by_name.stderr.splitlines() == [READING_FONTS]
    assert "Font names database not found" not in build.log


def test_a_letter_cannot_change_what_was_read(build: Build) -> None:
    lua = (
        r"\directlua{for path in os.getenv('TEXMFCACHE'):gmatch('[^:;]+') do "
        r"local name = path .. '/luatex-cache/generic/fonts/otl/texgyrepagella-regular.lua' "
        r"local file = io.open(name, 'w') if file then file:write('return 1') file:close() end end}"
    )
    letter = LETTER.replace("this is", f"{lua} this is")
    done = build(letter, "raw_tex: true")
    assert done.returncode == 0, done.stderr
    assert all(data != b"return 1" for data in build.files.values())


def test_without_a_cache_each_letter_reads_its_fonts(build: Build) -> None:
    build.cache.write_text("a file where the folder should be", "utf-8")
    done = build()
    assert (done.returncode, done.stderr) == (0, "")
    assert "texgyrepagella-regular.lua" in build.read_again
