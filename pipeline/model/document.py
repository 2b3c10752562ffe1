"""A file of keys and values that was read, with the place of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.location import Location

Key = str | int
KeyPath = tuple[Key, ...]


MOST_VALUES = 250_000
"""Of a file, keys included: some 10,000 records of a dozen fields."""


@dataclass(frozen=True)
class Document:
    """A YAML file that was read: its value, and where in the file each part of it stands."""

    file: Path
    value: Any
    places: Mapping[KeyPath, Location]
    notes: tuple[Diagnostic, ...]
    keys: Mapping[KeyPath, Location] = field(default_factory=dict)
    """Where the keys stand, in a file that keeps them apart from their values."""

    def key_place(self, *path: Key) -> Location:
        """Return where the last key of `path` stands, or else its value."""
        return self.keys.get(path) or self.place(*path)

    def place(self, *path: Key) -> Location:
        """Return where the value at `path` stands, or the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Location(self.file, 1)

    def find(self, words: str, *path: Key) -> Location | None:
        """Return where `words` first stand in a text at `path` or below; None if nowhere."""
        value = self.value
        for key in path:
            inside = isinstance(value, dict) and key in value
            value = value[key] if inside else None
        return self._find(words, value, path) if words else None

    def _find(self, words: str, value: Any, path: KeyPath) -> Location | None:
        if isinstance(value, dict | list):
            parts = value.items() if isinstance(value, dict) else enumerate(value)
            found = (self._find(words, part, (*path, key)) for key, part in parts)
            return next(filter(None, found), None)
        if not isinstance(value, str) or words not in value:
            return None
        place = self.place(*path)
        if "\n" not in value or place.line is None:
            return place
        # Text of several lines begins below its `|`.
        return Location(place.file, place.line + 1 + value[: value.index(words)].count("\n"), 1)


def texts(value: object) -> list[str]:
    """Return all that a value of YAML says."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [] if value is None else [str(value)]


def paths(value: object, above: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield each text of a value of YAML, with the keys and numbers that lead to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*above, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from paths(item, (*above, number))
    elif isinstance(value, str):
        yield above, value
