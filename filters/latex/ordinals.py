r"""A filter that raises the letters of French ordinals for the page, by LaTeX's `\raised{er}`.

Text forms are better off with `1er` as it is; and as high as LaTeX's own superscripts stand, a
program that reads the page takes them for a line of their own. What is none for sure is left alone:
a number with an `e` is one before a word in small letters.
Alone: ``pandoc -M lang=fr --filter filters/latex/ordinals.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.walk import walk
from filters.tongue import language_of

_FIRST = re.compile(r"(?P<before>[(\[«]*1)(?P<raised>ers?|res?)(?P<after>[),.;:!?\]»]*)")
_OTHER = re.compile(r"(?P<before>[(\[«]*[1-9]\d{0,2})(?P<raised>es?)(?P<after>)")
_MAY_BE = re.compile(r"\d[er]")


def apply(doc: pf.Doc, tag: str) -> None:
    """Raise the ordinals of `doc`, a letter in the language `tag` (BCP 47), and of its passages."""

    def lift(element: pf.Element, _: pf.Doc | None) -> list[pf.Element] | None:
        if not isinstance(element, pf.Str) or not _MAY_BE.search(element.text):
            return None
        found = _FIRST.fullmatch(element.text)
        if not found and _is_before_a_word(element):
            found = _OTHER.fullmatch(element.text)
        if not found or language_of(element, tag).partition("-")[0] != "fr":
            return None
        after = [pf.Str(found["after"])] if found["after"] else []
        return [
            pf.Str(found["before"]),
            pf.RawInline(rf"\raised{{{found['raised']}}}", "latex"),
            *after,
        ]

    walk(doc, lift)


def _is_before_a_word(element: pf.Str) -> bool:
    space = element.next
    if isinstance(space, pf.Space) or (isinstance(space, pf.Str) and space.text.isspace()):
        word = space.next
        return isinstance(word, pf.Str) and word.text[:1].islower()
    return False


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(
        lambda *_: None,
        prepare=lambda doc: apply(doc, str(doc.get_metadata("lang", "en"))),
        doc=doc,
    )


if __name__ == "__main__":
    main()
