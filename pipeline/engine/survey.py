"""A look at an existing site: which pages will build, and which not and why. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline import settings
from pipeline.checks import examine
from pipeline.checks.subject import Known
from pipeline.engine import plan, recipe, rules
from pipeline.engine.recipe import Draft
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError
from pipeline.model.job import Job
from pipeline.model.surveyed import BUILDS, FAILS, NO_LETTER, Surveyed
from pipeline.sources import defaults
from pipeline.sources.site import Site

_TOLD = ("link.relative", "value.markup", "html.ignored", "kramdown.ignored", "pandoc")
"""What is left out of a letter, or leads nowhere without its site."""


def survey(site: Site, workers: int) -> Iterator[Surveyed]:
    """Yield what becomes of every Markdown page of `site`, in order, up to its typesetting.

    `jobs` pages are looked at together.
    """
    layouts = settings.letter_layouts(site.config)
    letters = {job.file: job for job in plan.find(site)}
    about = examine.known(site, rules.RULES)

    def look(page: Path) -> Surveyed:
        if page in letters:
            return _letter(letters[page], site, about)
        return _no_letter(page, site, layouts)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(look, site.pages())


def _letter(job: Job, site: Site, about: Known) -> Surveyed:
    try:
        drafted = recipe.draft(job, site, about)
    except CoverpressError as error:
        if not error.is_of_letter:
            raise  # something is not installed
        errors = tuple(finding for finding in error.findings if finding.is_error)
        return Surveyed(job.file, FAILS, str(error), errors)
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
