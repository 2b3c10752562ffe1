"""Findings at their line of a pull request, and the summary of a job, as GitHub reads them.

Source: "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.outcome import Result
from pipeline.model.rule import ERROR, WARNING
from pipeline.model.words import counted
from pipeline.reports.places import in_repository

_COMMANDS = {ERROR: "error", WARNING: "warning"}


def commands(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield a workflow command for each of `findings`."""
    for finding in findings:
        place = finding.place
        properties = {"title": finding.code}
        if place:
            properties = {
                "file": in_repository(place.file),
                "line": str(place.line or 1),
                "col": str(place.column or 1),
                **properties,
            }
        written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        message = "\n".join(filter(None, (finding.message, finding.hint)))
        yield f"::{_COMMANDS.get(finding.severity, 'notice')} {written}::{_data(message)}"


def summary(done: Result) -> str:
    """Return the page that a job shows of a build: a row for each PDF, and one for each failure."""
    run = _address_of_run()
    lines = [
        "## Letters",
        "",
        "| letter | employer | paper | pages | PDF |",
        "|---|---|---|---|---|",
    ]
    for built in done.built:
        name = _cell(built.path.name)
        link = f"[{name}]({run})" if run else name
        cells = (_cell(in_repository(built.letter)), _cell(built.employer or ""), built.paper)
        lines.append(f"| {' | '.join(cells)} | {built.pages} | {link} |")
    for failed in done.failed:
        named = (_cell(in_repository(failed.letter)), _cell(failed.employer or ""))
        message = _cell(failed.error.finding.message)
        lines.append(f"| {' | '.join(named)} | {failed.paper or ''} | | not built: {message} |")
    counts = [finding.severity for finding in done.findings]
    errors, warnings = counts.count(ERROR), counts.count(WARNING)
    lines += ["", f"{counted(errors, 'error')}, {counted(warnings, 'warning')}.", ""]
    return "\n".join(lines)


def _address_of_run() -> str:
    """Return where the artifacts of this run are listed, or '' where no workflow runs."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, run = (os.environ.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{run}#artifacts" if run else ""


def _cell(text: str) -> str:
    """Return `text` as it stands in a cell of a table, its Markdown and HTML shown as they are."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return " ".join(escaped.split())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
