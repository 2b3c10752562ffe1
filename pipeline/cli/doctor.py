"""`coverpress doctor`."""

from __future__ import annotations

import click

from pipeline.cli import options
from pipeline.engine import doctor, recipe
from pipeline.model.errors import MissingError
from pipeline.reports import Report


@click.command("doctor", epilog=options.examples("doctor", "doctor --format github"))
@options.form("text", "github")
@options.report
def command(report: Report, form: str) -> int:
    """Check the installation.

    It says what is there, whether a letter builds and, if none does, what to do.
    """
    report.form = form
    checks = list(doctor.examine(recipe.TEMPLATES))
    report.checks(checks)
    return MissingError.exit_code if any(check.wrong for check in checks) else 0
