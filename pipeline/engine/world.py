"""The files that the letters of a site may be made of, each known by its content."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path

from pipeline import settings
from pipeline.files import reading
from pipeline.files.paths import lies_in
from pipeline.model.errors import CoverpressError
from pipeline.model.inputs import digest
from pipeline.sources.site import Site

UNKNOWN = ""
"""Stands for what is not known, and is like nothing."""

_MOST_BYTES = 20_000_000  # of a picture
_MOST_SNIPPETS = 5_000  # files of includes and layouts
_LIQUID = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
# What of `site` a piece of Liquid asks for; a variable may be named by another one.
_OF_SITE = re.compile(r"\bsite\b(?:\W{0,3}(?P<key>\w+))?")
_BY_NAME = re.compile(r"(?:[\s=(:,|{])\[")
_OF_PAGES = re.compile(r"\b(?:link|post_url|related_posts)\b")
_OF_TIME = re.compile(r"\b(?:now|today|date\w*|time|ordinal\w*|format_date)\b")


class World:
    """What a run of `site` may read, as it is now. Nothing is read twice, nor before it matters."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._hashes: dict[Path, str] = {}

    def hash(self, file: Path, letter: Path | None = None) -> str:
        """Return the SHA-256 of a `file` that a letter may be made of.

        It lies in the site or, with a `letter` that does not, beside that. What is returned of one
        that no letter may read, or which is not there, is no hash.
        """
        if file not in self._hashes:
            is_beside = letter is not None and not lies_in(letter.parent, self.site.root)
            beside = letter.parent if letter and is_beside else None
            try:
                data = self.site.load(file, beside, _MOST_BYTES)
                self._hashes[file] = hashlib.sha256(data).hexdigest()
            except CoverpressError as error:
                self._hashes[file] = f"unread: {error}"
        return self._hashes[file]

    def name(self, file: Path) -> str:
        """Return the path of `file` as it is told in a record: seen from the site's root."""
        return os.path.relpath(file, self.site.root)

    def file(self, name: str) -> Path:
        """Return the file that has this `name`."""
        return self.site.root / name

    @cached_property
    def config(self) -> str:
        """The configuration, with its places, what stands over it, and how files are decoded."""
        environment, site = os.environ.get("JEKYLL_ENV", ""), self.site
        return digest([repr(site.config), repr(site.overlay), site.encoding, environment])

    @cached_property
    def data(self) -> str:
        """All data, as they were when they were read."""
        read = {
            self.name(file): hash_
            for file, hash_ in self.site.read_hashes.items()
            if file.is_relative_to(self.site.data_folder)
        }
        return digest([read, [repr(note) for note in self.site.unread]])

    @cached_property
    def snippets(self) -> str:
        """The includes and the layouts; `UNKNOWN` where they are too many to look at."""
        folders = (self.site.includes, self.site.layouts)
        files = [*islice(_files(*folders), _MOST_SNIPPETS + 1)]
        if len(files) > _MOST_SNIPPETS:
            return UNKNOWN
        return digest({self.name(file): self.hash(file) for file in files})

    @cached_property
    def pages(self) -> str:
        """All pages, letters among them."""
        return digest({self.name(file): self.hash(file) for file in self._pages})

    @cached_property
    def everything(self) -> str:
        """The pages, all other files that begin as pages do, and the names of the rest."""
        files = {self.name(file): self._as_page(file) for file in self.site.files()}
        return digest([self.pages, files])

    @cached_property
    def about_site(self) -> str:
        """All by which something is told of the site itself."""
        beside = sorted(entry.name for entry in self.site.root.iterdir())
        return digest([self.config, self.data, self.snippets, self.pages, beside])

    @cached_property
    def neighbours(self) -> str:
        """All that the checks know of the other letters and records."""
        return digest([self.config, self.data, self.pages])

    @cached_property
    def today(self) -> str:
        """The day on which letters are built."""
        return settings.today().isoformat()

    def record(self, key: str | None) -> str:
        """Return the record of the employer `key`, and what tells whether a letter may use it."""
        records, key = self.site.records, key or ""
        source = records.sources.get(key)
        if source is None:
            return self.data if key else UNKNOWN
        document, path = source
        row = document.place(*path) if isinstance(document.value, list) else None
        told = (note for note in document.notes if row and note.place == row)
        return digest([key, records.records[key], key in records.twice, [*map(repr, told)]])

    def look(self) -> None:
        """Look at all that copies of this process are to know."""
        self.config, self.data, self.snippets, self.everything, self.today  # noqa: B018

    def besides(self, read: Mapping[Path, str]) -> dict[str, str] | None:
        """Return those of the files that were `read` which are neither pages, snippets nor data.

        None where one of all has changed since it was looked at here.
        """
        found = {}
        for file, hash_ in read.items():
            if self._hashes.get(file, hash_) != hash_:
                return None
            if file not in self._hashes and not file.is_relative_to(self.site.data_folder):
                found[self.name(file)] = hash_
        return found

    def _as_page(self, file: Path) -> str:
        try:
            is_page = reading.beginning(file, 3) in (b"---", b"\xef\xbb\xbf")
        except OSError:
            return UNKNOWN
        return self.hash(file) if is_page else UNKNOWN

    @cached_property
    def _pages(self) -> tuple[Path, ...]:
        return tuple(self.site.pages())


def asked(text: str, lists: frozenset[str]) -> set[str]:
    """Return which of `data`, `pages` and `time` the Liquid in `text` may ask for.

    `lists` are the keys of `site` that are lists of pages. What cannot be told is asked for.
    """
    found = set()
    for tag in _LIQUID.findall(text):
        keys = {match["key"] for match in _OF_SITE.finditer(tag)}
        if _BY_NAME.search(tag.replace(".[", "")) or None in keys:
            return {"data", "pages", "time"}
        if "data" in keys:
            found.add("data")
        if keys & lists or _OF_PAGES.search(tag):
            found |= {"pages", "time"}
        if _OF_TIME.search(tag):
            found.add("time")
    return found


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in sorted(folder.rglob("*")) if file.is_file())
