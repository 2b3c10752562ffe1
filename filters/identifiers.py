"""A filter that gives every heading without an identifier the one that kramdown would.

It runs after values are in place, so that an identifier is made of what the heading says.
Alone: ``pandoc --filter filters/identifiers.py``.
"""

from __future__ import annotations

import re
from collections import Counter

import panflute as pf

from filters.markup.walk import walk


def apply(doc: pf.Doc, *, gfm: bool = True) -> None:
    """Set the identifier of every heading that has none, by the rule of Jekyll's GFM parser.

    Without `gfm`, it is the rule of kramdown's own parser.
    """
    used: Counter[str] = Counter()

    def identify(element: pf.Element, _: pf.Doc) -> None:
        if not element.identifier:
            name = (identifier if gfm else basic_identifier)(_text(element))
            if name:
                element.identifier = f"{name}-{used[name]}" if used[name] else name
                used[name] += 1

    walk(doc, identify, pf.Header)


def identifier(text: str) -> str:
    """Return the identifier of a heading that says `text`: `Über C# & Co.` is `über-c--co`.

    Source: `generate_gfm_header_id` in kramdown-parser-gfm. Everything goes but letters, digits,
    connectors as `_`, hyphens and spaces; these become hyphens. There may be nothing left.
    """
    return re.sub(r"[^\w\- \t]", "", text.strip().lower()).replace(" ", "-").replace("\t", "-")


def basic_identifier(text: str) -> str:
    """Return kramdown's own identifier for a heading that says `text`.

    Source: `basic_generate_id` in kramdown's base converter. Everything before the first letter
    is dropped, then everything that is no letter, digit, space or hyphen; spaces become hyphens.
    """
    text = re.sub(r"^[^A-Za-z]+", "", text.strip())
    text = re.sub(r"[^A-Za-z0-9 -]", "", text)
    return text.replace(" ", "-").lower() or "section"


def _text(element: pf.Element) -> str:
    """Return what a heading says, without its footnotes; a line break is nothing."""
    if isinstance(element, (pf.Note, pf.LineBreak, pf.RawInline)):
        return ""
    if isinstance(element, (pf.Space, pf.SoftBreak)):
        return " "
    if isinstance(element, (pf.Str, pf.Code)):
        return str(element.text)
    return "".join(map(_text, getattr(element, "content", ())))


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
