"""A filter that has a square stand for a lost letter (U+FFFD).

LuaTeX takes that character for bytes that are no UTF-8, and stops.
Alone: ``pandoc --filter filters/latex/lost.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.walk import walk

_LOST, _SQUARE = "\ufffd", "\u25a1"


def apply(doc: pf.Doc) -> None:
    """Replace every lost letter of `doc`."""

    def replace(element: pf.Element, _: pf.Doc) -> None:
        for name in ("text", "url"):
            said = getattr(element, name, None)
            if isinstance(said, str) and _LOST in said:
                setattr(element, name, said.replace(_LOST, _SQUARE))

    walk(doc, replace)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
