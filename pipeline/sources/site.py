"""A site, read: its configuration, its data, and the pages that may be letters."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.files import reading
from pipeline.files.paths import lies_in, must_be_of
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document
from pipeline.model.errors import CoverpressError, SettingError, SourceError, UsageError
from pipeline.model.location import Location
from pipeline.settings import fields
from pipeline.sources import config as config_files
from pipeline.sources import data, employers, front_matter
from pipeline.sources import overlay as overlay_of
from pipeline.sources.employers import Employers
from pipeline.sources.front_matter import Letter
from pipeline.sources.overlay import Overlay

PAGES = {".md", ".markdown", ".mkd", ".mkdn", ".mkdown"}
HTML = (".html", ".htm")
"""How the names of pages end whose text is HTML, with Liquid in it."""
_MOST_LETTERS = 200  # of a folder's path
_POST = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-")  # what has no date is no post
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
    config_names: tuple[Path, ...] = ()
    """The files of the configuration, where the command line names them."""
    overlay: Overlay = field(default_factory=Overlay)
    """The values that the command line gives."""
    _pages: dict[Path, Letter | CoverpressError] = field(
        default_factory=dict, compare=False, repr=False
    )
    _hashes: dict[Path, str] = field(default_factory=dict, compare=False, repr=False)
    _folders: dict[Path, Path] = field(default_factory=dict, compare=False, repr=False)
    _reading: Lock = field(default_factory=Lock, compare=False, repr=False)

    def text(self, file: Path, folder: Path | None = None) -> str:
        """Return the text of `file`, decoded as all of the site's.

        Raises `SourceError`, also where it lies outside the site, or outside `folder` if given.
        """
        return reading.decode(self.bytes_of(file, folder), file, self.encoding)

    def bytes_of(self, file: Path, folder: Path | None = None) -> bytes:
        """Return the bytes of `file`, which are text or data. Raises as `text` does."""
        data = self.load(file, folder)
        self._hashes[file] = hashlib.sha256(data).hexdigest()
        return data

    def load(self, file: Path, folder: Path | None = None, most: int = reading.MOST_BYTES) -> bytes:
        """Return the bytes of `file`, of which it may have `most`. Raises as `text` does."""
        must_be_of(folder or self.root, file)
        return reading.load(file, most)

    def hash_of(self, file: Path) -> str:
        """Return the SHA-256 of `file` as it was when its text was read."""
        return self._hashes[file]

    @property
    def read_hashes(self) -> Mapping[Path, str]:
        """The SHA-256 of each file whose text was read, as it was then."""
        return self._hashes

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
                    read = front_matter.parse(self.text(file, folder), file)
                    front = self.overlay.over(read.front, overlay_of.PAGE)
                    self._pages[key] = replace(read, front=front)
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
        return self._folder("data_dir", "_data")

    @property
    def includes(self) -> Path:
        """The folder that `{% include %}` reads from."""
        return self._folder("includes_dir", "_includes")

    @property
    def layouts(self) -> Path:
        """The folder of the layouts."""
        return self._folder("layouts_dir", "_layouts")

    @property
    def collections(self) -> Path:
        """The folder of the folders of the collections."""
        return self._folder("collections_dir", ".")

    def _folder(self, key: str, usual: str) -> Path:
        """Return the folder that the setting `key` names. Raises `SettingError`."""
        return self.source / _folder_name(self.config, key, usual)

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What was pointed out in the configuration and in the data."""
        files = (self.config, *self.documents.values())
        found = (note for document in files for note in document.notes)
        return (*found, *self.unread, *self.records.notes)

    def pages(self) -> Iterator[Path]:
        """Yield every page of the site that Jekyll would look at, sorted.

        They are the Markdown files, and the files of HTML that begin with front matter.
        """
        for file in self.files():
            kind = file.suffix.lower()
            if kind in PAGES or (kind in HTML and _has_front_matter(file)):
                yield file

    def files(self) -> Iterator[Path]:
        """Yield every file of the site that Jekyll would look at, sorted."""
        excluded = [*_NEVER_PAGES, *_names(self.config.value.get("exclude"))]
        collections = self.config.value.get("collections") or []
        if not isinstance(collections, (list, dict)):
            raise SettingError(
                "`collections` is neither a list nor a mapping",
                self.config.place("collections"),
                "Write the names of the collections as a list.",
            )
        names = {f"_{name}" for name in collections if isinstance(name, str)}
        own = _Filter(excluded, _names(self.config.value.get("include")), {"_posts", *names})
        found = set(_walk(self.source, "", own))
        if self.collections != self.source and self.collections.is_dir():
            found.update(_walk(self.collections, "", own))
        yield from sorted(found)

    def path_of(self, file: Path) -> Path:
        """Return the path of `file` seen from the source folder; its name where it is outside.

        It is a name and opens nothing: where the machine's locale knows no UTF-8, Python has halves
        of characters for a file, and here it has its letters.
        """
        # The folder is resolved and not the file, which may be a link to wherever.
        path, source = self._resolved(file.parent) / file.name, self._resolved(self.source)
        seen = path.relative_to(source) if path.is_relative_to(source) else Path(file.name)
        return Path(os.fsencode(seen).decode("utf-8", "replace"))

    def _resolved(self, folder: Path) -> Path:
        if folder not in self._folders:
            self._folders[folder] = folder.resolve()
        return self._folders[folder]


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
        f"there is no file `{path}`" if path else "no letters found in this folder",
        hint="Name a site with `--site DIR`, or a letter's file."
        if path
        else "Start with `coverpress init`, or name a file: `coverpress build letter.md`.",
    )


