"""HTML as an outline that can be compared: what a reader of the page would tell apart.

White space between blocks, the order of attributes, the form of entities and of empty elements do
not count. Whether an item holds a paragraph or bare text does. kramdown's and Pandoc's ways to
write the same are made one: footnotes, the language of code, the attributes that Pandoc puts on a
div or a span around an element, classes of its own, and `data-` before the names of attributes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

_VOID = {"br", "hr", "img", "input", "col"}
_BLOCKS = {
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "note-text",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "notes",
    "html",
    "head",
    "main",
    "header",
    "footer",
}
# These mean nothing on paper: what they hold stands alone. So does that of tags nobody knows.
_NOTHING = {"label", "font", "big", "small", "wbr", "abbr", "center", "summary", "details"}
_KNOWN = (
    _BLOCKS
    | _VOID
    | _NOTHING
    | {
        "a",
        "b",
        "br",
        "code",
        "del",
        "em",
        "i",
        "img",
        "ins",
        "q",
        "s",
        "script",
        "span",
        "strong",
        "style",
        "sub",
        "sup",
        "u",
        "note",
    }
)
_INNER = "data-coverpress-"  # what filters tell those of the page
_PANDOCS = {"uri", "email", "odd", "even", "header", "task-list", "task-list-item", "footnotes"}
_PANDOCS |= {"footnotes-end-of-document", "highlight", "highlighter-rouge", "sourceCode"}
_SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del", "ins": "u", "cite": "em"}
_SAME |= {"kbd": "code", "samp": "code", "tt": "code", "var": "em", "dfn": "em"}


@dataclass
class Node:
    """An element, or the text in one."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Node("body")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs if not key.startswith(_INNER)}
        node = Node(_SAME.get(tag, tag), said)
        self.stack[-1].children.append(node)
        if tag not in _VOID:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        name = _SAME.get(tag, tag)
        if name in [node.name for node in self.stack[1:]]:
            while self.stack.pop().name != name:
                pass

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def outline(markup: str) -> str:
    """Return the outline of a piece of HTML."""
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    root = parser.stack[0]
    _tidy(root)
    root.children = _paragraphs(root.children)
    return "\n".join(_lines(root, 0)).strip()


def _tidy(node: Node) -> None:
    children: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            children.append(child)
            continue
        if child.name != "pre":
            _tidy(child)
        children += _one_way(child)
    node.children = children


def _one_way(node: Node) -> list[Node | str]:
    """Return how kramdown and Pandoc both might have written `node`."""
    kind = node.attributes.get("class", "")
    if node.name == "sup" and _link(node, "footnote"):
        return [Node("note")]
    if node.name == "a" and "footnote-ref" in kind:
        return [Node("note")]
    if kind == "footnote-again":
        return [Node("note")]
    if node.name == "a" and kind in ("reversefootnote", "footnote-back"):
        return ["\x08"]  # which takes the space before it along
    if kind.startswith("footnotes") and node.name in ("div", "section", "aside"):
        lists = [c for c in node.children if isinstance(c, Node) and c.name == "ol"]
        for item in lists[0].children:
            if isinstance(item, Node):
                item.attributes = {}
        return [Node("notes", {}, [c for c in lists[0].children if isinstance(c, Node)])]
    if node.name == "abbr":
        return node.children
    if node.name == "pre":
        return [Node("pre", _attributes(node, ("id",)), [_text(node)])]
    if node.name == "code":
        return [Node("code", _attributes(node), [re.sub(r"\s+", " ", _text(node)).strip()])]
    if node.name == "input":
        return ["☒ " if "checked" in node.attributes else "☐ "]
    if node.name in _NOTHING or node.name not in _KNOWN:
        return node.children
    if node.name in ("script", "style"):
        return []
    if node.name == "q":
        return ["“", *node.children, "”"]
    if node.name == "table":
        node.children = _with_body(node.children)
    if node.name in ("div", "blockquote", "center", "details"):
        node.children = _paragraphs(node.children)
    if node.name in ("colgroup", "col"):
        return []
    if node.name == "a" and "href" not in node.attributes and not node.attributes.get("id"):
        return node.children
    if node.name == "span" and node.attributes.get("style") == "font-weight: bold":
        return [Node("strong", {}, node.children)]
    node.attributes = _attributes(node)
    inside = [c for c in node.children if isinstance(c, Node) or c.strip("\x08\n ")]
    only = inside[0] if len(inside) == 1 else None
    if node.name == "p" and not inside:
        return []
    if node.name in ("td", "th") and only == "\xa0":
        node.children = []
    if node.name in ("div", "span") and isinstance(only, Node):
        block = only.name in _BLOCKS
        if block == (node.name == "div") and (node.attributes or block) and only.name != "div":
            only.attributes = {**only.attributes, **node.attributes}
            return [only]
        if not node.attributes:
            return [only]
    if node.name in ("span", "section", "div") and not node.attributes:
        return node.children
    return [node]


