"""One run of LuaLaTeX, behind its walls, and why it failed.

What carries it out is an `Engine`: `PROCESS` starts LuaLaTeX anew for each run, and
`pipeline.typeset.warm` has one at hand that has read what letters have in common.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline import sandbox
from pipeline.model.errors import CoverpressError, FontError, MissingError, TexError, no_room
from pipeline.model.location import Location
from pipeline.sandbox import Ended, Room, Share, ShareError
from pipeline.typeset import distribution, log
from pipeline.typeset.manuscript import Manuscript

_LEAST_ROOM = 2**20  # bytes, with which TeX gets nowhere
_FILE_SIZE = 256 * 2**20  # bytes
SHARE = Share(seconds=20, memory=600 * 2**20, file_size=_FILE_SIZE)
"""What one run of a letter may take: most take a tenth of it."""
LARGE_SHARE = Share(seconds=60, memory=2 * 2**30, file_size=_FILE_SIZE)
"""What one run may take whose fonts are large: Noto Serif CJK in two faces takes 850 MB."""
FONTS_SHARE = Share(seconds=300, memory=3 * 2**30, file_size=_FILE_SIZE)
"""What a run may take that reads fonts for the first time, and all of them for their index."""
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LC_ALL", "LANG")
_PACKAGE_FILES = {".sty", ".cls", ".def", ".cfg", ".ldf", ".ini", ".otf", ".ttf"}
_UNEXPLAINED = "its log does not say why"
_DOCTOR = "Run `coverpress doctor`."
RECORD = "letter.fls"
"""Where, in the letter's folder, LuaTeX writes down which files it has read."""
CACHE = "texmf-var"
"""Where, in the letter's folder, LuaTeX writes what it reads of fonts that no cache has."""


class Engine(Protocol):
    """What runs LuaLaTeX."""

    @property
    def folder(self) -> Path | None:
        """Within which the folders of letters lie; None for anywhere."""

    def run(self, manuscript: Manuscript, folder: Path, share: Share, fonts: Path | None) -> Ended:
        """Run LuaLaTeX once on `letter.tex` in `folder`, with the cache of `fonts`.

        Raises `ShareError`, and `OSError` where LuaLaTeX cannot be started.
        """


@dataclass(frozen=True)
class Process:
    """Starts LuaLaTeX for each run."""

    folder: Path | None = None

    def run(self, manuscript: Manuscript, folder: Path, share: Share, fonts: Path | None) -> Ended:
        """Run LuaLaTeX as `Engine` has it."""
        return sandbox.run(
            command(manuscript.templates, "--no-shell-escape"),
            room(manuscript.templates, folder, fonts),
            share,
            environment(folder, fonts),
        )


PROCESS = Process()


def command(templates: Path, *also: str) -> list[str]:
    """Return what starts LuaLaTeX with the template's parts in `templates`, and `also` this."""
    return [
        str(distribution.executable()),
        f"--lua={templates / 'disarm.lua'}",
        "--interaction=nonstopmode",
        "--halt-on-error",
        "--file-line-error",
        *also,
        "--recorder",
        "letter.tex",
    ]


def room(templates: Path, folder: Path, fonts: Path | None) -> Room:
    """Return what LuaLaTeX may reach when it works in `folder`."""
    return distribution.room(folder, templates, *([fonts] if fonts else []))


def run(
    manuscript: Manuscript,
    folder: Path,
    share: Share = SHARE,
    fonts: Path | None = None,
    engine: Engine = PROCESS,
) -> str:
    """Have `engine` run LuaLaTeX once on `letter.tex` in `folder`, and return its log.

    `fonts` is the cache of fonts: without one, a letter has to read its fonts by itself. Raises
    `TexError` at the letter's line, and `MissingError` where the reason is TeX itself.
    """
    (folder / CACHE).mkdir(exist_ok=True)
    for made in ("letter.log", "letter.pdf", RECORD):
        (folder / made).unlink(missing_ok=True)
    try:
        done = engine.run(manuscript, folder, share if fonts else FONTS_SHARE, fonts)
    except ShareError as error:
        raise TexError(
            f"LuaLaTeX was stopped {error}",
            Location(manuscript.letter),
            "Look for a very large image or table, or for raw TeX that never ends.",
        ) from error
    except OSError as error:
        raise MissingError(f"LuaLaTeX cannot be run: {error}", hint=_DOCTOR) from error
    said = read(folder / "letter.log")
    if done.code != 0 or not (folder / "letter.pdf").is_file():
        if shutil.disk_usage(folder).free < _LEAST_ROOM:
            raise no_room(manuscript.letter)
        raise _failure(said, done, manuscript)
    return said


