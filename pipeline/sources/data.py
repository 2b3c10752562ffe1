"""A site's data: YAML, JSON and tables, as `site.data` has them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from pipeline.files import reading
from pipeline.files.paths import lies_in
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import MOST_VALUES, Document
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from pipeline.model.rule import SITE, WARNING, Rule
from pipeline.sources import employers, json_places, table, workbook, yaml

_YAML = (".yml", ".yaml")
_TABLES = (".csv", ".tsv")
# An escaped character; half of one beyond the first 65,536, without the other, is no text at all.
_ESCAPE = re.compile(
    r"\\(?:(?P<pair>u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|(?P<half>u[dD][89a-fA-F]\w\w)|.)"
)


DATA_UNREAD = Rule(
    "data.unread",
    WARNING,
    "A file of the data cannot be read; no letter can use it.",
    "not JSON",
    because="A letter that asks for it fails; the others need it not.",
    within=SITE,
)
DATA_TWICE = Rule(
    "data.twice",
    WARNING,
    "A key stands twice in one object of JSON.",
    "`{a: 1, a: 2}`",
    because="Jekyll reads it too, and takes the last.",
    within=SITE,
)
RULES = (DATA_UNREAD, DATA_TWICE)


class Unread(dict[str, Any]):
    """What stands for a file of data that cannot be read: a letter that asks for it is told why."""

    def __init__(self, error: SourceError) -> None:
        super().__init__()
        self.error = error

    def _refuse(self, *_: object) -> NoReturn:
        raise self.error

    __getitem__ = __iter__ = __len__ = __contains__ = __bool__ = _refuse
    get = keys = values = items = _refuse


@dataclass(frozen=True)
class Data:
    """All data of a site."""

    values: Mapping[str, Any]
    """A key for each file, and a nested mapping for each folder."""
    documents: Mapping[str, Document]
    """The files by dotted name."""
    notes: tuple[Diagnostic, ...]
    """What cannot be read, and no letter has to."""


def read(
    folder: Path, root: Path, text: Callable[[Path], str], load: Callable[[Path], bytes]
) -> Data:
    """Return the data in `folder`, of the site at `root`; `text` decodes a file, `load` does not.

    Employers may be in a workbook too, where no other file has them.

    Raises `SourceError` and its kinds, with the place in the file at fault, where every letter
    would ask for it.
    """
    documents: dict[str, Document] = {}
    unread: dict[Path, SourceError] = {}
    values = _read_folder(folder, root, "", documents, unread, text)
    book = folder / f"{employers.NAME}.xlsx"
    if employers.NAME not in values and reading.is_file(book):
        document = documents[employers.NAME] = workbook.load(load(book), book)
        values[employers.NAME] = document.value
    notes = (
        Diagnostic.by(
            DATA_UNREAD,
            f"this file of the data cannot be read, and no letter can use it: {error}",
            error.finding.place,
            error.finding.hint,
        )
        for error in unread.values()
    )
    return Data(values, documents, tuple(notes))


def entries(folder: Path) -> list[Path]:
    """Return what is in `folder`, sorted. Raises `SourceError` where it cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise SourceError(
            f"the folder cannot be read: {error.strerror}",
            Location(folder),
            "Let it be read; or, if it has no letters, name it below `exclude:` in `_config.yml`.",
        ) from error


def _read_folder(
    folder: Path,
    root: Path,
    prefix: str,
    documents: dict[str, Document],
    unread: dict[Path, SourceError],
    text: Callable[[Path], str],
) -> dict[str, Any]:
    """Return the data of `folder`: a key a file, and a nested mapping for each folder in it."""
    data: dict[str, Any] = {}
    for entry in entries(folder):
        kind = "folder" if entry.is_dir() else entry.suffix.lower()
        if entry.name.startswith(".") or kind not in {"folder", *_YAML, ".json", *_TABLES}:
            continue
        if not lies_in(entry, root):
            raise SourceError(
                "the data lies outside the site", Location(entry), "Copy it into the site."
            )
        name = _key(entry.name if kind == "folder" else entry.stem)
        if name in data:
            raise SourceError(
                f"another file gives `site.data.{prefix}{name}` already",
                Location(entry),
                "Rename or delete one of the two.",
            )
        if kind == "folder":
            if lies_in(folder, entry):
                raise SourceError("the folder leads back to itself", Location(entry), "Delete it.")
            try:
                entries(entry)
            except SourceError as error:
                unread[entry] = error
                data[name] = Unread(error)
                continue
            data[name] = _read_folder(entry, root, f"{prefix}{name}.", documents, unread, text)
        else:
            try:
                document = load(text(entry), entry, kind)
            except SourceError as error:
                if name == employers.NAME and not prefix:  # every letter asks for it
                    raise
                unread[entry] = error
                data[name] = Unread(error)
                continue
            documents[prefix + name] = document
            if sum(len(known.places) for known in documents.values()) > 2 * MOST_VALUES:
                raise SourceError(
                    f"the files of the data have more than {2 * MOST_VALUES:,} values together",
                    Location(entry),
                    "Delete what no letter needs.",
                )
            data[name] = document.value
    return data


def _key(name: str) -> str:
    """Return the key that Jekyll makes of a file's name: `my people` becomes `my_people`.

    Source: `sanitize_filename` in Jekyll's `readers/data_reader.rb`.
    """
    return re.sub(r"\s+", "_", re.sub(r"[^\w\s-]+", "", name).strip())


def load(text: str, file: Path, kind: str) -> Document:
    """Read the `text` of a data file, whose name ends in `kind`. Raises `SourceError`."""
    if kind in _YAML:
        return yaml.load(text, file)
    if kind == ".json":
        notes: list[Diagnostic] = []
        value = _json(text, file, notes)
        return Document(file, value, json_places.find(text, file), tuple(notes))
    return table.load(text, file, "\t" if kind == ".tsv" else ",")


def _json(text: str, file: Path, notes: list[Diagnostic]) -> Any:
    try:
        return json.loads(
            _ESCAPE.sub(_whole, text),
            object_pairs_hook=partial(_last, file=file, notes=notes),
            parse_int=_number,
            parse_float=_number,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        place = Location(file, error.lineno, error.colno)
        raise SourceError(f"not JSON: {error.msg}", place) from error
    except RecursionError as error:
        raise SourceError(
            "not JSON that is read here: it is nested too deeply", Location(file)
        ) from error
    except _NotInJsonError as error:
        raise SourceError(f"not JSON that is read here: {error}", Location(file)) from error


def _whole(escape: re.Match[str]) -> str:
    """Return what was found; for half a character a lost one, which a check finds on the page."""
    return r"\ufffd" if escape["half"] else escape.group()


class _NotInJsonError(Exception):
    """What the JSON standard leaves open or forbids, and `json` itself takes silently."""


def _last(pairs: list[tuple[str, Any]], *, file: Path, notes: list[Diagnostic]) -> dict[str, Any]:
    """Return an object's `pairs`; of two with the same key the last one counts, which is noted."""
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if mapping.get(key, value) != value:
            words = f"the key `{key}` stands twice in one object; the last one counts"
            notes.append(Diagnostic.by(DATA_TWICE, words, Location(file), "Delete one of the two."))
        mapping[key] = value
    return mapping


def _number(written: str) -> int | float | str:
    """Return the number, or its text where it would print otherwise: `1.10`."""
    number = yaml.number(written)
    return written if number is None else number


def _no_number(written: str) -> None:
    raise _NotInJsonError(f"`{written}` is no number")
