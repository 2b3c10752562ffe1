"""A filter that gives every heading without an identifier the one that kramdown would.

It runs after values are in place, so that an identifier is made of what the heading says.
Alone: ``pandoc --filter filters/identifiers.py``.
"""

from __future__ import annotations

import re
from collections import Counter

import panflute as pf


def apply(doc: pf.Doc) -> None:
    """Set the identifier of every heading that has none."""
    used: Counter[str] = Counter()

    def identify(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Header) and not element.identifier:
            name = basic_identifier(pf.stringify(element))
            element.identifier = f"{name}-{used[name]}" if used[name] else name
            used[name] += 1

    doc.walk(identify)


def basic_identifier(text: str) -> str:
    """Return kramdown's identifier for a heading that says `text`.

    Source: `basic_generate_id` in kramdown's base converter. Everything before the first letter
    is dropped, then everything that is no letter, digit, space or hyphen; spaces become hyphens.
    """
    text = re.sub(r"^[^A-Za-z]+", "", text.strip())
    text = re.sub(r"[^A-Za-z0-9 -]", "", text)
    return text.replace(" ", "-").lower() or "section"


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
