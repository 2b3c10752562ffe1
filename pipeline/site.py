"""A site, read: its configuration, its data, and the pages that may be letters."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pipeline import strictyaml, text
from pipeline.errors import Finding, Place, SettingError, SourceError, UsageError
from pipeline.strictyaml import Document

CONFIG = "_config.yml"
_YAML = (".yml", ".yaml")
_TABLES = (".csv", ".tsv")
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
    """The YAML files under the data folder, by their dotted name: ``employers``, ``hr.people``."""
    listed: dict[str, list[dict[str, Any]]] = field(default_factory=dict, compare=False)
    """What was read of the pages for Liquid's lists of them; empty until one is asked for."""

    @property
    def employers(self) -> Mapping[str, Any]:
        """The records of `_data/employers.yml`, by key."""
        employers = self.data.get("employers")
        return employers if isinstance(employers, dict) else {}

    @property
    def folder(self) -> Path:
        """The folder of the data."""
        return self.source / str(self.config.value.get("data_dir") or "_data")

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
        yield from (file for file in self.files() if file.suffix.lower() in PAGES)

    def files(self) -> Iterator[Path]:
        """Yield every file of the site that Jekyll would look at, sorted."""
        named = self.config.value.get("exclude") or []
        names = named if isinstance(named, list) else [named]
        excluded = [*_NEVER_PAGES, *(str(name).strip("/") for name in names)]
        collections = self.config.value.get("collections") or []
        folders = {"_posts", *(f"_{name}" for name in collections)}
        yield from sorted(_walk(self.source, "", excluded, folders))

    def path_of(self, file: Path) -> Path:
        """Return the path of `file` seen from the source folder; its name where it is outside."""
        # The folder is resolved and not the file, which may be a link to wherever.
        path, source = file.parent.resolve() / file.name, self.source.resolve()
        return path.relative_to(source) if path.is_relative_to(source) else Path(file.name)

    def inputs(self) -> Iterator[Path]:
        """Yield every file besides the pages that a letter may draw on."""
        for folder in (self.folder, self.includes):
            yield from (file for file in sorted(folder.rglob("*")) if file.is_file())
        if self.config.file.is_file():
            yield self.config.file


def around(path: Path | None) -> Path:
    """Return the site that a command without `--site` means.

    It is the nearest folder at or above `path` with a configuration or data. Without a path, or
    where it does not exist from here, it is this folder if it is a site, or else `letters`.
    Raises `UsageError` where there is none.
    """
    if path is not None and path.exists():
        start = path if path.is_dir() else path.parent
        above = (start, *start.resolve().parents)
        return next((folder for folder in above if _is_site(folder)), start)
    for folder in (Path(), Path("letters")):
        if _is_site(folder) or (folder != Path() and folder.is_dir()):
            return folder
    raise UsageError(
        f"there is no file `{path}`" if path else "there is no site here",
        hint="Name a site with `--site DIR`, or name a letter's file.",
    )


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
    site = Site(root, source, config, {}, {})
    for key, folder in (
        ("source", source),
        ("data_dir", site.folder),
        ("includes_dir", site.includes),
    ):
        if not _lies_in(folder, root):
            raise SettingError(
                f"the folder `{folder}` lies outside the site",
                config.place(key),
                "Move it into the site, or name the folder above both with `--site`.",
            )
    if not site.folder.is_dir():
        return site
    documents: dict[str, Document] = {}
    data = _read_folder(site.folder, root, "", documents, encoding)
    return replace(site, data=data, documents=documents)


def _read_config(file: Path, encoding: str) -> Document:
    if not file.is_file():
        return Document(file, {}, {}, ())
    config = strictyaml.load(text.read(file, encoding), file)
    if config.value is None:
        return Document(file, {}, {}, config.notes)
    if not isinstance(config.value, dict):
        raise SourceError("the configuration is not `key: value` lines", Place(file, 1, 1))
    return config


