"""`coverpress completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from pipeline.cli import options
from pipeline.reports import Report

_SHELLS = ("bash", "zsh", "fish", "powershell")
_NAME = "coverpress"


@click.command(
    "completion",
    epilog=options.examples("completion bash >> ~/.bashrc", "completion zsh >> ~/.zshrc"),
)
@click.argument("shell", type=click.Choice(_SHELLS))
@options.report
def command(_: Report, shell: str) -> int:
    """Print what makes your shell complete letters, companies and options.

    Put it into the file that your shell reads when it starts.
    """
    from pipeline.cli import cli

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, _NAME, f"_{_NAME.upper()}_COMPLETE").source())
    return 0
