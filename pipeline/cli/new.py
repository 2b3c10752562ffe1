"""`coverpress new`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import adding, plan
from pipeline.model.visible import visible
from pipeline.reports import Report
from pipeline.reports.places import shown
from pipeline.sources import site


@click.command(
    "new",
    epilog=options.examples(
        'new mudlark "Mudlark & Sons" --job "C# Engineer"',
        'new linde "Linde GmbH" --lang de --from mudlark.md',
    ),
)
@options.folder
@options.configs
@options.encoding
@click.option("--lang", default="", metavar="TAG", help="The letter's language: en-GB, de, …")
@click.option("--job", default="", metavar="TITLE", help="The job's title.")
@click.option("--url", default="", help="The address of the advertisement.")
@click.option("--from", "like", type=options.PATH, metavar="LETTER", help="Begin with its text.")
@click.option("--open", "opens", is_flag=True, help="Open the letter in your editor.")
@click.argument("key")
@click.argument("company")
@options.report
def command(
    _: Report,
    key: str,
    company: str,
    lang: str,
    job: str,
    url: str,
    like: Path | None,
    opens: bool,
    folder: Path | None,
    configs: tuple[Path, ...],
    encoding: str,
) -> int:
    """Add a letter to a company, and the company's record.

    KEY is a short name for the company, which the letter and its file bear.
    """
    named = (like,) if like and like.exists() else ()
    opened = site.read(site.meant(folder, named), encoding, configs)
    if like:
        (job_of_like,) = plan.find(opened, (like,))
        like = job_of_like.file
    wanted = adding.Wanted(key, company, lang, job, url, like)
    record, letter = adding.add(opened, wanted)
    click.echo(f"{visible(shown(record.file))}  the record")
    click.echo(f"{visible(shown(letter.file))}  the letter")
    if opens:
        click.edit(filename=str(letter.file))
    return 0
