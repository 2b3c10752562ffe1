"""A build that does only what changed: what is up to date is told, the rest is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.engine import manifest, program
from pipeline.engine.cache import Cache
from pipeline.engine.freshness import Freshness
from pipeline.engine.options import Options
from pipeline.engine.store import Store
from pipeline.engine.tex_files import TexFiles
from pipeline.engine.world import UNKNOWN
from pipeline.model.errors import WriteError
from pipeline.model.job import Job
from pipeline.model.outcome import Artifact, Failed, Result
from pipeline.sources.site import Site

Tell = Callable[[Artifact | Failed | None, int], None]


@dataclass(frozen=True)
class Earlier:
    """What earlier builds left: the records of the folder of PDFs, and a cache if there is one."""

    fresh: Freshness
    store: Store


def earlier(
    site: Site,
    out: Path,
    cache: Path | None = None,
    *,
    builds_all: bool = False,
    tell: Callable[[str], object] = lambda _: None,
) -> Earlier:
    """Return what earlier builds of `site` left in the folder `out`, and in the folder `cache`."""
    found = manifest.read(out, program.stamp(program.TEMPLATES), tell)
    fresh = Freshness(site, found)
    store = Store(
        found,
        TexFiles(found),
        Cache(cache) if cache else None,
        builds_all,
        fresh.is_of_site,
    )
    return Earlier(fresh, store)


def run(
    jobs: Sequence[Job],
    site: Site,
    options: Options,
    earlier: Earlier,
    tell: Tell = lambda *_: None,
) -> Result:
    """Return what became of `jobs`, of which those are built that are not up to date.

    Raises as `scheduler.run` does, where there is anything to look at anew.
    """
    started = time.perf_counter()
    fresh, store = earlier.fresh, earlier.store
    notes, neighbours, about = fresh.notes(), fresh.neighbours(), None
    if notes is None or neighbours == UNKNOWN:
        from pipeline.engine import scheduler  # which brings along all that letters are made with

        about = scheduler.get_ready(site)
        notes, neighbours = scheduler.notes(about), about.digest
        fresh.note(notes, neighbours)
    is_asked = not (store.builds_all or options.keep_tex)
    up_to_date = current(jobs, earlier, neighbours) if is_asked else {}
    stale = [job for job in jobs if job not in up_to_date]
    result = Result()
    try:
        if stale:
            from pipeline.engine import scheduler

            about = about or scheduler.get_ready(site)
            result = scheduler.run(stale, site, replace(options, store=store), tell, fresh, about)
    finally:
        _save(fresh.manifest, store, options)
    result.notes = notes
    result.built += [one for artifacts in up_to_date.values() for one in artifacts]
    result.built.sort(key=lambda one: one.path)
    result.seconds = time.perf_counter() - started
    return result


def neighbours(site: Site, earlier: Earlier) -> str:
    """Return what stands for what the checks know of all letters, found out anew if need be."""
    known = earlier.fresh.neighbours()
    if known == UNKNOWN and earlier.fresh.manifest.letters:
        from pipeline.checks import examine
        from pipeline.engine.rules import RULES

        known = examine.known(site, RULES).digest
    return known


def current(jobs: Iterable[Job], earlier: Earlier, neighbours: str) -> dict[Job, list[Artifact]]:
    """Return the jobs whose PDFs are all up to date, with their PDFs.

    `neighbours` stands for what the checks know of all letters.
    """
    fresh, store = earlier.fresh, earlier.store
    found = ((job, fresh.artifacts(job, store, neighbours)) for job in jobs)
    return {job: artifacts for job, artifacts in found if artifacts is not None}


def _save(records: manifest.Manifest, store: Store, options: Options) -> None:
    """Write down what was built. Where that cannot be done, the next build does it all again."""
    try:
        records.save()
    except (WriteError, OSError) as error:
        options.tell(f"What was built is not written down, so that it is built again: {error}.")
    if store.cache and store.has_put:
        store.cache.prune()
