"""Tables of employers as they come from spreadsheets: headings, addresses and keys of any making.

A heading is read without capitals and spaces, the parts of an address are put together, and rows
without a column of keys get them from the company's name. The table itself stays what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document, Key, KeyPath
from pipeline.model.location import Location
from pipeline.model.rule import NOTE, SITE, Rule
from pipeline.settings.fields import RECORD_KEYS
from pipeline.sources.table import letters

DATA_NAMED = Rule(
    "data.named",
    NOTE,
    "A heading of a table of employers is read as the name of a field.",
    "`Job Title`, which is `employer.jobtitle`",
    within=SITE,
)
DATA_KEYS = Rule(
    "data.keys",
    NOTE,
    "A table of employers has no column of keys, so that they are made of the companies' names.",
    "`mudlark-sons`",
    within=SITE,
)
RULES = (DATA_NAMED, DATA_KEYS)

_KEYS = ("key", "id")
"""The columns that may hold the keys; without them it is the first, if that is no field."""
_COMPANY, _JOB = "company", "jobtitle"
_ADDRESS = "address"
_LINE = re.compile(r"(?:address|addressline|street)\d*")
_CODES = ("zip", "zipcode", "postcode", "postalcode", "plz")
_CITIES = ("city", "town", "ort")
_STATES = ("state", "province", "region")
_TOLD = 6  # of the headings and keys


@dataclass(frozen=True)
class Rows:
    """The rows of a table as records, in its order, and where each of their fields stands."""

    document: Document
    keys: tuple[str, ...]
    """The key of each row; '' where it has none."""
    column: str
    """The heading of the column that they are in, or are made of."""
    notes: tuple[Diagnostic, ...]


def read(document: Document) -> Rows:
    """Return the rows of the table in `document` as records."""
    rows = [row if isinstance(row, dict) else {} for row in document.value]
    headings = [str(heading) for heading in rows[0]] if rows else []
    names = _names(headings)
    is_address = _ADDRESS not in names.values()
    records: list[dict[str, Any]] = []
    places: dict[KeyPath, Location] = dict(document.places)
    for index, row in enumerate(rows):
        own = {names[heading]: row.get(heading) for heading in headings}
        number: Key = index
        for heading, name in names.items():
            places.setdefault((number, name), document.place(number, heading))
        first, lines = _address(own) if is_address else ("", [])
        if lines:
            own[_ADDRESS] = lines
            places[number, _ADDRESS] = places[number, first]
        records.append({**own, **row})
    column, keys = _keys_of(records, headings, names)
    made = {name: heading for heading, name in names.items() if name != heading.casefold()}
    notes = [*_named(document, made, headings), *_made(document, column, keys, records)]
    read = Document(document.file, records, places, document.notes, document.keys)
    return Rows(read, keys, column, tuple(notes))


def _names(headings: Sequence[str]) -> dict[str, str]:
    """Return the name of the field below each heading; no two headings have one."""
    known = {_bare(name): name for name in (*RECORD_KEYS, *_KEYS)}
    found: dict[str, str] = {}
    for heading in headings:
        name = known.get(_bare(heading)) or re.sub(r"\s", "", heading).casefold()
        taken = name in headings or name in found.values()
        found[heading] = heading if not name or (taken and name != heading) else name
    return found


def _bare(heading: str) -> str:
    return re.sub(r"[\s_-]", "", heading).casefold()


def _address(record: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return the lines of an address that stands in several columns, and the first of these."""
    used = [name for name in record if _LINE.fullmatch(name) and _text(record, name)]
    lines = [line for name in used for line in _text(record, name).splitlines()]
    code, city, state = (
        next((name for name in names if _text(record, name)), "")
        for names in (_CODES, _CITIES, _STATES)
    )
    if code or city:
        used += [name for name in (code, city) if name]
        lines.append(_city(*(_text(record, name) if name else "" for name in (code, city, state))))
    return (used[0], lines) if used else ("", [])


def _city(code: str, city: str, state: str) -> str:
    """Return the line of the city: `Springfield, IL 62701`, `Leeds LS1 4AP`, `10115 Berlin`."""
    if state:
        return f"{city}, {state} {code}".strip(", ")
    return f"{code} {city}".strip() if code[:1].isdigit() else f"{city} {code}".strip()


def _text(record: Mapping[str, Any], name: str) -> str:
    return str(record.get(name) or "").strip()


def _keys_of(
    records: Sequence[Mapping[str, Any]], headings: Sequence[str], names: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Return the column of the keys, or of the names that keys are made of, and the keys."""
    columns = {name: heading for heading, name in names.items()}
    column = next((columns[name] for name in _KEYS if name in columns), "")
    fields = {*RECORD_KEYS, *_CODES, *_CITIES, *_STATES}
    first = headings[0] if headings else ""
    is_key = not (names.get(first, "") in fields or _LINE.fullmatch(names.get(first, "")))
    if column or is_key or _COMPANY not in columns:
        column = column or first
        return column, tuple(_text(record, column) for record in records)
    companies = [_slug(_text(record, _COMPANY)) for record in records]
    several = Counter(companies)
    keys = (
        _slug(f"{company} {_text(record, _JOB)}") if several[company] > 1 and company else company
        for company, record in zip(companies, records, strict=True)
    )
    return columns[_COMPANY], tuple(keys)


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")


def _named(
    document: Document, made: Mapping[str, str], headings: Sequence[str]
) -> Iterator[Diagnostic]:
    if made:
        said = [f"`{heading}` is `employer.{name}`" for name, heading in made.items()]
        column = min(headings.index(heading) for heading in made.values())
        yield Diagnostic.by(
            DATA_NAMED,
            f"headings are read as names: {_listed(said)}",
            Location(document.file, 1, cell=f"row 1, column {letters(column)}"),
        )


def _made(
    document: Document, column: str, keys: Sequence[str], records: Sequence[Mapping[str, Any]]
) -> Iterator[Diagnostic]:
    written = (_text(record, column) for record in records)
    if any(key != text for key, text in zip(keys, written, strict=True)):
        yield Diagnostic.by(
            DATA_KEYS,
            f"there is no column `key`, so the keys are made of `{column}`:"
            f" {_listed([f'`{key}`' for key in keys if key])}",
            Location(document.file, 1),
            "Write a column `key` to have others.",
        )


def _listed(said: Sequence[str]) -> str:
    return ", ".join(said[:_TOLD]) + (f" and {len(said) - _TOLD} more" * (len(said) > _TOLD))
