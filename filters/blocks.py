"""A filter that makes lists, tables and quotations of the divs that stand for them.

`pipeline.markdown` writes them: divs of the class `kramdown`, whose second class is the kind of
block that kramdown read. Alone: ``pandoc --filter filters/blocks.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import panflute as pf

from filters.markup.divs import COLUMNS, kind_of
from filters.markup.walk import walk

_TIGHT = "kramdown-tight"
_ALIGNMENTS = {"l": "AlignLeft", "r": "AlignRight", "c": "AlignCenter", "d": "AlignDefault"}
_TASK = re.compile(r"\[([ xX])\]")
_BOXES = {" ": "☐", "x": "☒", "X": "☒"}


def apply(doc: pf.Doc) -> None:
    """Replace every such div of `doc`, but those of HTML."""
    walk(doc, lambda div, _: _block(div), pf.Div)


def _block(div: pf.Element) -> pf.Element | list[pf.Element] | None:
    kind = kind_of(div)
    make = _MAKERS.get(kind)
    if not make:
        return None
    block = make(div)
    names = [name for name in div.classes[2:] if name != _TIGHT]
    pairs = {key: text for key, text in div.attributes.items() if key != COLUMNS}
    if not (div.identifier or names or pairs):
        return block
    if isinstance(block, pf.Table):
        block.identifier, block.classes, block.attributes = div.identifier, names, pairs
        return block
    return pf.Div(block, identifier=div.identifier, classes=names, attributes=pairs)


def _items(div: pf.Div, kind: str) -> list[list[pf.Block]]:
    return [_inside(item) for item in div.content if kind_of(item) == kind]


def _inside(item: pf.Div) -> list[pf.Block]:
    """Return the blocks of an item; the first paragraph of a tight one is set without space."""
    blocks = list(item.content)
    if _TIGHT in item.classes[2:] and blocks:
        blocks[0] = _plain(blocks[0])
    return blocks


def _plain(block: pf.Block) -> pf.Block:
    if isinstance(block, pf.Para):
        return pf.Plain(*block.content)
    if isinstance(block, pf.Div) and len(block.content) == 1 and not kind_of(block):
        words = block.content[0]
        if isinstance(words, pf.Para):
            span = pf.Span(
                *words.content,
                identifier=block.identifier,
                classes=block.classes,
                attributes=block.attributes,
            )
            return pf.Plain(span)
    return block


def _bullets(div: pf.Div) -> pf.Block:
    items = _items(div, "li")
    for blocks in items:
        _check_box(blocks)
    return pf.BulletList(*(pf.ListItem(*blocks) for blocks in items))


def _numbers(div: pf.Div) -> pf.Block:
    items = (pf.ListItem(*blocks) for blocks in _items(div, "li"))
    return pf.OrderedList(*items, style="DefaultStyle", delimiter="DefaultDelim")


def _check_box(blocks: list[pf.Block]) -> None:
    """Put a box where an item begins with `[ ]` or `[x]`."""
    first = blocks[0] if blocks else None
    words = list(first.content) if isinstance(first, (pf.Plain, pf.Para)) else []
    begin = "".join(_letters(words[:3]))
    found = _TASK.match(begin)
    if found and first is not None:
        gap = 3 if found[1] == " " else 1
        if len(words) > gap and isinstance(words[gap], (pf.Space, pf.SoftBreak)):
            first.content = [pf.Str(_BOXES[found[1]]), *words[gap:]]


def _letters(words: Iterable[pf.Inline]) -> list[str]:
    return [word.text if isinstance(word, pf.Str) else " " for word in words]


def _definitions(div: pf.Div) -> pf.Block:
    """Every run of terms with the definitions below it is an item; Pandoc has one term in each."""
    items: list[pf.DefinitionItem] = []
    terms: list[list[pf.Inline]] = []
    definitions: list[pf.Definition] = []

    def close() -> None:
        if terms:
            for term in terms[:-1]:
                items.append(pf.DefinitionItem(term, []))
            items.append(pf.DefinitionItem(terms[-1], definitions.copy()))
        terms.clear()
        definitions.clear()

    for part in div.content:
        if kind_of(part) == "dt":
            if definitions:
                close()
            terms.append([inline for block in part.content for inline in block.content])
        elif kind_of(part) == "dd":
            definitions.append(pf.Definition(*_inside(part)))
    close()
    return pf.DefinitionList(*items)


def _table(div: pf.Div) -> pf.Block:
    letters = div.attributes.get(COLUMNS, "")
    head: list[pf.TableRow] = []
    foot: list[pf.TableRow] = []
    bodies: list[pf.TableBody] = []
    for part in div.content:
        rows = [_row(row) for row in part.content if kind_of(row) == "row"]
        if kind_of(part) == "head":
            head = rows
        elif kind_of(part) == "foot":
            foot = rows
        elif kind_of(part) == "body":
            bodies.append(pf.TableBody(*rows))
    columns = [(_ALIGNMENTS[letter], "ColWidthDefault") for letter in letters]
    return pf.Table(*bodies, head=pf.TableHead(*head), foot=pf.TableFoot(*foot), colspec=columns)


def _row(div: pf.Div) -> pf.TableRow:
    cells = (map(_plain, cell.content) for cell in div.content if kind_of(cell) == "cell")
    return pf.TableRow(*(pf.TableCell(*blocks) for blocks in cells))


def _quotation(div: pf.Div) -> pf.Block:
    return pf.BlockQuote(*div.content)


def _paragraph(div: pf.Div) -> pf.Block:
    return _plain(div.content[0]) if div.content else pf.Plain()


_MAKERS: dict[str, Callable[[pf.Div], pf.Block]] = {
    "ul": _bullets,
    "ol": _numbers,
    "dl": _definitions,
    "table": _table,
    "quote": _quotation,
    "p": _paragraph,
}


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
