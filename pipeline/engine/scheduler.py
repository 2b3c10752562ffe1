"""Many letters at the same time, where one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from pipeline import settings, typeset
from pipeline.checks import examine
from pipeline.checks.subject import Known
from pipeline.engine.recipe import Options, draft, typeset_paper
from pipeline.engine.rules import RULES
from pipeline.files import writing
from pipeline.files.paths import is_there
from pipeline.model.errors import CoverpressError, of_letter
from pipeline.model.job import Job
from pipeline.model.outcome import Artifact, Failed, Result
from pipeline.sources.site import Site
from pipeline.writers import pandoc


def run(
    jobs: Sequence[Job],
    site: Site,
    options: Options,
    tell: Callable[[Artifact | Failed | None, int], None] = lambda *_: None,
) -> Result:
    """Build every letter of `jobs`, and `tell` of each PDF when it is done.

    `tell` is given how many there will be too, as far as is known by then; it is called with None
    when no more than this number has changed. A letter that fails does not stop the others.
    Raises `MissingError` where Pandoc or LuaLaTeX is not there, and `WriteError` where the PDFs
    cannot be written, before any work.
    """
    pandoc.executable()
    typeset.executable()
    about = examine.known(site, RULES)
    writing.check_folder(options.out)
    result = Result(notes=examine.site(about))
    for done, waiting in _in_parallel(jobs, site, about, options):
        if isinstance(done, Artifact):
            result.built.append(done)
        elif isinstance(done, Failed):
            result.failed.append(done)
        tell(done, len(result.built) + len(result.failed) + waiting)
    result.built.sort(key=lambda built: built.path)
    result.failed.sort(key=lambda failed: (failed.letter, failed.paper or ""))
    return result


def _in_parallel(
    jobs: Sequence[Job], site: Site, about: Known, options: Options
) -> Iterator[tuple[Artifact | Failed | None, int]]:
    """Draft and typeset in threads; the work is done in Pandoc's and TeX's processes.

    Yields each PDF, and None for each draft, with the number of tasks that are still to be done.
    """
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        waiting: dict[Future[Any], tuple[Job, str | None]] = {
            pool.submit(draft, job, site, about): (job, None) for job in jobs
        }
        try:
            while waiting:
                finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in finished:
                    job, paper = waiting.pop(future)
                    raised = future.exception()
                    error = of_letter(raised, job.file) if isinstance(raised, Exception) else None
                    if error and error.is_of_letter:
                        yield _failure(job, paper, error, options.out), len(waiting)
                    elif isinstance(done := future.result(), Artifact):
                        yield done, len(waiting)
                    else:
                        for wanted in done.papers:
                            task = pool.submit(typeset_paper, done, wanted, options)
                            waiting[task] = (done.rendering.job, wanted)
                        yield None, len(waiting)
        finally:
            for future in waiting:
                future.cancel()


def _failure(job: Job, paper: str | None, error: CoverpressError, out: Path) -> Failed:
    papers = (paper,) if paper else (job.papers or settings.PAPERS)
    targets = (job.target(name, out) for name in papers)
    kept = tuple(target for target in targets if is_there(target))
    return Failed(job.file, job.employer, paper, error, kept)
