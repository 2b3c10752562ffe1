"""A filter that takes out characters that no page can show: controls, halves, and no characters.

They come with text that was copied, or are written as escapes; a check tells of them. Line ends
and tabs in code stay. Alone: ``pandoc --filter filters/unseen.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.walk import SAYING, walk

# Unicode's Cc but for the tab and the line end, its surrogates, and its noncharacters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)


def apply(doc: pf.Doc) -> None:
    """Take them out of all text in `doc`, of its addresses, and of its metadata."""

    def clean(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        for name in ("text", "url", "title"):
            said = getattr(element, name, None)
            if isinstance(said, str) and _UNSEEN.search(said):
                setattr(element, name, _UNSEEN.sub("", said))
        return [] if isinstance(element, pf.Str) and not element.text else None

    walk(doc, clean, *SAYING, pf.MetaString)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