def _with_body(children: list[Node | str]) -> list[Node | str]:
    """Put the rows of a table into a body, as browsers do."""
    rows = [c for c in children if isinstance(c, Node) and c.name == "tr"]
    return [Node("tbody", {}, list(rows))] if rows else children


def _paragraphs(children: list[Node | str]) -> list[Node | str]:
    """Make paragraphs of the bare words of HTML that stand among blocks."""
    found: list[Node | str] = []
    for child in children:
        is_words = isinstance(child, str) or child.name not in _BLOCKS
        if not is_words:
            found.append(child)
        elif found and isinstance(found[-1], Node) and found[-1].name == "bare":
            found[-1].children.append(child)
        elif not isinstance(child, str) or child.strip():
            found.append(Node("bare", {}, [child]))
    for node in found:
        if isinstance(node, Node) and node.name == "bare":
            node.name = "p"
    return found


def _link(node: Node, kind: str) -> dict[str, str]:
    for child in node.children:
        if not isinstance(child, Node) or child.name != "a":
            continue
        if child.attributes.get("class", "") == kind:
            return child.attributes
    return {}


def _attributes(node: Node, only: tuple[str, ...] = ()) -> dict[str, str]:
    found = {}
    for key, value in sorted(node.attributes.items()):
        name = key.removeprefix("data-")
        if name in ("rel", "role", "type", "start", "title-") and node.name in ("a", "ol", "li"):
            continue
        if name == "class":
            names = [n for n in value.split() if n not in _PANDOCS and "language-" not in n]
            value = " ".join(sorted(names))
        if name == "style":
            value = re.sub(r"\s*:\s*", ": ", value).rstrip("; ")
        if name in ("href", "src"):
            value = unquote(value)
        if (value or name in ("href", "title")) and (not only or name in only):
            found[name] = value
    return found


def _text(node: Node) -> str:
    return "".join(c if isinstance(c, str) else _text(c) for c in node.children)


def _lines(node: Node, depth: int) -> list[str]:
    lines: list[str] = []
    words = ""

    def close() -> None:
        nonlocal words
        text = re.sub(r"\s*\x08", "", words)
        text = re.sub(r"[ \t\n\r\f]+", " ", text).strip(" ")
        text = re.sub(r" ?<br> ?", "<br>", text)
        if text:
            lines.append("  " * depth + "| " + text)
        words = ""

    for child in node.children:
        if isinstance(child, str):
            words += child
        elif child.name in _BLOCKS:
            close()
            lines.append("  " * depth + child.name + _shown(child.attributes))
            if child.name == "pre":
                text = _text(child).strip("\n")
                lines += ["  " * depth + "  > " + line for line in text.split("\n")]
            else:
                lines += _lines(child, depth + 1)
        else:
            words += _inline(child)
    close()
    return lines


def _inline(node: Node) -> str:
    inside = "".join(c if isinstance(c, str) else _inline(c) for c in node.children)
    shown = _shown(node.attributes)
    if node.name == "br":
        return "<br>"
    return (
        f"<{node.name}{shown}>{inside}</{node.name}>"
        if node.name not in _VOID
        else f"<{node.name}{shown}>"
    )


def _shown(attributes: dict[str, str]) -> str:
    return "".join(f' {key}="{value}"' for key, value in sorted(attributes.items()))
