"""Places as a person or a machine is shown them, and findings as plain data."""

from __future__ import annotations

import linecache
import os
import unicodedata
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.location import Location

_WIDTH = 74  # columns of an excerpt
_BEFORE = 50  # of them, at most, before the place
_JOINER = "\u200d"  # of emoji


def shown(path: Path) -> str:
    """Return `path` as a person here would type it."""
    return _below(path, Path.cwd())


def in_repository(path: Path) -> str:
    """Return `path` as seen from the root of the repository, as far as a workflow knows it."""
    return _below(path, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()))


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
    linecache.checkcache(str(at.file))  # `--fix` may just have written it
    written = linecache.getline(str(at.file), at.line).rstrip("\n")
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


def visible(text: str) -> str:
    """Return `text` with a sign for what nobody sees: nothing in it may steer the terminal."""
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\t":
        return " "
    is_seen = unicodedata.category(character) not in ("Cc", "Cf") or character == _JOINER
    return character if is_seen else "·"


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
