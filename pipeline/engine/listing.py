"""What a build would make, and what is there already."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline import settings
from pipeline.files.paths import is_there
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.model.job import Job
from pipeline.model.listed import Listed
from pipeline.sources import defaults
from pipeline.sources.site import Site


def states(jobs: Iterable[Job], site: Site, out: Path) -> list[Listed]:
    """Return what a build of `jobs` would make, and what is there already."""
    newest_input = max((file.stat().st_mtime for file in site.inputs()), default=0.0)
    listed = []
    for job in jobs:
        try:
            front = defaults.read(job.file, site).front
            wanted = settings.read(front, site.config, employer=job.employer)
            if wanted.employer and wanted.employer not in site.employers:
                raise UsageError(f"there is no employer `{wanted.employer}` in the site's data")
        except CoverpressError as error:
            listed.append(Listed(job.file, "", {}, str(error)))
            continue
        newest = max(newest_input, job.file.stat().st_mtime)
        states = {}
        for paper in job.papers or wanted.papers:
            target = job.target(paper, out)
            states[paper] = "missing"
            if is_there(target):
                states[paper] = "outdated" if target.stat().st_mtime < newest else "current"
        listed.append(Listed(job.file, wanted.employer or "", states))
    return listed
