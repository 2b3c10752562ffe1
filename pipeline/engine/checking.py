"""Many letters checked at once, none of them built: to `check` what `run` is to `build`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from pipeline.checks import examine
from pipeline.checks.examine import Checked
from pipeline.engine import recipe
from pipeline.model.errors import CoverpressError
from pipeline.model.job import Job
from pipeline.model.proofs import Proofs, Read
from pipeline.sources.site import Site


def proofread(
    orders: Sequence[Job], site: Site, *, is_whole: bool = True, online: bool = False
) -> Proofs:
    """Return what the checks find in the letters of `orders`.

    `is_whole` says that they are all of the site, so that they are held against each other too;
    `online` that the links are to be asked. Raises `SettingError` where the configuration's
    `check:` cannot be read; a letter that cannot be read is a finding.
    """
    about = examine.known(site)

    def look(order: Job) -> Checked | CoverpressError:
        try:
            return recipe.check(order, site, about)
        except CoverpressError as error:
            if not error.is_of_letter:
                raise
            return error

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the others wait for Pandoc meanwhile
        looked_at = dict(zip(orders, pool.map(look, orders), strict=True))
    if online:
        checked = {order: one for order, one in looked_at.items() if isinstance(one, Checked)}
        looked_at |= zip(checked, examine.dead_links(checked.values()), strict=True)
    read = [_read(order, one) for order, one in looked_at.items()]
    besides = examine.site(about)
    if is_whole:
        besides += examine.across(
            [one for one in looked_at.values() if isinstance(one, Checked)], about
        )
    return Proofs(tuple(read), besides)


def _read(order: Job, one: Checked | CoverpressError) -> Read:
    if isinstance(one, CoverpressError):
        return Read(order.file, order.employer, one.findings)
    return Read(order.file, one.subject.settings.employer, one.findings)
