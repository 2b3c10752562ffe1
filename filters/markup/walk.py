"""A walk through a document's tree that leaves alone what does not change.

panflute's own makes every list of the tree anew at each walk, which takes longer than all filters
do. The order and the meaning of what an action returns are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import panflute as pf
from panflute.containers import DictContainer, ListContainer

Action = Callable[[pf.Element, pf.Doc | None], Any]
Kinds = frozenset[type[pf.Element]]


@cache
def _all() -> Kinds:
    def below(kind: type[pf.Element]) -> Iterator[type[pf.Element]]:
        for one in kind.__subclasses__():
            yield from (one, *below(one))

    return frozenset(below(pf.Element))


@cache
def _kinds(names: tuple[type[pf.Element], ...]) -> Kinds:
    return frozenset(kind for kind in _all() if issubclass(kind, names)) if names else _all()


HOLDERS = tuple(sorted((kind for kind in _all() if kind._children), key=lambda kind: kind.__name__))
"""The kinds of elements that hold others, unlike the words and spaces that a letter is made of."""

SAYING = (pf.Str, pf.Code, pf.CodeBlock, pf.Math, pf.RawInline, pf.RawBlock, pf.Link, pf.Image)
"""The kinds of elements that have a text of their own, or an address."""


def walk(doc: pf.Element, action: Action, *kinds: type[pf.Element]) -> None:
    """Call `action` on every element in `doc`, those within an element before it, and on `doc`.

    It returns None to keep an element, another element or a list of several for it, or an empty
    list to delete it. Where `kinds` are given, it is called on elements of these alone; a neighbour
    that it asks for is found all the same.
    """
    _Walk(action, doc if isinstance(doc, pf.Doc) else None, _kinds(kinds)).into(doc)


class _Walk:
    def __init__(self, action: Action, doc: pf.Doc | None, wanted: Kinds) -> None:
        self.action, self.doc, self.wanted = action, doc, wanted
        self.looked_at = wanted.union(HOLDERS)

    def into(self, element: pf.Element) -> Any:
        """Return what `element` becomes: itself if it stays."""
        for name in element._children:
            part = getattr(element, name)
            if isinstance(part, ListContainer):
                items = self.through(part)
                if items is not None:
                    setattr(element, name, items)
            elif isinstance(part, DictContainer):
                for key, item in list(part.items()):
                    new = self.into(item)
                    if new == []:
                        del part[key]
                    elif new is not item:
                        part[key] = new
            elif part is not None:
                new = self.into(part)
                if new is not part:
                    setattr(element, name, new)
        if type(element) not in self.wanted:
            return element
        altered = self.action(element, self.doc)
        return element if altered is None else altered

    def through(self, part: ListContainer) -> list[pf.Element] | None:
        """Return the elements that `part` becomes; None where it stays as it is."""
        old: list[pf.Element] = part.list
        if self.looked_at.isdisjoint(map(type, old)):
            return None
        altered: dict[int, Any] = {}
        parent, location = part.parent, part.location
        for index, item in enumerate(old):
            kind = type(item)
            if kind not in self.looked_at:
                continue
            # What panflute does for each item that it is asked for, so that it knows its
            # neighbours.
            item.parent, item.location, item.index = parent, location, index
            new = self.into(item) if kind._children else self.action(item, self.doc)
            if new is not None and new is not item:
                altered[index] = new
        if not altered:
            return None
        items: list[pf.Element] = []
        for index, item in enumerate(old):
            new = altered.get(index, item)
            items += new if isinstance(new, list) else [new]
        return items
