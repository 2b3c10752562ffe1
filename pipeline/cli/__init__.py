"""The command `coverpress`: parse, call, print, exit code.

Each command is a file of its own, which is imported when it is asked for: help and versions need
none of what the commands stand on.
"""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.model.errors import CoverpressError, defect

if TYPE_CHECKING:
    from pipeline.reports import Report

COMMANDS = {
    "build": "Build letters: the named ones, or all letters of the site.",
    "check": "Find what must never be sent, before it is typeset.",
    "doctor": "Say what this machine has, and whether a letter builds.",
    "list": "List the letters, their employers, and the state of each PDF.",
    "show": "Show a letter at one stage of its way.",
    "survey": "Say what becomes of each page of the Jekyll site DIR.",
}
"""The commands, and what help says of each: the first line of its own."""


class _Commands(click.Group):
    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"pipeline.cli.{name}").command
        return command

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="coverpress", message="coverpress %(version)s")
def cli() -> None:
    """Turn cover letters written in Markdown into typeset PDFs."""


def main() -> None:
    """Run the command. The one place where an error becomes an exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as for Control-C, tidily
    reports: list[Report] = []
    try:
        code = cli.main(obj=reports, standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code)
    except CoverpressError as error:
        _report(reports).failure(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # who read it, such as `head`, has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        sys.exit(1)
    except OSError as error:
        if not _is_of_output(error):
            _defect(reports, error)
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        click.echo(f"The output cannot be written: {error.strerror}.", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. The PDFs that were not finished are as they were.", err=True)
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  whatever it is, it is told in a line
        _defect(reports, error)


def _is_of_output(error: OSError) -> bool:
    """Tell whether standard output is full, or closed."""
    return error.errno in (errno.ENOSPC, errno.EBADF, errno.EIO) and error.filename is None


def _defect(reports: list[Report], error: Exception) -> NoReturn:
    found = defect(error)
    _report(reports).failure(found)
    sys.exit(found.exit_code)


def _report(reports: list[Report]) -> Report:
    """Return the command's report, or a new one where it came to none."""
    from pipeline.reports import Report

    return reports[0] if reports else Report()
