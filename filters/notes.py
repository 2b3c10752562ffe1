"""A filter for footnotes that are referred to again: the same number, and one text.

`pipeline.markdown` writes `<?kramdown-note keep 1?>` behind a footnote, and
`<?kramdown-note again 1?>` where it is referred to once more.
Alone: ``pandoc --filter filters/notes.py``.
"""

from __future__ import annotations

import re

import panflute as pf

AGAIN = "footnote-again"
"""The class of a mark that repeats a footnote's number."""

_INSTRUCTION = re.compile(r"<\?kramdown-note (keep|again) (\d+)\?>")


def apply(doc: pf.Doc) -> None:
    """Make TeX of every such instruction in `doc`."""

    def repeat(element: pf.Element, _: pf.Doc) -> pf.Element | None:
        is_raw = isinstance(element, pf.RawInline) and element.format == "html"
        found = _INSTRUCTION.fullmatch(element.text) if is_raw else None
        if not found:
            return None
        name = rf"\csname note@{found[2]}\endcsname"
        if found[1] == "keep":
            tex = rf"\expandafter\xdef{name}{{\arabic{{footnote}}}}"
            return pf.RawInline(tex, "latex")
        return pf.Span(pf.RawInline(rf"\footnotemark[{name}]", "latex"), classes=[AGAIN])

    doc.walk(repeat)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
