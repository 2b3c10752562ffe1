"""Tables of HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import panflute as pf

from filters.markup.tree import Tag

_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_MOST_COLUMNS = 100


def table(tag: Tag, blocks: Callable[..., list[pf.Block]]) -> list[pf.Block]:
    """Return the table that `tag` is, and its caption as a paragraph before it.

    `blocks` makes blocks of what a cell holds. What stands in no cell is put before the table, as
    browsers do ("foster parenting" in the HTML standard, 13.2.6.1).
    """
    parts, strays = _sorted(tag)
    head: list[Tag] = []
    foot: list[Tag] = []
    bodies: list[list[Tag]] = []
    loose: list[Tag] = []  # rows in no body, which are one until another part comes
    for part in parts:
        if part.name == "tr":
            bodies += [] if loose else [loose]
            loose.append(part)
            continue
        loose = []
        inside = [row for row in part.children if isinstance(row, Tag) and row.name == "tr"]
        if part.name == "thead":
            head += inside
        elif part.name == "tfoot":
            foot += inside
        elif part.name == "tbody" and inside:
            bodies.append(inside)
    if bodies and not head and len(bodies[0]) > 1 and _is_head(bodies[0][0]):
        head.append(bodies[0].pop(0))
    every = [*head, *(row for body in bodies for row in body), *foot]
    width = max((sum(map(_span, _cells(row))) for row in every), default=0)
    if not width:
        return blocks(strays)

    def rows(tags: Sequence[Tag]) -> list[pf.TableRow]:
        return [_row(row, width, blocks) for row in tags]

    captions = [part for part in parts if part.name == "caption"]
    made = pf.Table(
        *(pf.TableBody(*rows(body)) for body in bodies),
        head=pf.TableHead(*rows(head)),
        foot=pf.TableFoot(*rows(foot)),
        colspec=[("AlignDefault", "ColWidthDefault")] * width,
    )
    said = [block for caption in captions for block in blocks(caption.children)]
    return [*blocks(strays), *said, made]


_ROWS = ("thead", "tbody", "tfoot")


def _sorted(tag: Tag) -> tuple[list[Tag], list[Tag | str | pf.Element]]:
    """Return the parts of a table, and all that stands between its parts."""
    parts: list[Tag] = []
    strays: list[Tag | str | pf.Element] = []
    row: Tag | None = None  # of cells that stand in none
    for child in tag.children:
        name = child.name if isinstance(child, Tag) else ""
        if isinstance(child, Tag) and name in ("td", "th"):
            if row is None:
                row = Tag("tr")
                parts.append(row)
            row.children.append(child)
        elif isinstance(child, Tag) and name in (*_ROWS, "tr", "caption", "colgroup", "col"):
            row = None
            if name == "tr":
                strays += (inside for inside in child.children if not _is_cell(inside))
            elif name in _ROWS:
                inside, between = _sorted(child)
                child = Tag(name, child.attributes, list(inside))
                strays += between
            parts.append(child)
        else:
            strays.append(child)
    return parts, [stray for stray in strays if not (isinstance(stray, str) and stray.isspace())]


def _is_cell(part: Tag | str | pf.Element) -> bool:
    return isinstance(part, Tag) and part.name in ("td", "th")


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
