"""The first sheet of a workbook of Excel's (`.xlsx`), as a table with a line of headings.

Source: ECMA-376, Office Open XML; openpyxl reads it.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.model.document import MOST_VALUES, Document
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from pipeline.sources import table

_MOST_BYTES = 64 * 2**20
"""Of a workbook, unpacked."""


def load(data: bytes, file: Path) -> Document:
    """Read the workbook `data`, which `file` holds, as `table.load` reads a table.

    Formulas are what they last came to. Raises `SourceError` where it is none, where it is too
    large, or where openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise SourceError(
            "workbooks are read by openpyxl, which is not installed",
            Location(file),
            "Install it (`pip install openpyxl`), or save the table as CSV.",
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > _MOST_BYTES:
            raise SourceError(
                f"the workbook is larger than {_MOST_BYTES // 2**20} MB when it is unpacked",
                Location(file),
                "Save the one sheet with the employers as CSV.",
            )
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        lines = list(_lines(book.worksheets[0].iter_rows()))
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(
            f"the workbook cannot be read: {error}", Location(file), "Save the table as CSV."
        ) from error
    return table.of_rows(lines, file)


def _lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[table.Row]:
    width = seen = 0
    for number, row in enumerate(rows, 1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        width = width or len(cells)
        seen += len(cells)
        if seen > MOST_VALUES:
            yield number, None, [""] * (MOST_VALUES + 1)  # which is too many, and told there
            return
        padded = [*cells, *[""] * (width - len(cells))] if cells else []
        yield number, None, padded


def _text(cell: Any) -> str:
    """Return what a cell shows, as far as its value and a format of zeros tell."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    zeros = re.fullmatch(r"0+", str(cell.number_format or ""))
    return text.zfill(len(zeros.group())) if zeros and text.isdigit() else text
