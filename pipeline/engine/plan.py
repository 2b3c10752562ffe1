"""Which letters there are to build: for which employer, on which paper, under which name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from pipeline.engine import discovery, naming
from pipeline.engine.freshness import Freshness
from pipeline.letter import addressees
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.model.job import FORMS, Job, parts
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean
from pipeline.settings import PAPERS
from pipeline.sources import defaults
from pipeline.sources.site import HTML, PAGES, Site


def find(
    site: Site,
    named: Sequence[Path] = (),
    employers: Sequence[str] = (),
    papers: Sequence[str] = (),
    pages: int | None = None,
    known: Freshness | None = None,
    forms: Sequence[str] = (),
) -> list[Job]:
    """Return the jobs that a command line makes; `known` may know letters without reading them.

    A letter in `named` is always built; a folder in it stands for the letters in that folder, and
    nothing for those of the whole site. Each is built for each of `employers`, which are keys or
    patterns of keys, or else for those that it names itself.

    Raises `UsageError` for what is not there, where there is no letter, and where two PDFs would
    have the same name.
    """
    asked = _asked(employers, site)
    resolved = cache(Path.resolve)
    files: dict[Path, Path] = {}  # by the resolved path: a letter may be named in two ways
    for path in named or [site.source]:
        here = path if path.exists() else _in_site(path, site)
        if here.is_file() and not _is_page(here):
            raise UsageError(f"`{path}` is not a letter", hint="A letter is a Markdown file.")
        found = discovery.letters(site, here, known) if here.is_dir() else [here]
        if not found:
            raise discovery.no_letters(site, path if named else None)
        for file in found:
            files.setdefault(resolved(file.parent) / file.name, file)
    wanted = tuple(dict.fromkeys(papers))
    jobs = [
        replace(job, papers=wanted, forms=tuple(dict.fromkeys(forms)), pages=pages)
        for file in files.values()
        for job in _jobs(file, asked, site, known)
    ]
    _refuse_same_names(jobs)
    if any(job.employer or job.stems for job in jobs):
        # The letter `edx` for `acme` must not replace the letter `edx-acme` either.
        others = (
            file
            for file in discovery.letters(site, site.source, known)
            if resolved(file.parent) / file.name not in files
        )
        _refuse_same_names(
            [*jobs, *(job for file in others for job in _jobs(file, (), site, known))]
        )
    return jobs


def _jobs(file: Path, asked: Sequence[str], site: Site, known: Freshness | None) -> list[Job]:
    """Return the jobs of the letter in `file`: one for each employer that is asked for.

    Without such they are for those that it names itself. What is wrong there is the letter's.
    """
    one = Job(file, _name(file, site))
    read = partial(_says_more, file, site)
    letter = None
    if known.says_more(file, read) if known else read():
        letter = defaults.read(file, site)
    try:
        keys = asked or (addressees.chosen(letter, site) if letter else None)
    except CoverpressError as error:
        return [replace(one, problem=error)]
    jobs = [one] if keys is None else [_for(key, one) for key in keys]
    if letter is None or not naming.asks(letter.front, site.config):
        return jobs
    name = naming.of(letter, site)
    return [_named(job, name) for job in jobs]


def _says_more(file: Path, site: Site) -> bool:
    """Tell whether the letter in `file` says to how many it goes, or what it is called."""
    try:
        letter = defaults.read(file, site)
    except CoverpressError:  # which its draft will meet
        return False
    return addressees.is_for_several(letter) or naming.asks(letter.front, site.config)


def _for(key: str, job: Job) -> Job:
    return replace(job, employer=key, problem=_unfit(key))


def _named(job: Job, name: Callable[[Job], naming.Stems]) -> Job:
    try:
        return replace(job, stems=name(job))
    except CoverpressError as error:
        return replace(job, problem=job.problem or error)


def _is_page(file: Path) -> bool:
    from pipeline.sources import other_tools

    return file.suffix.lower() in (*PAGES, *HTML, *other_tools.FILES)


def _in_site(path: Path, site: Site) -> Path:
    """Return the file of the site that the command line may mean by `path`."""
    for candidate in (site.source / path, site.source / f"{path}.md"):
        if candidate.exists():
            return candidate
    names = [_name(file, site) for file in site.pages()]
    raise UsageError(f"there is no letter `{path}`", hint=did_you_mean(path.stem, names))


def _name(file: Path, site: Site) -> str:
    path = site.path_of(file).with_suffix("")
    # Octopress keeps a page as `name/index.md`.
    return (path.parent if path.name == "index" and path.parent.name else path).as_posix()


def _asked(employers: Iterable[str], site: Site) -> tuple[str, ...]:
    """Return the keys that the command line names, each once. Raises `UsageError`."""
    found: dict[str, None] = {}
    for pattern in employers:
        if not pattern:
            known = ", ".join(sorted(map(str, site.employers))[:8])
            raise UsageError("`--employer` names no employer", hint=f"Known here: {known}.")
        keys = addressees.matching(pattern, site)
        if not keys:
            raise UsageError(
                f"there is no employer `{pattern}` in the site's data",
                hint=did_you_mean(pattern, site.employers),
            )
        if keys == (pattern,) and (unfit := _unfit(pattern)):
            raise unfit
        found |= dict.fromkeys(keys)
    return tuple(found)


def _unfit(key: str) -> UsageError | None:
    """Return what is wrong with a `key` that cannot be part of a file's name."""
    if not re.search(r"[\\/]", key):
        return None
    return UsageError(
        f"the key `{key}` cannot be part of a file's name",
        hint="Rename the record, or name the employer in the letter instead.",
    )


def _refuse_same_names(jobs: Iterable[Job]) -> None:
    """Two jobs must never write the same file, on any file system."""
    seen: dict[str, Job] = {}
    for job in jobs:
        for part in parts(FORMS, PAPERS):
            target = job.target(part.paper, Path(), part.form)
            first = seen.setdefault(unicodedata.normalize("NFC", str(target)).casefold(), job)
            if first is not job:
                raise UsageError(
                    f"{_called(first)} and {_called(job)} would both be built as `{target.name}`",
                    Location(job.file),
                    "Put `{key}` or `{letter}` into `output:`."
                    if first.stems or job.stems
                    else "Rename one of the two.",
                )


def _called(job: Job) -> str:
    return f"{job.file} for `{job.employer}`" if job.employer else str(job.file)
