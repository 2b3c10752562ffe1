"""`coverpress gallery`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options
from pipeline.reports import Report


@click.command("gallery", epilog=options.examples("gallery", "gallery --out public"))
@options.of_jobs
@options.of_builds
@options.report
def command(
    report: Report,
    named: tuple[Path, ...],
    employers: tuple[str, ...],
    papers: tuple[str, ...],
    out: Path,
    folder: Path | None,
    configs: tuple[Path, ...],
    given: tuple[str, ...],
    encoding: str,
    jobs: int,
    cached: str | None,
    engine: str,
) -> int:
    """Build letters, and a web page that shows them all.

    The page is OUT/index.html. It needs no server: open it, upload it, or keep it as an artifact.
    """
    from pipeline.engine import watching
    from pipeline.engine.options import Options
    from pipeline.engine.watching import Asked
    from pipeline.preview import static
    from pipeline.sources import site

    asked = Asked(
        site.meant(folder, named), named, employers, papers, configs, encoding, given, cached
    )
    with report.progress():
        made = watching.build(
            asked, Options(out, jobs, engine=engine, tell=report.wait), tell=report.tell
        )
    if made.error:
        raise made.error
    report.result(made.result)
    click.echo(f"Gallery: {static.write(made, out)}")
    return 1 if made.result.failed else 0
