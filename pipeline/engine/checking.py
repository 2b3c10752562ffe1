"""Many letters checked at once, none of them built: to `check` what `run` is to `build`."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pipeline.checks import examine
from pipeline.checks.examine import Checked
from pipeline.checks.subject import Known
from pipeline.engine import recipe, rules
from pipeline.engine.rules import RULES
from pipeline.model.check_result import CheckedLetter, CheckResult
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError, of_letter, too_much
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.rule import Rule
from pipeline.sandbox import children
from pipeline.sandbox.children import Lost, Send
from pipeline.sources.site import Site

_TOGETHER = 20  # letters that one process looks at: each has to start a Pandoc of its own
_ROUNDS = 2  # of a small site, so that no processor waits for the last letters


def check(
    jobs: Sequence[Job], site: Site, *, is_whole: bool = True, online: bool = False
) -> CheckResult:
    """Return what the checks find in the letters of `jobs`.

    `is_whole` says that they are all of the site, so that they are held against each other too;
    `online` that the links are to be asked. Raises `SettingError` where the configuration's
    `check:` cannot be read; a letter that cannot be read is a finding.
    """
    about = examine.known(site, RULES)
    if len(jobs) > 1:
        examine.get_ready(about)

    work = partial(_look, site=site, about=about)
    at_once = os.cpu_count() or 1
    together = min(_TOGETHER, math.ceil(len(jobs) / at_once / _ROUNDS) or 1)
    found = dict(children.each(jobs, work, at_once, (site, about), together))
    looked_at = {job: _or_error(job, found[job]) for job in jobs}
    if online:
        checked = {job: one for job, one in looked_at.items() if isinstance(one, Checked)}
        looked_at |= zip(checked, examine.dead_links(checked.values()), strict=True)
    read = [_read(job, one) for job, one in looked_at.items()]
    besides = examine.site(about)
    if is_whole:
        besides += examine.across(
            [one for one in looked_at.values() if isinstance(one, Checked)], about
        )
    return CheckResult(tuple(read), besides)


def only(found: CheckResult, rule: Rule) -> CheckResult:
    """Return what of `found` is a finding of `rule`."""

    def of_rule(findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        return tuple(finding for finding in findings if rules.of(finding.code) is rule)

    letters = (replace(read, findings=of_rule(read.findings)) for read in found.letters)
    return CheckResult(tuple(letters), of_rule(found.site))


def _look(job: Job, send: Send, *, site: Site, about: Known) -> None:
    try:
        send(recipe.check(job, site, about))
    except Exception as error:
        found = of_letter(error, job.file)
        if not found.is_of_letter:
            raise
        send(found)


def _or_error(job: Job, found: Checked | CoverpressError | Lost) -> Checked | CoverpressError:
    if isinstance(found, Lost):
        return too_much(found.stage, found.reason, found.place or Location(job.file))
    return found


def _read(job: Job, one: Checked | CoverpressError) -> CheckedLetter:
    if isinstance(one, CoverpressError):
        return CheckedLetter(job.file, job.employer, one.findings)
    return CheckedLetter(job.file, one.subject.settings.employer, one.findings)
