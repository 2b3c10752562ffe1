"""A filter for pictures beside the text, as `float: right` has them on a page of the web.

The picture hangs at the beginning of its paragraph, or of the next one where it is alone in its
own; the paragraphs below are narrower until it ends. Whatever is no paragraph begins below it.
Alone: ``pandoc --filter filters/latex/beside.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.inner import FLOAT
from filters.markup.walk import walk

_SIDES = ("left", "right")


def apply(doc: pf.Doc) -> None:
    """Hang the pictures of the paragraphs of `doc`; any other stays in its line."""
    blocks: list[pf.Block] = []
    waiting: list[pf.Inline] = []
    is_beside = False
    for block in doc.content:
        if isinstance(block, pf.Para):
            hung, rest = _parted(block)
            waiting += hung
            if not rest:
                continue
            is_beside = is_beside or bool(waiting)
            blocks.append(pf.Para(*waiting, *rest) if hung or waiting else block)
            waiting = []
            continue
        if waiting:  # and no paragraph to hang it in
            blocks.append(pf.Para(*_plain(waiting)))
            waiting = []
        if is_beside:
            blocks.append(pf.RawBlock(r"\besideend", "latex"))
            is_beside = False
        blocks.append(block)
    if waiting:
        blocks.append(pf.Para(*_plain(waiting)))
    doc.content = blocks
    walk(doc, lambda element, _: _forget(element))


def _parted(block: pf.Para) -> tuple[list[pf.Inline], list[pf.Inline]]:
    """Return the pictures that hang in a paragraph, each with its commands, and what is left."""
    hung: list[pf.Inline] = []
    rest: list[pf.Inline] = []
    for inline in block.content:
        side = inline.attributes.get(FLOAT, "") if isinstance(inline, pf.Image) else ""
        if side in _SIDES:
            begin = pf.RawInline(rf"\beside{{{side[0]}}}{{", "latex")
            hung += [begin, inline, pf.RawInline("}", "latex")]
        elif rest or not isinstance(inline, (pf.Space, pf.SoftBreak, pf.LineBreak)):
            rest.append(inline)
    return hung, (rest if hung else list(block.content))


def _plain(hung: list[pf.Inline]) -> list[pf.Inline]:
    return [inline for inline in hung if isinstance(inline, pf.Image)]


def _forget(element: pf.Element) -> None:
    if isinstance(element, pf.Image):
        element.attributes.pop(FLOAT, None)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
