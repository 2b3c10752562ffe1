"""A filter that makes quotations of the marks that stand for straight quotation marks.

`pipeline.markdown` decides which way each mark turns. Where an opening and a closing one belong
together, what they hold becomes a quotation of Pandoc's, for the filter `tongue`; any other is an
English one or an apostrophe.
Alone: ``pandoc --filter filters/quotes.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.walk import HOLDERS, walk

MARKS = ("\U000fff00", "\U000fff01", "\U000fff02", "\U000fff03")
"""Single opening and closing, double opening and closing, as `pipeline.markdown` writes them."""

_SHOWN = dict(zip(MARKS, "‘’“”", strict=True))
_CLOSES = {MARKS[0]: MARKS[1], MARKS[2]: MARKS[3]}
_KINDS = {MARKS[0]: "SingleQuote", MARKS[2]: "DoubleQuote"}
_PARTS = re.compile(f"([{''.join(MARKS)}])")


def apply(doc: pf.Doc) -> None:
    """Replace every mark of `doc`."""

    def quote(element: pf.Element, _: pf.Doc) -> None:
        content = getattr(element, "content", None)
        if isinstance(content, pf.ListContainer) and any(
            isinstance(part, pf.Str) and _PARTS.search(part.text) for part in content.list
        ):
            element.content = _quoted(list(content))
        if isinstance(element, (pf.Link, pf.Image)):
            element.title = _PARTS.sub(lambda found: _SHOWN[found[1]], element.title)

    walk(doc, quote, *HOLDERS)


def _quoted(inlines: list[pf.Inline]) -> list[pf.Inline]:
    """Return `inlines` with quotations in them."""
    open_marks: list[tuple[str, list[pf.Inline]]] = [("", [])]
    for inline in inlines:
        if not isinstance(inline, pf.Str):
            open_marks[-1][1].append(inline)
            continue
        for part in _PARTS.split(inline.text):
            _take(part, open_marks)
    _give_up(open_marks, 0)
    return open_marks[0][1]


def _take(part: str, open_marks: list[tuple[str, list[pf.Inline]]]) -> None:
    if part in _CLOSES:
        open_marks.append((part, []))
    elif part in _SHOWN:
        _close(part, open_marks)
    elif part:
        _append(open_marks[-1][1], part)


def _close(mark: str, open_marks: list[tuple[str, list[pf.Inline]]]) -> None:
    """Make a quotation of all since the mark that `mark` closes, or show it as it is."""
    depth = next(
        (i for i in range(len(open_marks) - 1, 0, -1) if _CLOSES[open_marks[i][0]] == mark), 0
    )
    if not depth:
        _append(open_marks[-1][1], _SHOWN[mark])
        return
    _give_up(open_marks, depth)
    opening, inside = open_marks.pop()
    open_marks[-1][1].append(pf.Quoted(*inside, quote_type=_KINDS[opening]))


def _give_up(open_marks: list[tuple[str, list[pf.Inline]]], depth: int) -> None:
    """Show the opening marks behind the one at `depth` as they are, all at once."""
    below = open_marks[depth][1]
    for opening, inside in open_marks[depth + 1 :]:
        _append(below, _SHOWN[opening])
        for inline in inside:
            if isinstance(inline, pf.Str):
                _append(below, inline.text)
            else:
                below.append(inline)
    del open_marks[depth + 1 :]


def _append(inlines: list[pf.Inline], text: str) -> None:
    """Add `text`, to the word before it if there is one."""
    if inlines and isinstance(inlines[-1], pf.Str):
        inlines[-1] = pf.Str(inlines[-1].text + text)
    else:
        inlines.append(pf.Str(text))


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
