"""A site, read: its configuration, its data, and the pages that may be letters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import strictyaml, text
from pipeline.errors import Finding, Place, SettingError, SourceError, UsageError
from pipeline.strictyaml import Document

CONFIG = "_config.yml"
_PAGES = {".md", ".markdown", ".mkd", ".mkdn", ".mkdown"}
_NEVER_PAGES = {"node_modules", "vendor", "build"}


@dataclass(frozen=True)
class Site:
    """A Jekyll source folder, or the root of a site whose configuration names one."""

    root: Path
    source: Path
    config: Document
    data: Mapping[str, Any]
    documents: Mapping[str, Document]
    """The YAML files under the data folder, by their dotted name: ``employers``, ``hr.people``."""

    @property
    def employers(self) -> Mapping[str, Any]:
        """The records of `_data/employers.yml`, by key."""
        employers = self.data.get("employers")
        return employers if isinstance(employers, dict) else {}

    @property
    def includes(self) -> Path:
        """The folder that `{% include %}` reads from."""
        return self.source / str(self.config.value.get("includes_dir") or "_includes")

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What was pointed out in the configuration and in the data."""
        files = (self.config, *self.documents.values())
        return tuple(note for document in files for note in document.notes)

    def pages(self) -> Iterator[Path]:
        """Yield every Markdown file of the site that Jekyll would look at, sorted."""
        excluded = {str(name).strip("/") for name in self.config.value.get("exclude") or []}
        yield from sorted(_walk(self.source, self.source, excluded | _NEVER_PAGES))

    def inputs(self) -> Iterator[Path]:
        """Yield every file besides the pages that a letter may draw on."""
        for folder in (self.source / _data_dir(self.config), self.includes):
            yield from (file for file in sorted(folder.rglob("*")) if file.is_file())
        if self.config.file.is_file():
            yield self.config.file


def around(path: Path | None) -> Path:
    """Return the site that a command without `--site` means.

    It is the nearest folder at or above `path` with a configuration or data; without a path, this
    folder if it is one, or else `letters`. Raises `UsageError` where there is none.
    """
    start = path or Path()
    start = start if start.is_dir() else start.parent
    for folder in (start, *start.resolve().parents) if path else (start,):
        if (folder / CONFIG).is_file() or (folder / "_data").is_dir():
            return folder
    if path:
        return start
    if Path("letters").is_dir():
        return Path("letters")
    raise UsageError(
        "there is no site here", hint="Name one with `--site DIR`, or name a letter's file."
    )


def read(root: Path, encoding: str = "utf-8") -> Site:
    """Read the configuration and the data of the site at `root`.

    Raises `SourceError` and its kinds, with the place in the file at fault.
    """
    config = _read_config(root / CONFIG, encoding)
    source = root / str(config.value.get("source") or ".")
    if not source.is_dir():
        raise SettingError(
            f"the folder `{config.value['source']}` does not exist",
            config.place("source"),
            "`source` names the folder with the pages, seen from the configuration.",
        )
    if not source.resolve().is_relative_to(root.resolve()):
        raise SettingError(
            "the source folder lies outside the site",
            config.place("source"),
            "Move it into the site, or name the folder above both with `--site`.",
        )
    folder = source / _data_dir(config)
    documents: dict[str, Document] = {}
    data = _read_folder(folder, root.resolve(), "", documents, encoding) if folder.is_dir() else {}
    return Site(root, source, config, data, documents)


def _data_dir(config: Document) -> str:
    return str(config.value.get("data_dir") or "_data")


def _read_config(file: Path, encoding: str) -> Document:
    if not file.is_file():
        return Document(file, {}, {}, ())
    config = strictyaml.load(text.read(file, encoding), file)
    if config.value is None:
        return Document(file, {}, {}, config.notes)
    if not isinstance(config.value, dict):
        raise SourceError("the configuration is not `key: value` lines", Place(file, 1, 1))
    return config


def _walk(folder: Path, source: Path, excluded: set[str]) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name.startswith((".", "_", "#")) or entry.name in excluded:
            continue
        if entry.relative_to(source).as_posix() in excluded:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry, source, excluded)
        elif entry.suffix.lower() in _PAGES and entry.is_file():
            yield entry


def _read_folder(
    folder: Path, root: Path, prefix: str, documents: dict[str, Document], encoding: str
) -> dict[str, Any]:
    """Return the data of `folder`: a key a file, and a nested mapping for each folder in it."""
    data: dict[str, Any] = {}
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if not entry.resolve().is_relative_to(root):
            raise SourceError(
                "the data lies outside the site", Place(entry), "Copy it into the site."
            )
        name = entry.stem
        if name in data:
            raise SourceError(
                f"another file gives `site.data.{prefix}{name}` already",
                Place(entry),
                "Rename or delete one of the two.",
            )
        if entry.is_dir():
            data[entry.name] = _read_folder(
                entry, root, f"{prefix}{entry.name}.", documents, encoding
            )
        elif entry.suffix in {".yml", ".yaml"}:
            document = strictyaml.load(text.read(entry, encoding), entry)
            documents[prefix + name] = document
            data[name] = document.value
        elif entry.suffix == ".json":
            data[name] = _read_json(entry, encoding)
        elif entry.suffix in {".csv", ".tsv"}:
            data[name] = _read_table(entry, encoding)
    return data


def _read_json(file: Path, encoding: str) -> Any:
    try:
        return json.loads(text.read(file, encoding), object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        raise SourceError(f"not JSON: {error.msg}", place) from error
    except _DuplicateKeyError as error:
        message = f"the key `{error}` stands twice in one object"
        raise SourceError(message, Place(file), "Delete one of them.") from error


class _DuplicateKeyError(Exception):
    """A JSON object has a key twice; `json` itself would keep the last, silently."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise _DuplicateKeyError(key)
        mapping[key] = value
    return mapping


def _read_table(file: Path, encoding: str) -> list[dict[str, str]]:
    """Read a table with a line of headings, as Jekyll does: a mapping a row."""
    delimiter = "\t" if file.suffix == ".tsv" else ","
    reader = csv.DictReader(
        io.StringIO(text.read(file, encoding)), delimiter=delimiter, strict=True
    )
    rows = []
    try:
        for row in reader:
            if None in row or None in row.values():
                raise SourceError(
                    "the row has more or fewer fields than there are headings",
                    Place(file, reader.line_num),
                    "Put a field that holds the delimiter in double quotes.",
                )
            rows.append(dict(row))
    except csv.Error as error:
        raise SourceError(f"not a table: {error}", Place(file, reader.line_num)) from error
    return rows
