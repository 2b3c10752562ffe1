"""The cache of fonts: what LuaTeX has read of them, once, outside of any letter's time.

A letter's own run reads from this cache, and has no way to write to it. It is filled by runs of a
text of ours, in a folder that is moved into place file by file.

The font loader wants an index of all fonts too, even where each is asked for by its file, and would
make one for each letter, which takes up to minutes. So it is lent the one of the cache.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import platformdirs

from pipeline.files import scratch
from pipeline.model.errors import CoverpressError
from pipeline.typeset import distribution, engine
from pipeline.typeset.manuscript import Manuscript

_LOADER = "luaotfload-status.lua"  # it has a number for each of the font loader's own files
_INDEX = "luaotfload-names.lua.gz"
_LOCK = "lock"
_tried: set[Path] = set()


def folder() -> Path | None:
    """Return the cache for this TeX; None where this user can write to none."""
    try:
        made = platformdirs.user_cache_path("coverpress", appauthor=False) / "fonts" / _tex()
        if not made.is_absolute():  # a user without a home
            return None
        made.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return made if os.access(made, os.W_OK) else None


@cache
def _tex() -> str:
    """Return a name for LuaTeX and its font loader, of which each has a cache of its own."""
    loader = distribution.find(_LOADER)
    return _name(distribution.version().encode(), loader.read_bytes() if loader else b"")


def read_fonts(name: bytes, sample: Callable[[], Manuscript], tell: Callable[[], object]) -> None:
    """Read the fonts that `sample` is set in, unless the cache has them under `name`.

    Its text is nobody's letter. `tell` is called before work that takes long. A failure is not
    told: that of the letter itself will be.
    """
    cached = folder()
    if cached is None:
        return
    done = cached / f"{_name(name)}.done"
    if done.exists():
        return
    with _one_at_a_time(cached):
        if done in _tried or done.exists():  # another was first
            return
        _tried.add(done)
        tell()
        made = sample()
        with scratch.folder() as here:
            (here / "letter.tex").write_text(made.latex, encoding="utf-8")
            prepare(here, cached, names_fonts=made.names_fonts)
            try:
                engine.run(made, here, engine.FONTS_SHARE, cached)
            except CoverpressError:
                return
            _move(here / engine.CACHE, cached)
        done.touch()


@contextmanager
def _one_at_a_time(cached: Path) -> Iterator[None]:
    """Hold off all other processes that would fill the folder `cached`."""
    try:
        import fcntl
    except ImportError:  # Windows: the same files, read twice
        yield
        return
    with (cached / _LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(here: Path, cached: Path | None, *, names_fonts: bool) -> None:
    """Put what TeX is told of fonts into the folder `here`, as it is before any run.

    `names_fonts` tells whether fonts may be asked for by names.
    """
    shutil.rmtree(here / engine.CACHE, ignore_errors=True)
    (here / engine.CACHE).mkdir()
    index = next(iter(sorted(cached.rglob(_INDEX))), None) if cached else None
    if cached is None or index is None:
        return
    # Where the loader looks for its index is where it could write one.
    copy = here / engine.CACHE / index.relative_to(cached)
    copy.parent.mkdir(parents=True)
    shutil.copyfile(index, copy)
    if not names_fonts:
        # All that it can ask for is known to be there, so that nothing is looked for anew.
        (here / "luaotfload.conf").write_text("[db]\nupdate-live = false\n", encoding="utf-8")


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
