"""The configuration of a site: the files that Jekyll would read, one over the other.

Source: Jekyll's `configuration.rb`, https://jekyllrb.com/docs/configuration/.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.files import reading
from pipeline.files.paths import must_be_of
from pipeline.model.document import Document
from pipeline.model.errors import SourceError, UsageError
from pipeline.model.location import Location
from pipeline.sources import yaml

NAMES = ("_config.yml", "_config.yaml", "_config.toml")
"""What a configuration is called; the first that is there is the one."""

_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def file_of(root: Path) -> Path:
    """Return the configuration of the site at `root`, or the usual name where there is none."""
    there = (root / name for name in NAMES if (root / name).is_file())
    return next(there, root / NAMES[0])


def read(root: Path, encoding: str, named: Sequence[Path] = ()) -> Document:
    """Return the configuration of the site at `root`: of the files `named`, if there are any.

    A later one stands over an earlier one. Raises `SourceError` and its kinds, with the place, and
    `UsageError` for a named file that is not there.
    """
    if not named:
        return _read(file_of(root), root, encoding)
    for file in named:
        if not file.is_file():
            raise UsageError(f"there is no configuration `{file}`")
    first, *others = (_read(file, file.parent, encoding) for file in named)
    merged = first
    for other in others:
        merged = Document(
            other.file,
            overlaid(merged.value, other.value),
            {**merged.places, **other.places},
            (*merged.notes, *other.notes),
            {**merged.keys, **other.keys},
        )
    return merged


def overlaid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return both mappings in one: where both have a value, it is that of `above`."""
    merged = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], dict) and isinstance(above[key], dict):
            merged[key] = overlaid(below[key], above[key])
    return merged


def _read(file: Path, root: Path, encoding: str) -> Document:
    if not file.is_file():
        return Document(file, {}, {}, ())
    must_be_of(root, file)
    text = reading.read(file, encoding)
    config = _toml(text, file) if file.suffix == ".toml" else yaml.load(text, file)
    if config.value is None:
        return Document(file, {}, {}, config.notes)
    if not isinstance(config.value, dict):
        raise SourceError("the configuration is not `key: value` lines", Location(file, 1, 1))
    return config


def _toml(text: str, file: Path) -> Document:
    try:
        return Document(file, tomllib.loads(text), {}, ())
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        where = Location(file, int(place[1]), int(place[2])) if place else Location(file)
        raise SourceError(
            f"this is not TOML: {_TOML_PLACE.sub('', str(error)).strip()}", where
        ) from None
