"""A filter for what HTML says of appearance: small words, centred lines.

Alone: ``pandoc --filter filters/latex/appearance.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.inner import ALIGN, SMALL
from filters.markup.walk import walk

_ENVIRONMENTS = {"center": "center", "right": "flushright"}


def apply(doc: pf.Doc) -> None:
    """Make TeX of what the filter `html_markup` has left in `doc`."""

    def show(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if isinstance(element, pf.Span) and element.attributes.pop(SMALL, ""):
            begin, end = pf.RawInline(r"{\small ", "latex"), pf.RawInline("}", "latex")
            return [begin, element, end]
        if isinstance(element, pf.Div) and (place := element.attributes.pop(ALIGN, "")):
            name = _ENVIRONMENTS[place]
            begin = pf.RawBlock(rf"\begin{{{name}}}", "latex")
            return [begin, element, pf.RawBlock(rf"\end{{{name}}}", "latex")]
        return None

    walk(doc, show)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
