"""`coverpress preview`."""

from __future__ import annotations

from typing import Any

import click

from pipeline.cli import options
from pipeline.cli.watch import command as watch


@click.command("preview", epilog=options.examples("preview", "preview letters --port 8080"))
@options.of_jobs
@options.of_builds
@click.option(
    "--open/--no-open", "opens", default=True, help="Show the page in your browser, or do not."
)
@options.port
@click.option("--verbose", is_flag=True, help="Print all that is known of a failure.")
@click.pass_context
def command(context: click.Context, /, port: int | None, **given: Any) -> Any:
    """See your letters in the browser, and each change as soon as you save it.

    It is `coverpress watch --open`. Only this machine can see the page.
    """
    return context.invoke(watch, port=port or 0, **given)
