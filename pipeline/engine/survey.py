"""A look at an existing site: which pages will build, and which not and why. It changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline import settings
from pipeline.checks import examine
from pipeline.checks.subject import Known
from pipeline.engine import discovery, plan, recipe, rules
from pipeline.engine.recipe import Draft
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError, of_letter, too_much
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.surveyed import BUILDS, FAILS, NO_LETTER, Surveyed
from pipeline.sandbox import children
from pipeline.sandbox.children import Lost, Send
from pipeline.sources import defaults
from pipeline.sources.site import Site

_TOLD = (
    "layout.lost",
    "setting.unused",
    "link.relative",
    "value.markup",
    "html.ignored",
    "kramdown.ignored",
    "pandoc",
)
"""What is left out of a letter, or leads nowhere without its site."""


def survey(site: Site, workers: int) -> Iterator[Surveyed]:
    """Yield what becomes of every Markdown page of `site`, in order, up to its typesetting.

    `workers` pages are looked at together.
    """
    layouts = settings.letter_layouts(site.config)
    about = examine.known(site, rules.RULES)
    jobs = plan.find(site) if discovery.letters(site, site.source) else []
    letters = Counter(job.file for job in jobs)
    work = partial(_letter, site=site, about=about)
    found: dict[Path, list[Surveyed]] = {file: [] for file in letters}
    looked_at = children.each(jobs, work, workers, (site, about))
    for page in site.pages():
        while len(found.get(page, ())) < letters[page]:
            job, one = next(looked_at)
            found[job.file].append(_lost(job, one) if isinstance(one, Lost) else one)
        yield _as_one(found[page]) if page in letters else _no_letter(page, site, layouts)


def _as_one(found: Sequence[Surveyed]) -> Surveyed:
    """Return what becomes of a page that is a letter to one employer, or to several."""
    worst = next((one for one in found if one.verdict == FAILS), found[0])
    if worst.verdict == FAILS or len(found) == 1:
        return worst
    return replace(worst, reason=f"for {len(found)} employers, such as {worst.reason[4:]}")


def _letter(job: Job, send: Send, *, site: Site, about: Known) -> None:
    try:
        send(_drafted(job, recipe.draft(job, site, about)))
    except Exception as error:
        found = of_letter(error, job.file)
        if not found.is_of_letter:
            raise found from error  # something is not installed
        send(_failed(job, found))


def _lost(job: Job, lost: Lost) -> Surveyed:
    return _failed(job, too_much(lost.stage, lost.reason, lost.place or Location(job.file)))


def _failed(job: Job, error: CoverpressError) -> Surveyed:
    errors = tuple(finding for finding in error.findings if finding.is_error)
    return Surveyed(job.file, FAILS, str(error), errors)


def _drafted(job: Job, drafted: Draft) -> Surveyed:
    wanted = drafted.rendering.settings
    said = f"for {wanted.employer}" if wanted.employer else "for no employer"
    papers = " and ".join(drafted.papers)
    return Surveyed(
        job.file,
        BUILDS,
        f"{said}, {wanted.style.format.name}, {wanted.language.tag}, {papers}",
        _differences(drafted),
    )


def _differences(drafted: Draft) -> tuple[Diagnostic, ...]:
    """Return what was left out of a letter, or leads nowhere without its site."""
    found = drafted.checked.findings if drafted.checked else ()
    told = (finding for finding in found if finding.code.startswith(_TOLD))
    return tuple(told)


def _no_letter(page: Path, site: Site, layouts: Sequence[str]) -> Surveyed:
    try:
        letter = defaults.read(page, site)
    except CoverpressError as error:
        return Surveyed(page, NO_LETTER, f"cannot be read: {error}")
    if not letter.has_front_matter:
        return Surveyed(page, NO_LETTER, "it has no front matter")
    layout = letter.get("layout")
    if layout not in layouts:
        said = f"`layout: {layout}`" if layout else "no `layout:`"
        return Surveyed(page, NO_LETTER, f"it has {said}, letters have `{layouts[0]}`")
    return Surveyed(page, NO_LETTER, "it does not say `makepdf: true`")
