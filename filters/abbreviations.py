"""A filter that keeps an abbreviation and the word behind it on one line: `Dr. Example`.

Alone: ``pandoc --filter filters/abbreviations.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.walk import walk

# Titles and the like, which no line should end with.
_SHORT = re.compile(
    r"[(\[‘“„«]*(?:Mrs?|Ms|MM?|Mx|Dr|Drs|Prof|Hon|Rev|Fr|Hr|Herrn?|Sra?|Srta|Sig|Dott|Dipl|Ing"
    r"|Mag|St|No|Nos|Nr|vol|pp?|ch|sec|fig|cf|vs|Inc|e\.g|i\.e|z\.B|d\.h)\."
)


def apply(doc: pf.Doc) -> None:
    """Put a no-break space behind every abbreviation of `doc` that a word follows."""

    def keep(element: pf.Element, _: pf.Doc) -> pf.Element | None:
        before = element.prev if isinstance(element, pf.Space) else None
        if isinstance(before, pf.Str) and _SHORT.fullmatch(before.text):
            return pf.Str("\xa0")
        return None

    walk(doc, keep)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
