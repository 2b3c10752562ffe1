"""What the program needs on this machine: what is there, what is wrong, and what to do."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import sandbox, typeset
from pipeline.engine import plan, recipe
from pipeline.files import scratch
from pipeline.model.errors import CoverpressError, MissingError
from pipeline.model.requirement import Check
from pipeline.sources import site
from pipeline.typeset import Manuscript
from pipeline.writers import pandoc

_LETTER = """\
---
layout: coverletter
makepdf: true
---
Dear World, this is a letter.
"""
_FORMAT = re.compile(r"\bformat file\b", re.IGNORECASE)


@dataclass(frozen=True)
class TexFile:
    """A line of `latex/packages.txt`: a file, and the packages that carry it."""

    file: str
    debian: str
    texlive: str
    """Its name, or the newer and the older one with `|` between them."""


def examine(templates: Path) -> Iterator[Check]:
    """Yield what is needed, with what was found; `templates` holds `packages.txt`.

    The last check builds a letter of one line, as `build` would: what it takes and what is wrong
    with it is as a user would meet it.
    """
    files = needed_files(templates)
    yield Check("System", _system())
    yield Check("Python", platform.python_version())
    yield _pandoc()
    tex = _tex(files)
    yield tex
    if tex.wrong:
        return
    missing = set(typeset.missing_files(file.file for file in files))
    for file in files:
        if file.file in missing:
            yield Check(file.file, "", "missing", _install([file]))
        else:
            yield Check(file.file, "found")
    yield _sandbox()
    if not missing:
        yield from _one_line_letter()


def needed_files(templates: Path) -> list[TexFile]:
    """Return the lines of `packages.txt`."""
    lines = (templates / "packages.txt").read_text(encoding="utf-8").splitlines()
    words = (line.partition("#")[0].split() for line in lines)
    return [TexFile(*fields) for fields in words if fields]


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):  # not Linux, or one without the file
        name = f"{platform.system()} {platform.release()}"
    return f"{name}, {platform.machine()}"


def _pandoc() -> Check:
    try:
        return Check("Pandoc", pandoc.version())
    except MissingError as error:
        return Check("Pandoc", "", "missing", error.finding.hint)


def _tex(files: list[TexFile]) -> Check:
    try:
        version = typeset.version()
    except MissingError:
        return Check("LuaLaTeX", "", "missing", _install(files))
    if not version:
        return Check("LuaLaTeX", "", "does not start", _mend())
    return Check("LuaLaTeX", version.removeprefix("This is "))


def _sandbox() -> Check:
    """Tell what keeps a letter from the rest of the machine."""
    if version := sandbox.version():
        return Check("Sandbox", f"Lua is disarmed, and the kernel helps (Landlock {version})")
    return Check("Sandbox", "Lua is disarmed; this system has no Landlock, the kernel's help")


def _one_line_letter() -> Iterator[Check]:
    """Build a letter of one line, and then have the warm engine set it too."""
    name = "A letter"
    with scratch.folder() as folder:
        (folder / "letter.md").write_text(_LETTER, encoding="utf-8")
        try:
            opened = site.read(folder)
            (job,) = plan.find(opened, (), (), ("a4",))
            drafted = recipe.draft(job, opened)
            made = recipe.typeset_paper(drafted, "a4", recipe.Options(folder / "build", 1))
        except CoverpressError as error:
            is_format = _FORMAT.search(str(error))
            yield Check(name, "", str(error), "sudo fmtutil-sys --all" if is_format else _mend())
            return
        yield Check(name, f"builds, in {made.seconds:.1f} s")
        yield _warm(recipe.manuscript(drafted, "a4"))


def _warm(manuscript: Manuscript) -> Check:
    """Tell whether many letters can be set by forks of a LuaLaTeX that is warm."""
    name = "Many letters"
    started = time.perf_counter()
    try:
        reason, is_fault = typeset.oddity(manuscript)
    except CoverpressError as error:
        reason, is_fault = str(error), True
    if is_fault:
        remedy = "Build with `--engine process`, and please report it."
        return Check(name, "", f"the warm engine does not work: {reason}", remedy)
    if reason:
        return Check(name, f"each by a process of its own; there is no warm engine: {reason}")
    return Check(name, f"by the warm engine, tried in {time.perf_counter() - started:.1f} s")


def _install(files: Iterable[TexFile]) -> str:
    """Return the command that installs `files` on this machine."""
    files = list(files)
    debian = " ".join(dict.fromkeys(file.debian for file in files))
    newest = " ".join(dict.fromkeys(file.texlive.partition("|")[0] for file in files))
    older = " ".join(dict.fromkeys(file.texlive.rpartition("|")[2] for file in files))
    renamed = (file.texlive.partition("|") for file in files if "|" in file.texlive)
    names = [f"; before TeX Live 2026, {new} is called {old}" for new, _, old in renamed]
    texlive = f"{newest}{''.join(names)}"
    if shutil.which("apt-get"):
        return f"sudo apt-get install --no-install-recommends {debian}"
    if shutil.which("dnf"):
        return f"sudo dnf install {' '.join(f'texlive-{name}' for name in older.split())}"
    if sys.platform == "win32":
        return f"winget install MiKTeX.MiKTeX, or with TeX Live: tlmgr install {texlive}"
    if sys.platform == "darwin" and not shutil.which("tlmgr"):
        return f"brew install --cask basictex, then: sudo tlmgr install {texlive}"
    return f"sudo tlmgr install {texlive}"


def _mend() -> str:
    """Return the command that puts right a TeX that is there and does not work."""
    if shutil.which("apt-get"):
        return "sudo apt-get install --reinstall texlive-binaries texlive-latex-base texlive-luatex"
    if shutil.which("dnf"):
        return "sudo dnf reinstall texlive-luahbtex texlive-latex texlive-luaotfload"
    if sys.platform == "win32":
        return "MiKTeX's console: Updates, then Tasks, Refresh file name database"
    return "sudo tlmgr update --self --all --reinstall-forcibly-removed && sudo fmtutil-sys --all"
