"""`coverpress check`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options
from pipeline.engine import checking, fixing, plan, rules
from pipeline.model.check_result import CheckResult
from pipeline.reports import Report
from pipeline.sources import site


@click.command("check")
@options.of_site
@options.employers
@click.option("--online", is_flag=True, help="Ask each address in the letters whether it is there.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--fix", is_flag=True, help="Show the repairs that cannot be wrong, and make them.")
@click.option("--diff", is_flag=True, help="Show these repairs, and make none.")
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
    list_rules: bool,
    code: str | None,
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
    rule = rules.find(code) if code else None
    if rule:
        report.explain(rule)
    opened = site.read(site.meant(folder, named), encoding, configs, given)
    wanted = plan.find(opened, named, employers, ())

    def look() -> CheckResult:
        is_whole = not named and not employers
        found = checking.check(wanted, opened, is_whole=is_whole, online=online)
        return checking.only(found, rule) if rule else found

    found = look()
    if fix or diff:
        files = fixing.prepare(found.repairs, opened.encoding)
        report.diff(files)
    if fix and not diff:
        fixing.apply(files)
        report.repaired(files)
        opened = site.read(opened.root, encoding, configs, given)
        found = look()
    if not diff:
        report.checked(found)
    return 1 if found.fail(strict=strict) else 0
