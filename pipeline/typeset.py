"""The only door to TeX: LaTeX to PDF with LuaLaTeX, in a folder of its own.

TeX runs without shell escape, opens no file outside of its folder and of the TeX distribution,
sees a clean environment, and is stopped after a time limit.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import texlog
from pipeline.errors import CoverpressError, FontError, MissingError, Place, TexError

ENGINE = "lualatex"
_TIME_LIMIT = 120.0  # seconds, for one run; the first one on a machine also fills TeX's caches
_MOST_RUNS = 4
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LC_ALL", "LANG")
_PACKAGE_FILES = {".sty", ".cls", ".def", ".cfg", ".ldf", ".ini", ".otf", ".ttf"}
# The number of pages, as the template writes it down for the next run. Given a right one, the first
# run needs no second to make the same pages.
_PAGES = re.compile(r"\\gdef\\letter@pages\{(\d+)\}")
# What tagpdf has counted, which decides how it numbers things: without it, as in the first run.
_COUNTS = re.compile(r"^\\new.*LastPage\}.*\n", re.MULTILINE)
# What a part of TeX looks up in the next run, but for things that stand on page 1 as they are
# taken to.
_RECORD = re.compile(
    r"^\\new(?:labeldata|@label@record)\{[^{}]*\}\{(?!\{tagabspage\}\{1\}\}$)", re.MULTILINE
)
_FROM = re.compile(r"\\from\{(\d+)\}")
_RAW_ENVIRONMENT = re.compile(r"\\from\{\d+\}\s*\\begin\{")


@dataclass(frozen=True)
class Manuscript:
    """What is set: LaTeX, the letter's file that it was made of, and what belongs to it."""

    latex: str
    letter: Path
    pictures: Mapping[str, Path]
    """Files that are copied beside the LaTeX, by the names that it has for them."""
    marks: Sequence[Place]
    """What the number in `\\from{N}` stands for: the place that the text behind it came from."""
    templates: Path
    """The folder of the template's parts."""
    likely_pages: int = 1
    """On how many pages it may come out; the first run is told so."""

    def place(self, line: int | None) -> Place:
        """Return what `line` of the LaTeX was made of, as far as that is known.

        That is a line of the letter, or, before the document begins, of the template.
        """
        lines = self.latex.split("\n")
        if line and not any(r"\begin{document}" in text for text in lines[:line]):
            return self._place_in_template(lines[line - 1])
        for number in range(line or 0, 0, -1):
            found = _FROM.findall(lines[number - 1])
            if not found:
                continue
            place = self.marks[int(found[-1])]
            between = lines[number:line]
            # A paragraph has the same lines in LaTeX as in the letter, and so has raw TeX.
            is_same = all(map(str.strip, between)) or _RAW_ENVIRONMENT.search(lines[number - 1])
            if line == number or place.line is None or not is_same:
                return place
            return Place(place.file, place.line + len(between), 1)
        return Place(self.letter)

    def _place_in_template(self, words: str) -> Place:
        """Return the line of the template that is `words`, where there is one and no other."""
        found = [
            Place(file, number)
            for file in sorted(self.templates.glob("*.latex"))
            for number, text in enumerate(file.read_text(encoding="utf-8").split("\n"), 1)
            if text.strip() == words.strip() != ""
        ]
        return found[0] if len(found) == 1 else Place(self.letter)


@dataclass(frozen=True)
class Typeset:
    """What TeX made: the PDF, and the log of its last run."""

    pdf: Path
    log: str
    runs: int


def executable() -> Path:
    """Return the path of LuaLaTeX. Raises `MissingError`."""
    found = shutil.which(ENGINE)
    if found is None:
        raise MissingError(
            "LuaLaTeX is missing",
            hint="`coverpress doctor` says how to get it on this machine.",
        )
    return Path(found)


def missing_files(names: Iterable[str]) -> list[str]:
    """Return those of the TeX files `names` that the distribution does not have."""
    names = list(names)
    search = shutil.which("kpsewhich")
    if search is None:
        return names
    run = subprocess.run([search, *names], capture_output=True, text=True, timeout=60, check=False)
    found = {Path(line).name for line in run.stdout.splitlines()}
    return [name for name in names if name not in found]


def version() -> str:
    """Return the first line that LuaLaTeX says of itself. Raises `MissingError`."""
    run = subprocess.run(
        [executable(), "--version"], capture_output=True, text=True, timeout=60, check=False
    )
    return run.stdout.partition("\n")[0]


