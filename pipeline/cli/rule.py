"""`coverpress rule`."""

from __future__ import annotations

import click

from pipeline.cli import options
from pipeline.engine import rules
from pipeline.reports import Report


@click.command("rule", epilog=options.examples("rule employer.other", "rule hole.greeting"))
@click.argument("code", metavar="CODE")
@options.report
def command(report: Report, code: str) -> int:
    """Explain a rule of the checks, and how to turn it off."""
    report.explain(rules.find(code))
    return 0
