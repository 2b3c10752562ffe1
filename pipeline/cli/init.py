"""`coverpress init`."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import starting
from pipeline.engine.starting import About
from pipeline.model.errors import UsageError
from pipeline.model.visible import visible
from pipeline.reports import Report
from pipeline.reports.places import shown


@click.command("init", epilog=options.examples("init", "init letters --lang de --yes"))
@click.option("--name", help="Your name.")
@click.option("--address", help="Your address, with commas between its lines.")
@click.option("--email", help="Your email address.")
@click.option("--phone", help="Your phone number.")
@click.option("--lang", metavar="TAG", help="The language of most letters: en-GB, de, …")
@click.option("--paper", type=options.PAPER, help="The paper that you print on.")
@click.option("--style", type=click.Choice(starting.STYLES), help="How letters look.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; take what is usual here.")
@click.argument("folder", metavar="[DIR]", type=options.PATH, default=Path())
@options.report
def command(
    _: Report,
    folder: Path,
    name: str | None,
    address: str | None,
    email: str | None,
    phone: str | None,
    lang: str | None,
    paper: str | None,
    style: str | None,
    yes: bool,
) -> int:
    """Start a folder of letters, with a first one in it.

    In the folder of a Jekyll site nothing is written: it says what the site needs for letters.
    """
    if starting.is_there(folder):
        _say_of_site(folder)
        return 0
    given = {
        "name": name,
        "address": _lines(address),
        "email": email,
        "phone": phone,
        "lang": lang,
        "paper": paper,
        "style": style,
    }
    about = starting.read_about(given, starting.usual())
    if not yes and sys.stdin.isatty():
        about = _ask(about, {key for key, value in given.items() if value})
    for file in starting.write(folder, about):
        if file.parent.name != ".schemas":
            click.echo(f"wrote {visible(shown(file))}")
    into = "" if folder == Path() else f"cd {visible(str(folder))}\n  "
    click.echo(f"\nNext:\n  {into}coverpress watch --open")
    click.echo('A letter of your own:\n  coverpress new mycompany "My Company Ltd"')
    return 0


def _ask(usual: About, given: set[str]) -> About:
    """Return what a person answers; what the command line gave is not asked for."""
    click.echo("Press Enter to take what stands in brackets; all of it can be changed later.")
    texts = {
        "name": "Your name",
        "address": "Address (commas between lines)",
        "email": "Email",
        "phone": "Phone",
    }
    answers: dict[str, object] = {}
    for key, question in texts.items():
        if key not in given:
            known = getattr(usual, key)
            answer = click.prompt(question, default=known or "", show_default=bool(known))
            answers[key] = _lines(answer) if key == "address" else answer.strip()
    if "lang" not in given:
        answers["lang"] = click.prompt("Language", default=usual.lang, value_proc=_language)
    if "paper" not in given:
        answers["paper"] = click.prompt("Paper", default=usual.paper, type=options.PAPER)
    if "style" not in given:
        styles = click.Choice(starting.STYLES)
        answers["style"] = click.prompt("Style", default=usual.style, type=styles)
    return replace(usual, **answers)  # type: ignore[arg-type]


def _language(name: str) -> str:
    known = asdict(About()) | {"lang": name}
    try:
        return starting.read_about(known, About()).lang
    except UsageError as error:
        raise click.BadParameter(f"{error}. {error.finding.hint}") from None


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").split(",") if line.strip())


def _say_of_site(folder: Path) -> None:
    found = starting.propose(folder)
    where = visible(str(folder))
    name = visible(shown(found.site.config.file))
    if found.sender:
        click.echo(f"This is a site already, and nothing was written. Add to {name}:\n")
        click.echo("\n".join(f"  {visible(line)}" for line in found.sender.splitlines()))
    else:
        click.echo("This is a site already, with a sender, and nothing was written.")
    count = f"{found.letters} letter{'' if found.letters == 1 else 's'}"
    click.echo(f"\nThere {'is' if found.letters == 1 else 'are'} {count} in it. Next:")
    click.echo(f"  coverpress survey {where}")
    click.echo(f"  coverpress watch --site {where} --open")
