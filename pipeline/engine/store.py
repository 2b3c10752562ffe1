"""PDFs that need no TeX, since it was given the same before: they are in place, or in the cache.

What TeX is given decides: the same LaTeX, measures and pictures, the same program, and the same
files of the distribution make the same PDF. What else was told then is kept beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.engine.cache import Cache
from pipeline.engine.findings import findings, plain
from pipeline.engine.manifest import Manifest, Record
from pipeline.engine.tex_files import TexFiles
from pipeline.files import reading
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError
from pipeline.model.inputs import digest
from pipeline.model.job import PDF, Job, Part

MOST_BYTES = 256 * 2**20
"""Of a PDF."""


@dataclass(frozen=True)
class Kept:
    """A PDF that was made before, and what was told when it was made."""

    pdf: bytes
    log: str
    """What of TeX's log is told at the letter's lines."""
    notes: tuple[Diagnostic, ...]
    """What fitting the page has told."""
    record: Record
    is_in_place: bool


@dataclass
class Store:
    """What was made before, for a run into one folder."""

    manifest: Manifest
    tex: TexFiles
    cache: Cache | None = None
    builds_all: bool = False
    """Whether nothing of it is to be used."""
    is_of_site: Callable[[Path], bool] = lambda _: False
    """Tells which files the places of findings may be in."""
    has_put: bool = False
    """Whether something was made, so that the cache may have grown."""
    _sets: dict[str, dict[str, str]] = field(default_factory=dict)
    _same: dict[str, bool] = field(default_factory=dict)

    def find(self, key: str, job: Job, paper: str, letter: str) -> Kept | None:
        """Return the PDF of `key`: the one of `job` on `paper` if it is that, or else the cache's.

        `letter` stands for the text that the places of findings are of.
        """
        if self.builds_all:
            return None
        record = self.record(job, Part(PDF, paper))
        target = job.target(paper, self.manifest.folder)
        if record.get("key") == key and (pdf := self.in_place(record, target)) is not None:
            found = self._kept(record, pdf, letter, is_in_place=True)
            if found:
                return found
        entry = self.cache.get(key) if self.cache else None
        return self._kept(*entry, letter, is_in_place=False) if entry else None

    def keep(
        self,
        key: str,
        pdf: bytes,
        log: str,
        notes: tuple[Diagnostic, ...],
        letter: str,
        files: dict[str, str],
        tell: Callable[[str], object] = lambda _: None,
    ) -> Record:
        """Return what is to be known of a PDF that was made, and put it into the cache.

        `tell` is told where nothing can be put there: it is no letter's fault.
        """
        tex = digest(files)
        about = {"log": log, "notes": plain(notes), "letter": letter, "tex": tex}
        self._sets[tex] = files
        if self.cache and files:
            reason = self.cache.put(tex, {}, json.dumps(files).encode())
            reason = reason or self.cache.put(key, about, pdf)
            if reason:
                tell(f"Nothing is kept for later in {self.cache.folder}: {reason}.")
        made = {**about, "key": key, "sha256": hashlib.sha256(pdf).hexdigest()}
        return self._sent(made)

    def _sent(self, record: Record) -> Record:
        """Return `record` for the process that writes the manifest, with the files it is of."""
        files = self.set_of(record)
        if record["tex"] in self.manifest.tex or not files:
            return record
        states = {name: self.tex.states[name] for name in files if name in self.tex.states}
        return {**record, "files": files, "states": states}

    def received(self, record: Mapping[str, Any]) -> Record:
        """Return the record that another process has sent, its files being known now."""
        found = dict(record)
        self.tex.states.update(found.pop("states", {}))
        if files := found.pop("files", {}):
            self.manifest.tex[found["tex"]] = self._sets[found["tex"]] = files
            self._same.pop(found["tex"], None)
        self.has_put = self.has_put or "tex" in found
        return found

    def record(self, job: Job, part: Part) -> Record:
        """Return what the manifest says of the `part` of `job`."""
        papers = self.manifest.letters.get(job.key, {}).get("papers")
        found = papers.get(part.name) if isinstance(papers, dict) else None
        return found if isinstance(found, dict) else {}

    def in_place(self, record: Record, target: Path) -> bytes | None:
        """Return the PDF at `target` if it is the one of `record`, and TeX's files are the same."""
        return self.as_made(record, target) if self._has_same_tex(record) else None

    def as_made(self, record: Record, target: Path) -> bytes | None:
        """Return the file at `target` if it is the one of `record`."""
        try:
            data = reading.load(target, MOST_BYTES)
        except CoverpressError:
            return None
        return data if record.get("sha256") == hashlib.sha256(data).hexdigest() else None

    def _kept(self, record: Record, pdf: bytes, letter: str, *, is_in_place: bool) -> Kept | None:
        try:
            notes = findings(record.get("notes"), self.is_of_site)
        except ValueError:
            return None
        log = record.get("log")
        is_of_text = not notes or record.get("letter") == letter
        if not isinstance(log, str) or not is_of_text or not self._has_same_tex(record):
            return None
        about = {name: record[name] for name in ("log", "notes", "letter", "tex")}
        known = {"key": record["key"], "sha256": record["sha256"]}
        return Kept(pdf, log, notes, self._sent({**about, **known}), is_in_place)

    def _has_same_tex(self, record: Record) -> bool:
        """Tell whether TeX's files are those that the PDF of `record` was made with."""
        name = str(record.get("tex"))
        if name not in self._same:
            self._same[name] = self.tex.are_same(self.set_of(record))
        return self._same[name]

    def set_of(self, record: Record) -> dict[str, str]:
        """Return the files of the distribution that the PDF of `record` was made with."""
        name = record.get("tex")
        if not isinstance(name, str) or len(name) != len(digest("")):
            return {}
        if name not in self._sets:
            found = self.manifest.tex.get(name) or self._cached(name)
            self._sets[name] = found if digest(found) == name else {}
        return self._sets[name]

    def _cached(self, name: str) -> dict[str, str]:
        entry = self.cache.get(name) if self.cache else None
        try:
            found: Any = json.loads(entry[1]) if entry else {}
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}
