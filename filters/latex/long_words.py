"""A filter that lets a very long word, such as a web address in the text, go on in the next line.

Only behind a sign, and without a hyphen, so that nothing is added to what is read or copied.
Alone: ``pandoc --filter filters/latex/long_words.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.walk import walk

_LONG = 30  # letters; ordinary words are shorter, and stay whole
_SIGNS = re.compile(r"(?<=[/.?&=_#+-])(?=\w)")


def apply(doc: pf.Doc) -> None:
    """Put a place to break behind the signs of every long word of `doc`."""

    def loosen(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if not isinstance(element, pf.Str) or len(element.text) < _LONG:
            return None
        parts: list[pf.Element] = []
        for piece in _SIGNS.split(element.text):
            parts += [pf.Str(piece), pf.RawInline(r"\allowbreak{}", "latex")]
        return parts[:-1]

    walk(doc, loosen)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