def run(manuscript: Manuscript, folder: Path, time_limit: float = _TIME_LIMIT) -> Typeset:
    """Set `manuscript` in the private folder `folder`.

    `time_limit` (seconds) is for one run of LuaLaTeX, which runs again while page references
    change. Raises `TexError` at the letter's line, and `MissingError` where a part of TeX is not
    there.
    """
    _prepare(manuscript, folder)
    auxiliary = folder / "letter.aux"
    for count in range(1, _MOST_RUNS + 1):
        told = _read(auxiliary)
        log = _run_once(manuscript, folder, time_limit)
        found = _COUNTS.sub("", _read(auxiliary))
        if found == told or (count == 1 and _guess_held(told, found, log)):
            break
        auxiliary.write_text(found, encoding="utf-8")
    pdf = folder / "letter.pdf"
    if not pdf.is_file():
        raise TexError(
            "LuaLaTeX made no page", Place(manuscript.letter), "Does the letter have any text?"
        )
    return Typeset(pdf, log, count)


def count_pages(manuscript: Manuscript, folder: Path) -> int:
    """Return on how many pages `manuscript` comes out, after a single run. Raises as `run` does."""
    _prepare(manuscript, folder)
    _run_once(manuscript, folder, _TIME_LIMIT)
    counted = _PAGES.search(_read(folder / "letter.aux"))
    return int(counted.group(1)) if counted else 1


def _prepare(manuscript: Manuscript, folder: Path) -> None:
    (folder / "letter.tex").write_text(manuscript.latex, encoding="utf-8")
    (folder / "letter.aux").write_text(_first_guess(manuscript.likely_pages), encoding="utf-8")
    for name, file in manuscript.pictures.items():
        shutil.copyfile(file, folder / name)


def _first_guess(pages: int) -> str:
    return rf"\gdef\letter@pages{{{pages}}}"


def _guess_held(told: str, found: str, log: str) -> bool:
    """Tell whether the first run found as many pages as it was told, and nothing else to look up.

    What a newer TeX writes down in other words makes a second run, as ever.
    """
    return told in found and not _RECORD.search(found) and "undefined references" not in log


def _run_once(manuscript: Manuscript, folder: Path, time_limit: float) -> str:
    command = [
        str(executable()),
        "--interaction=nonstopmode",
        "--halt-on-error",
        "--file-line-error",
        "--no-shell-escape",
        "letter.tex",
    ]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=time_limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TexError(
            f"LuaLaTeX was stopped after {time_limit:g} seconds",
            Place(manuscript.letter),
            "Look for a very large image or table, or for raw TeX that never ends.",
        ) from error
    except OSError as error:
        raise MissingError(f"LuaLaTeX cannot be run: {error.strerror}") from error
    file = folder / "letter.log"
    log = _read(file)
    if done.returncode != 0:
        raise _failure(log or done.stderr.decode(errors="replace"), manuscript)
    return log


def _read(file: Path) -> str:
    """Return what TeX wrote into `file`, or '' if it wrote nothing."""
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _environment(folder: Path) -> dict[str, str]:
    cache = _cache_folder() or folder / "texmf-var"
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {
        "HOME": str(folder),
        "TEXMFHOME": str(folder / "texmf-home"),
        "TEXMFVAR": str(cache),
        "TEXMFCACHE": str(cache),
        "openin_any": "r",  # no hidden files; paranoid, LuaTeX could not read its own distribution
        "openout_any": "p",
        "shell_escape": "f",
        "max_print_line": "10000",  # no line of the log is broken in two
    }
    return environment


def _cache_folder() -> Path | None:
    """Return the folder in which LuaTeX keeps the fonts that it has read; None if there is none.

    LuaTeX stops where it cannot write there, as in a container with a read-only home.
    """
    try:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        cache = Path(base) / "coverpress" / "texmf-var"
        cache.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # without a home, `Path.home` raises the second
        return None
    return cache if os.access(cache, os.W_OK) else None


def _at_command(place: Place, command: str) -> Place:
    """Return where `command` stands in the line of `place`, or `place` if it does not."""
    if not command or place.line is None:
        return place
    lines = _read(place.file).split("\n")
    text = lines[place.line - 1] if place.line <= len(lines) else ""
    column = text.find(command, (place.column or 1) - 1) + 1
    return Place(place.file, place.line, column or place.column)


def _failure(log: str, manuscript: Manuscript) -> CoverpressError:
    """Return what the log of a failed run says, in plain words, at the letter's line."""
    letter = Place(manuscript.letter)
    failure = texlog.failure(log)
    place = _at_command(manuscript.place(failure.line), failure.command)
    if font := texlog.missing_font(log):
        return FontError(font, place)
    if file := texlog.missing_file(log):
        if Path(file).suffix in _PACKAGE_FILES:
            return MissingError(f"TeX misses the file {file}", letter, "Run `coverpress doctor`.")
        return TexError(
            f"TeX may not read, or does not find, the file {file}",
            place,
            "Raw TeX can read nothing but the TeX distribution.",
            log=log,
        )
    keep = "`--verbose` prints TeX's log, and `--keep-tex` keeps the folder with letter.tex."
    hint = f"{failure.hint} {keep}".strip()
    return TexError(f"LuaLaTeX failed: {failure.message}", place, hint, log=log)
