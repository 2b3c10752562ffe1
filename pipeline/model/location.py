"""A position in a file that the user wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Location:
    """A position in a file that the user wrote; line and column count from 1."""

    file: Path
    line: int | None = None
    column: int | None = None
    cell: str = ""
    """Where that is in a spreadsheet: `row 7, column F`."""

    def __str__(self) -> str:
        parts = [str(self.file), self.line, self.column]
        shown = ":".join(str(part) for part in parts if part is not None)
        return f"{shown} ({self.cell})" if self.cell else shown
