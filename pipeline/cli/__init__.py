"""The command `coverpress`: parse, call, print, exit code.

Each command is a file of its own, which is imported when it is asked for: help and versions need
none of what the commands stand on.
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.model.errors import CoverpressError, defect
from pipeline.model.suggestion import nearest
from pipeline.model.visible import visible

if TYPE_CHECKING:
    from pipeline.reports import Report

COMMANDS = {
    "init": "Start a folder of letters, with a first one in it.",
    "new": "Add a letter to a company, and the company's record.",
    "watch": "Build letters again as soon as you save them.",
    "preview": "See your letters in the browser, and each change as soon as you save it.",
    "build": "Build letters: the named ones, or all letters of the site.",
    "check": "Catch mistakes before you send a letter.",
    "list": "List the letters, their employers, and the state of each PDF.",
    "open": "Open the PDFs of a letter.",
    "gallery": "Build letters, and a web page that shows them all.",
    "rule": "Explain a rule of the checks, and how to turn it off.",
    "survey": "Say what becomes of each page of the Jekyll site DIR.",
    "show": "Show an intermediate stage of a letter.",
    "schema": "Print the JSON Schema of a file, for your editor.",
    "completion": "Print what makes your shell complete letters, companies and options.",
    "doctor": "Check the installation.",
}
"""The commands, and what help says of each: the first line of its own."""

_MEANT = {
    **dict.fromkeys(("compile", "make", "render", "run", "pdf"), "build"),
    **dict.fromkeys(("lint", "validate", "test"), "check"),
    **dict.fromkeys(("live", "serve", "server", "view"), "preview"),
    **dict.fromkeys(("create", "setup", "start"), "init"),
    **dict.fromkeys(("add", "letter"), "new"),
    "ls": "list",
}
"""What other tools call the commands."""


class _Commands(click.Group):
    def list_commands(self, _: click.Context) -> list[str]:
        return [*COMMANDS]  # `list`, like `open`, is a module here

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"pipeline.cli.{name}").command
        return command

    def resolve_command(
        self, context: click.Context, words: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `words` begin with. Raises `UsageError`, with the one meant."""
        name = words[0]
        if name not in COMMANDS and not name.startswith("-") and not context.resilient_parsing:
            meant = _MEANT.get(name) or nearest(name, COMMANDS)
            hint = f" Did you mean `coverpress {meant}`?" if meant else " See `coverpress --help`."
            context.fail(f"there is no command `{visible(name)}`.{hint}")
        return super().resolve_command(context, words)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="coverpress", message="coverpress %(version)s")
def cli() -> None:
    """Turn cover letters written in Markdown into typeset PDFs."""


def main() -> None:
    """Run the command. The one place where an error becomes an exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):  # stop tidily, for both alike
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal cannot show is an escape there
            stream.reconfigure(errors="backslashreplace")
    reports: list[Report] = []
    try:
        code: int = cli.main(obj=reports, standalone_mode=False)
        sys.stdout.flush()
    except CoverpressError as error:
        code = _told(reports, error)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Unfinished PDFs were left unchanged.", err=True)
        code = 130
    except OSError as error:
        code = _unwritten(error) if _is_of_output(error) else _told(reports, defect(error))
    except Exception as error:  # noqa: BLE001  whatever it is, it is told in a line
        code = _told(reports, defect(error))
    sys.exit(code)


def _told(reports: list[Report], error: CoverpressError) -> int:
    _report(reports).failure(error)
    return error.exit_code


def _is_of_output(error: OSError) -> bool:
    """Tell whether standard output is full, or nobody reads it any more."""
    is_full = error.errno in (errno.ENOSPC, errno.EBADF, errno.EIO) and error.filename is None
    return is_full or isinstance(error, BrokenPipeError)


def _unwritten(error: OSError) -> int:
    """Say that the output cannot be written, but to who has seen enough, such as `head`."""
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  Python flushes it
    if not isinstance(error, BrokenPipeError):
        click.echo(f"The output cannot be written: {error.strerror}.", err=True)
    return 1


def _report(reports: list[Report]) -> Report:
    """Return the command's report, or a new one where it came to none."""
    from pipeline.reports import Report

    return reports[0] if reports else Report()
