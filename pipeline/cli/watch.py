"""`coverpress watch`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options
from pipeline.reports import Report


@click.command("watch", epilog=options.examples("watch --open", "watch mudlark.md --paper a4"))
@options.of_jobs
@options.of_builds
@click.option("--open", "opens", is_flag=True, help="Show the pages in your browser.")
@options.port
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
    opens: bool,
    port: int | None,
) -> int:
    """Build letters again as soon as you save them.

    What a letter is made of is watched too: records, pictures, includes, the configuration. Stop
    it with Ctrl-C.
    """
    from pipeline.engine.options import Options
    from pipeline.engine.watching import Asked
    from pipeline.preview import live
    from pipeline.sources import site

    def opened(address: str) -> None:
        click.echo(f"Preview: {address}")
        if opens:
            click.launch(address)

    root = site.meant(folder, named)
    asked = Asked(root, named, employers, papers, configs, encoding, given, cached)
    way = Options(out, jobs, engine=engine, tell=report.wait)
    at = port if port is not None else 0 if opens else None
    try:
        live.watch(asked, way, report.watched, at, opened)
    except KeyboardInterrupt:  # which is how it ends
        click.echo()
    return 0
