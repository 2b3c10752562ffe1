"""A filter that writes the addresses of links in ASCII, which is all that a PDF's links may hold.

ISO 32000-1, 12.6.4.7: a URI action's address is 7-bit ASCII. What is shown stays as it was typed.
Alone: ``pandoc --filter filters/latex/ascii_links.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.addresses import in_ascii
from filters.markup.walk import walk


def apply(doc: pf.Doc) -> None:
    """Write the address of every link of `doc` in ASCII."""

    def write(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Link) and not element.url.startswith("#"):
            element.url = in_ascii(element.url)

    walk(doc, write)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
