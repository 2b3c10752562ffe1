"""The only door to TeX: LaTeX to PDF with LuaLaTeX, in a folder of its own.

TeX runs without shell escape, reads and writes nothing outside of its folder and of the TeX
distribution, sees a clean environment, and is stopped after a time limit.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import CoverpressError, MissingError, Place, TexError

ENGINE = "lualatex"
_TIME_LIMIT = 120.0  # seconds, for one run; the first one on a machine also fills TeX's caches
_MOST_RUNS = 4
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LC_ALL", "LANG")
_ERROR = re.compile(r"^(?:\./)?(?P<file>[^\s:]+):(?P<line>\d+): (?P<message>.*)$", re.MULTILINE)
_BARE_ERROR = re.compile(r"^! (?P<message>.*)$", re.MULTILINE)
_PACKAGE_FILES = {".sty", ".cls", ".def", ".cfg", ".ldf", ".ini", ".otf", ".ttf"}
_RERUN = re.compile(r"Rerun to get|Rerun LaTeX")


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


def run(
    latex: str,
    letter: Path,
    folder: Path,
    pictures: Mapping[str, Path],
    epoch: int,
    time_limit: float = _TIME_LIMIT,
) -> Typeset:
    """Set `latex`, which was made of the file `letter`, in the private folder `folder`.

    `pictures` are copied into the folder under their names; `epoch` (seconds since 1970) is the
    time that the PDF bears; `time_limit` (seconds) is for one run of LuaLaTeX. Runs LuaLaTeX
    again while page references change. Raises `TexError`, and `MissingError` where a part of TeX
    is not there.
    """
    (folder / "letter.tex").write_text(latex, encoding="utf-8")
    for name, file in pictures.items():
        shutil.copyfile(file, folder / name)
    auxiliary = folder / "letter.aux"
    before = b""
    for count in range(1, _MOST_RUNS + 1):
        log = _run_once(letter, folder, epoch, time_limit)
        after = auxiliary.read_bytes() if auxiliary.is_file() else b""
        if after == before or not (count > 1 or _needs_second_run(log)):
            break
        before = after
    pdf = folder / "letter.pdf"
    if not pdf.is_file():
        raise TexError("LuaLaTeX made no page", Place(letter), "Does the letter have any text?")
    return Typeset(pdf, log, count)


def _needs_second_run(log: str) -> bool:
    """Tell whether the first run's pages refer to what it did not know yet.

    A letter of one page does not: only `Page 2 of 3` and references need the second run.
    """
    pages = re.search(r"\((\d+) pages?,", log)
    return (pages is not None and int(pages.group(1)) > 1) or bool(_RERUN.search(log))


def _run_once(letter: Path, folder: Path, epoch: int, time_limit: float) -> str:
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
            env=_environment(folder, epoch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=time_limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TexError(
            f"LuaLaTeX was stopped after {time_limit:g} seconds",
            Place(letter),
            "Look for a very large image or table, or for raw TeX that never ends.",
        ) from error
    except OSError as error:
        raise MissingError(f"LuaLaTeX cannot be run: {error.strerror}") from error
    file = folder / "letter.log"
    log = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    if done.returncode != 0:
        raise _failure(log or done.stderr.decode(errors="replace"), letter)
    return log


def _environment(folder: Path, epoch: int) -> dict[str, str]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {
        "HOME": str(folder),
        "TEXMFHOME": str(folder / "texmf-home"),
        "TEXMFVAR": str(_cache_folder()),
        "openin_any": "p",  # paranoid: no parent folders, no absolute paths, no hidden files
        "openout_any": "p",
        "shell_escape": "f",
        "max_print_line": "10000",  # no line of the log is broken in two
        "SOURCE_DATE_EPOCH": str(epoch),
        "FORCE_SOURCE_DATE": "1",  # \\today too
    }
    return environment


def _cache_folder() -> Path:
    """Return the folder in which LuaTeX keeps the fonts that it has read."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "coverpress" / "texmf-var"


def _failure(log: str, letter: Path) -> CoverpressError:
    """Return what the log of a failed run says, in plain words."""
    if font := re.search(r'The font "?([^"\s]+)"? cannot be found', log):
        return MissingError(
            f"TeX misses the font {font.group(1)}", Place(letter), "Run `coverpress doctor`."
        )
    if file := re.search(r"File [`'](.+?)' not found", log):
        if Path(file.group(1)).suffix in _PACKAGE_FILES:
            return MissingError(
                f"TeX misses the file {file.group(1)}", Place(letter), "Run `coverpress doctor`."
            )
        return TexError(
            f"TeX may not read, or does not find, the file {file.group(1)}",
            Place(letter),
            "Raw TeX can read nothing but the TeX distribution.",
        )
    match = _ERROR.search(log) or _BARE_ERROR.search(log)
    message = match["message"].rstrip(".") if match else "no reason was given"
    return TexError(
        f"LuaLaTeX failed: {message}",
        Place(letter),
        "`--keep-tex` keeps the folder with letter.tex and letter.log.",
    )
