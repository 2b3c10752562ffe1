"""Builds that follow each other, each as soon as a file has changed that letters are made of.

One process looks at the files, and this one builds: it stays up, so that what a build loads and
starts is there for the next. It has no threads, which the copies that it makes of itself would
come to miss.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from pipeline import typeset
from pipeline.engine import building, cache, plan
from pipeline.engine.building import Tell
from pipeline.engine.options import PROCESS, Options
from pipeline.engine.program import TEMPLATES
from pipeline.model.errors import CoverpressError, defect
from pipeline.model.job import Job
from pipeline.model.outcome import Result
from pipeline.sandbox import launch
from pipeline.sources import site as sites
from pipeline.sources.site import Site

_STEP = 25  # milliseconds without a change, after which some changes are one
_MOST_STEPS = 400  # milliseconds, after which they are told in any case
_IDLE = 500  # milliseconds, after which nothing is told too: at first, that it now looks
_NEVER = ("_site", "vendor", ".jekyll-cache", ".bundle", ".sass-cache")


@dataclass(frozen=True)
class Asked:
    """What is to be built, as the command line says it."""

    root: Path
    """The folder of the site."""
    named: tuple[Path, ...] = ()
    employers: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    configs: tuple[Path, ...] = ()
    encoding: str = "utf-8"
    given: tuple[str, ...] = ()
    """Single values, such as `page.date=today`."""
    cached: str | None = None


@dataclass(frozen=True)
class Round:
    """A build, and why there was one."""

    changed: tuple[Path, ...]
    site: Site | None = None
    jobs: tuple[Job, ...] = ()
    result: Result = field(default_factory=Result)
    error: CoverpressError | None = None
    """Why nothing could be built."""


Begin = Callable[[Site, Sequence[Job]], None]


def build(
    asked: Asked,
    options: Options,
    changed: Sequence[Path] = (),
    begin: Begin = lambda *_: None,
    tell: Tell = lambda *_: None,
) -> Round:
    """Build what is `asked` for, as the files are now, and return what came of it.

    `begin` is told what will be built, before it is. Letters that have changed come first. What is
    wrong with the site is in the round, and not raised.
    """
    site: Site | None = None
    jobs: list[Job] = []
    try:
        site = sites.read(asked.root, asked.encoding, asked.configs, asked.given)
        shelf = cache.usual() if asked.cached is None else Path(asked.cached)
        kept = None if asked.cached == cache.NONE else shelf
        earlier = building.earlier(site, options.out, kept)
        jobs = plan.find(site, asked.named, asked.employers, asked.papers, known=earlier.fresh)
        new = {path.resolve() for path in changed}
        jobs.sort(key=lambda job: job.file.resolve() not in new)
        begin(site, jobs)
        result = building.run(jobs, site, options, earlier, tell)
    except CoverpressError as error:
        return Round(tuple(changed), site, tuple(jobs), error=error)
    except OSError as error:  # a file that went while it was read: the next change tells more
        return Round(tuple(changed), site, tuple(jobs), error=defect(error))
    return Round(tuple(changed), site, tuple(jobs), result)


@contextmanager
def standing(options: Options) -> Iterator[Options]:
    """Yield `options` with an engine that is warm from one build to the next, if that can be."""
    if options.engine == PROCESS:
        yield options
        return
    with typeset.warm_engine() as engine:
        yield replace(options, standing=engine)


def folders(asked: Asked) -> tuple[Path, ...]:
    """Return the folders in which a change may concern the letters that are `asked` for."""
    beside = (file.parent for file in (*asked.named, *asked.configs) if file.exists())
    found = {folder.resolve() for folder in (asked.root, TEMPLATES, *beside)}
    return tuple(
        sorted(one for one in found if not any(other in one.parents for other in found - {one}))
    )


class Watcher:
    """A process that looks at folders, and tells which files in them have changed."""

    def __init__(self, watched: Sequence[Path], out: Path) -> None:
        """Look at the folders `watched`, but not at `out`, where the PDFs go."""
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe(duplex=False)
        never = [str(folder / name) for folder in watched for name in _NEVER]
        never.append(str(out.resolve()))
        paths = [str(path) for path in watched]
        self._process: BaseProcess = context.Process(
            target=_look, args=(theirs, paths, never), daemon=True
        )
        self._process.start()
        theirs.close()

    def __enter__(self) -> Watcher:
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.join()

    def changes(self) -> tuple[Path, ...]:
        """Return the files that have changed since, once `pipe` is ready; none if it now looks.

        Raises `EOFError` where the process has ended.
        """
        found = {Path(name) for name in self.pipe.recv()}
        while self.pipe.poll():
            found.update(map(Path, self.pipe.recv()))
        there = {path for path in found if path.exists()}  # editors write a file and rename it
        return tuple(sorted(there or found))


def _look(pipe: Connection, paths: Sequence[str], never: Sequence[str]) -> None:
    """Be the process that looks."""
    import watchfiles

    launch.end_with_parent(signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the one that builds
    seen = watchfiles.watch(
        *paths,
        watch_filter=watchfiles.DefaultFilter(ignore_paths=list(never)),
        step=_STEP,
        debounce=_MOST_STEPS,
        rust_timeout=_IDLE,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    is_looking = False
    try:
        for changes in seen:
            if changes or not is_looking:
                pipe.send(sorted({path for _, path in changes}))
            is_looking = True
    except OSError:  # nobody listens any more
        return
