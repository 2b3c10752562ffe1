"""A filter that gives the columns of a wide table their widths, so that their lines are broken.

A table whose columns fit beside each other keeps them as they are: each as wide as its widest
cell. Alone: ``pandoc --filter filters/columns.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import panflute as pf

from filters.markup.walk import walk

_LINE = 76  # letters of a letter's line, few enough for every font and size
_GAP = 3  # between two columns


def apply(doc: pf.Doc) -> None:
    """Set the widths of every table of `doc` that is wider than a line."""
    walk(doc, _widen, pf.Table)


def _widen(table: pf.Element, _: pf.Doc) -> None:
    wanted = [1] * table.cols
    for row in _rows(table):
        for index, cell in enumerate(row.content[: table.cols]):
            wanted[index] = max(wanted[index], _longest_line(cell))
    room = _LINE - _GAP * (table.cols - 1)
    if sum(wanted) > room:
        widths = shares(wanted, room)
        table.colspec = [
            (alignment, width) for (alignment, _), width in zip(table.colspec, widths, strict=True)
        ]


def shares(wanted: Sequence[int], room: int) -> list[float]:
    """Return which part of the line each column has: a narrow one has what it wants.

    The others share what is left by the square root of what they want, in letters: a column with
    ten times as much text is not ten times as wide. `room` is the line, in letters too.
    """
    narrow: set[int] = set()
    while True:
        left = room - sum(wanted[index] + 1 for index in narrow)
        others = [index for index in range(len(wanted)) if index not in narrow]
        fitting = {index for index in others if wanted[index] < left / len(others)}
        if not fitting:
            break
        narrow |= fitting
    whole = sum(wanted[index] ** 0.5 for index in others)
    return [
        (wanted[index] + 1 if index in narrow else left * wanted[index] ** 0.5 / whole) / room
        for index in range(len(wanted))
    ]


def _rows(table: pf.Table) -> Iterator[pf.TableRow]:
    for part in (table.head, *table.content, table.foot):
        yield from getattr(part, "head", ())
        yield from part.content


def _longest_line(cell: pf.TableCell) -> int:
    return max((len(line.strip()) for line in pf.stringify(cell).split("\n")), default=0)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
