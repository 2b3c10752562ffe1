"""The cache of fonts: what LuaTeX has read of them, once, outside of any letter's time.

A letter's own run reads from this cache, and has no way to write to it. It is filled by runs of a
text of ours, in a folder that is moved into place file by file.

The font loader wants an index of fonts too, even where each is asked for by its file, and would
make one for each letter, which takes up to minutes. So it is lent one: of all fonts where a letter
may ask for them by name, and else of next to none, which is read faster.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pipeline.errors import CoverpressError
from pipeline.typeset import distribution, engine
from pipeline.typeset.manuscript import Manuscript

_LOADER = "luaotfload-status.lua"  # it has a number for each of the font loader's own files
_INDEX = "luaotfload-names.lua.gz"
_one_at_a_time = threading.Lock()
_tried: set[Path] = set()


def folder(*, by_name: bool) -> Path | None:
    """Return the cache for this TeX; None where this user can write to none.

    There is one for letters that ask for fonts by their names, and one for the others.
    """
    kind = "by-name" if by_name else "by-file"
    try:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        made = Path(base).absolute() / "coverpress" / "fonts" / f"{_tex()}-{kind}"
        made.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # without a home, `Path.home` raises the second
        return None
    return made if os.access(made, os.W_OK) else None


@cache
def _tex() -> str:
    """Return a name for LuaTeX and its font loader, of which each has a cache of its own."""
    loader = distribution.find(_LOADER)
    return _name(distribution.version().encode(), loader.read_bytes() if loader else b"")


def read_fonts(sample: Manuscript, tell: Callable[[], object]) -> None:
    """Read the fonts that `sample` is set in, unless the cache has them.

    Its text is nobody's letter. `tell` is called before work that takes long. A failure is not
    told: that of the letter itself will be.
    """
    with _one_at_a_time:
        cached = folder(by_name=sample.names_fonts)
        if cached is None:
            return
        done = cached / f"{_name(sample.latex.encode())}.done"
        if done in _tried or done.exists():
            return
        _tried.add(done)
        tell()
        with tempfile.TemporaryDirectory(prefix="coverpress-") as name:
            here = Path(name)
            (here / "letter.tex").write_text(sample.latex, encoding="utf-8")
            _lend_index(cached, here)
            if not sample.names_fonts:
                _configure(here, "max-fonts = 1")
            try:
                engine.run(sample, here, fonts=cached)
            except CoverpressError:
                return
            _move(here / engine.CACHE, cached)
        done.touch()


def prepare(here: Path, cached: Path | None) -> None:
    """Make the index of fonts that a letter in the folder `here` looks into; no other is made."""
    if cached and _lend_index(cached, here):
        _configure(here, "update-live = false")


def _configure(here: Path, line: str) -> None:
    (here / "luaotfload.conf").write_text(f"[db]\n{line}\n", encoding="utf-8")


def _lend_index(cached: Path, here: Path) -> bool:
    """Copy the index of `cached`, if it has one, to where TeX looks: the place it can write to."""
    index = next(iter(sorted(cached.rglob(_INDEX))), None)
    if index is None:
        return False
    copy = here / engine.CACHE / index.relative_to(cached)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(index, copy)
    return True


def _move(source: Path, target: Path) -> None:
    """Move each file below `source` to the same place below `target`, whole."""
    for file in source.rglob("*"):
        if not file.is_file():
            continue
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.copyfile(file, part)
        part.replace(place)


def _name(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
