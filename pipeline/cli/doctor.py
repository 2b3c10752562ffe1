"""`coverpress doctor`."""

from __future__ import annotations

import click

from pipeline.cli import options
from pipeline.engine import doctor, recipe
from pipeline.model.errors import MissingError
from pipeline.reports import Report


@click.command("doctor")
@options.form("text", "github")
@options.report
def command(report: Report, form: str) -> int:
    """Say what this machine has, and whether a letter builds.

    If none does, it says what is wrong, and what to do.
    """
    report.form = form
    checks = list(doctor.examine(recipe.TEMPLATES))
    report.checks(checks)
    return MissingError.exit_code if any(check.wrong for check in checks) else 0
