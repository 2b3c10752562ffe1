"""The letter as LaTeX: what the neutral tree leaves to the page."""

from __future__ import annotations

from filters.latex import (
    appearance,
    code,
    long_words,
    notes,
    passages,
    places,
    plain_attributes,
)
from filters.latex import link_notes as notes_of_links
from pipeline.writers import pandoc


def page(tree: str, *, link_notes: bool = False) -> str:
    """Return Pandoc's JSON `tree` with LaTeX for all that Pandoc's writer has no word for.

    With `link_notes`, the addresses of links are printed in footnotes.
    """
    doc = pandoc.load(tree)
    if link_notes:
        notes_of_links.apply(doc)
    notes.apply(doc)
    passages.apply(doc)
    appearance.apply(doc)
    places.apply(doc)
    code.apply(doc)
    plain_attributes.apply(doc)
    long_words.apply(doc)
    return pandoc.dump(doc)
