"""The command `coverpress`: parse, call, print, exit code."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click

from pipeline import (
    __version__,
    build,
    doctor,
    orders,
    proofread,
    repair,
    run,
    site,
    survey,
)
from pipeline.cli import options
from pipeline.errors import CoverpressError, MissingError
from pipeline.report import Report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="coverpress %(version)s")
def cli() -> None:
    """Turn cover letters written in Markdown into typeset PDFs."""


@cli.command("build")
@options.of_orders
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    metavar="N",
    help="How many letters to build at the same time. By default one a processor.",
)
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    metavar="N",
    help="Tighten each letter, within limits, until it fits on N pages.",
)
@click.option("--keep-tex", is_flag=True, help="Keep TeX's folder beside each PDF.")
@options.form("text", "json", "github")
@click.option("--verbose", is_flag=True, help="Print TeX's whole log where TeX failed.")
@click.option(
    "--report",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the JSON report into a file too.",
)
@click.pass_obj
def build_command(
    report: Report,
    named: tuple[Path, ...],
    employers: tuple[str, ...],
    papers: tuple[str, ...],
    out: Path,
    folder: Path | None,
    encoding: str,
    jobs: int,
    pages: int | None,
    keep_tex: bool,
    verbose: bool,
    form: str,
    file: Path | None,
) -> int:
    """Build letters: the named ones, or all letters of the site.

    A letter is a page with `layout: coverletter` and `makepdf: true`. The PDFs are
    OUT/LETTER-a4.pdf and OUT/LETTER-letter.pdf.
    """  # fmt: skip
    report.form, report.file, report.terminal.verbose = form, file, verbose
    opened = site.read(_root(folder, named), encoding)
    wanted = orders.find(opened, named, employers, papers, encoding, pages)
    if not wanted:
        raise orders.no_letters(opened, encoding)
    way = build.Options(out, jobs, keep_tex, report.wait)
    with report.progress():
        result = run.run(wanted, opened, way, report.tell)
    report.result(result)
    return 1 if result.failed else 0


@cli.command("check")
@options.of_site
@options.employers
@click.option("--online", is_flag=True, help="Ask each address in the letters whether it is there.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--fix", is_flag=True, help="Show the repairs that cannot be wrong, and make them.")
@click.option("--diff", is_flag=True, help="Show these repairs, and make none.")
@click.option("--list", "list_rules", is_flag=True, help="Print the rules.")
@options.form("text", "json", "github", "sarif")
@options.named
@click.pass_obj
def check_command(
    report: Report,
    named: tuple[Path, ...],
    employers: tuple[str, ...],
    folder: Path | None,
    encoding: str,
    online: bool,
    strict: bool,
    fix: bool,
    diff: bool,
    list_rules: bool,
    form: str,
) -> int:
    """Find what must never be sent, before it is typeset.

    That is another employer's name, a hole, damage to the text. An error is what is surely wrong:
    `build` stops for it too.
    """
    report.form = form
    if list_rules:
        report.rules()
        return 0
    opened = site.read(_root(folder, named), encoding)
    wanted = orders.find(opened, named, employers, (), encoding)
    if not wanted:
        raise orders.no_letters(opened, encoding)
    is_whole = not named and not employers
    proofs = proofread.proofread(wanted, opened, is_whole=is_whole, online=online)
    if fix or diff:
        files = repair.prepare(proofs.repairs, encoding)
        report.diff(files)
    if fix and not diff:
        repair.apply(files)
        report.repaired(files)
        proofs = proofread.proofread(wanted, opened, is_whole=is_whole, online=online)
    if not diff:
        report.proofs(proofs)
    return 1 if proofs.fail(strict=strict) else 0


@cli.command("list")
@options.of_orders
@click.pass_obj
def list_command(
    report: Report,
    named: tuple[Path, ...],
    employers: tuple[str, ...],
    papers: tuple[str, ...],
    out: Path,
    folder: Path | None,
    encoding: str,
) -> int:
    """List the letters, their employers, and the state of each PDF."""
    opened = site.read(_root(folder, named), encoding)
    wanted = orders.find(opened, named, employers, papers, encoding)
    listed = orders.listing(wanted, opened, out)
    report.letters(listed)
    return 1 if any(row.error for row in listed) else 0


@cli.command("show")
@options.of_site
@click.option("--employer", metavar="KEY", help="This employer, instead of the letter's own.")
@click.option(
    "--paper",
    type=options.PAPER,
    help="The paper. By default the first that the letter is built on.",
)
@click.option("--stage", type=click.Choice(list(build.STAGES)), required=True, help="What to show.")
@click.argument("letter", type=options.PATH)
def show_command(
    letter: Path,
    stage: str,
    paper: str | None,
    employer: str | None,
    folder: Path | None,
    encoding: str,
) -> int:
    """Show a letter at one stage of its way.

    liquid: after Liquid, as Jekyll would have it. markdown: what Pandoc is given. ast: Pandoc's
    tree after the filters. tex: what LuaLaTeX is given.
    """
    opened = site.read(_root(folder, (letter,)), encoding)
    employers = (employer,) if employer else ()
    papers = (paper,) if paper else ()
    for order in orders.find(opened, (letter,), employers, papers, encoding):
        drafted = build.draft(order, opened)
        click.echo(build.STAGES[stage](drafted, drafted.papers[0]))
    return 0


@cli.command("survey")
@options.encoding
@click.argument("folder", metavar="DIR", type=options.EXISTING_FOLDER)
@click.pass_obj
def survey_command(report: Report, folder: Path, encoding: str) -> int:
    """Say what becomes of each page of the Jekyll site DIR.

    It will build, or will not and why, or is no letter. Nothing is changed, and nothing typeset.
    """  # fmt: skip
    pages = list(survey.survey(site.read(folder, encoding), encoding, os.cpu_count() or 1))
    report.surveyed(pages)
    return 1 if any(page.verdict == survey.FAILS for page in pages) else 0


@cli.command("doctor")
@options.form("text", "github")
@click.pass_obj
def doctor_command(report: Report, form: str) -> int:
    """Say what this machine has, whether a letter builds, and what to do if not."""
    report.form = form
    checks = list(doctor.examine(build.TEMPLATES))
    report.checks(checks)
    return MissingError.exit_code if any(check.wrong for check in checks) else 0


def _root(folder: Path | None, named: tuple[Path, ...]) -> Path:
    """Return the site: the named one, the one around the first letter, or here, or ./letters."""
    if folder is not None:
        return folder
    return site.around(next((path for path in named if path.exists()), *(named[:1] or (None,))))


def main() -> None:
    """Run the command. The one place where an error becomes an exit code."""
    report = Report()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as for Control-C, tidily
    try:
        sys.exit(cli.main(obj=report, standalone_mode=False))
    except CoverpressError as error:
        report.failure(error)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        report.terminal.err.print("Interrupted. The PDFs that were not finished are as they were.")
        sys.exit(130)
