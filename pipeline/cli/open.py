"""`coverpress open`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import settings
from pipeline.cli import options
from pipeline.engine import plan
from pipeline.files.paths import is_there
from pipeline.model.errors import UsageError
from pipeline.reports import Report
from pipeline.reports.places import shown
from pipeline.sources import site


@click.command("open", epilog=options.examples("open mudlark", "open mudlark.md --paper A4"))
@options.folder
@options.configs
@options.encoding
@options.employers
@options.papers
@options.out
@click.argument("letter", type=options.PATH, shell_complete=options.complete_letters)
@options.report
def command(
    _: Report,
    letter: Path,
    employers: tuple[str, ...],
    papers: tuple[str, ...],
    out: Path,
    folder: Path | None,
    configs: tuple[Path, ...],
    encoding: str,
) -> int:
    """Open the PDFs of a letter."""
    opened = site.read(site.meant(folder, (letter,)), encoding, configs)
    jobs = plan.find(opened, (letter,), employers, papers)
    targets = [job.target(paper, out) for job in jobs for paper in papers or settings.PAPERS]
    there = [target for target in targets if is_there(target)]
    if not there:
        raise UsageError(
            f"`{shown(jobs[0].file)}` has no PDF in `{out}` yet",
            hint=f"Build it: `coverpress build {shown(jobs[0].file)}`.",
        )
    for target in there:
        click.echo(shown(target))
        click.launch(str(target))
    return 0
