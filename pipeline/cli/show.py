"""`coverpress show`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import plan, recipe, showing
from pipeline.reports import Report
from pipeline.sources import site


@click.command("show")
@options.of_site
@click.option("--employer", metavar="KEY", help="This employer, instead of the letter's own.")
@click.option(
    "--paper",
    type=options.PAPER,
    help="The paper. By default the first that the letter is built on.",
)
@click.option(
    "--stage", type=click.Choice(list(recipe.STAGES)), required=True, help="What to show."
)
@click.argument("letter", type=options.PATH)
@options.report
def command(
    _: Report,
    letter: Path,
    stage: str,
    paper: str | None,
    employer: str | None,
    folder: Path | None,
    configs: tuple[Path, ...],
    encoding: str,
) -> int:
    """Show a letter at one stage of its way.

    liquid: after Liquid, as Jekyll would have it. markdown: what Pandoc is given. ast: Pandoc's
    tree after the filters. tex: what LuaLaTeX is given.
    """
    opened = site.read(site.meant(folder, (letter,)), encoding, configs)
    employers = (employer,) if employer else ()
    papers = (paper,) if paper else ()
    for job in plan.find(opened, (letter,), employers, papers):
        click.echo(showing.show(job, opened, stage))
    return 0