def _around(path: Path) -> Path:
    """Return the nearest folder at or above `path` that is a site, or else its own folder."""
    start = path if path.is_dir() else path.parent
    above = (start, *start.resolve().parents)
    return next((folder for folder in above if _is_site(folder)), start)


def _is_site(folder: Path) -> bool:
    return config_files.file_of(folder).is_file() or (folder / "_data").is_dir()


def read(
    root: Path,
    encoding: str = "utf-8",
    configs: Sequence[Path] = (),
    settings: Sequence[str] = (),
) -> Site:
    """Read the configuration and the data of the site at `root`.

    `configs` are the files of the configuration, in place of those that Jekyll would look for.
    `settings` are values that stand over those of the files, such as `page.date=today`.
    Raises `SourceError` and its kinds, with the place in the file at fault, and `UsageError`.
    """
    overlay = overlay_of.read(settings)
    config = config_files.read(root, encoding, configs)
    _check_keys(overlay, config)
    config = overlay.over(config, overlay_of.SITE)
    config = overlay.over(config, overlay_of.SENDER, "sender")
    source = root / _folder_name(config, "source", ".")
    if not source.is_dir():
        raise SettingError(
            f"the folder `{config.value.get('source', source)}` does not exist",
            config.place("source"),
            "`source` names the folder with the pages, seen from the configuration.",
        )
    site = Site(
        root, source, config, {}, {}, encoding, config_names=tuple(configs), overlay=overlay
    )
    for key, folder in (
        ("source", source),
        ("data_dir", site.data_folder),
        ("includes_dir", site.includes),
        ("layouts_dir", site.layouts),
        ("collections_dir", site.collections),
    ):
        if not lies_in(folder, root):
            raise SettingError(
                f"the folder `{folder}` lies outside the site",
                config.place(key),
                "Move it into the site, or name the folder above both with `--site`.",
            )
    if site.data_folder.is_dir():
        found = data.read(site.data_folder, root, site.text, site.bytes_of)
        site = replace(site, data=found.values, documents=found.documents, unread=found.notes)
    return _with_overlay(site) if overlay.values else site


def _check_keys(overlay: Overlay, config: Document) -> None:
    """Raise `UsageError` at a key of the configuration that nothing has."""
    sender = config.value.get("sender")
    known = [one.key for one in fields.FIELDS if one.in_config]
    overlay.check(overlay_of.SITE, (*known, *map(str, config.value)))
    own = sender if isinstance(sender, dict) else ()
    overlay.check(overlay_of.SENDER, (*(one.key for one in fields.SENDER), *map(str, own)))


def _with_overlay(site: Site) -> Site:
    """Return `site` with the values of the command line in its records, all keys being known."""
    records = [one for one in site.employers.values() if isinstance(one, dict)]
    own = {str(key) for record in records for key in record}
    site.overlay.check(overlay_of.EMPLOYER, {*fields.RECORD_KEYS, *own})
    letter = {one.key for one in fields.FIELDS if one.in_letter}
    if not letter >= {*site.overlay.values.get(overlay_of.PAGE, ())}:
        as_written = replace(site, overlay=Overlay(), _pages={})
        for file in site.pages():
            with suppress(CoverpressError):
                letter |= {*map(str, as_written.page(file).front.value)}
        site.overlay.check(overlay_of.PAGE, letter)
    documents = dict(site.documents)
    if employers.NAME in documents:
        documents[employers.NAME] = site.overlay.over_record_file(documents[employers.NAME])
    data = dict(site.data)
    if employers.NAME in data:
        data[employers.NAME] = site.overlay.over_records(data[employers.NAME])
    return replace(site, data=data, documents=documents)


def _folder_name(config: Document, key: str, usual: str) -> str:
    """Return what the setting `key` says of a folder. Raises `SettingError`."""
    name = config.value.get(key)
    if name is None or name == "":
        return usual
    if not isinstance(name, str) or len(name) > _MOST_LETTERS or not name.isprintable():
        raise SettingError(
            f"`{key}` is not the name of a folder", config.place(key), f"Write `{key}: {usual}`."
        )
    return name


def _has_front_matter(file: Path) -> bool:
    try:
        return reading.beginning(file, 3) == b"---"
    except OSError:
        return False


def _is_text(name: str) -> bool:
    """Tell whether the file's `name` is UTF-8, whatever this machine takes its names for."""
    try:
        os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class _Filter:
    """Which entries of a folder are parts of a site. Source: Jekyll's `entry_filter.rb`."""

    excluded: Sequence[str]
    included: Sequence[str]
    collections: Collection[str]

    def takes(self, path: str, name: str) -> bool:
        """Tell whether Jekyll would look at the entry called `name` at `path`."""
        if any(_fits(one, pattern) for pattern in self.included for one in (path, name)):
            return True
        if name.startswith((".", "_", "#", "~")) and name not in self.collections:
            return False
        return not name.endswith("~") and not any(_fits(path, one) for one in self.excluded)


def _fits(path: str, pattern: str) -> bool:
    """Tell whether `pattern` means `path`, or a folder above it."""
    return fnmatchcase(path, pattern) or path.startswith(f"{pattern}/")


def _names(value: Any) -> list[str]:
    """Return the names in a list of files and folders, or in text of one."""
    listed = value if isinstance(value, list) else [value]
    return [str(name).strip("/") for name in listed if name]


def _walk(folder: Path, prefix: str, own: _Filter) -> Iterator[Path]:
    for entry in data.entries(folder):
        path = prefix + entry.name
        if not own.takes(path, entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry, f"{path}/", own)
        elif entry.is_file() and ("_posts" not in path.split("/")[:-1] or _POST.match(entry.name)):
            yield entry
