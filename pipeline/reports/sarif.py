"""Findings as SARIF 2.1.0, which code hosts and editors read.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import pipeline
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.location import Location
from pipeline.model.rule import Rule
from pipeline.reports.places import in_repository

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_DOCS = "https://github.com/coverpress/coverpress/blob/main/docs/checks.md"


def log(findings: Iterable[Diagnostic], known: Mapping[str, Rule]) -> dict[str, Any]:
    """Return a log of one run: `findings`, and all the rules that are `known`."""
    codes = list(known)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Coverpress",
                        "semanticVersion": pipeline.__version__,
                        "informationUri": _DOCS,
                        "rules": [_rule(rule) for rule in known.values()],
                    }
                },
                # Columns are counted in characters, not in UTF-16's halves of them.
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, codes) for finding in findings],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.code,
        "shortDescription": {"text": rule.says},
        "defaultConfiguration": {"level": rule.severity},
        "helpUri": _DOCS,
    }
    example = f"For example: {rule.example}" if rule.example else ""
    if help_text := "\n".join(filter(None, (rule.because, example))):
        described["help"] = {"text": help_text}
    return described


def _result(finding: Diagnostic, codes: list[str]) -> dict[str, Any]:
    # A code that is no rule's, such as `pandoc.x`, is under its first word.
    code = finding.code if finding.code in codes else finding.code.partition(".")[0]
    result: dict[str, Any] = {
        "ruleId": code,
        "ruleIndex": codes.index(code),
        "level": finding.severity,
        "message": {"text": " ".join(filter(None, (f"{finding.message}.", finding.hint)))},
    }
    if finding.place:
        region = _region(finding.place, finding.words)
        location: dict[str, Any] = {"artifactLocation": _artifact(finding.place)}
        if region:
            location["region"] = region
        result["locations"] = [{"physicalLocation": location}]
    if finding.repair:
        at = finding.repair.place
        result["fixes"] = [
            {
                "artifactChanges": [
                    {
                        "artifactLocation": _artifact(at),
                        "replacements": [
                            {
                                "deletedRegion": _region(at, finding.repair.old),
                                "insertedContent": {"text": finding.repair.new},
                            }
                        ],
                    }
                ]
            }
        ]
    return result


def _artifact(place: Location) -> dict[str, str]:
    path = in_repository(place.file)
    if PurePath(path).is_absolute():
        return {"uri": place.file.absolute().as_uri()}
    return {"uri": quote(path)}


def _region(place: Location, words: str) -> dict[str, int]:
    """Return where `words` stand, whose end is the column behind their last character."""
    if place.line is None:
        return {}
    column = place.column or 1
    region = {"startLine": place.line, "startColumn": column}
    if words:
        lines = words.split("\n")
        region["endLine"] = place.line + len(lines) - 1
        region["endColumn"] = len(lines[-1]) + (column if len(lines) == 1 else 1)
    return region
