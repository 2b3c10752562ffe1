"""Places as a person or a machine is shown them, and findings as plain data."""

from __future__ import annotations

import linecache
import os
from pathlib import Path
from typing import Any

from pipeline.check import rules
from pipeline.errors import Finding, Place

_WIDTH = 74  # columns of an excerpt
_BEFORE = 50  # of them, at most, before the place


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


def severity(finding: Finding) -> str:
    """Return how grave `finding` is: as it says, or else as its rule does."""
    return finding.severity or rules.of(finding.code).severity


def place(at: Place) -> str:
    """Return `at` as a person here would type it."""
    return str(Place(Path(shown(at.file)), at.line, at.column))


def excerpt(at: Place | None, words: str = "") -> tuple[str, str] | None:
    """Return the line of the file at `at`, cut to what fits, and the mark below its `words`.

    The mark is a caret, or as many of them as there are words in this line.
    """
    if at is None or at.line is None:
        return None
    linecache.checkcache(str(at.file))  # `--fix` may just have written it
    line = linecache.getline(str(at.file), at.line).rstrip("\n").replace("\t", " ")
    if not line.strip():
        return None
    column = min((at.column or 1) - 1, len(line))
    start = max(0, column - _BEFORE)
    cut = line[start : start + _WIDTH]
    # A value stands elsewhere: only what is in this very line is underlined.
    first = words.partition("\n")[0]
    length = len(first) if first and line.startswith(first, column) else 1
    length = max(1, min(length, len(cut) - (column - start)))
    return cut, " " * (column - start) + "^" * length


def fields(finding: Finding) -> dict[str, Any]:
    """Return `finding` as plain data."""
    at, repair = finding.place, finding.repair
    return {
        "file": shown(at.file) if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
        "code": finding.code,
        "severity": severity(finding),
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
