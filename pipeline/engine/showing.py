"""A letter at one stage of its way, for who wants to look."""

from __future__ import annotations

from functools import partial

from pipeline.engine import recipe
from pipeline.model.errors import of_letter, too_much
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.sandbox import children
from pipeline.sandbox.children import Lost
from pipeline.sources.site import Site


def show(job: Job, site: Site, stage: str) -> str:
    """Return the letter of `job` at `stage`, one of `recipe.STAGES`, for the first of its papers.

    Raises `CoverpressError`.
    """
    shown = children.one(job, partial(_show, site=site, stage=stage), (site,))
    if isinstance(shown, Lost):
        raise too_much(shown.stage, shown.reason, shown.place or Location(job.file))
    return str(shown)


def _show(job: Job, *, site: Site, stage: str) -> str:
    try:
        drafted = recipe.draft(job, site)
        return recipe.STAGES[stage](drafted, drafted.papers[0])
    except Exception as error:
        raise of_letter(error, job.file) from error
