"""`coverpress build`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import building, cache, plan
from pipeline.engine.options import Options
from pipeline.reports import Report
from pipeline.sources import site

_MOST_OPENED = 6  # PDFs: more windows help nobody


@click.command("build", epilog=options.examples("build", "build mudlark.md --paper A4"))
@options.of_jobs
@options.forms
@options.of_builds
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    metavar="N",
    help="Tighten each letter, within limits, until it fits on N pages.",
)
@click.option("--keep-tex", is_flag=True, help="Keep TeX's folder beside each PDF.")
@click.option(
    "--keep-going/--fail-fast",
    "goes_on",
    default=True,
    help="Whether the other letters are built when one fails. They are by default.",
)
@click.option("--force", is_flag=True, help="Build all letters, those that are up to date too.")
@options.form("text", "json", "github")
@click.option(
    "--report",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the JSON report into a file too.",
)
@click.option("--open", "opens", is_flag=True, help="Open the PDFs afterwards.")
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
    jobs: int,
    pages: int | None,
    keep_tex: bool,
    goes_on: bool,
    engine: str,
    force: bool,
    cached: str | None,
    form: str,
    file: Path | None,
    opens: bool,
) -> int:
    """Build letters: the named ones, or all letters of the site.

    A PDF that would come out as it is there is left alone.

    A letter is a page with `layout: coverletter` and `makepdf: true`. The PDFs are
    OUT/LETTER-a4.pdf and OUT/LETTER-letter.pdf.
    """  # fmt: skip
    report.form, report.file = form, file
    opened = site.read(site.meant(folder, named), encoding, configs, given)
    shelf = None if cached == cache.NONE else Path(cached) if cached else cache.usual()
    earlier = building.earlier(opened, out, shelf, builds_all=force, tell=report.wait)
    wanted = plan.find(opened, named, employers, papers, pages, earlier.fresh, forms)
    way = Options(out, jobs, keep_tex, engine, not goes_on, report.wait)
    with report.progress():
        result = building.run(wanted, opened, way, earlier, report.tell)
    report.result(result)
    for one in result.built[:_MOST_OPENED] if opens else ():
        click.launch(str(one.path))
    return 1 if result.failed else 0
