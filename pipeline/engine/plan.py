"""Which letters there are to build: for which employer, on which paper, under which name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline import settings
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.model.job import Job
from pipeline.model.listed import Listed
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean, nearest
from pipeline.sources import defaults, front_matter
from pipeline.sources.site import PAGES, Site


def find(
    site: Site,
    named: Sequence[Path] = (),
    employers: Sequence[str] = (),
    papers: Sequence[str] = (),
    pages: int | None = None,
) -> list[Job]:
    """Return the jobs that a command line makes.

    A letter in `named` is always built; a folder in it stands for the letters in that folder, and
    nothing for those of the whole site. Each is built for each of `employers`.

    Raises `UsageError` for what is not there, and where two PDFs would have the same name.
    """
    _know(employers, site)
    files: dict[Path, Path] = {}  # by the resolved path: a letter may be named in two ways
    for path in named or [site.source]:
        here = path if path.exists() else _in_site(path, site)
        if here.is_file() and here.suffix.lower() not in PAGES:
            raise UsageError(f"`{path}` is not a letter", hint="A letter is a Markdown file.")
        for file in letters(site, here) if here.is_dir() else [here]:
            files.setdefault(file.parent.resolve() / file.name, file)
    jobs = [
        Job(file, _name(file, site), employer, tuple(dict.fromkeys(papers)), pages)
        for file in files.values()
        for employer in dict.fromkeys(employers) or (None,)
    ]
    _refuse_same_names(jobs)
    if employers:  # the letter `edx` for `acme` must not replace the letter `edx-acme` either
        others = letters(site, site.source)
        _refuse_same_names([*jobs, *(Job(file, _name(file, site)) for file in others)])
    return jobs


def letters(site: Site, folder: Path) -> list[Path]:
    """Return the letters of `site` in `folder`, sorted.

    A page whose front matter cannot be read counts if it looks like a letter: building it then
    reports the error. Any other page that cannot be read is no concern of ours.
    """
    layouts = settings.letter_layouts(site.config)
    list(defaults.scopes(site.config))  # what is wrong there is wrong with no single page
    found = []
    for file in site.pages():
        if not file.parent.resolve().is_relative_to(folder.resolve()):
            continue
        try:
            is_letter = front_matter.is_letter(defaults.read(file, site), layouts)
        except CoverpressError:
            is_letter = front_matter.looks_like_letter(file, layouts)
        if is_letter:
            found.append(file)
    return found


def no_letters(site: Site) -> UsageError:
    """Return the error of a site without letters: what a page lacks to be one."""
    hint = (
        "A letter says `layout: coverletter` and `makepdf: true` in its front matter",
        *near_misses(site)[:3],
        "Or name its file",
    )
    return UsageError(f"there is no letter in `{site.source}`", hint=f"{'. '.join(hint)}.")


def near_misses(site: Site) -> list[str]:
    """Say which pages of `site` are nearly letters, and what they say of themselves."""
    layouts = settings.letter_layouts(site.config)
    said = []
    for file in site.pages():
        try:
            front = defaults.read(file, site).front.value
        except CoverpressError:
            continue
        layout = front.get("layout")
        has_layout = isinstance(layout, str) and nearest(layout, layouts) is not None
        if has_layout or any(nearest(key, ["makepdf"], 0.9) for key in front):
            keys = (
                f"{key}: {front[key]}" for key in front if key == "layout" or "pdf" in key.lower()
            )
            said.append(f"`{file.name}` says `{', '.join(keys)}`")
    return said


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


def listing(jobs: Iterable[Job], site: Site, out: Path) -> list[Listed]:
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
            if target.is_file():
                states[paper] = "outdated" if target.stat().st_mtime < newest else "current"
        listed.append(Listed(job.file, wanted.employer or "", states))
    return listed
