"""Tables with a line of headings, as Jekyll reads them: a mapping a row, and where each cell is."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from pipeline.model.document import MOST_VALUES, Document, Key, KeyPath
from pipeline.model.errors import SourceError
from pipeline.model.location import Location


def load(text: str, file: Path, delimiter: str = ",") -> Document:
    """Read the table `text`, which `file` holds.

    The document's value is a list of rows, each a mapping of text by heading; a cell's path is the
    row's index, counted from 0, and its heading. Raises `SourceError` at the row at fault.
    """
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[dict[str, str]] = []
    places: dict[KeyPath, Location] = {}
    headings: list[str] = []
    number = line = 0  # of the row, as a spreadsheet counts, and of its first line
    try:
        for number, cells in enumerate(reader, 1):
            first, line = line + 1, reader.line_num
            if number * len(cells) > MOST_VALUES:
                raise SourceError(
                    f"there are more than {MOST_VALUES:,} cells in the file",
                    Location(file, first, cell=f"row {number}"),
                    "Split it, or delete what no letter needs.",
                )
            if number == 1:
                headings = cells
                _check_headings(headings, file)
            elif cells:  # an empty line is no row
                _check_width(cells, headings, Location(file, first, cell=f"row {number}"))
                rows.append(dict(zip(headings, cells, strict=True)))
                _note_places(places, len(rows) - 1, headings, Location(file, first), number)
    except csv.Error as error:
        place = Location(file, reader.line_num, cell=f"row {number + 1}")
        raise SourceError(f"not a table: {error}", place) from error
    return Document(file, rows, places, ())


def letters(index: int) -> str:
    """Return the name of a spreadsheet's column, counted from 0: `A`, `Z`, `AA`."""
    name = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        name = chr(ord("A") + letter) + name
        index -= 1
    return name


def _note_places(
    places: dict[KeyPath, Location], index: int, headings: list[str], row: Location, number: int
) -> None:
    key: Key = index
    places[(key,)] = Location(row.file, row.line, cell=f"row {number}")
    for column, heading in enumerate(headings):
        cell = f"row {number}, column {letters(column)}"
        places[(key, heading)] = Location(row.file, row.line, cell=cell)


def _check_headings(headings: list[str], file: Path) -> None:
    counts = Counter(heading for heading in headings if heading)
    if twice := [heading for heading, count in counts.items() if count > 1]:
        raise SourceError(f"the heading `{twice[0]}` stands twice", Location(file, 1))


def _check_width(cells: list[str], headings: list[str], place: Location) -> None:
    if len(cells) != len(headings):
        raise SourceError(
            "the row has more or fewer fields than there are headings",
            place,
            "Put a field that holds the delimiter in double quotes.",
        )
