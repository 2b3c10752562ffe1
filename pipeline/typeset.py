"""The only door to TeX: LaTeX to PDF with LuaLaTeX, in a folder of its own.

TeX runs without shell escape, opens no file outside of its folder and of the TeX distribution,
sees a clean environment, and is stopped after a time limit.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import CoverpressError, FontError, MissingError, Place, TexError

ENGINE = "lualatex"
_TIME_LIMIT = 120.0  # seconds, for one run; the first one on a machine also fills TeX's caches
_MOST_RUNS = 4
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LC_ALL", "LANG")
_ERROR = re.compile(r"^(?:\./)?(?P<file>[^\s:]+):(?P<line>\d+): (?P<message>.*)$", re.MULTILINE)
_BARE_ERROR = re.compile(r"^! (?P<message>.*)$", re.MULTILINE)
WIDE_ADDRESS = "Address line too wide"
"""What the template writes into the log where a line is wider than the window."""
_PACKAGE_FILES = {".sty", ".cls", ".def", ".cfg", ".ldf", ".ini", ".otf", ".ttf"}
# What LaTeX and tagpdf write down of a letter of one page: given it beforehand, they need no second
# run to make the same page.
_PAGES = re.compile(r"\\gdef\\letter@pages\{(\d+)\}")
_FIRST_GUESS = r"""\relax
\providecommand\newlabeldata[2]{}
\newlabeldata{__tag_LastPage}{{abspage}{1}{tagmcabs}{0}}
\gdef \@abspage@last{1}
"""
_GUESSES = ("\\newlabeldata", "\\gdef")


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
    time_limit: float = _TIME_LIMIT,
) -> Typeset:
    """Set `latex`, which was made of the file `letter`, in the private folder `folder`.

    `pictures` are copied into the folder under their names; `time_limit` (seconds) is for one run
    of LuaLaTeX. Runs LuaLaTeX again while page references change. Raises `TexError`, and
    `MissingError` where a part of TeX is not there.
    """
    _prepare(latex, folder, pictures)
    auxiliary = folder / "letter.aux"
    before = ""
    for count in range(1, _MOST_RUNS + 1):
        log = _run_once(letter, folder, time_limit)
        after = _read(auxiliary)
        if after == before or (count == 1 and _guess_held(after, log)):
            break
        if count == 1:  # a wrong guess costs an extra page, which the next run should not count
            after = _with_pages(after)
            auxiliary.write_text(after, encoding="utf-8")
        before = after
    pdf = folder / "letter.pdf"
    if not pdf.is_file():
        raise TexError("LuaLaTeX made no page", Place(letter), "Does the letter have any text?")
    return Typeset(pdf, log, count)


def count_pages(latex: str, letter: Path, folder: Path, pictures: Mapping[str, Path]) -> int:
    """Return on how many pages `latex` comes out, after a single run. Raises as `run` does."""
    _prepare(latex, folder, pictures)
    _run_once(letter, folder, _TIME_LIMIT)
    counted = _PAGES.search(_read(folder / "letter.aux"))
    return int(counted.group(1)) if counted else 1


def _prepare(latex: str, folder: Path, pictures: Mapping[str, Path]) -> None:
    (folder / "letter.tex").write_text(latex, encoding="utf-8")
    (folder / "letter.aux").write_text(_FIRST_GUESS, encoding="utf-8")
    for name, file in pictures.items():
        shutil.copyfile(file, folder / name)


def overfull(log: str) -> float:
    """Return by how many points the widest line sticks out of the text, as TeX's `log` says."""
    widths = re.findall(r"Overfull \\hbox \((\d+\.\d+)pt too wide\)", log)
    return max(map(float, widths), default=0.0)


def missing_characters(log: str) -> list[str]:
    """Return the characters for which no font had a glyph, as TeX's `log` says."""
    codes = re.findall(r"Missing character: There is no .*?\(U\+([0-9A-F]+)\)", log)
    return list(dict.fromkeys(chr(int(code, 16)) for code in codes))


def _guess_held(auxiliary: str, log: str) -> bool:
    """Tell whether the first run found what it was told: one page, and no references.

    A newer TeX may write it down in other words; then a second run is made, as ever.
    """
    guessed = [line for line in _FIRST_GUESS.splitlines() if line.startswith(_GUESSES)]
    found = all(line.partition("{tagmcabs}")[0] in auxiliary for line in guessed)
    return found and "undefined references" not in log


def _with_pages(auxiliary: str) -> str:
    """Return what TeX wrote down, with the letter's own number of pages."""
    counted = _PAGES.search(auxiliary)
    if not counted:
        return auxiliary
    pages = rf"\g<1>{{{counted.group(1)}}}"
    return re.sub(r"(__tag_LastPage\}\{\{abspage\}|\\@abspage@last)\{\d+\}", pages, auxiliary)


def _run_once(letter: Path, folder: Path, time_limit: float) -> str:
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
            Place(letter),
            "Look for a very large image or table, or for raw TeX that never ends.",
        ) from error
    except OSError as error:
        raise MissingError(f"LuaLaTeX cannot be run: {error.strerror}") from error
    file = folder / "letter.log"
    log = _read(file)
    if done.returncode != 0:
        raise _failure(log or done.stderr.decode(errors="replace"), letter)
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
        "openin_any": "p",  # paranoid: no parent folders, no absolute paths, no hidden files
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


def _failure(log: str, letter: Path) -> CoverpressError:
    """Return what the log of a failed run says, in plain words."""
    if font := re.search(r'The font "?([^"\s]+)"? cannot be found', log):
        return FontError(font.group(1), Place(letter))
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
