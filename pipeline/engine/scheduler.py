"""Many letters at the same time, where one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pipeline import settings, typeset
from pipeline.checks import examine
from pipeline.checks.subject import Known
from pipeline.engine import forms, inputs, trace
from pipeline.engine.freshness import Freshness
from pipeline.engine.options import AUTO, PROCESS, Options
from pipeline.engine.program import TEMPLATES
from pipeline.engine.recipe import Draft, draft
from pipeline.engine.rules import RULES
from pipeline.files import scratch, writing
from pipeline.files.paths import is_there
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError, of_letter, too_much
from pipeline.model.job import FORMS, Job, Part, parts
from pipeline.model.location import Location
from pipeline.model.outcome import Artifact, Failed, Result
from pipeline.sandbox import children
from pipeline.sandbox.children import Lost, Send
from pipeline.sources.site import Site
from pipeline.typeset import Engine
from pipeline.writers import pandoc


@dataclass(frozen=True)
class _Drafted:
    """A letter is a tree now, and known to have so many files to come."""

    count: int
    trace: dict[str, Any] | None
    """What it was made of; None where that is not to be kept."""


@dataclass
class _Progress:
    """How many PDFs there will be, as far as is known by now: one a letter that is not read yet."""

    expected: int

    def drafted(self, count: int) -> None:
        self.expected += count - 1


def get_ready(site: Site) -> Known:
    """Look up what is needed for any letter of `site`, and return what its checks must know.

    Raises `MissingError` where Pandoc or LuaLaTeX is not there.
    """
    pandoc.executable()
    typeset.look_up()
    inputs.program(TEMPLATES)
    return examine.known(site, RULES)


def notes(about: Known) -> tuple[Diagnostic, ...]:
    """Return what is found in the site besides its letters."""
    return examine.site(about)


def run(
    jobs: Sequence[Job],
    site: Site,
    options: Options,
    tell: Callable[[Artifact | Failed | None, int], None] = lambda *_: None,
    fresh: Freshness | None = None,
    about: Known | None = None,
) -> Result:
    """Build every letter of `jobs`, and `tell` of each PDF when it is done.

    `tell` is given how many there will be too, as far as is known by then; it is called with None
    when no more than this number has changed. A letter that fails does not stop the others. What
    later builds must know is told to `fresh`. `about` is what `get_ready` has returned, if it
    was called.

    Raises `MissingError` where Pandoc or LuaLaTeX is not there, and `WriteError` where the PDFs
    cannot be written, before any work.
    """
    about = about or get_ready(site)
    writing.check_folder(options.out)
    scratch.sweep()
    if fresh:
        fresh.world.look()
    result = Result()
    progress, told = _Progress(len(jobs)), set()
    traces: dict[Job, dict[str, Any]] = {}
    papers_at_once = max(1, options.jobs // max(1, len(jobs)))
    work = partial(
        _build, site=site, about=about, options=options, at_once=papers_at_once, fresh=fresh
    )
    tried: set[Job] = set()
    with (
        _engine(options, len(jobs)) as on,
        closing(children.each(jobs, partial(work, on=on), options.jobs, (site, about))) as messages,
    ):
        for job, message in messages:
            tried.add(job)
            done = message
            if isinstance(message, Lost):
                done = _lost(job, message, site, options.out)
            if isinstance(done, str):
                if done not in told:  # once a run, whichever letter is the first to wait
                    options.tell(done)
                told.add(done)
                continue
            if isinstance(done, _Drafted):
                progress.drafted(done.count)
                if done.trace is not None:
                    traces[job] = done.trace
            elif isinstance(done, Artifact):
                result.built.append(done)
                if fresh and options.store:
                    fresh.keep(job, traces.get(job), done, options.store)
            else:
                result.failed.append(done)
            tell(None if isinstance(done, _Drafted) else done, progress.expected)
            if options.fails_fast and result.failed:
                result.untried = len(jobs) - len(tried)
                break
    result.built.sort(key=lambda built: built.path)
    result.failed.sort(key=lambda failed: (failed.letter, failed.paper or ""))
    return result


@contextmanager
def _engine(options: Options, letters: int) -> Iterator[Engine]:
    """Start what runs TeX for so many letters: one alone would gain nothing by a warm engine."""
    if options.standing:
        yield options.standing
        return
    if options.engine == PROCESS or (options.engine == AUTO and letters == 1):
        yield typeset.PROCESS
        return
    with typeset.warm_engine() as engine:
        yield engine


def _build(
    job: Job,
    send: Send,
    *,
    site: Site,
    about: Known,
    options: Options,
    at_once: int,
    fresh: Freshness | None,
    on: Engine,
) -> None:
    """Draft the letter of `job`, make its files, and `send` what comes of it."""
    try:
        drafted = draft(job, site, about)
        made_of = trace.of(drafted, fresh.world, about.digest) if fresh else None
    except Exception as error:  # noqa: BLE001  whatever it is, the others go on
        send(_failure(job, None, error, site, options.out))
        return
    send(_Drafted(len(drafted.parts), made_of))

    def made(part: Part) -> Artifact | Failed:
        return _made(drafted, part, replace(options, tell=send), on)

    if at_once == 1:
        for part in drafted.parts:
            send(made(part))
    else:
        with ThreadPoolExecutor(at_once) as pool:  # they wait for TeX, each for its own
            for done in pool.map(made, drafted.parts):
                send(done)


def _made(drafted: Draft, part: Part, options: Options, on: Engine) -> Artifact | Failed:
    try:
        return forms.make(drafted, part, options, on)
    except Exception as error:  # noqa: BLE001  whatever it is, the others go on
        rendering = drafted.rendering
        return _failure(rendering.job, part, error, rendering.site, options.out)


def _failure(job: Job, part: Part | None, error: Exception, site: Site, out: Path) -> Failed:
    """Return how `job` failed. Raises the error by which nothing else can be built either."""
    found = of_letter(error, job.file)
    if not found.is_of_letter:
        raise found
    return _failed(job, part, found, site, out)


def _lost(job: Job, lost: Lost, site: Site, out: Path) -> Failed:
    found = too_much(lost.stage, lost.reason, lost.place or Location(job.file))
    return _failed(job, None, found, site, out)


def _failed(job: Job, part: Part | None, error: CoverpressError, site: Site, out: Path) -> Failed:
    failed = (part,) if part else parts(job.forms or FORMS, job.papers or settings.PAPERS)
    targets = (job.target(one.paper, out, one.form) for one in failed)
    kept = tuple(target for target in targets if is_there(target))
    record = site.records.place(job.employer) if job.employer else None
    paper = part.paper or None if part else None
    return Failed(job.file, job.employer, paper, error, kept, record)
