"""Which letters there are to build: for which employer, on which paper, under which name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from pipeline.engine import discovery
from pipeline.engine.freshness import Freshness
from pipeline.model.errors import UsageError
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean
from pipeline.sources.site import HTML, PAGES, Site


def find(
    site: Site,
    named: Sequence[Path] = (),
    employers: Sequence[str] = (),
    papers: Sequence[str] = (),
    pages: int | None = None,
    known: Freshness | None = None,
) -> list[Job]:
    """Return the jobs that a command line makes; `known` may know letters without reading them.

    A letter in `named` is always built; a folder in it stands for the letters in that folder, and
    nothing for those of the whole site. Each is built for each of `employers`.

    Raises `UsageError` for what is not there, and where two PDFs would have the same name.
    """
    _know(employers, site)
    resolved = cache(Path.resolve)
    files: dict[Path, Path] = {}  # by the resolved path: a letter may be named in two ways
    for path in named or [site.source]:
        here = path if path.exists() else _in_site(path, site)
        if here.is_file() and not _is_page(here):
            raise UsageError(f"`{path}` is not a letter", hint="A letter is a Markdown file.")
        found = discovery.letters(site, here, known) if here.is_dir() else [here]
        if named and not found:
            raise discovery.no_letters(site, path)
        for file in found:
            files.setdefault(resolved(file.parent) / file.name, file)
    jobs = [
        Job(file, _name(file, site), employer, tuple(dict.fromkeys(papers)), pages)
        for file in files.values()
        for employer in dict.fromkeys(employers) or (None,)
    ]
    _refuse_same_names(jobs)
    if employers:  # the letter `edx` for `acme` must not replace the letter `edx-acme` either
        others = discovery.letters(site, site.source, known)
        _refuse_same_names([*jobs, *(Job(file, _name(file, site)) for file in others)])
    return jobs


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


def _know(employers: Iterable[str], site: Site) -> None:
    for key in employers:
        if not key:
            known = ", ".join(sorted(map(str, site.employers))[:8])
            raise UsageError("`--employer` names no employer", hint=f"Known here: {known}.")
        if key not in site.employers:
            raise UsageError(
                f"there is no employer `{key}` in the site's data",
                hint=did_you_mean(key, site.employers),
            )
        if re.search(r"[\\/]", key):
            raise UsageError(
                f"the key `{key}` cannot be part of a file's name",
                hint="Rename the record, or name the employer in the letter instead.",
            )


def _refuse_same_names(jobs: Iterable[Job]) -> None:
    """Two jobs must never write the same file, on any file system."""
    seen: dict[str, Job] = {}
    for job in jobs:
        target = job.target("", Path())
        first = seen.setdefault(unicodedata.normalize("NFC", str(target).casefold()), job)
        if first is not job:
            raise UsageError(
                f"{first.file} and {job.file} would both be built as `{target.stem}…`",
                Location(job.file),
                "Rename one of the two.",
            )
