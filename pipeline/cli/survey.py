"""`coverpress survey`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import survey
from pipeline.model import surveyed
from pipeline.reports import Report
from pipeline.sources import site


@click.command(
    "survey",
    epilog=options.examples(
        "survey ~/my-site", "survey ~/my-site --config _config.yml,_config.dev.yml"
    ),
)
@options.configs
@options.encoding
@click.argument("folder", metavar="DIR", type=options.EXISTING_FOLDER)
@options.report
def command(report: Report, folder: Path, configs: tuple[Path, ...], encoding: str) -> int:
    """Say what becomes of each page of the Jekyll site DIR.

    It will build, or will not and why, or is no letter. Nothing is changed, and nothing typeset.
    """  # fmt: skip
    pages = list(survey.survey(site.read(folder, encoding, configs), os.cpu_count() or 1))
    report.surveyed(pages)
    return 1 if any(page.verdict == surveyed.FAILS for page in pages) else 0
