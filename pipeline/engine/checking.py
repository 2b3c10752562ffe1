"""Many letters checked at once, none of them built: to `check` what `run` is to `build`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import checks
from pipeline.checks import Checked, rules
from pipeline.letter.rendering import compose
from pipeline.model.diagnostic import Diagnostic, Fix
from pipeline.model.errors import CoverpressError
from pipeline.model.job import Job
from pipeline.sources.site import Site


@dataclass(frozen=True)
class Read:
    """A letter that was looked at, or could not be read, and what is told of it."""

    letter: Path
    employer: str | None
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Proofs:
    """What was found in the letters, and in the site besides."""

    letters: tuple[Read, ...]
    site: tuple[Diagnostic, ...]

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, each thing once."""
        of_letters = (finding for read in self.letters for finding in read.findings)
        return tuple(dict.fromkeys((*of_letters, *self.site)))

    @property
    def repairs(self) -> tuple[Fix, ...]:
        """The changes that cannot be wrong."""
        return tuple(finding.repair for finding in self.findings if finding.repair)

    def fail(self, *, strict: bool) -> bool:
        """Tell whether something must be done: an error, or if `strict` a warning."""
        grave = {rules.ERROR, rules.WARNING} if strict else {rules.ERROR}
        return any(finding.severity in grave for finding in self.findings)


def proofread(
    orders: Sequence[Job], site: Site, *, is_whole: bool = True, online: bool = False
) -> Proofs:
    """Return what the checks find in the letters of `orders`.

    `is_whole` says that they are all of the site, so that they are held against each other too;
    `online` that the links are to be asked. Raises `SettingError` where the configuration's
    `check:` cannot be read; a letter that cannot be read is a finding.
    """
    about = checks.known(site, orders[0].encoding if orders else "utf-8")
    looked_at: dict[Job, Checked | CoverpressError] = {}
    for order in orders:
        try:
            looked_at[order] = checks.letter(compose(order, site), about)
        except CoverpressError as error:
            if not error.is_of_letter:
                raise
            looked_at[order] = error
    if online:
        checked = {order: one for order, one in looked_at.items() if isinstance(one, Checked)}
        looked_at |= zip(checked, checks.dead_links(checked.values()), strict=True)
    read = [_read(order, one) for order, one in looked_at.items()]
    besides = checks.site(about)
    if is_whole:
        besides += checks.across(
            [one for one in looked_at.values() if isinstance(one, Checked)], about
        )
    return Proofs(tuple(read), besides)


def _read(order: Job, one: Checked | CoverpressError) -> Read:
    if isinstance(one, CoverpressError):
        return Read(order.file, order.employer, one.findings)
    return Read(order.file, one.subject.settings.employer, one.findings)