def read(file: Path) -> str:
    """Return what TeX wrote into `file`, or '' if it wrote nothing."""
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def environment(folder: Path, fonts: Path | None) -> dict[str, str]:
    """Return what LuaLaTeX is told of the system that it works on, in `folder`."""
    known = [fonts] if fonts else []
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    reads = os.pathsep.join(map(str, (*distribution.trees(), *known)))
    return passed_on | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEXMFHOME": "texmf-home",
        "TEXMFVAR": CACHE,  # in the folder where it is at work, which a fork may change
        # LuaTeX writes into the first that it can write to, and reads from all.
        "TEXMFCACHE": os.pathsep.join(map(str, (CACHE, *known))),
        # What may be read is up to disarm.lua: the stricter values keep LuaTeX from its own fonts.
        "openin_any": "a",
        "openout_any": "p",  # paranoid: no parent folders, no absolute paths, no hidden files
        "TEXMFOUTPUT": ".",
        "shell_escape": "f",
        "MKTEXTFM": "0",
        "MKTEXPK": "0",
        "MKTEXMF": "0",
        "max_print_line": "10000",  # no line of the log is broken in two
        "buf_size": "20000000",  # bytes of a line: a paragraph may be typed as a single one
        "COVERPRESS_READS": reads,
    }


def _failure(said: str, done: Ended, manuscript: Manuscript) -> CoverpressError:
    """Return what the log of a failed run says, in plain words, at the letter's line."""
    letter = Location(manuscript.letter)
    failure = log.failure(said)
    place = _at_command(manuscript.place(failure.line), failure.command)
    if font := log.missing_font(said):
        return FontError(font, place)
    is_early = not log.began(said) or bool(failure.line and manuscript.is_before_text(failure.line))
    if file := log.missing_file(said):
        if Path(file).suffix in _PACKAGE_FILES and (is_early or place.line is None):
            return MissingError(f"TeX misses the file {file}", hint=_DOCTOR)
        return TexError(
            f"TeX may not read, or does not find, the file {file}",
            place,
            "Raw TeX can read nothing but the TeX distribution.",
            log=said,
        )
    # A log that breaks off does not tell how far TeX came; a letter's raw TeX can make it crash.
    if done.code < 0 and not failure.message:
        return TexError(
            f"the system stopped LuaLaTeX (signal {-done.code})",
            letter,
            "Look for a very large image or table, or for raw TeX that never ends.",
            log=said,
        )
    if is_early:
        told = f"{said}\n{done.output}\n{done.errors}"
        return MissingError(
            f"LuaLaTeX does not work on this machine: {log.early_failure(told)}",
            hint=f"{_DOCTOR} It is no fault of the letter.",
            log=told,
        )
    if done.code == 0:
        return TexError("LuaLaTeX made no page", letter, "Does the letter have any text?")
    keep = "`--verbose` prints TeX's log, and `--keep-tex` keeps the folder with letter.tex."
    hint = f"{failure.hint} {keep}".strip()
    return TexError(f"LuaLaTeX failed: {failure.message or _UNEXPLAINED}", place, hint, log=said)


def _at_command(place: Location, command: str) -> Location:
    """Return where `command` stands in the line of `place`, or `place` if it does not."""
    if not command or place.line is None:
        return place
    lines = read(place.file).split("\n")
    text = lines[place.line - 1] if place.line <= len(lines) else ""
    column = text.find(command, (place.column or 1) - 1) + 1
    return Location(place.file, place.line, column or place.column)
