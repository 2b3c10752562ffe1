"""Reports for a person: lines of text, in colour and with progress at a terminal."""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.model.check_result import CheckResult
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.listed import Listed
from pipeline.model.outcome import UP_TO_DATE, Artifact, Failed, Result
from pipeline.model.repaired import Repaired
from pipeline.model.requirement import Check
from pipeline.model.rule import ERROR, NOTE, WARNING
from pipeline.model.surveyed import BUILDS, FAILS, NO_LETTER, Surveyed
from pipeline.model.visible import visible
from pipeline.model.words import counted
from pipeline.reports import groups
from pipeline.reports.places import excerpt, place, shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress
    from rich.text import Text

    from pipeline.engine.watching import Round

_VERDICTS = {BUILDS: "green", FAILS: "bold red", NO_LETTER: "dim"}
_COUNTED = {BUILDS: "will build", FAILS: "will not", NO_LETTER: "without a letter"}
_FEW = 5  # letters of which all that is told can be seen at once
_MOST_TOLD = 20  # letters that failed
_STYLES = {ERROR: "bold red", WARNING: "bold yellow", NOTE: "bold"}


class Terminal:
    """Prints what was made to standard output, and what went wrong to standard error."""

    def __init__(self) -> None:
        self.verbose = False
        """Whether to print all that a program said that failed."""
        self._told: set[Diagnostic] = set()
        self._is_watching = False
        self._shows_progress = False
        self._progress: Progress | None = None

    @cached_property
    def out(self) -> Console:
        """What is asked for."""
        return _console()

    @cached_property
    def err(self) -> Console:
        """What is told besides."""
        return _console(stderr=True)

    @contextmanager
    def progress(self) -> Iterator[None]:
        """Show how far the build is, while this lasts, as soon as anything is built."""
        self._shows_progress = True
        try:
            yield
        finally:
            self._shows_progress = False
            if self._progress:
                self._progress.stop()

    def _begin(self) -> None:
        """Begin to show it, where a person looks on."""
        if not self.err.is_terminal:
            return
        if self.out.is_terminal:
            self.out = self.err  # one writer, so that lines go above the bar and not into it
        self._progress = _bar(self.err)
        self._progress.start()

    def tell(self, done: Artifact | Failed | None, expected: int) -> None:
        """Tell of one PDF as soon as it is done, of as many as are `expected` by now."""
        if self._shows_progress and not self._progress:
            self._begin()
        if self._progress:
            (task,) = self._progress.task_ids
            self._progress.update(task, advance=0 if done is None else 1, total=expected)
            about = self._progress.tasks[0]
            pace = pace_of(int(about.completed), expected, about.elapsed or 0.0)
            self._progress.update(task, pace=pace)
            self._progress.refresh()
        if done is None or (isinstance(done, Artifact) and done.state == UP_TO_DATE):
            return
        if isinstance(done, Failed):
            is_new = done.error.finding not in self._told  # often the same on both papers
            for finding in done.error.findings:
                if finding not in self._told:
                    self.finding(finding)
                self._told.add(finding)
            if is_new and done.employer:
                self.err.print(f"  This is {_called(done)}.")
            if is_new and self.verbose and done.error.log:
                self.err.print(done.error.log)
            for path in done.kept:
                self.err.print(f"  {shown(path)}: kept the earlier PDF (out of date).")
            return
        self.out.print(f"{shown(done.path)}  ({_size(done)}{done.seconds:.1f} s)")

    def finding(self, finding: Diagnostic, console: Console | None = None) -> None:
        """Print one finding: place, message, the line with a caret, and what to do."""
        console = console or self.err
        style = _STYLES[finding.severity]
        text = _text()
        if finding.place:
            text.append(f"{place(finding.place)}: ")
        text.append(f"{finding.severity}: ", style=style)
        text.append(finding.message)
        if not finding.is_fixed:
            text.append(f" [{finding.code}]", style="dim")
        console.print(text, soft_wrap=not console.is_terminal)
        if shown_line := excerpt(finding.place, finding.words):
            line, mark = shown_line
            console.print(f"  {line}")
            console.print(_text(f"  {mark}", style=style))
        for line in _wrapped(finding.hint, console):
            console.print(f"  {line}")

    def result(self, result: Result, *, with_findings: bool) -> None:
        """Print what was found besides, and the sum of it all."""
        for finding in result.findings if with_findings else ():
            if finding.severity != ERROR and finding not in self._told:
                self.finding(finding)
        self._not_built(result)
        letters = counted(sum(result.letters.values()), "letter")
        states = ", ".join(f"{count} {state}" for state, count in result.letters.items())
        said = f"{letters}: {states}" if states else letters
        warnings = sum(one.severity == WARNING for one in result.findings)
        said += f"; {counted(warnings, 'warning')}" if warnings else ""
        print(f"{said} ({result.seconds:.1f} s)")  # for which nothing is loaded

    def _not_built(self, result: Result) -> None:
        """Print once more which letters failed, where what was told of them is far above."""
        failed = {(one.letter, one.employer): one for one in reversed(result.failed)}
        if failed and sum(result.letters.values()) > _FEW:
            self.err.print(f"Not built ({len(failed)}):")
            for one in [*reversed(failed.values())][:_MOST_TOLD]:
                self.err.print(f"  {_called(one)}: {one.error.finding.message}")
            if len(failed) > _MOST_TOLD:
                more = len(failed) - _MOST_TOLD
                self.err.print(f"  and {more} more; `--report FILE` writes all of them down.")
        if result.untried:
            self.err.print(f"Stopped here; {counted(result.untried, 'letter')} not tried.")

    def watched(self, built: Round) -> None:
        """Print a line of what was built and why, below everything that is wrong now."""
        result = built.result
        errors = built.error.findings if built.error else ()
        for finding in dict.fromkeys(
            (*errors, *(one for failed in result.failed for one in failed.error.findings))
        ):
            if finding.severity == ERROR:
                self.finding(finding)
        made = [one for one in result.built if one.state != UP_TO_DATE]
        if not (made or errors or result.failed or built.changed) and self._is_watching:
            return
        names = [shown(path) for path in built.changed]
        why = f"{_some(names)} changed: " if names else ""
        states = ", ".join(f"{count} {state}" for state, count in result.letters.items())
        did = [_some([shown(one.path) for one in made])] if made else []
        if built.error:
            did.append("nothing could be built")
        elif names:
            did = did or ["nothing to build"]
            did += [f"{counted(len(result.failed), 'error')}"] if result.failed else []
        else:
            did = [f"{counted(sum(result.letters.values()), 'letter')}: {states}"]
        warnings = sum(one.severity == WARNING for one in result.findings)
        did += [counted(warnings, "warning")] if warnings else []
        clock = time.strftime("%H:%M:%S")
        self.out.print(f"{clock}  {why}{', '.join(did)} ({result.seconds:.1f} s)")
        if not self._is_watching:
            self.out.print("Watching. Save a file to build it again; Ctrl-C stops.")
        self._is_watching = True

    def checked(self, found: CheckResult) -> None:
        """Print what the checks found, letter by letter, and the sum of it."""
        for group in groups.of(found):
            for told in group:
                self.finding(told.finding, self.out)
                if told.where:
                    self.out.print(f"  {told.where}")
            if group:
                self.out.print()
        self.sum_of(found)

    def sum_of(self, found: CheckResult) -> None:
        """Print how many letters were checked, and how many findings there are."""
        severities = [finding.severity for finding in found.findings]
        counts = [
            counted(severities.count(grave), grave)
            for grave in (ERROR, WARNING, NOTE)
            if grave in severities
        ]
        letters = counted(len(found.letters), "letter")
        having = sum(bool(read.findings) for read in found.letters)
        where = f" in {counted(having, 'letter')}" if having and len(found.letters) > 1 else ""
        self.out.print(f"{letters} checked: {', '.join(counts) or 'no problems'}{where}.")

    def diff(self, diff: str, *, beside: bool) -> None:
        """Print a unified diff, to standard error if it is `beside` something else."""
        styles = {"+": "green", "-": "red", "@": "cyan"}
        for line in diff.splitlines():
            shown_line = _text(visible(line), style=styles.get(line[:1], ""))
            (self.err if beside else self.out).print(shown_line)

    def repaired(self, files: Sequence[Repaired]) -> None:
        """Print how many repairs were made."""
        count = counted(sum(file.count for file in files), "repair")
        self.out.print(f"{count} in {counted(len(files), 'file')} made.")

    def letters(self, listed: Sequence[Listed]) -> None:
        """Print a line for each letter: its employer, and the state of each PDF."""
        self.table(
            [
                (
                    shown(row.letter),
                    row.employer or "-",
                    *(f"{paper}: {state}" for paper, state in row.states.items()),
                    *([f"error: {row.error}"] if row.error else []),
                )
                for row in listed
            ]
        )

    def surveyed(self, pages: Sequence[Surveyed]) -> None:
        """Print a line for each page of a site, and below it what there is to say."""
        width = max((len(shown(page.page)) for page in pages), default=0)
        for page in pages:
            verdict = _text(f"{page.verdict:<9}", style=_VERDICTS[page.verdict])
            self.out.print(verdict, f" {shown(page.page):<{width}}  {visible(page.reason)}", sep="")
            for finding in page.findings:
                self.finding(finding, self.out)
        verdicts = [page.verdict for page in pages]
        counts = (f"{verdicts.count(verdict)} {words}" for verdict, words in _COUNTED.items())
        self.out.print(f"{counted(len(pages), 'page')}: {', '.join(counts)}. Nothing was changed.")

    def text(self, text: str) -> None:
        """Print `text` as it is, and a blank line behind it."""
        self.out.print(text)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Print `rows` in columns."""
        rows = [[visible(cell) for cell in row] for row in rows]
        widths: dict[int, int] = {}
        for *cells, _ in rows:  # what stands last in a row, such as an error, widens no column
            for column, cell in enumerate(cells):
                widths[column] = max(widths.get(column, 0), len(cell))
        for *cells, last in rows:
            padded = (cell.ljust(widths[column]) for column, cell in enumerate(cells))
            self.out.print("  ".join((*padded, last)))

    def checks(self, checks: Sequence[Check]) -> None:
        """Print what is there, what is wrong, and what to do about it."""
        for check in checks:
            if check.wrong:
                self.out.print(
                    _text("wrong  ", "bold red") + _text(visible(f"{check.name}: {check.wrong}"))
                )
            else:
                self.out.print(
                    _text("ok     ", "green") + _text(visible(f"{check.name}: {check.found}"))
                )
        for remedy in dict.fromkeys(check.remedy for check in checks if check.remedy):
            self.out.print(f"What to do: {remedy}")


def _size(done: Artifact) -> str:
    """Return how long a letter is, for what comes behind it."""
    if done.characters:
        return f"{done.characters:,} characters, "
    return f"{counted(done.pages, 'page')}, " if done.pages else ""


def _called(failed: Failed) -> str:
    """Return the name of a letter that failed, with its employer and the record's place."""
    if failed.employer is None:
        return shown(failed.letter)
    where = f", {place(failed.record)}" if failed.record else ""
    return f"{shown(failed.letter)} for `{visible(failed.employer)}`{where}"


