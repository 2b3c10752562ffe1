"""Places as a person or a machine is shown them, and findings as plain data."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.files import reading
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError
from pipeline.model.location import Location
from pipeline.model.visible import visible

_WIDTH = 74  # columns of an excerpt
_BEFORE = 50  # of them, at most, before the place


def shown(path: Path) -> str:
    """Return `path` as a person here would type it, as far as it can be shown."""
    return visible(_below(path, Path.cwd()))


def in_repository(path: Path) -> str:
    """Return `path` as seen from the root of the repository, as far as a workflow knows it."""
    return visible(_below(path, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())))


def _below(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.abspath(path)).relative_to(folder).as_posix()  # noqa: PTH100  links stay
    except ValueError:
        return str(path)


def place(at: Location) -> str:
    """Return `at` as a person here would type it."""
    return str(Location(Path(shown(at.file)), at.line, at.column, at.cell))


def excerpt(at: Location | None, words: str = "") -> tuple[str, str] | None:
    """Return the line of the file at `at`, cut to what fits, and the mark below its `words`.

    The mark is a caret, or as many of them as there are words in this line.
    """
    if at is None or at.line is None:
        return None
    from rich.cells import cell_len

    lines = _lines(at.file)
    written = lines[at.line - 1] if at.line <= len(lines) else ""
    if not written.strip():
        return None
    column = min((at.column or 1) - 1, len(written))
    # A value stands elsewhere: only what is in this very line is underlined.
    first = words.partition("\n")[0]
    length = len(first) if first and written.startswith(first, column) else 1
    line = visible(written)
    start, end = column, column + 1
    while start and cell_len(line[start - 1 : column]) <= _BEFORE:
        start -= 1
    while end < len(line) and cell_len(line[start : end + 1]) <= _WIDTH:
        end += 1
    marked = cell_len(line[column : min(column + length, end)])
    return line[start:end], " " * cell_len(line[start:column]) + "^" * max(1, marked)


def _lines(file: Path) -> tuple[str, ...]:
    try:
        stamp = file.stat().st_mtime_ns  # `--fix` may just have written it
    except (OSError, ValueError):
        return ()
    return _lines_of(file, stamp)


@lru_cache(maxsize=4)
def _lines_of(file: Path, _: int) -> tuple[str, ...]:
    try:
        text = reading.load(file).decode("utf-8", errors="replace")
    except CoverpressError:
        return ()
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def fields(finding: Diagnostic) -> dict[str, Any]:
    """Return `finding` as plain data."""
    at, repair = finding.place, finding.repair
    return {
        "file": shown(at.file) if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "words": finding.words,
        "repair": repair
        and {
            "line": repair.place.line,
            "column": repair.place.column,
            "old": repair.old,
            "new": repair.new,
        },
    }
