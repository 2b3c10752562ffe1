"""A filter that hands the PDF's properties to the template as hexadecimal digits of their UTF-8.

TeX would obey what stands in a title, and hyperref would write commands' names into the file.
Alone: ``pandoc --filter filters/latex/properties.py``.
"""

from __future__ import annotations

import panflute as pf

_KEYS = ("pdftitle", "pdfauthor", "pdfsubject", "pdfkeywords")


def apply(doc: pf.Doc) -> None:
    """Write what the metadata of `doc` has for the PDF's properties as digits."""
    for key in _KEYS:
        if key in doc.metadata:
            said = " ".join(pf.stringify(doc.metadata[key]).split())
            doc.metadata[key] = pf.MetaString(said.encode().hex())


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