def pace_of(done: int, expected: int, seconds: float) -> str:
    """Return how many letters a minute are done, and how long the rest will take."""
    if done < _FEW or seconds <= 0 or done >= expected:
        return ""
    rate = done / seconds
    left = round((expected - done) / rate)
    hours, minutes = left // 3600, left % 3600 // 60
    said = f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{left} s"
    return f"{rate * 60:.0f} a minute, {said} left"


def _some(names: Sequence[str]) -> str:
    """Return the first of `names`, and how many more there are."""
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more


def _console(*, stderr: bool = False) -> Console:
    from rich.console import (
        Console,  # as much to load as all that a build needs that builds nothing
    )

    return Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False)


def _text(words: str = "", style: str = "") -> Text:
    from rich.text import Text

    return Text(words, style=style)


def _bar(console: Console) -> Progress:
    """Return the bar of a build, which only a terminal sees."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    pace = TextColumn("{task.fields[pace]}")
    columns = (TextColumn("building"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), pace)
    # No thread of its own, which the copies of this process would come to miss.
    bar = Progress(*columns, console=console, transient=True, auto_refresh=False)
    bar.add_task("build", total=None, pace="")
    return bar


def _wrapped(hint: str, console: Console) -> list[str]:
    """Return `hint` in lines that fit a terminal; what stands in backticks stays whole."""
    if not console.is_terminal:
        return [hint] if hint else []
    whole = re.sub(r"`[^`]*`", lambda code: code.group().replace(" ", "\0"), hint)
    lines = textwrap.wrap(whole, console.width - 2, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]
