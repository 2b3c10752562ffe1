"""A walk through a document's tree that leaves alone what does not change.

panflute's own makes every list of the tree anew at each walk, which takes longer than all filters
do. The order and the meaning of what an action returns are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panflute as pf
from panflute.containers import DictContainer, ListContainer

Action = Callable[[pf.Element, pf.Doc | None], Any]


def walk(doc: pf.Element, action: Action) -> None:
    """Call `action` on every element in `doc`, those within an element before it, and on `doc`.

    It returns None to keep an element, another element or a list of several for it, or an empty
    list to delete it.
    """
    _walk(doc, action, doc if isinstance(doc, pf.Doc) else None)


def _walk(element: pf.Element, action: Action, doc: pf.Doc | None) -> Any:
    for name in element._children:
        part = getattr(element, name)
        if isinstance(part, ListContainer):
            items = _list(part, action, doc)
            if items is not None:
                setattr(element, name, items)
        elif isinstance(part, DictContainer):
            for key, item in list(part.items()):
                new = _walk(item, action, doc)
                if new == []:
                    del part[key]
                elif new is not item:
                    part[key] = new
        elif part is not None:
            new = _walk(part, action, doc)
            if new is not part:
                setattr(element, name, new)
    altered = action(element, doc)
    return element if altered is None else altered


def _list(part: ListContainer, action: Action, doc: pf.Doc | None) -> list[pf.Element] | None:
    """Return the elements that `part` becomes; None where it stays as it is."""
    items: list[pf.Element] = []
    has_changed = False
    parent, location = part.parent, part.location
    for index, item in enumerate(part.list):
        # What panflute does for each item that it is asked for, so that it knows its neighbours.
        item.parent, item.location, item.index = parent, location, index
        if item._children:
            new = _walk(item, action, doc)
        else:  # a word or a space, of which most of a letter is made
            new = action(item, doc)
            if new is None:
                items.append(item)
                continue
        if new is item:
            items.append(item)
            continue
        has_changed = True
        if isinstance(new, list):
            items += new
        else:
            items.append(new)
    return items if has_changed else None
