"""The TeX distribution of this machine: its programs, its files, and where they lie."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline import sandbox
from pipeline.model.errors import MissingError
from pipeline.sandbox import Room

ENGINE = "lualatex"
_FONTS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts"),
    "/etc/fonts",  # fontconfig's, by which the font loader knows the others
)
# What a program needs of a Unix system before its own work begins, and how TeX is configured.
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/etc/texmf",
    "/var/lib/texmf",
    "/dev/urandom",
)
_LOADERS = ("lib/ld-*.so*", "lib64/ld-*.so*", "lib/*/ld-*.so*")  # of Linux, for glibc and musl
_ELF = b"\x7fELF"


def executable() -> Path:
    """Return the path of LuaLaTeX. Raises `MissingError`."""
    found = shutil.which(ENGINE)
    if found is None:
        raise MissingError(
            "LuaLaTeX is missing",
            hint="`coverpress doctor` says how to get it on this machine.",
        )
    return Path(found)


def version() -> str:
    """Return the first line that LuaLaTeX says of itself. Raises `MissingError`."""
    return _version(executable())


@cache
def _version(program: Path) -> str:
    return sandbox.ask([program, "--version"]).partition("\n")[0]


def missing_files(names: Iterable[str]) -> list[str]:
    """Return those of the TeX files `names` that the distribution does not have."""
    names = list(names)
    found = {Path(line).name for line in _kpsewhich(*names).splitlines()}
    return [name for name in names if name not in found]


def find(name: str) -> Path | None:
    """Return the distribution's file `name`, if it has one."""
    found = _kpsewhich(name).strip()
    return Path(found) if found else None


@cache
def trees() -> tuple[Path, ...]:
    """Return the folders of the distribution and of fonts: all that TeX has to read from."""
    listed = _kpsewhich("--expand-braces=$TEXMF" + os.pathsep + "$OSFONTDIR").strip()
    words = [word.removeprefix("!!") for word in listed.split(os.pathsep)]
    windows = os.environ.get("WINDIR")
    fonts = [*_FONTS, *([str(Path(windows, "Fonts"))] if windows else [])]
    folders = (Path(word.rstrip("/")) for word in (*words, *fonts) if word and "$" not in word)
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def room(folder: Path, *also: Path) -> Room:
    """Return what LuaLaTeX may reach when it works in `folder`, `also` these to read."""
    program = executable().resolve()
    reads = (*map(Path, _SYSTEM), program.parent, *trees(), *also)
    return Room(folder, reads, (program, *_starters(program)))


@cache
def _starters(program: Path) -> tuple[Path, ...]:
    """Return what starts `program`: the loader, or for a script whatever it may call."""
    with program.open("rb") as file:
        if file.read(len(_ELF)) != _ELF:
            return (*map(Path, _SYSTEM[:6]), Path("/bin"))
    return tuple({loader.resolve() for name in _LOADERS for loader in Path("/").glob(name)})


def _kpsewhich(*words: str) -> str:
    search = shutil.which("kpsewhich")
    return sandbox.ask([search, *words]) if search else ""
