"""Reports as plain data, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pipeline.model.check_result import CheckResult
from pipeline.model.errors import CoverpressError
from pipeline.model.outcome import Result
from pipeline.model.rule import ERROR, NOTE, WARNING
from pipeline.model.visible import visible
from pipeline.reports.places import fields, shown


def result(done: Result) -> dict[str, Any]:
    """Return what a build did."""
    failures = [
        {
            "letter": shown(failed.letter),
            "employer": failed.employer and visible(failed.employer),
            "paper": failed.paper,
            **fields(finding),
            "kept": [shown(path) for path in failed.kept],
        }
        for failed in done.failed
        for finding in failed.error.findings
        if finding.severity == ERROR
    ]
    of_failed = [
        finding
        for failed in done.failed
        for finding in failed.error.findings
        if finding.severity != ERROR
    ]
    return {
        "ok": not done.failed,
        "pdfs": [
            {
                "letter": shown(built.letter),
                "employer": built.employer and visible(built.employer),
                "paper": built.paper or None,
                "form": built.form,
                "path": shown(built.path),
                "state": built.state,
                "pages": built.pages,
                "characters": built.characters,
                "seconds": round(built.seconds, 3),
                "warnings": [fields(warning) for warning in built.warnings],
                "key": built.inputs.key,
                "inputs": asdict(built.inputs),
            }
            for built in done.built
        ],
        "failures": failures,
        "warnings": [fields(warning) for warning in dict.fromkeys((*done.notes, *of_failed))],
    }


def failure(error: CoverpressError) -> dict[str, Any]:
    """Return what stopped everything, in the form of a build's report."""
    nothing = {"letter": None, "employer": None, "paper": None}
    failures = [{**nothing, **fields(finding)} for finding in error.findings]
    return {"ok": False, "pdfs": [], "failures": failures, "warnings": []}


def checked(found: CheckResult) -> dict[str, Any]:
    """Return what the checks found, by letter."""
    counts = {
        f"{grave}s": sum(finding.severity == grave for finding in found.findings)
        for grave in (ERROR, WARNING, NOTE)
    }
    return {
        "ok": not counts["errors"],
        **counts,
        "letters": [
            {
                "letter": shown(read.letter),
                "employer": read.employer,
                "findings": [fields(finding) for finding in read.findings],
            }
            for read in found.letters
        ],
        "site": [fields(finding) for finding in found.site],
    }
