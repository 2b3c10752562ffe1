r"""A filter that gives the items of a list a little air where one of them has several lines.

`\airylist` says so, at the beginning of the first item.
Alone: ``pandoc --filter filters/latex/long_items.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.walk import walk

_LINE = 70  # letters, of which an item surely needs a second line


def apply(doc: pf.Doc) -> None:
    """Mark every list of `doc` whose items are set close and are not all short."""

    def mark(element: pf.Element, _: pf.Doc) -> None:
        if not isinstance(element, (pf.BulletList, pf.OrderedList)):
            return
        texts = [item.content[0] for item in element.content if len(item.content)]
        is_tight = all(isinstance(text, pf.Plain) for text in texts)
        if texts and is_tight and any(len(pf.stringify(text)) > _LINE for text in texts):
            element.content[0].content.insert(0, pf.RawBlock(r"\airylist", "latex"))

    walk(doc, mark)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
