"""A filter that prints the address of every link in a footnote, for a letter that is read on paper.

A link that shows its address already, and a mail address, need none; nor does a second link to the
same address. In a footnote, which can have none, the address follows in parentheses.
Alone: ``pandoc --filter filters/latex/link_notes.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.addresses import WEB
from filters.markup.walk import walk

_BEFORE, _BEHIND = ("subject", "opening"), ("closing", "signature", "after")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def apply(doc: pf.Doc) -> None:
    """Put a footnote behind every web link of `doc` whose text is not its address.

    The links are taken in the order of the page, on which parts of a letter stand in the metadata.
    """
    printed: set[str] = set()

    def note(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if not isinstance(element, pf.Link) or not WEB.match(element.url):
            return None
        address = element.url
        if _shows(pf.stringify(element), address) or address in printed:
            return None
        printed.add(address)
        shown = pf.Link(pf.Str(address), url=address, classes=["uri"])
        if _in_note(element):
            return [element, pf.Space(), pf.Str("("), shown, pf.Str(")")]
        return [element, pf.Note(pf.Para(shown))]

    parts = doc.metadata.content
    before = [parts[key] for key in _BEFORE if key in parts]
    behind = [parts[key] for key in _BEHIND if key in parts]
    for element in (*before, *doc.content, *behind):
        walk(element, note)


def _shows(text: str, address: str) -> bool:
    """Tell whether `text` is `address`, as one writes it."""
    return text.strip().removesuffix("/") in (
        address.removesuffix("/"),
        _SCHEME.sub("", address, count=1).removesuffix("/"),
    )


def _in_note(element: pf.Element) -> bool:
    return element is not None and (isinstance(element, pf.Note) or _in_note(element.parent))


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
