"""What a run did: for a person at a terminal, for a log, for a pull request, and for a machine."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.files import writing
from pipeline.model.check_result import CheckResult
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError, MissingError, WriteError
from pipeline.model.listed import Listed
from pipeline.model.outcome import Artifact, Failed, Result
from pipeline.model.repaired import Repaired
from pipeline.model.requirement import Check
from pipeline.model.rule import ERROR, Rule
from pipeline.model.surveyed import Surveyed
from pipeline.reports.places import shown
from pipeline.reports.text import Terminal

if TYPE_CHECKING:
    from pipeline.engine.watching import Round

TEXT, JSON, GITHUB, SARIF = "text", "json", "github", "sarif"


class Report:
    """Tells of a run in one of four forms; `text` is the one for people."""

    def __init__(self, form: str = TEXT) -> None:
        self.form = form
        self.file: Path | None = None
        """Where the JSON report goes too."""
        self.terminal = Terminal()

    def progress(self) -> AbstractContextManager[object]:
        """Show at a terminal how far the build is, while this lasts."""
        return self.terminal.progress() if self.form == TEXT else nullcontext()

    def tell(self, done: Artifact | Failed | None, expected: int) -> None:
        """Tell of one PDF as soon as it is done, of as many as are `expected` by now."""
        if self.form == TEXT:
            self.terminal.tell(done, expected)

    def wait(self, words: str) -> None:
        """Tell, beside the report, of something that takes a while."""
        self.terminal.err.print(words)

    def result(self, result: Result) -> None:
        """Tell what was found besides, and the sum of it all.

        Raises `WriteError` where the report's file cannot be written: to a person when all is told,
        to a machine instead, since it is told one thing.
        """
        from pipeline.reports import as_json, github

        if self.form == JSON:
            told = as_json.result(result)
            self._write(lambda: told)
            _print_json(told)
            return
        if self.form == GITHUB:
            _print(github.commands(result.findings))
            if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
                self._summary(Path(summary), github.summary(result))
        self.terminal.result(result, with_findings=self.form == TEXT)
        self._write(lambda: as_json.result(result))

    def watched(self, built: Round) -> None:
        """Tell what a build has done that a change of files has caused, and what is wrong now."""
        self.terminal.watched(built)

    def _summary(self, file: Path, text: str) -> None:
        try:
            with file.open("a", encoding="utf-8") as page:
                page.write(text)
        except OSError as error:  # all is told elsewhere
            reason = error.strerror or error
            self.terminal.err.print(f"The job's summary cannot be written: {reason}.")

    def checked(self, found: CheckResult) -> None:
        """Tell what the checks found."""
        from pipeline.reports import as_json, github

        if self.form == JSON:
            _print_json(as_json.checked(found))
        elif self.form == SARIF:
            self._sarif(found.findings)
        elif self.form == GITHUB:
            _print(github.commands(found.findings))
            self.terminal.sum_of(found)
        else:
            self.terminal.checked(found)

    def diff(self, files: Sequence[Repaired]) -> None:
        """Print the repairs as a unified diff, beside a report for machines and not in it."""
        for file in files:
            self.terminal.diff(file.diff(shown(file.file)), beside=self.form != TEXT)

    def repaired(self, files: Sequence[Repaired]) -> None:
        """Tell that the repairs were made."""
        if self.form == TEXT:
            self.terminal.repaired(files)

    def explain(self, rule: Rule) -> None:
        """Say what `rule` means: to a person only."""
        if self.form == TEXT:
            from pipeline.reports.explained import explained

            self.terminal.text(explained(rule))

    def rules(self) -> None:
        """Print every rule: its code, how grave it is, and what it says."""
        from pipeline.engine.rules import RULES  # which brings all rooms along

        self.terminal.table(
            [(rule.code, rule.severity, rule.says) for rule in RULES.values() if not rule.is_fixed]
        )

    def _sarif(self, findings: Sequence[Diagnostic]) -> None:
        from pipeline.engine.rules import RULES  # which brings all rooms along
        from pipeline.reports import sarif

        _print_json(sarif.log(findings, RULES))

    def failure(self, error: CoverpressError) -> None:
        """Tell of an error that stopped everything."""
        from pipeline.reports import as_json, github

        findings = error.findings
        try:
            self._write(lambda: as_json.failure(error))
        except WriteError as unwritten:
            findings = (*findings, *unwritten.findings)
        for finding in findings:
            if self.form == GITHUB:
                _print(github.commands([finding]))
            elif self.form == SARIF:
                self._sarif([finding])
            else:
                self.terminal.finding(finding)
        if self.terminal.verbose and error.log:
            self.terminal.err.print(error.log)
        if self.form == JSON:
            _print_json(as_json.failure(error))

    def letters(self, listed: Sequence[Listed]) -> None:
        """Print a line for each letter: its employer, and the state of each PDF."""
        self.terminal.letters(listed)

    def surveyed(self, pages: Sequence[Surveyed]) -> None:
        """Print what becomes of each page of a site."""
        self.terminal.surveyed(pages)

    def checks(self, checks: Sequence[Check]) -> None:
        """Print what is there, what is wrong, and what to do about it."""
        self.terminal.checks(checks)
        wrong = [f"{check.name}: {check.wrong}" for check in checks if check.wrong]
        if self.form == GITHUB and wrong:
            from pipeline.reports import github

            remedies = dict.fromkeys(check.remedy for check in checks if check.remedy)
            found = Diagnostic(
                MissingError.code,
                f"no letter can be built on this machine. {'; '.join(wrong)}",
                hint=f"What to do: {'; '.join(remedies)}",
                severity=ERROR,
            )
            _print(github.commands([found]))

    def _write(self, report: Callable[[], object]) -> None:
        file, self.file = self.file, None  # once: what cannot be written is told, not tried again
        if file is None:
            return
        text = f"{_dumped(report())}\n"
        hint = "Choose another file with `--report`."
        writing.write(text.encode("utf-8"), file, "the report", hint)


def _dumped(value: object, encoding: str = "utf-8") -> str:
    """Return `value` as JSON, with an escape for what nobody sees or `encoding` does not have."""
    written = json.dumps(value, indent=2, ensure_ascii=codecs.lookup(encoding).name != "utf-8")
    return "".join(
        sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1] for sign in written
    )


def _print_json(value: object) -> None:
    print(_dumped(value, sys.stdout.encoding or "utf-8"))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


__all__ = ["GITHUB", "JSON", "SARIF", "TEXT", "Report"]
