"""A site's data: YAML, JSON and tables, as `site.data` has them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipeline.files.paths import lies_in
from pipeline.model.document import MOST_VALUES, Document
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from pipeline.sources import json_places, table, yaml

_YAML = (".yml", ".yaml")
_TABLES = (".csv", ".tsv")
# An escaped character; half of one beyond the first 65,536, without the other, is no text at all.
_ESCAPE = re.compile(
    r"\\(?:(?P<pair>u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|(?P<half>u[dD][89a-fA-F]\w\w)|.)"
)


def read(
    folder: Path, root: Path, text: Callable[[Path], str]
) -> tuple[Mapping[str, Any], Mapping[str, Document]]:
    """Return the data in `folder`, of the site at `root`, and its files by dotted name.

    The data has a key for each file, and a nested mapping for each folder; `text` decodes a file.
    Raises `SourceError` and its kinds, with the place in the file at fault.
    """
    documents: dict[str, Document] = {}
    return _read_folder(folder, root, "", documents, text), documents


def entries(folder: Path) -> list[Path]:
    """Return what is in `folder`, sorted. Raises `SourceError` where it cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", Location(folder)) from error


def _read_folder(
    folder: Path,
    root: Path,
    prefix: str,
    documents: dict[str, Document],
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
            data[name] = _read_folder(entry, root, f"{prefix}{name}.", documents, text)
        else:
            document = _load(text(entry), entry, kind)
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


def _load(text: str, file: Path, kind: str) -> Document:
    if kind in _YAML:
        return yaml.load(text, file)
    if kind == ".json":
        return Document(file, _json(text, file), json_places.find(text, file), ())
    return table.load(text, file, "\t" if kind == ".tsv" else ",")


def _json(text: str, file: Path) -> Any:
    try:
        return json.loads(
            _ESCAPE.sub(_whole, text),
            object_pairs_hook=_unique,
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


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise _NotInJsonError(f"the key `{key}` stands twice in one object")
        mapping[key] = value
    return mapping


def _number(written: str) -> int | float | str:
    """Return the number, or its text where it would print otherwise: `1.10`."""
    number = yaml.number(written)
    return written if number is None else number


def _no_number(written: str) -> None:
    raise _NotInJsonError(f"`{written}` is no number")
