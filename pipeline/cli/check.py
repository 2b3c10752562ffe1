"""`coverpress check`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import checking, fixing, plan, rules, watching
from pipeline.model.check_result import CheckResult
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.reports import Report
from pipeline.sources import site


@click.command("check", epilog=options.examples("check", "check mudlark.md --fix"))
@options.of_site
@options.employers
@click.option("--online", is_flag=True, help="Ask each address in the letters whether it is there.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--fix", is_flag=True, help="Show the repairs that cannot be wrong, and make them.")
@click.option("--diff", is_flag=True, help="Show these repairs, and make none.")
@click.option("--watch", "watches", is_flag=True, help="Check again whenever a file is saved.")
@click.option("--list", "list_rules", is_flag=True, help="Print the rules.")
@click.option(
    "--explain",
    "code",
    metavar="CODE",
    help="Say what this rule means, and tell what it alone has found.",
)
@options.form("text", "json", "github", "sarif")
@options.named
@options.report
def command(
    report: Report,
    named: tuple[Path, ...],
    employers: tuple[str, ...],
    folder: Path | None,
    configs: tuple[Path, ...],
    given: tuple[str, ...],
    encoding: str,
    online: bool,
    strict: bool,
    fix: bool,
    diff: bool,
    watches: bool,
    list_rules: bool,
    code: str | None,
    form: str,
) -> int:
    """Catch mistakes before you send a letter.

    Another employer's name, a hole, damage to the text. An error is what is surely wrong: `build`
    stops for it too.
    """
    report.form = form
    if list_rules:
        report.rules()
        return 0
    rule = rules.find(code) if code else None
    if rule:
        report.explain(rule)
    root = site.meant(folder, named)

    def look() -> CheckResult:
        opened = site.read(root, encoding, configs, given)
        wanted = plan.find(opened, named, employers, ())
        is_whole = not named and not employers
        found = checking.check(wanted, opened, is_whole=is_whole, online=online)
        return checking.only(found, rule) if rule else found

    if watches:
        asked = watching.Asked(root, named, employers, (), configs, encoding, given)
        return _watch(report, asked, look)
    found = look()
    if fix or diff:
        files = fixing.prepare(found.repairs, encoding)
        report.diff(files)
    if fix and not diff:
        fixing.apply(files)
        report.repaired(files)
        found = look()
    if not diff:
        report.checked(found)
    return 1 if found.fail(strict=strict) else 0


def _watch(report: Report, asked: watching.Asked, look: Callable[[], CheckResult]) -> int:
    """Tell what `look` finds whenever a file is saved, until Control-C."""
    if report.form not in ("text", "github"):
        raise UsageError(
            f"`--watch` and `--format {report.form}` do not go together",
            hint="Take `text` or `github`: the others are for one report.",
        )
    with watching.Watcher(watching.folders(asked), Path("build")) as watcher:
        try:
            while True:
                click.echo("Checking…")  # by this line an editor knows that the last problems went
                try:
                    report.checked(look())
                except CoverpressError as error:
                    report.failure(error)
                while not watcher.changes():
                    pass
        except KeyboardInterrupt:  # which is how it ends
            return 0
