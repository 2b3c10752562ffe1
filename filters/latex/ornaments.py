r"""A filter that takes a line of pictures without words for what it is: an ornament.

As a paragraph it would be an empty one to who hears the letter. It becomes the environment
`ornaments`. Alone: ``pandoc --filter filters/latex/ornaments.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.marks import is_mark
from filters.markup.walk import walk


def apply(doc: pf.Doc) -> None:
    """Put every paragraph of `doc` that holds only pictures without words into `ornaments`."""

    def surround(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if not isinstance(element, pf.Para) or not _is_ornament(element):
            return None
        begin = pf.RawBlock(r"\begin{ornaments}", "latex")
        return [begin, element, pf.RawBlock(r"\end{ornaments}", "latex")]

    walk(doc, surround)


def _is_ornament(paragraph: pf.Para) -> bool:
    seen = [inline for inline in paragraph.content if not is_mark(inline)]
    blank = (pf.Space, pf.SoftBreak, pf.LineBreak)
    pictures = [inline for inline in seen if not isinstance(inline, blank)]
    return bool(pictures) and all(
        isinstance(inline, pf.Image) and not pf.stringify(inline).strip() for inline in pictures
    )


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
