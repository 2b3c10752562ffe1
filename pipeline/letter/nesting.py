"""How deep the parts of a letter may stand in each other: no deeper than TeX can set them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import panflute as pf

from filters.marks import is_mark
from filters.markup.inner import SOURCE
from pipeline.model.errors import SourceError
from pipeline.model.location import Location

_MOST = 60
"""Of anything: TeX has 255 levels, and some things take two or three of them."""
_MOST_OF = {
    "bulleted lists": ((pf.BulletList,), 4),
    "numbered lists": ((pf.OrderedList,), 4),
    "lists and quotations": ((pf.BulletList, pf.OrderedList, pf.DefinitionList, pf.BlockQuote), 6),
}
"""LaTeX's own bounds (`\\@itemdepth`, `\\@enumdepth`, `\\@listdepth`), and the template's."""


def check(doc: pf.Doc, marks: Sequence[Location], letter: Path) -> None:
    """Raise `SourceError` at the line where something in `doc` stands too deep.

    `marks` are the places by the number of the mark in the tree, `letter` is the file.
    """
    place = Location(letter)
    waiting: list[tuple[pf.Element, tuple[type[pf.Element], ...]]] = [(doc, ())]
    while waiting:  # and no recursion, which has a bound of its own
        element, around = waiting.pop()
        if is_mark(element):
            place = marks[int(element.attributes[SOURCE])]
        if problem := _problem(element, around):
            where = _first_mark(element, marks) or place
            raise SourceError(problem, where, "Take them apart; a reader is lost in them, too.")
        inside = (*around, type(element))
        waiting += [(child, inside) for child in reversed(_children(element)) if child._children]


def _first_mark(element: pf.Element, marks: Sequence[Location]) -> Location | None:
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if is_mark(one):
            return marks[int(one.attributes[SOURCE])]
        waiting += reversed(_children(one))
    return None


def _problem(element: pf.Element, around: tuple[type[pf.Element], ...]) -> str:
    if len(around) > _MOST:
        return f"more than {_MOST} things stand in each other here"
    if isinstance(element, pf.Table) and pf.Table in around:
        return "a table stands in a table"
    for name, (kinds, most) in _MOST_OF.items():
        if isinstance(element, kinds) and sum(kind in kinds for kind in around) >= most:
            return f"more than {most} {name} stand in each other here"
    return ""


def _children(element: pf.Element) -> list[pf.Element]:
    found: list[pf.Element] = []
    for name in element._children:
        part = getattr(element, name)
        if isinstance(part, pf.Element):
            found.append(part)
        elif part is not None:
            found += part.values() if hasattr(part, "values") else part
    return found
