"""Repairs: the changes to the letters' files that cannot be wrong, and nothing else in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.files import reading, scratch, writing
from pipeline.model.diagnostic import Fix
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from pipeline.model.repaired import Repaired

_LINE_END = re.compile(r"\r\n|\r|\n")


def prepare(repairs: Iterable[Fix], encoding: str = "utf-8") -> list[Repaired]:
    """Return every file that `repairs` change, as it will be. Nothing is written yet.

    A repair whose place does not hold its text any more is left out, and so is one that overlaps
    another. Raises `SourceError` where a file cannot be read.
    """
    by_file: dict[Path, list[Fix]] = {}
    for repair in dict.fromkeys(repairs):
        by_file.setdefault(repair.place.file, []).append(repair)
    files = [_repaired(file, wanted, encoding) for file, wanted in sorted(by_file.items())]
    return [file for file in files if file.count]


def apply(files: Iterable[Repaired]) -> None:
    """Write the repaired files, each whole or not at all. Raises `WriteError`."""
    with scratch.folder() as folder:
        for number, file in enumerate(files):
            made = folder / str(number)
            made.write_bytes(file.after)
            hint = "Make room, close it where it is open, or let it be written to."
            writing.place(made, file.file, "the letter", hint)


def _repaired(file: Path, repairs: Iterable[Fix], encoding: str) -> Repaired:
    if file.is_symlink():
        raise SourceError(
            "the letter is a link, and a repair is made in no other file than the one named",
            Location(file),
            "Name the file itself.",
        )
    before = reading.load(file)
    try:
        text = before.decode(encoding)
    except UnicodeError as error:
        raise SourceError(f"cannot be read: {error}", Location(file)) from error
    mark = len(text) - len(text.removeprefix("\ufeff"))
    starts = [mark, *(end.end() for end in _LINE_END.finditer(text))]
    edits: list[tuple[int, int, str]] = []
    for repair in repairs:
        line, column = repair.place.line or 1, repair.place.column or 1
        # The text was read with plain line ends; the file keeps its own.
        old = re.compile(r"(?:\r\n|\r|\n)".join(map(re.escape, repair.old.split("\n"))))
        found = old.match(text, starts[line - 1] + column - 1) if line <= len(starts) else None
        if found:
            edits.append((*found.span(), repair.new))
    parts, position, count = [], 0, 0
    for start, end, new in sorted(edits):
        if start >= position:
            parts += [text[position:start], new]
            position, count = end, count + 1
    # `utf-16` and the like put their own mark first when they write.
    after = "".join((*parts, text[position:])).encode(encoding)
    return Repaired(file, before, after, encoding, count)
