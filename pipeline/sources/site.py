"""A site, read: its configuration, its data, and the pages that may be letters."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.files import reading
from pipeline.files.paths import lies_in
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document
from pipeline.model.errors import CoverpressError, SettingError, SourceError, UsageError
from pipeline.model.location import Location
from pipeline.sources import data, employers, front_matter, yaml
from pipeline.sources.employers import Employers
from pipeline.sources.front_matter import Letter

CONFIG = "_config.yml"
PAGES = {".md", ".markdown", ".mkd", ".mkdn", ".mkdown"}
_NEVER_PAGES = ("node_modules", "vendor", "build")


@dataclass(frozen=True)
class Site:
    """A Jekyll source folder, or the root of a site whose configuration names one."""

    root: Path
    source: Path
    config: Document
    data: Mapping[str, Any]
    documents: Mapping[str, Document]
    """The files under the data folder, by their dotted name: ``employers``, ``hr.people``."""
    encoding: str = "utf-8"
    """That of all its files."""
    unread: tuple[Diagnostic, ...] = ()
    """Which files of the data cannot be read."""
    listed: dict[str, list[dict[str, Any]]] = field(default_factory=dict, compare=False)
    """What was read of the pages for Liquid's lists of them; empty until one is asked for."""
    _pages: dict[Path, Letter | CoverpressError] = field(
        default_factory=dict, compare=False, repr=False
    )
    _hashes: dict[Path, str] = field(default_factory=dict, compare=False, repr=False)
    _reading: Lock = field(default_factory=Lock, compare=False, repr=False)

    def text(self, file: Path, folder: Path | None = None) -> str:
        """Return the text of `file`, decoded as all of the site's.

        Raises `SourceError`, also where it lies outside the site, or outside `folder` if given.
        """
        data = self.load(file, folder)
        self._hashes[file] = hashlib.sha256(data).hexdigest()
        return reading.decode(data, file, self.encoding)

    def load(self, file: Path, folder: Path | None = None, most: int = reading.MOST_BYTES) -> bytes:
        """Return the bytes of `file`, of which it may have `most`. Raises as `text` does."""
        _must_be_of(folder or self.root, file)
        return reading.load(file, most)

    def hash_of(self, file: Path) -> str:
        """Return the SHA-256 of `file` as it was when its text was read."""
        return self._hashes[file]

    def page(self, file: Path) -> Letter:
        """Return the page in `file`, which is read once, however often it is asked for.

        Raises `SourceError` and its kinds, each time anew.
        """
        # The folder is resolved and not the file, which may be a link to wherever.
        key = file.parent.resolve() / file.name
        if not _is_text(file.name):
            raise SourceError(
                "the name of this file is not UTF-8", Location(file), "Give it another name."
            )
        # A letter that is named on the command line may be anywhere, but it must lie there.
        folder = self.root if lies_in(file.parent, self.root) else file.parent
        with self._reading:
            if key not in self._pages:
                try:
                    self._pages[key] = front_matter.parse(self.text(file, folder), file)
                except CoverpressError as error:
                    self._pages[key] = error
        found = self._pages[key]
        if isinstance(found, CoverpressError):
            raise found
        return found

    @cached_property
    def records(self) -> Employers:
        """The employers of its data, and where each stands."""
        return employers.of(self.data, self.documents)

    @property
    def employers(self) -> Mapping[str, Any]:
        """The records of its employers, by key."""
        return self.records.records

    @property
    def data_folder(self) -> Path:
        """The folder of the data."""
        return self.source / str(self.config.value.get("data_dir") or "_data")

    @property
    def includes(self) -> Path:
        """The folder that `{% include %}` reads from."""
        return self.source / str(self.config.value.get("includes_dir") or "_includes")

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What was pointed out in the configuration and in the data."""
        files = (self.config, *self.documents.values())
        found = (note for document in files for note in document.notes)
        return (*found, *self.unread, *self.records.notes)

    def pages(self) -> Iterator[Path]:
        """Yield every Markdown file of the site that Jekyll would look at, sorted."""
        yield from (file for file in self.files() if file.suffix.lower() in PAGES)

    def files(self) -> Iterator[Path]:
        """Yield every file of the site that Jekyll would look at, sorted."""
        named = self.config.value.get("exclude") or []
        names = named if isinstance(named, list) else [named]
        excluded = [*_NEVER_PAGES, *(str(name).strip("/") for name in names)]
        collections = self.config.value.get("collections") or []
        if not isinstance(collections, (list, dict)):
            raise SettingError(
                "`collections` is neither a list nor a mapping",
                self.config.place("collections"),
                "Write the names of the collections as a list.",
            )
        folders = {"_posts", *(f"_{name}" for name in collections)}
        yield from sorted(_walk(self.source, "", excluded, folders))

    def path_of(self, file: Path) -> Path:
        """Return the path of `file` seen from the source folder; its name where it is outside.

        It is a name and opens nothing: where the machine's locale knows no UTF-8, Python has halves
        of characters for a file, and here it has its letters.
        """
        # The folder is resolved and not the file, which may be a link to wherever.
        path, source = file.parent.resolve() / file.name, self.source.resolve()
        seen = path.relative_to(source) if path.is_relative_to(source) else Path(file.name)
        return Path(os.fsencode(seen).decode("utf-8", "replace"))

    def inputs(self) -> Iterator[Path]:
        """Yield every file besides the pages that a letter may draw on."""
        for folder in (self.data_folder, self.includes):
            yield from (file for file in sorted(folder.rglob("*")) if file.is_file())
        if self.config.file.is_file():
            yield self.config.file


def meant(folder: Path | None, named: Sequence[Path] = ()) -> Path:
    """Return the site that a command line means by `--site` and the letters that it names.

    That is `folder`, or the nearest folder at or above the first of `named` that is there with a
    configuration or data. Without either, it is this folder if it is a site, or else `letters`.
    Raises `UsageError` where there is none, and where the letters are of several.
    """
    if folder is not None:
        return folder
    first = named[0] if named else None
    path = next((path for path in named if path.exists()), first)
    if path is not None and path.exists():
        sites = {_around(one).resolve(): _around(one) for one in named if one.exists()}
        if len(sites) > 1:
            listed = " and ".join(f"`{one}`" for one in list(sites.values())[:2])
            raise UsageError(
                f"these letters are of different sites, {listed}",
                hint="Build those of each site by themselves, or say `--site` for all of them.",
            )
        return _around(path)
    for folder in (Path(), Path("letters")):
        if _is_site(folder) or (folder != Path() and folder.is_dir()):
            return folder
    raise UsageError(
        f"there is no file `{path}`" if path else "there is no site here",
        hint="Name a site with `--site DIR`, or name a letter's file.",
    )


def _around(path: Path) -> Path:
    """Return the nearest folder at or above `path` that is a site, or else its own folder."""
    start = path if path.is_dir() else path.parent
    above = (start, *start.resolve().parents)
    return next((folder for folder in above if _is_site(folder)), start)


def _is_site(folder: Path) -> bool:
    return (folder / CONFIG).is_file() or (folder / "_data").is_dir()


def read(root: Path, encoding: str = "utf-8") -> Site:
    """Read the configuration and the data of the site at `root`.

    Raises `SourceError` and its kinds, with the place in the file at fault.
    """
    config = _read_config(root / CONFIG, encoding)
    source = root / str(config.value.get("source") or ".")
    if not source.is_dir():
        raise SettingError(
            f"the folder `{config.value.get('source', source)}` does not exist",
            config.place("source"),
            "`source` names the folder with the pages, seen from the configuration.",
        )
    site = Site(root, source, config, {}, {}, encoding)
    for key, folder in (
        ("source", source),
        ("data_dir", site.data_folder),
        ("includes_dir", site.includes),
    ):
        if not lies_in(folder, root):
            raise SettingError(
                f"the folder `{folder}` lies outside the site",
                config.place(key),
                "Move it into the site, or name the folder above both with `--site`.",
            )
    if not site.data_folder.is_dir():
        return site
    found = data.read(site.data_folder, root, site.text)
    return replace(site, data=found.values, documents=found.documents, unread=found.notes)


def _must_be_of(root: Path, file: Path) -> None:
    """Raise `SourceError` where `file`, its links followed, is none that a letter may show.

    It lies below `root`, and it is not hidden: `.git` keeps passwords.
    """
    if not lies_in(file, root):
        raise SourceError(
            "the file lies outside the site", Location(file), "Copy it into the site."
        )
    if any(part.startswith(".") for part in file.resolve().relative_to(root.resolve()).parts):
        raise SourceError(
            "the file is hidden, and hidden files are no part of a site",
            Location(file),
            "Give it a name without a dot at its beginning.",
        )


def _is_text(name: str) -> bool:
    """Tell whether the file's `name` is UTF-8, whatever this machine takes its names for."""
    try:
        os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read_config(file: Path, encoding: str) -> Document:
    if not file.is_file():
        return Document(file, {}, {}, ())
    _must_be_of(file.parent, file)
    config = yaml.load(reading.read(file, encoding), file)
    if config.value is None:
        return Document(file, {}, {}, config.notes)
    if not isinstance(config.value, dict):
        raise SourceError("the configuration is not `key: value` lines", Location(file, 1, 1))
    return config


def _walk(
    folder: Path, prefix: str, excluded: Collection[str], collections: Collection[str]
) -> Iterator[Path]:
    for entry in data.entries(folder):
        path = prefix + entry.name
        if entry.name.startswith((".", "_", "#")) and entry.name not in collections:
            continue
        if any(fnmatchcase(path, pattern) for pattern in excluded):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry, f"{path}/", excluded, collections)
        elif entry.is_file():
            yield entry
