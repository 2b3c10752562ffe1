"""A filter that has LaTeX print a footnote's number again where the letter refers to it again.

The number is the one that LaTeX has counted: the page may have notes that the letter has not.
Alone: ``pandoc --filter filters/latex/notes.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.inner import NOTE, NOTE_AGAIN
from filters.markup.walk import walk


def apply(doc: pf.Doc) -> None:
    """Make TeX of what the filter `notes` has left in `doc`."""

    def repeat(element: pf.Element, _: pf.Doc) -> pf.Element | None:
        if not isinstance(element, pf.Span):
            return None
        if number := element.attributes.get(NOTE):
            return pf.RawInline(rf"\keepnote{{{int(number)}}}", "latex")
        if number := element.attributes.pop(NOTE_AGAIN, ""):
            element.content = [pf.RawInline(rf"\noteagain{{{int(number)}}}", "latex")]
        return None

    walk(doc, repeat)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
