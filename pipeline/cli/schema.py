"""`coverpress schema`."""

from __future__ import annotations

import json

import click

from pipeline.cli import options
from pipeline.engine import schemas
from pipeline.reports import Report


@click.command(
    "schema",
    epilog=options.examples("schema config > .schemas/config.json", "schema letter"),
)
@click.argument("kind", type=click.Choice(schemas.KINDS))
@options.report
def command(_: Report, kind: str) -> int:
    """Print the JSON Schema of a file, for your editor.

    config: `_config.yml`. letter: the front matter of a letter. employers: `_data/employers.yml`.
    """
    click.echo(json.dumps(schemas.of(kind), indent=2))
    return 0
