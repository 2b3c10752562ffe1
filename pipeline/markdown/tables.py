"""Tables: lines with pipes between their cells."""

from __future__ import annotations

import re

from pipeline.markdown import tree
from pipeline.markdown.tree import Node, Reader, Source

ROW = re.compile(r" {0,3}(?=\S)(?:\||.*?[^\\\n]\|)")
_LINE = re.compile(r"(?:\||.*?[^\\\n]\|)")
_RULE = re.compile(r"(?=[^\n]*-)[+|: \t-]*$", re.MULTILINE)
_FOOT_RULE = re.compile(r"(?=[^\n]*=)[+|: \t=]*$", re.MULTILINE)
_COLUMN = re.compile(r"(:?)-+(:?)")
_ALIGNMENT = {("", ""): "d", (":", ""): "l", ("", ":"): "r", (":", ":"): "c"}
# A pipe in code parts no cells, nor does one behind a backslash.
_CODE = re.compile(r"<code\b[^>]*>.*?</code>|(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")
_PIPE = re.compile(r"(?<!\\)\|")


def read_table(reader: Reader, source: Source, into: Node) -> bool:
    """Read a table, if all its lines are rows and it has one that is no rule."""
    above = into.children[-1] if into.children else None
    if above and above.kind != "blank" and not (above.kind == "eob" and not above.detail):
        return False
    start = source.at
    lines = []
    while not source.ended() and source.see(_LINE):
        lines.append(source.take())
    node = _table(lines)
    if not _bounded(source) or not node or not all(_is_row(line) for line in lines):
        source.at = start
        return False
    reader.add(node, into)
    return True


def _bounded(source: Source) -> bool:
    return (
        source.ended()
        or tree.is_blank(source.line)
        or bool(source.see(tree.LIST_LINE) or source.see(tree.END_OF_BLOCK))
    )


def _is_row(line: str) -> bool:
    return bool(_PIPE.search(_CODE.sub("", line)))


def _table(lines: list[str]) -> Node | None:
    """Return the table that is made of `lines`, or None where it would have no body."""
    table = Node("table")
    rows: list[Node] = []
    has_foot = False
    leading = lines[0].lstrip().startswith("|") if lines else False

    def close(kind: str) -> None:
        if rows:
            table.children.append(Node(kind, children=rows.copy()))
            rows.clear()

    for line in lines:
        if _RULE.match(line):
            if rows and not table.detail and not has_foot and not table.children:
                close("head")
                table.detail = "".join(_ALIGNMENT[found] for found in _COLUMN.findall(line))
            elif rows and not has_foot:
                close("body")
        elif _FOOT_RULE.match(line):
            close("body")
            has_foot = True
        else:
            rows.append(
                Node("row", children=[Node("cell", text) for text in _cells(line, leading)])
            )
    close("foot" if has_foot else "body")
    if not any(part.kind == "body" for part in table.children):
        return None
    width = max(len(row.children) for part in table.children for row in part.children)
    for part in table.children:
        for row in part.children:
            row.children += [Node("cell") for _ in range(width - len(row.children))]
    table.detail = table.detail[:width].ljust(width, "d")
    return table


def _cells(line: str, leading: bool) -> list[str]:
    """Return the text of the cells of a row."""
    cells = [""]
    position = 0
    line = line.strip()
    for code in [*_CODE.finditer(line), None]:
        plain = line[position : code.start() if code else len(line)]
        first, *others = _PIPE.split(plain)
        cells[-1] += first.replace("\\|", "|")
        cells += [other.replace("\\|", "|") for other in others]
        if code:
            cells[-1] += code.group()
            position = code.end()
    if leading and not cells[0].strip():
        del cells[0]
    if cells and not cells[-1].strip():
        del cells[-1]
    return [cell.strip() for cell in cells]
