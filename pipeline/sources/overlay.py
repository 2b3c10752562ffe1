"""Single values that a command line gives: `page.date=today` stands over what the files say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.model.document import Document, KeyPath
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean
from pipeline.sources import yaml

PAGE, EMPLOYER, SENDER, SITE = "page", "employer", "sender", "site"
_ROOTS = (PAGE, EMPLOYER, SENDER, SITE)
_SET = re.compile(r"\s*(?P<root>\w+)\.(?P<key>[\w -]*\w)\s*=(?P<value>.*)", re.DOTALL)
# What is more than text is written as YAML has it: lists, mappings, numbers and switches.
_MORE = re.compile(r"\[.*\]|\{.*\}|true|false|[-+]?\d+(?:\.\d+)?", re.DOTALL)


@dataclass(frozen=True)
class Overlay:
    """The values by root (`page`, `employer`, `sender` or `site`) and key, and how each was set."""

    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Location] = field(default_factory=dict)

    def over(self, document: Document, root: str, *above: str) -> Document:
        """Return `document` with the values of `root` over those that stand at `above`."""
        values = self.values.get(root)
        if not values:
            return document
        places: dict[KeyPath, Location] = {(*above, key): self.places[root, key] for key in values}
        return replace(
            document,
            value=_overlaid(document.value, above, values),
            places={**document.places, **places},
        )

    def over_records(self, records: Any) -> Any:
        """Return `records`, by key or as rows of a table, each with the values for employers."""
        values = self.values.get(EMPLOYER)
        if not values:
            return records
        if isinstance(records, list):
            return [{**row, **values} if isinstance(row, dict) else row for row in records]
        if isinstance(records, dict):
            return {
                key: {**one, **values} if isinstance(one, dict) else one
                for key, one in records.items()
            }
        return records

    def over_record_file(self, document: Document) -> Document:
        """Return the file of records, with the values for employers in each of them."""
        values, records = self.values.get(EMPLOYER) or {}, document.value
        if not values:
            return document
        keys: Iterable[Any] = records if isinstance(records, dict) else range(len(records or ()))
        places: dict[KeyPath, Location] = {
            (one, key): self.places[EMPLOYER, key] for one in keys for key in values
        }
        value = self.over_records(records)
        return replace(document, value=value, places={**document.places, **places})

    def check(self, root: str, known: Iterable[str]) -> None:
        """Raise `UsageError` at a key of `root` that is none of those that are `known`."""
        names = {*known}
        for key in self.values.get(root, ()):
            if key not in names:
                place = self.places[root, key]
                raise UsageError(
                    f"nothing has a key `{key}` below `{root}`", place, did_you_mean(key, names)
                )


def read(settings: Sequence[str]) -> Overlay:
    """Return what `settings`, such as `page.date=today`, give. Raises `UsageError`."""
    values: dict[str, dict[str, Any]] = {}
    places: dict[tuple[str, str], Location] = {}
    for written in settings:
        found = _SET.fullmatch(written)
        if not found:
            raise UsageError(
                f"`--set {written}` gives no value",
                hint="Write the key, `=` and the value: `--set page.date=today`.",
            )
        root, key = found["root"], found["key"]
        if root not in _ROOTS:
            hint = did_you_mean(root, _ROOTS)
            raise UsageError(f"`--set` knows no `{root}`, as in `{root}.{key}`", hint=hint)
        place = Location(Path(f"--set {root}.{key}"))
        values.setdefault(root, {})[key] = _value(found["value"].strip(), place)
        places[root, key] = place
    return Overlay(values, places)


def _value(text: str, place: Location) -> Any:
    if not _MORE.fullmatch(text):
        return text
    try:
        return yaml.load(text, place.file).value
    except CoverpressError as error:
        raise UsageError(f"the value cannot be read: {error}", place) from error


def _overlaid(below: Any, path: Sequence[str], values: Mapping[str, Any]) -> dict[str, Any]:
    own = below if isinstance(below, dict) else {}
    if not path:
        return {**own, **values}
    return {**own, path[0]: _overlaid(own.get(path[0]), path[1:], values)}


__all__ = ["EMPLOYER", "PAGE", "SENDER", "SITE", "Overlay", "read"]
