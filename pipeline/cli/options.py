"""The options that several commands have, each in one place."""

from __future__ import annotations

import codecs
import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from pipeline import settings
from pipeline.engine.options import AUTO, ENGINES
from pipeline.model.errors import CoverpressError
from pipeline.reports import Report

if TYPE_CHECKING:
    from pipeline.sources.site import Site
from pipeline.settings import kinds

PATH = click.Path(path_type=Path)
EXISTING_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
ALL = (kinds.ALL,)


class _Paper(click.Choice[str]):
    """A paper, as people write it: `A4`, `US Letter`."""

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> str:
        name = str(value).casefold().removeprefix("us").strip(" -_")
        return str(super().convert(name, param, context))


PAPER = _Paper(settings.PAPERS)


def _encoding(_: click.Context, __: click.Parameter, name: str) -> str:
    try:
        "".encode(name)  # `hex` is a codec, but not of text
        return codecs.lookup(name).name
    except LookupError:
        raise click.BadParameter(f"`{name}` is not an encoding, such as utf-8 or cp1252") from None


def complete_letters(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the letters whose names begin as `begun`, and let the shell complete files besides."""
    from pipeline.engine import plan

    try:
        names = [job.name for job in plan.find(_site())]
    except (CoverpressError, OSError):
        names = []
    found = [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(begun)]
    return found or [CompletionItem(begun, type="file")]


def _complete_employers(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    try:
        keys = [str(key) for key in _site().employers]
    except (CoverpressError, OSError):
        return []
    return [CompletionItem(key) for key in keys if key.startswith(begun)]


def _site() -> Site:
    from pipeline.sources import site

    return site.read(site.meant(None))


encoding = click.option(
    "--encoding",
    default="utf-8",
    show_default=True,
    callback=_encoding,
    help="Text encoding of the site's files.",
)
folder = click.option(
    "--site",
    "folder",
    type=EXISTING_FOLDER,
    metavar="DIR",
    help="The Jekyll site: its source folder, or its root. By default the one around the letter,"
    " this folder, or ./letters.",
)
named = click.argument(
    "named",
    metavar="[LETTER|DIR]...",
    nargs=-1,
    type=PATH,
    shell_complete=complete_letters,
)
_employer = click.option(
    "--employer",
    "employers",
    multiple=True,
    metavar="KEY",
    shell_complete=_complete_employers,
    help="This employer, instead of the letter's own. Can be repeated, or be a pattern: `north*`.",
)
_all_employers = click.option(
    "--all-employers", is_flag=True, help="Every employer of the site's data."
)


def employers(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the options that name employers, as patterns of their keys."""

    @functools.wraps(command)
    def with_patterns(
        *arguments: Any, employers: tuple[str, ...], all_employers: bool, **options: Any
    ) -> Any:
        return command(*arguments, employers=ALL if all_employers else employers, **options)

    return _employer(_all_employers(with_patterns))


papers = click.option(
    "--paper", "papers", type=PAPER, multiple=True, help="This paper only. Can be repeated."
)
forms = click.option(
    "--to",
    "forms",
    type=click.Choice(settings.FORMS),
    multiple=True,
    help="This form only, instead of the letter's own. Can be repeated.",
)
out = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="Where the PDFs go.",
)


def examples(*commands: str) -> str:
    """Return the end of a command's help: how it is used."""
    return "\b\nExamples:\n" + "\n".join(f"  coverpress {one}" for one in commands)


def form(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option `--format`, which takes one of `forms`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default="text",
        show_default=True,
        help="How to report.",
    )


configs = click.option(
    "--config",
    "configs",
    multiple=True,
    callback=lambda _, __, named: tuple(Path(one) for each in named for one in each.split(",")),
    metavar="FILE",
    help="The site's configuration, instead of its `_config.yml`. Can be repeated: later files"
    " stand over earlier ones.",
)


settings_given = click.option(
    "--set",
    "given",
    multiple=True,
    metavar="KEY=VALUE",
    help="This value instead of the files': `page.date=today`, `employer.jobtitle=…`, `sender.…`,"
    " `site.…`. Can be repeated.",
)


def of_site(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the options that say which site is meant, and how it is written."""
    return folder(configs(settings_given(encoding(command))))


def of_jobs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the arguments and options that say which PDFs are meant."""
    return of_site(named(employers(papers(out(command)))))


jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    metavar="N",
    help="How many letters to build at the same time. Default: one per processor.",
)
cache = click.option(
    "--cache",
    "cached",
    envvar="COVERPRESS_CACHE",
    metavar="DIR",
    help="Where PDFs are kept by what they were made of, or `none`. Default: a folder of this"
    " user's.",
)
engine = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=AUTO,
    help="How LuaLaTeX is run: a process for each run, or copies of a warm one. By default, for"
    " more letters than one, copies.",
)
port = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Serve the preview at this port. Default: any that is free.",
)


def of_builds(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the options that say how PDFs are built."""
    return jobs(cache(engine(command)))


def report(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the report that it tells its outcome to, which `main` finds too."""

    @click.option("--verbose", is_flag=True, help="Print all that is known of a failure.")
    @functools.wraps(command)
    def with_report(*arguments: Any, verbose: bool, **options: Any) -> Any:
        reports: list[Report] = click.get_current_context().obj
        reports.append(Report())
        reports[0].terminal.verbose = verbose
        return command(reports[0], *arguments, **options)

    return with_report
