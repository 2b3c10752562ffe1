r"""A filter for stars, which LaTeX takes for a part of the command before them: `\\*`.

What ends a line, an address or a row of a table looks for one, whatever lies between.
Alone: ``pandoc --filter filters/latex/stars.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.walk import walk


def apply(doc: pf.Doc) -> None:
    """Put an empty group before each word of `doc` that begins with a star."""

    def part(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if isinstance(element, pf.Str) and element.text.startswith("*"):
            return [pf.RawInline("{}", "latex"), element]
        return None

    walk(doc, part)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
