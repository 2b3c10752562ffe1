"""`coverpress show`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import plan, recipe, showing
from pipeline.model.errors import UsageError
from pipeline.reports import Report
from pipeline.sources import site


@click.command(
    "show",
    epilog=options.examples(
        "show mudlark.md --stage liquid", "show mudlark.md --stage tex --paper a4"
    ),
)
@options.of_site
@options.employers
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
    report: Report,
    letter: Path,
    stage: str,
    paper: str | None,
    employers: tuple[str, ...],
    folder: Path | None,
    configs: tuple[Path, ...],
    given: tuple[str, ...],
    encoding: str,
) -> int:
    """Show an intermediate stage of a letter.

    liquid: after Liquid, as Jekyll would have it. markdown: what Pandoc is given. ast: Pandoc's
    tree after the filters. tex: what LuaLaTeX is given.
    """
    opened = site.read(site.meant(folder, (letter,)), encoding, configs, given)
    papers = (paper,) if paper else ()
    wanted = plan.find(opened, (letter,), employers, papers)
    if not wanted:
        raise UsageError(
            f"`{letter}` is for no employer: no record is one of its `employers:`",
            hint="Name one: `--employer KEY`.",
        )
    first, *others = wanted
    if others and not employers:
        report.wait(
            f"This is for `{first.employer}`, the first of {len(others) + 1} employers."
            " `--employer KEY` shows another."
        )
    for job in (first, *others) if employers else (first,):
        click.echo(showing.show(job, opened, stage))
    return 0
