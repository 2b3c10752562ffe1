"""What the program needs on this machine: what is there, what is missing, how to get it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline import pandoc, typeset
from pipeline.errors import MissingError


@dataclass(frozen=True)
class Check:
    """One thing that is needed."""

    name: str
    found: str
    """What is there: a version, or a count; '' where it is missing."""
    remedy: str = ""


@dataclass(frozen=True)
class TexFile:
    """A line of `latex/packages.txt`: a file, and the packages that carry it."""

    file: str
    debian: str
    texlive: str


def examine(templates: Path) -> list[Check]:
    """Return what is needed, with what was found; `templates` holds `packages.txt`."""
    files = needed_files(templates)
    missing = set(typeset.missing_files(file.file for file in files))
    checks = [
        Check("Python", platform.python_version()),
        _probe("Pandoc", pandoc.version, "Reinstall coverpress: it brings Pandoc with it."),
        _probe("LuaLaTeX", typeset.version, _remedy(files)),
    ]
    for file in files:
        found = "" if file.file in missing else "found"
        checks.append(Check(file.file, found, _remedy([file])))
    return checks


def needed_files(templates: Path) -> list[TexFile]:
    """Return the lines of `packages.txt`."""
    lines = (templates / "packages.txt").read_text(encoding="utf-8").splitlines()
    words = (line.partition("#")[0].split() for line in lines)
    return [TexFile(*fields) for fields in words if fields]


def _probe(name: str, version: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, version())
    except MissingError:
        return Check(name, "", remedy)


def _remedy(files: Iterable[TexFile]) -> str:
    """Return the command that installs `files` on this machine."""
    files = list(files)
    debian = " ".join(dict.fromkeys(file.debian for file in files))
    texlive = " ".join(dict.fromkeys(file.texlive for file in files))
    if shutil.which("apt-get"):
        return f"sudo apt-get install --no-install-recommends {debian}"
    if shutil.which("dnf"):
        return f"sudo dnf install {' '.join(f'texlive-{name}' for name in texlive.split())}"
    if sys.platform == "win32":
        return f"winget install MiKTeX.MiKTeX, or with TeX Live: tlmgr install {texlive}"
    if sys.platform == "darwin" and not shutil.which("tlmgr"):
        return f"brew install --cask basictex, then: sudo tlmgr install {texlive}"
    return f"sudo tlmgr install {texlive}"
