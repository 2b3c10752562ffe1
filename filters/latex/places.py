r"""A filter that turns what the filter `marks` has kept into LaTeX's `\from{N}`.

In links there can be no command, but LaTeX takes one in the words of a link; a block of code has it
before the block.
Alone: ``pandoc --filter filters/latex/places.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.marks import is_mark
from filters.markup.inner import SOURCE
from filters.markup.walk import walk


def apply(doc: pf.Doc) -> None:
    r"""Put `\from{N}` where a mark of `doc` is kept."""

    def put(element: pf.Element, _: pf.Doc) -> pf.Element | list[pf.Element] | None:
        if is_mark(element):
            return pf.RawInline(_from(element), "latex")
        if isinstance(element, pf.CodeBlock) and SOURCE in element.attributes:
            command = pf.RawBlock(_from(element), "latex")
            del element.attributes[SOURCE]
            return [command, element]
        if isinstance(element, pf.Div) and SOURCE in element.attributes:  # raw TeX
            (raw,) = element.content
            raw.text = _from(element) + raw.text
            return raw
        return None

    walk(doc, put)


def _from(element: pf.Element) -> str:
    return rf"\from{{{element.attributes[SOURCE]}}}"


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
