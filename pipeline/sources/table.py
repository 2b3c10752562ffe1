"""Tables with a line of headings, as Jekyll reads them: a mapping a row, and where each cell is."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import MOST_VALUES, Document, Key, KeyPath
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from pipeline.model.rule import SITE, WARNING, Rule
from pipeline.model.words import counted

DATA_ROW = Rule(
    "data.row",
    WARNING,
    "A row of a table has more or fewer fields than headings.",
    "a comma without quotes",
    because="The row may be right so far as it goes.",
    within=SITE,
)
DATA_HEADING = Rule(
    "data.heading",
    WARNING,
    "A heading of a table stands twice.",
    "`name,name`",
    because="Jekyll reads it too, and takes the last.",
    within=SITE,
)
RULES = (DATA_ROW, DATA_HEADING)

Row = tuple[int, int | None, list[str]]
"""Its number, as a spreadsheet counts; the line of the file, if it has lines; its cells."""
_DELIMITERS = "\t;"


def load(text: str, file: Path, delimiter: str = ",") -> Document:
    """Read the table `text`, which `file` holds.

    The document's value is a list of rows, each a mapping of text by heading; a cell's path is the
    row's index, counted from 0, and its heading. As in Jekyll, a row that is too short has None for
    what is missing, what is too much is left out, and of two equal headings the first one counts;
    the document's notes tell. Where the headings have no `delimiter`, but tabs or semicolons, these
    part the cells, as spreadsheets write them. Raises `SourceError` at the row at fault.
    """
    first = text.partition("\n")[0]
    if delimiter not in first:
        delimiter = next((other for other in _DELIMITERS if other in first), delimiter)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)

    def lines() -> Iterator[Row]:
        number = line = 0  # of the row, as a spreadsheet counts, and of its first line
        try:
            for number, cells in enumerate(reader, 1):
                yield number, line + 1, cells
                line = reader.line_num
        except csv.Error as error:
            place = Location(file, reader.line_num, cell=f"row {number + 1}")
            raise SourceError(f"not a table: {error}", place) from error

    return of_rows(lines(), file)


def of_rows(lines: Iterable[Row], file: Path) -> Document:
    """Return the table of `lines`, of which the first has the headings. Raises `SourceError`."""
    rows: list[dict[str, str | None]] = []
    places: dict[KeyPath, Location] = {}
    headings: list[str] = []
    notes: list[Diagnostic] = []
    for number, first, cells in lines:
        if number * len(cells) > MOST_VALUES:
            raise SourceError(
                f"there are more than {MOST_VALUES:,} cells in the file",
                Location(file, first, cell=f"row {number}"),
                "Split it, or delete what no letter needs.",
            )
        if number == 1:
            headings = cells
            notes += _twice(headings, file)
        elif cells:  # an empty line is no row
            notes += _ragged(cells, headings, Location(file, first, cell=f"row {number}"))
            row: dict[str, str | None] = {}
            for heading, cell in itertools.zip_longest(headings, cells[: len(headings)]):
                row.setdefault(heading, cell)
            rows.append(row)
            _note_places(places, len(rows) - 1, headings, Location(file, first), number)
    return Document(file, rows, places, tuple(notes))


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


def _twice(headings: list[str], file: Path) -> Iterator[Diagnostic]:
    counts = Counter(heading for heading in headings if heading)
    for heading, count in counts.items():
        if count > 1:
            yield Diagnostic.by(
                DATA_HEADING,
                f"the heading `{heading}` stands twice; the first column counts",
                Location(file, 1),
                "Rename one of the two.",
            )


def _ragged(cells: list[str], headings: list[str], place: Location) -> Iterator[Diagnostic]:
    if len(cells) != len(headings):
        what = "what is too much is left out" if len(cells) > len(headings) else "the rest is empty"
        yield Diagnostic.by(
            DATA_ROW,
            f"the row has {counted(len(cells), 'field')}, and there are"
            f" {counted(len(headings), 'heading')}; {what}",
            place,
            "Put a field that holds the delimiter in double quotes.",
        )
