"""`coverpress list`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import building, listing, plan
from pipeline.reports import Report
from pipeline.sources import site


@click.command("list", epilog=options.examples("list", "list --out public"))
@options.of_jobs
@options.forms
@options.report
def command(
    report: Report,
    named: tuple[Path, ...],
    employers: tuple[str, ...],
    papers: tuple[str, ...],
    forms: tuple[str, ...],
    out: Path,
    folder: Path | None,
    configs: tuple[Path, ...],
    given: tuple[str, ...],
    encoding: str,
) -> int:
    """List the letters, their employers, and the state of each PDF."""
    opened = site.read(site.meant(folder, named), encoding, configs, given)
    earlier = building.earlier(opened, out)
    wanted = plan.find(opened, named, employers, papers, known=earlier.fresh, forms=forms)
    listed = listing.states(wanted, opened, out, earlier)
    report.letters(listed)
    return 1 if any(row.error for row in listed) else 0
