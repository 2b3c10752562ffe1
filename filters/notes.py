"""A filter for footnotes that are referred to again: the same number, and one text.

`pipeline.markdown` writes `<?kramdown-note keep 1?>` behind a footnote, and
`<?kramdown-note again 1?>` where it is referred to once more. The first becomes an empty `Span`,
the second one that shows the footnote's number, counted as the page counts.
Alone: ``pandoc --filter filters/notes.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.inner import NOTE, NOTE_AGAIN
from filters.markup.walk import walk

AGAIN = "footnote-again"
"""The class of a mark that repeats a footnote's number."""

_INSTRUCTION = re.compile(r"<\?kramdown-note (keep|again) (\d+)\?>")


def apply(doc: pf.Doc) -> None:
    """Replace every such instruction in `doc`."""
    numbers: dict[str, int] = {}
    count = 0

    def number(element: pf.Element, _: pf.Doc) -> None:
        nonlocal count
        count += isinstance(element, pf.Note)
        if (found := _instruction(element)) and found[1] == "keep":
            numbers[found[2]] = count

    def repeat(element: pf.Element, _: pf.Doc) -> pf.Element | None:
        found = _instruction(element)
        if not found:
            return None
        if found[1] == "keep":
            return pf.Span(attributes={NOTE: found[2]})
        shown = pf.Superscript(pf.Str(str(numbers.get(found[2], count))))
        return pf.Span(shown, classes=[AGAIN], attributes={NOTE_AGAIN: found[2]})

    walk(doc, number, pf.Note, pf.RawInline)
    walk(doc, repeat, pf.RawInline)


def _instruction(element: pf.Element) -> re.Match[str] | None:
    is_raw = isinstance(element, pf.RawInline) and element.format == "html"
    return _INSTRUCTION.fullmatch(element.text) if is_raw else None


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
