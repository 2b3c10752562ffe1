"""What earlier builds left in a folder of PDFs, written down in a hidden file beside them.

It says nothing that a build would believe without looking: each record names hashes of what a PDF
was made of, and its own. One that is damaged, of another version or of other making is put aside,
and everything is built.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from pipeline.files import reading, writing
from pipeline.model.errors import CoverpressError

NAME = ".coverpress.json"
_FORMAT = "coverpress manifest 2"
_MOST_BYTES = 256 * 2**20
_MOST_SITES = 16
_ASIDE = ".damaged"

Record = dict[str, Any]


@dataclass
class Manifest:
    """The records of a folder. Whoever reads one must take it for a stranger's."""

    folder: Path
    stamp: str
    """What the program was that made it all; with another one, nothing of it holds."""
    program: Mapping[str, str] = field(default_factory=dict)
    """The versions that the stamp stands for; empty where they were not asked for yet."""
    letters: dict[str, Record] = field(default_factory=dict)
    """By the key of a job."""
    sites: dict[str, Record] = field(default_factory=dict)
    """What was found out of each site, by its root as it was typed."""
    tex: dict[str, dict[str, str]] = field(default_factory=dict)
    """Sets of files of the TeX distribution, with their SHA-256, by the digest of each set."""
    states: dict[str, list[Any]] = field(default_factory=dict)
    """The state of each of these files, and its SHA-256 in this state."""
    changed: set[str] = field(default_factory=set)
    """The letters whose records are new, and `""` where something else is."""

    def save(self) -> None:
        """Write it, with what another build has written meanwhile. Raises `WriteError`."""
        if not self.changed or not self.folder.is_dir():
            return
        with writing.locked(self.folder):
            found = read(self.folder, self.stamp)
            ours = {name: one for name, one in self.letters.items() if name in self.changed}
            letters = {**found.letters, **ours}
            data: Record = {
                "format": _FORMAT,
                "stamp": self.stamp,
                "program": dict(self.program or found.program),
                "letters": {name: one for name, one in letters.items() if self._has(one)},
                "sites": dict([*{**found.sites, **self.sites}.items()][-_MOST_SITES:]),
                "states": {**found.states, **self.states},
            }
            used = {one.get("tex") for record in data["letters"].values() for one in papers(record)}
            sets = {**found.tex, **self.tex}
            data["tex"] = {name: files for name, files in sets.items() if name in used}
            text = json.dumps(data, separators=(",", ":"))
            writing.write(text.encode("ascii"), self.folder / NAME, "what was built")
        self.changed.clear()

    def _has(self, record: Record) -> bool:
        """Tell whether a PDF of the job with this `record` is there."""
        return any(os.path.lexists(self.folder / str(one.get("file"))) for one in papers(record))


def read(folder: Path, stamp: str, tell: Callable[[str], object] = lambda _: None) -> Manifest:
    """Return the manifest of `folder`, an empty one where none is that the `stamp` is of.

    One that cannot be read is put aside, of which it is `tell`'s to tell.
    """
    file = folder / NAME
    empty = Manifest(folder, stamp)
    if not os.path.lexists(file):
        return empty
    try:
        data = _loaded(file)
    except (CoverpressError, ValueError, RecursionError):
        aside = file.with_name(f"{NAME}{_ASIDE}")
        with contextlib.suppress(OSError):
            file.replace(aside)
        tell(f"{file} was damaged, and is {aside.name} now. All letters are built.")
        return empty
    if data["stamp"] != stamp:
        return empty
    return Manifest(folder, stamp, *(data[key] for key in _PARTS))


_PARTS = ("program", "letters", "sites", "tex", "states")


def _loaded(file: Path) -> Record:
    """Return what `file` holds. Raises `CoverpressError` or `ValueError` where it is not ours."""
    if file.is_symlink():
        raise ValueError(file)
    data = json.loads(reading.load(file, _MOST_BYTES))
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise ValueError(file)
    if not isinstance(data.get("stamp"), str):
        raise ValueError(file)
    for key in _PARTS:
        kind = {"program": str, "states": list}.get(key, dict)
        part = data.get(key)
        if not isinstance(part, dict) or not all(isinstance(one, kind) for one in part.values()):
            raise ValueError(file)
    return data


def papers(record: Record) -> list[Record]:
    """Return what a letter's `record` says of each of its PDFs."""
    found = record.get("papers")
    return [one for one in found.values() if isinstance(one, dict)] if _is_dict(found) else []


def _is_dict(value: object) -> TypeGuard[Record]:
    return isinstance(value, dict)


__all__ = ["NAME", "Manifest", "Record", "papers", "read"]
