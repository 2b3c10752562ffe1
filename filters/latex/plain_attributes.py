"""A filter that leaves elements only such attributes as Pandoc's LaTeX writer may see.

That writer prints some attributes as they are, and has a meaning of its own for some classes. The
list is of what it may know; everything else was for the filters, or has no meaning on a page.
Alone: ``pandoc --filter filters/latex/plain_attributes.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.walk import walk

_IDENTIFIER = re.compile(r"[^\x00-\x20\x7f-\x9f{}\\%^$#~&]+")
_SIZE = re.compile(r"\d{1,5}(?:\.\d{1,5})?(?:px|cm|mm|in|pt|em|%)?")
_CLASSES = ("uri", "email", "unnumbered", "unlisted")
"""What a link shows, its own address; and a heading that is not counted."""
_SIZES = ("width", "height")


def apply(doc: pf.Doc) -> None:
    """Take every other attribute of the elements of `doc` away."""

    def keep(element: pf.Element, _: pf.Doc) -> None:
        if not hasattr(element, "attributes"):
            return
        if not _IDENTIFIER.fullmatch(element.identifier):
            element.identifier = ""
        element.classes = [name for name in element.classes if name in _CLASSES]
        pairs = element.attributes if isinstance(element, pf.Image) else {}
        element.attributes = {
            key: text for key, text in pairs.items() if key in _SIZES and _SIZE.fullmatch(text)
        }

    walk(doc, keep)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
