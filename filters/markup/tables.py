"""Tables of HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import panflute as pf

from filters.markup.tree import Tag

_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_MOST_COLUMNS = 100


def table(tag: Tag, blocks: Callable[..., list[pf.Block]]) -> list[pf.Block]:
    """Return the table that `tag` is, and its caption as a paragraph before it.

    `blocks` makes blocks of what a cell holds.
    """
    parts = [part for part in tag.children if isinstance(part, Tag)]
    loose = [part for part in parts if part.name == "tr"]
    head: list[Tag] = []
    foot: list[Tag] = []
    bodies: list[list[Tag]] = []
    for part in parts:
        inside = [row for row in part.children if isinstance(row, Tag) and row.name == "tr"]
        if part.name == "thead":
            head += inside
        elif part.name == "tfoot":
            foot += inside
        elif part.name == "tbody" and inside:
            bodies.append(inside)
    if loose:
        if not head and len(loose) > 1 and _is_head(loose[0]):
            head = [loose.pop(0)]
        bodies.append(loose)
    every = [*head, *(row for body in bodies for row in body), *foot]
    width = max((sum(map(_span, _cells(row))) for row in every), default=0)
    if not width:
        return []

    def rows(tags: Sequence[Tag]) -> list[pf.TableRow]:
        return [_row(row, width, blocks) for row in tags]

    captions = [part for part in parts if part.name == "caption"]
    made = pf.Table(
        *(pf.TableBody(*rows(body)) for body in bodies),
        head=pf.TableHead(*rows(head)),
        foot=pf.TableFoot(*rows(foot)),
        colspec=[("AlignDefault", "ColWidthDefault")] * width,
    )
    return [*(block for caption in captions for block in blocks(caption.children)), made]


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in row.children if isinstance(cell, Tag) and cell.name in ("td", "th")]


def _is_head(row: Tag) -> bool:
    return bool(_cells(row)) and all(cell.name == "th" for cell in _cells(row))


def _span(cell: Tag) -> int:
    said = cell.attributes.get("colspan", "1")
    return max(1, min(int(said), _MOST_COLUMNS)) if said.isdecimal() else 1


def _row(row: Tag, width: int, blocks: Callable[..., list[pf.Block]]) -> pf.TableRow:
    cells = [
        pf.TableCell(
            *blocks(cell.children, loose=False),
            alignment=_ALIGNMENTS.get(cell.style.get("text-align", ""), "AlignDefault"),
            colspan=_span(cell),
        )
        for cell in _cells(row)
    ]
    missing = width - sum(map(_span, _cells(row)))
    return pf.TableRow(*cells, *(pf.TableCell() for _ in range(missing)))
