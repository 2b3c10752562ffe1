"""What a run did: for a person at a terminal, for a log, and for a machine."""

from __future__ import annotations

import json
import linecache
import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from pipeline.build import Built
from pipeline.doctor import Check
from pipeline.errors import CoverpressError, Finding, Place
from pipeline.orders import Listed
from pipeline.run import Failed, Result

_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold"}


def shown(path: Path) -> str:
    """Return `path` as a person here would type it."""
    try:
        return Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()  # noqa: PTH100  links stay
    except ValueError:
        return str(path)


class Report:
    """Tells of a run: lines of text, with progress at a terminal, or one JSON object."""

    def __init__(self, form: str = "text") -> None:
        self.form = form
        self.verbose = False
        """Whether to print all that a program said that failed."""
        self.out = Console(highlight=False, soft_wrap=True, markup=False)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
        self._told: set[Finding] = set()
        self._progress = Progress(
            TextColumn("building"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.err,
            transient=True,
        )
        self._task = self._progress.add_task("build", total=None)

    def progress(self) -> AbstractContextManager[object]:
        """Show at a terminal how far the build is, while this lasts."""
        if self.form == "json" or not self.err.is_terminal:
            return nullcontext()
        if self.out.is_terminal:
            self.out = self.err  # one writer, so that lines go above the bar and not into it
        return self._progress

    def tell(self, done: Built | Failed | None, expected: int) -> None:
        """Tell of one PDF as soon as it is done, of as many as are `expected` by now."""
        self._progress.update(self._task, advance=0 if done is None else 1, total=expected)
        if self.form == "json" or done is None:
            return
        if isinstance(done, Failed):
            if done.error.finding not in self._told:  # often the same on both papers
                self.finding("error", done.error.finding)
                if self.verbose and done.error.log:
                    self.err.print(done.error.log)
            self._told.add(done.error.finding)
            for path in done.kept:
                self.err.print(f"  {shown(path)} is still the one of an earlier build.")
            return
        pages = "1 page" if done.pages == 1 else f"{done.pages} pages"
        self.out.print(f"{shown(done.path)}  ({pages}, {done.seconds:.1f} s)")

    def finding(self, severity: str, finding: Finding) -> None:
        """Print one finding: place, message, the line with a caret, and what to do."""
        if self.form == "json":
            return
        text = Text()
        if finding.place:
            text.append(f"{_place(finding.place)}: ")
        text.append(f"{severity}: ", style=_STYLES[severity])
        text.append(finding.message)
        self.err.print(text)
        for line in _excerpt(finding.place):
            self.err.print(f"  {line}")
        if finding.hint:
            self.err.print(f"  {finding.hint}")

    def result(self, result: Result, warnings: Iterable[Finding]) -> None:
        """Print what was found besides, and the sum of it all; or the JSON object."""
        warnings = list(warnings)
        if self.form == "json":
            print(json.dumps(_json(result, warnings), indent=2, ensure_ascii=False))
            return
        of_letters = (warning for built in result.built for warning in built.warnings)
        for finding in dict.fromkeys((*warnings, *of_letters)):
            self.finding("note" if finding.code.startswith("note.") else "warning", finding)
        count = len(result.built)
        summary = f"{count} PDF{'' if count == 1 else 's'} built"
        if result.failed:
            summary += f", {len(result.failed)} failed"
        self.out.print(f"{summary}.")

    def failure(self, error: CoverpressError) -> None:
        """Tell of an error that stopped everything."""
        self.finding("error", error.finding)
        if self.form == "json":
            failure = {"letter": None, "employer": None, "paper": None, **_fields(error.finding)}
            report = {"ok": False, "pdfs": [], "failures": [failure], "warnings": []}
            print(json.dumps(report, indent=2, ensure_ascii=False))

    def letters(self, listed: Sequence[Listed]) -> None:
        """Print a line for each letter: its employer, and the state of each PDF."""
        rows = [
            (
                shown(row.letter),
                row.employer or "-",
                *(f"{paper}: {state}" for paper, state in row.states.items()),
                *([f"error: {row.error}"] if row.error else []),
            )
            for row in listed
        ]
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=False)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            self.out.print("  ".join((*cells, *row[len(widths) :])).rstrip())

    def checks(self, checks: Sequence[Check]) -> None:
        """Print what is there, and how to get what is missing."""
        for check in checks:
            mark = Text("ok      ", "green") if check.found else Text("missing ", "bold red")
            self.out.print(mark + Text(f"{check.name}  {check.found}"))
        for remedy in dict.fromkeys(check.remedy for check in checks if not check.found):
            self.out.print(f"Install with: {remedy}")


def _place(place: Place) -> str:
    return str(Place(Path(shown(place.file)), place.line, place.column))


def _excerpt(place: Place | None) -> list[str]:
    """Return the line of the file at `place`, cut to what fits, and a caret below the column."""
    if place is None or place.line is None:
        return []
    line = linecache.getline(str(place.file), place.line).rstrip("\n").replace("\t", " ")
    if not line.strip():
        return []
    column = min((place.column or 1) - 1, len(line))
    start = max(0, column - 50)
    return [line[start : start + 74], " " * (column - start) + "^"]


def _fields(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "file": shown(place.file) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
    }


def _json(result: Result, warnings: Iterable[Finding]) -> dict[str, Any]:
    return {
        "ok": not result.failed,
        "pdfs": [
            {
                "letter": shown(built.letter),
                "employer": built.employer,
                "paper": built.paper,
                "path": shown(built.path),
                "pages": built.pages,
                "seconds": round(built.seconds, 3),
                "warnings": [_fields(warning) for warning in built.warnings],
            }
            for built in result.built
        ],
        "failures": [
            {
                "letter": shown(failed.letter),
                "employer": failed.employer,
                "paper": failed.paper,
                **_fields(failed.error.finding),
                "kept": [shown(path) for path in failed.kept],
            }
            for failed in result.failed
        ],
        "warnings": [_fields(warning) for warning in warnings],
    }
