"""What a build would make, and what is there already: told by what the PDFs were made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline import settings
from pipeline.engine import building
from pipeline.engine.building import Earlier
from pipeline.files.paths import is_there
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.model.job import Job, parts
from pipeline.model.listed import Listed
from pipeline.settings import Settings
from pipeline.sources import defaults
from pipeline.sources.site import Site

MISSING, CURRENT, OUTDATED = "missing", "current", "outdated"


def states(jobs: Iterable[Job], site: Site, out: Path, earlier: Earlier) -> list[Listed]:
    """Return what a build of `jobs` would make, and what is there already."""
    neighbours = building.neighbours(site, earlier)
    listed = []

    @cache
    def read(file: Path) -> Settings:
        return settings.read(defaults.read(file, site).front, site.config)

    for job in jobs:
        try:
            if job.problem:
                raise job.problem
            wanted = read(job.file)
            employer = job.employer or wanted.employer or ""
            if employer and employer not in site.employers:
                raise UsageError(f"there is no employer `{employer}` in the site's data")
        except CoverpressError as error:
            listed.append(Listed(job.file, job.employer or "", {}, str(error)))
            continue
        each = {
            part: replace(job, papers=(part.paper,) if part.paper else (), forms=(part.form,))
            for part in parts(job.forms or wanted.forms, job.papers or wanted.papers)
        }
        current = building.current(each.values(), earlier, neighbours)
        found = {
            part.name: _state(one.target(part.paper, out, part.form), is_current=one in current)
            for part, one in each.items()
        }
        listed.append(Listed(job.file, employer, found))
    return listed


def _state(target: Path, *, is_current: bool) -> str:
    if is_current:
        return CURRENT
    return OUTDATED if is_there(target) else MISSING
