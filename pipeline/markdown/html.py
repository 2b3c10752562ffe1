"""HTML that stands as a block of its own."""

from __future__ import annotations

import re

from filters.markup.tree import VOID
from pipeline.markdown import tree
from pipeline.markdown.tree import Node, Reader, Source

_NO_BODY = VOID | {"command", "keygen"}
_OPAQUE = {"script", "style", "pre", "textarea"}
_MARKDOWN = re.compile(r"\smarkdown\s*=\s*(?:\"(\w+)\"|'(\w+)'|(\w+))")
# What `markdown="1"` means for these; in all other elements blocks are read.
_INDENT = re.compile(" *")
_OF_SPANS = frozenset(
    (
        "a abbr b caption cite del dt em h1 h2 h3 h4 h5 h6 i ins p q small span strong sub sup th u"
    ).split()
)


def read_html(reader: Reader, source: Source, into: Node) -> bool:
    """Read a comment, or an element with all that it holds."""
    indent = source.see(_INDENT)
    start = indent.end() if indent else source.at
    if comment := tree.COMMENT.match(source.text, start):
        reader.add(Node("comment"), into)
        source.skip_to(comment.end())
        return True
    tag = tree.TAG.match(source.text, start)
    if not tag or tag["name"].lower() in tree.SPAN_TAGS:
        return False
    end = _end(source.text, tag)
    node = reader.add(Node("html"), into)
    _split(reader, source.text[start:end], node)
    source.skip_to(end)
    return True


def _end(text: str, tag: re.Match[str]) -> int:
    """Return where the element ends that `tag` begins: at the end of the text if it is not said."""
    return _close(text, tag)[1]


def _close(text: str, tag: re.Match[str]) -> tuple[int, int]:
    """Return where the end tag of an element begins, and where it ends."""
    name = tag["name"].lower()
    if tag["closed"] or name in _NO_BODY:
        return tag.end(), tag.end()
    depth = 1
    pattern = re.compile(
        rf"<!--.*?-->|<(?P<end>/)?{re.escape(name)}(?=[\s/>])[^>]*>", re.DOTALL | re.IGNORECASE
    )
    for found in pattern.finditer(text, tag.end()):
        if found.group().startswith("<!"):
            continue
        if found["end"]:
            depth -= 1
        elif not found.group().endswith("/>") and name not in _OPAQUE:
            depth += 1
        if not depth:
            return found.start(), found.end()
    return len(text), len(text)


def _split(reader: Reader, markup: str, node: Node) -> None:
    """Take a piece of HTML apart, at the elements that hold Markdown."""
    raw = 0
    position = 0
    while tag := _next_tag(markup, position):
        position = tag.end()
        wish = _MARKDOWN.search(tag["attributes"])
        if not wish:
            continue
        name = tag["name"].lower()
        kind = wish[1] or wish[2] or wish[3]
        if kind not in ("1", "span", "block") or tag["closed"]:
            continue
        inside, end = _close(markup, tag)
        node.children.append(Node("raw", markup[raw : tag.end()]))
        words = markup[tag.end() : inside]
        if kind == "span" or (kind == "1" and name in _OF_SPANS):
            node.children.append(Node("p", words.strip(), tight=True))
        elif kind == "1" and name in _OPAQUE:
            node.children.append(Node("raw", words))
        else:
            reader.read(words.lstrip(" \t").removeprefix("\n").rstrip(" "), node)
        raw, position = inside, end
    if raw < len(markup):
        node.children.append(Node("raw", markup[raw:]))


def _next_tag(markup: str, position: int) -> re.Match[str] | None:
    """Return the next tag that begins an element, outside of comments."""
    while (start := markup.find("<", position)) >= 0:
        if comment := tree.COMMENT.match(markup, start):
            position = comment.end()
        elif tag := tree.TAG.match(markup, start):
            return tag
        else:
            position = start + 1
    return None