def _lies_in(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself: RuntimeError until Python 3.13
        return False


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", Place(folder)) from error


def _walk(
    folder: Path, prefix: str, excluded: Collection[str], collections: Collection[str]
) -> Iterator[Path]:
    for entry in _entries(folder):
        path = prefix + entry.name
        if entry.name.startswith((".", "_", "#")) and entry.name not in collections:
            continue
        if any(fnmatchcase(path, pattern) for pattern in excluded):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry, f"{path}/", excluded, collections)
        elif entry.is_file():
            yield entry


def _read_folder(
    folder: Path, root: Path, prefix: str, documents: dict[str, Document], encoding: str
) -> dict[str, Any]:
    """Return the data of `folder`: a key a file, and a nested mapping for each folder in it."""
    data: dict[str, Any] = {}
    for entry in _entries(folder):
        kind = "folder" if entry.is_dir() else entry.suffix.lower()
        if entry.name.startswith(".") or kind not in {"folder", *_YAML, ".json", *_TABLES}:
            continue
        if not _lies_in(entry, root):
            raise SourceError(
                "the data lies outside the site", Place(entry), "Copy it into the site."
            )
        name = _key(entry.name if kind == "folder" else entry.stem)
        if name in data:
            raise SourceError(
                f"another file gives `site.data.{prefix}{name}` already",
                Place(entry),
                "Rename or delete one of the two.",
            )
        if kind == "folder":
            if folder.resolve().is_relative_to(entry.resolve()):
                raise SourceError("the folder leads back to itself", Place(entry), "Delete it.")
            data[name] = _read_folder(entry, root, f"{prefix}{name}.", documents, encoding)
        elif kind in _YAML:
            document = strictyaml.load(text.read(entry, encoding), entry)
            documents[prefix + name] = document
            data[name] = document.value
        elif kind == ".json":
            data[name] = _read_json(entry, encoding)
        else:
            data[name] = _read_table(entry, encoding, "\t" if kind == ".tsv" else ",")
    return data


def _key(name: str) -> str:
    """Return the key that Jekyll makes of a file's name: `my people` becomes `my_people`.

    Source: `sanitize_filename` in Jekyll's `readers/data_reader.rb`.
    """
    return re.sub(r"\s+", "_", re.sub(r"[^\w\s-]+", "", name).strip())


def _read_json(file: Path, encoding: str) -> Any:
    try:
        return json.loads(
            text.read(file, encoding),
            object_pairs_hook=_unique,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        raise SourceError(f"not JSON: {error.msg}", place) from error
    except (_NotInJsonError, RecursionError) as error:
        raise SourceError(f"not JSON that is read here: {error}", Place(file)) from error


class _NotInJsonError(Exception):
    """What the JSON standard leaves open or forbids, and `json` itself takes silently."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise _NotInJsonError(f"the key `{key}` stands twice in one object")
        mapping[key] = value
    return mapping


def _number(written: str) -> int | float | str:
    """Return the number, or its text where it would print otherwise: `1.10`."""
    number = strictyaml.number(written)
    return written if number is None else number


def _no_number(written: str) -> None:
    raise _NotInJsonError(f"`{written}` is no number")


def _read_table(file: Path, encoding: str, delimiter: str) -> list[dict[str, str]]:
    """Read a table with a line of headings, as Jekyll does: a mapping a row."""
    reader = csv.DictReader(
        io.StringIO(text.read(file, encoding)), delimiter=delimiter, strict=True
    )
    rows = []
    try:
        headings = [heading for heading in reader.fieldnames or () if heading]
        if twice := [heading for heading in headings if headings.count(heading) > 1]:
            raise SourceError(f"the heading `{twice[0]}` stands twice", Place(file, 1))
        for row in reader:
            if None in row or None in row.values():
                raise SourceError(
                    "the row has more or fewer fields than there are headings",
                    Place(file, reader.line_num),
                    "Put a field that holds the delimiter in double quotes.",
                )
            rows.append(dict(row))
    except csv.Error as error:
        place = Place(file, reader.reader.line_num)
        raise SourceError(f"not a table: {error}", place) from error
    return rows
