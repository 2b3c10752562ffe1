"""A filter that marks passages in other languages for the LaTeX template, which tells readers.

A passage is what has the attribute `lang` (BCP 47, as the filter `tongue` leaves it).
Alone: ``pandoc --filter filters/latex/passages.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.walk import walk
from filters.tongue import tidy


def apply(doc: pf.Doc) -> None:
    """Put every passage of `doc` between the template's commands."""

    def speak(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        # Pandoc would load a package for the attribute.
        language = tidy(getattr(element, "attributes", {}).pop("lang", ""))
        if not language:
            return None
        begin = pf.RawInline(rf"\passage{{{language}}}{{", "latex")
        end = pf.RawInline("}", "latex")
        if isinstance(element, pf.Header):
            element.content = [begin, *element.content, end]
            return None
        if isinstance(element, pf.Inline):
            return [begin, element, end]
        begin = pf.RawBlock(rf"\begin{{passages}}{{{language}}}", "latex")
        return [begin, element, pf.RawBlock(r"\end{passages}", "latex")]

    walk(doc, speak)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
