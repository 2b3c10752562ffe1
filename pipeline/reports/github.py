"""Findings at their line of a pull request, and the summary of a job, as GitHub reads them.

Source: "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.outcome import Result
from pipeline.model.rule import ERROR, WARNING
from pipeline.model.visible import visible
from pipeline.model.words import counted, ticks
from pipeline.reports.places import in_repository

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
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
        "| letter | employer | paper | pages | PDF | state |",
        "|---|---|---|---|---|---|",
    ]
    for failed in done.failed:
        named = (_name(in_repository(failed.letter)), _name(failed.employer or ""))
        message = _cell(failed.error.finding.message)
        lines.append(f"| {' | '.join(named)} | {failed.paper or ''} | | | not built: {message} |")
    for built in done.built:
        name = _name(built.path.name)
        link = f"[{name}]({run})" if run else name
        cells = (_name(in_repository(built.letter)), _name(built.employer or ""), built.part.name)
        lines.append(f"| {' | '.join(cells)} | {built.pages} | {link} | {built.state} |")
    counts = [finding.severity for finding in done.findings]
    errors, warnings = counts.count(ERROR), counts.count(WARNING)
    lines += ["", f"{counted(errors, 'error')}, {counted(warnings, 'warning')}.", ""]
    return "\n".join(lines)


def _address_of_run() -> str:
    """Return where the artifacts of this run are listed, or '' where no workflow runs."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, run = (os.environ.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{run}#artifacts" if run else ""


def _name(text: str) -> str:
    """Return the name `text` as code in a cell of a table, where nothing of it is a link."""
    plain = " ".join(visible(text).split()).replace("|", "\\|")
    fence = ticks(plain)
    space = " " if "`" in plain else ""
    return f"{fence}{space}{plain}{space}{fence}" if plain else ""


def _cell(text: str) -> str:
    """Return `text` in a cell of a table: what stands in backticks is code, the rest is plain."""
    parts = " ".join(visible(text).split()).split("`")
    if len(parts) % 2 == 0:  # a backtick is part of a name
        return _MARKUP.sub(r"\\\1", "`".join(parts))
    return "".join(
        _name(part) if number % 2 else _MARKUP.sub(r"\\\1", part)
        for number, part in enumerate(parts)
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
