"""Lists, and lists of definitions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from pipeline.markdown import tree
from pipeline.markdown.tree import Node, Reader, Source

_RULE = re.compile(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*$", re.MULTILINE)
_ITEM_LIST = re.compile(rf"\s*(?P<list>{tree.INLINE_LIST})\s*")
_TABS = re.compile(r"( *)(\t+)")
_MARKS = {"ul": r"[+*-]", "ol": r"\d+\.", "dl": r":"}
DEFINITION = re.compile(r" {0,3}:(?=[ \t])")


@dataclass
class _Item:
    """An item as it is read: its text, cut where a list in it begins."""

    indent: int
    parts: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    as_paragraph: bool = False


@cache
def _start(kind: str, indent: int) -> re.Pattern[str]:
    """Return how the next item of a list begins whose text is indented by `indent` columns."""
    return re.compile(rf"(?P<lead> {{0,{min(indent - 1, 3)}}}{_MARKS[kind]})(?P<rest>[ \t].*)")


@cache
def _content(indent: int) -> re.Pattern[str]:
    """Return how a line of an item's text begins."""
    tabs, spaces = divmod(indent, 4)
    tab = r"(?:\t| {4})"
    return re.compile(rf"(?:{tab}{{{tabs}}} {{{spaces}}}|{tab}{{{tabs + 1}}})")


def _first_line(lead: str, rest: str) -> _Item:
    """Return the item that begins with the mark `lead`, and the first line of its text."""
    indent = len(lead)
    found = _ITEM_LIST.match(rest)
    lists = [found["list"]] if found else []
    without = rest[found.end() :] if found else rest
    if not without.strip():
        indent = 4
    else:
        while tabs := _TABS.match(rest):
            width = 4 - (len(tabs[1]) + indent) % 4 + 4 * (len(tabs[2]) - 1)
            rest = tabs[1] + " " * width + rest[tabs.end() :]
        indent += len(rest) - len(rest.lstrip(" "))
    return _Item(indent, [without.lstrip() + "\n"], lists)


def _belongs(source: Source, item: _Item, after_blank: bool) -> bool:
    """Tell whether the next line, which is not blank, goes on with the text of `item`."""
    if _content(item.indent).match(source.line):
        return True
    if after_blank:
        return False
    ends = source.see(tree.LIST_LINE) or source.see(tree.BLOCK_TAG)
    lead = len(source.line) - len(source.line.lstrip(" "))
    return not (ends and lead <= min(item.indent, 3))


def _dedented(line: str, indent: int) -> tuple[str, bool]:
    """Return a line of an item without its indentation, and whether it had one."""
    tabs = len(line) - len(line.lstrip("\t"))
    line = " " * 4 * tabs + line[tabs:]
    found = line.startswith(" " * indent)
    return (line[indent:] if found else line), found


def read_list(reader: Reader, source: Source, into: Node) -> bool:
    """Read a list of items."""
    mark = source.see(tree.ITEM)
    assert mark
    kind = "ol" if mark["mark"][-1] == "." else "ul"
    node = reader.add(Node(kind), Node(""))
    start = _start(kind, 4)
    items: list[_Item] = []
    ended = nested = after_blank = False
    while not source.ended():
        if after_blank and source.see(_RULE):
            break
        if source.see(tree.END_OF_BLOCK):
            source.take()
            ended = True
            break
        if first := start.match(source.line):
            source.take()
            items.append(_first_line(first["lead"], first["rest"]))
            start = _start(kind, items[-1].indent)
            nested, after_blank = bool(tree.ITEM.match(items[-1].parts[0])), False
        elif is_blank := tree.is_blank(source.line):
            items[-1].parts[-1] += source.take() + "\n"
            nested = after_blank = is_blank
        elif _belongs(source, items[-1], after_blank):
            item, after_blank = items[-1], False
            line, indented = _dedented(source.take(), item.indent)
            if tree.ITEM.match(line):
                if not nested and indented:
                    item.parts.append("")
                    nested = True
                elif nested and not indented:
                    line = " " * (item.indent + 4) + line
            item.parts[-1] += line + "\n"
        else:
            break
    into.children.append(node)
    for item in items:
        child = Node("li", lists=item.lists)
        for part in item.parts:
            reader.read(part, child)
        node.children.append(child)
    last = _close_up(node, ended)
    if last and not ended:
        into.children.append(last)
    return True


def _close_up(node: Node, ended: bool) -> Node | None:
    """Decide which items of a list are tight; return the blank lines behind the last item."""
    last: Node | None = None
    parts_paragraphs = False  # whether an item above is anything but a paragraph of its own
    for item in node.children:
        is_last = item is node.children[-1]
        inside = item.children
        if inside and inside[0].kind == "p":
            if len(inside) > 1 and inside[1].kind == "eob" and inside[0].lists:
                del inside[1]
            near = len(inside) < 2 or inside[1].kind != "blank"
            alone = is_last and len(inside) == 2 and not ended
            others = not is_last or len(node.children) == 1 or parts_paragraphs
            item.tight = (near or alone) and others
        parts_paragraphs |= not inside or inside[0].kind != "p" or item.tight
        last = inside.pop() if inside and inside[-1].kind == "blank" else None
    return last


def read_definitions(reader: Reader, source: Source, into: Node) -> bool:
    """Read the definitions of the terms that the paragraph above holds."""
    above = into.children
    blank = above.pop() if above and above[-1].kind == "blank" and above[-1].text == "\n" else None
    if not above or above[-1].kind != "p":
        above += [blank] if blank else []
        return False
    terms = above.pop()
    node = Node("dl", lists=terms.lists)
    node.children = [_term(line) for line in terms.text.split("\n")]
    start = _start("dl", 4)
    after_blank = False
    as_paragraph = blank is not None
    items: list[_Item] = []
    while not source.ended():
        if first := start.match(source.line):
            source.take()
            item = _first_line(first["lead"], first["rest"])
            item.as_paragraph = as_paragraph
            items.append(item)
            start = _start("dl", item.indent)
            as_paragraph = after_blank = False
        elif source.see(tree.END_OF_BLOCK):
            break
        elif tree.is_blank(source.line):
            items[-1].parts[-1] += source.take() + "\n"
            as_paragraph = after_blank = True
        elif _belongs(source, items[-1], after_blank):
            items[-1].parts[-1] += _dedented(source.take(), items[-1].indent)[0] + "\n"
            as_paragraph = after_blank = False
        else:
            break
    last: Node | None = None
    for item in items:
        child = Node("dd", lists=item.lists)
        reader.read(item.parts[0], child)
        inside = child.children
        last = inside.pop() if inside and inside[-1].kind == "blank" else None
        child.tight = bool(inside) and inside[0].kind == "p" and not item.as_paragraph
        node.children.append(child)
    _join(node, above)
    above += [last] if last else []
    return True


def _term(line: str) -> Node:
    return Node("dt", _ITEM_LIST.sub("", line.strip(), count=1))


def _join(node: Node, above: list[Node]) -> None:
    """Add the definitions to those right above, or as a list of their own."""
    if len(above) > 1 and above[-1].kind == "blank" and above[-2].kind == "dl":
        above.pop()
    if above and above[-1].kind == "dl":
        above[-1].children += node.children
    else:
        above.append(node)
