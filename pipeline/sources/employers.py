"""The employers of a site: records by key, each with its place, however they are written down.

They are a mapping in `employers.yml`, `.yaml` or `.json`, the rows of `employers.csv`, `.tsv` or
`.xlsx`, or the files of a folder `employers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.files.paths import lies_in
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document, Key, KeyPath
from pipeline.model.location import Location
from pipeline.model.rule import SITE, WARNING, Rule
from pipeline.model.suggestion import slip
from pipeline.settings.fields import RECORD
from pipeline.sources import headings

DATA_KEY = Rule(
    "data.key",
    WARNING,
    "A row of a table of employers has no key.",
    "an empty `key` cell",
    because="No letter can name the row, but others can be built.",
    within=SITE,
)
DATA_FIELD = Rule(
    "data.field",
    WARNING,
    "A field stands beside the records of the employers, as if it were one.",
    "an `address:` that is not indented",
)
RULES = (DATA_KEY, DATA_FIELD, *headings.RULES)

NAME = "employers"
"""The file, or the folder, below the data folder."""

_ENDINGS = {"yml", "yaml", "json", "csv", "tsv", "xlsx"}


@dataclass(frozen=True)
class Employers:
    """The records, and where they stand."""

    records: Mapping[str, Any]
    """By key. What is no mapping is no record, but is known to be there."""
    sources: Mapping[str, tuple[Document, KeyPath]]
    """The file of each record, and the path in it."""
    twice: Mapping[str, tuple[Location, Location]]
    """The keys that stand twice in a table, with the first two places of each."""
    notes: tuple[Diagnostic, ...] = ()
    stray: frozenset[str] = frozenset()
    """The keys that are fields and no records, since they stand where the records do."""

    def place(self, key: str, *path: Key) -> Location | None:
        """Return where `path` of the record `key` stands; None where there is no such record."""
        if key not in self.sources:
            return None
        document, above = self.sources[key]
        return document.place(*above, *path)


def of(data: Mapping[str, Any], documents: Mapping[str, Document]) -> Employers:
    """Return the employers in a site's `data`, whose files are `documents` by dotted name."""
    found, document = data.get(NAME), documents.get(NAME)
    if isinstance(found, list) and document is not None:
        return _of_table(document)
    if not isinstance(found, dict):
        return Employers({}, {}, {})
    sources: dict[str, tuple[Document, KeyPath]] = {}
    for key in found:
        if document is not None:
            sources[key] = (document, (key,))
        elif f"{NAME}.{key}" in documents:
            sources[key] = (documents[f"{NAME}.{key}"], ())
    fields = _fields(found) if document else []
    notes = tuple(
        Diagnostic.by(
            DATA_FIELD,
            f"`{key}` stands beside the employers, as if it were one",
            document.key_place(key),
            "Indent it as far as the other fields of its employer.",
        )
        for key in fields
        if document
    )
    return Employers(found, sources, {}, notes, frozenset(fields))


def misnamed(folder: Path, root: Path) -> Path | None:
    """Return the file that is nearly the one of the employers, beside or in the data `folder`.

    Nothing outside of the site at `root` is looked at.
    """
    for place in (folder, folder.parent / "data", folder.parent):
        is_own = place.is_dir() and lies_in(place, root)
        for file in sorted(place.iterdir()) if is_own else ():
            stem, _, endings = file.name.partition(".")
            is_data = _ENDINGS & set(endings.casefold().split("."))
            is_read = place == folder and stem == NAME and endings in _ENDINGS
            if is_data and not is_read and (stem == NAME or slip(stem, [NAME])):
                return file
    return None


def _fields(found: Mapping[str, Any]) -> list[str]:
    """Return the keys of the fields of a record that stand where the records do."""
    records = (record for record in found.values() if isinstance(record, dict))
    known = {"name", *(field.key for field in RECORD)}.union(*records)
    return [key for key, value in found.items() if key in known and not isinstance(value, dict)]


def _of_table(document: Document) -> Employers:
    rows = headings.read(document)
    records: dict[str, Any] = {}
    sources: dict[str, tuple[Document, KeyPath]] = {}
    twice: dict[str, tuple[Location, Location]] = {}
    notes = [*rows.notes]
    for index, (key, row) in enumerate(zip(rows.keys, rows.document.value, strict=True)):
        if rows.column not in row:
            continue
        place = rows.document.place(index, rows.column)
        if key in records:
            first = rows.document.place(*sources[key][1], rows.column)
            twice.setdefault(key, (first, place))
        elif key:
            records[key], sources[key] = row, (rows.document, (index,))
        elif any(str(cell or "").strip() for cell in row.values()):
            notes.append(
                Diagnostic.by(
                    DATA_KEY,
                    f"the row has no key in the column `{rows.column}`, so that no letter can name"
                    " it",
                    place,
                    "Write a short name there, such as `acme`.",
                )
            )
    return Employers(records, sources, twice, tuple(notes))
