"""The blocks as Markdown whose structure leaves Pandoc nothing to guess.

A list, an item, a quotation, a table become fenced divs of the class `kramdown` with a class
that says which; the filter `blocks` makes of them what they are. Attribute lists become raw
blocks behind their block, for the filter `attributes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from filters.markup.divs import COLUMNS
from pipeline.markdown import spans
from pipeline.markdown.context import Context
from pipeline.markdown.document import Document
from pipeline.markdown.links import Link, normal
from pipeline.markdown.tree import Node
from pipeline.model.words import ticks

# A list that stands where kramdown would put a table of contents, or the footnotes.
_PLACE = re.compile(r"\{:(?:[^}]*\s)?(toc|footnotes)(?:\s[^}]*)?\}")
_LAST_MARKS = re.compile(r"(?<!\\)((?:\\\\)*)(#+)$")
_LANGUAGE = re.compile(r"[A-Za-z][\w+-]*")


def write(document: Document, context: Context) -> str:
    """Return the Markdown for Pandoc."""
    links = {
        normal(name): Link(node.text, node.title, "".join(node.lists))
        for name, node in document.links.items()
    }
    context = replace(context, notes=document.notes, links=links)
    lines = list(_blocks(document.root, context))
    context = replace(context, notes=())  # Pandoc has no footnotes in footnotes
    for name, note in document.notes.items():
        if name not in context.seen:
            continue
        lines.append(f"[^{name}]:")
        lines += (f"    {line}" if line else "" for line in _blocks(note, context))
    for text in document.definitions:
        lines += _instruction(text)
    return "\n".join(lines) + "\n" if lines else ""


def as_html(text: str) -> str:
    """Return the Markdown for Pandoc of a text that is HTML as a whole."""
    return "\n".join(_raw(text, "html")) + "\n"


def _blocks(parent: Node, context: Context) -> Iterator[str]:
    for node in parent.children:
        if node.kind in ("ul", "ol") and (place := _PLACE.search(" ".join(node.lists))):
            if place[1] == "toc":
                context.on_ignored(place.group())
            continue
        yield from _block(node, context)
        if node.lists and node.kind not in ("li", "dt", "dd", "eob", "blank"):
            yield from _instruction("".join(node.lists))


def _block(node: Node, context: Context) -> Iterator[str]:
    match node.kind:
        case "p" | "dt" | "cell" if node.kind != "p" or node.tight:
            yield from _div(node, [*spans.write(node.text, context).split("\n"), ""])
        case "p":
            yield from (*spans.write(node.text, context).split("\n"), "")
        case "heading":
            words = spans.write(node.text, context).replace("\n", " ")
            yield from (f"{'#' * node.level} {_ended(words)}", "")
        case "rule":
            yield from ("* * *", "")
        case "code":
            yield from _code(node)
        case "raw":
            yield from _raw(node.text, "html")
        case "tex":
            yield from _raw(node.text, "tex")
        case "blank" | "eob" | "comment":
            return
        case _:
            yield from _div(node, _blocks(node, context))


def _div(node: Node, inside: Iterator[str] | list[str]) -> Iterator[str]:
    tight = " .kramdown-tight" if node.tight else ""
    detail = f' {COLUMNS}="{node.detail}"' if node.kind == "table" else ""
    yield f"::: {{.kramdown .kramdown-{node.kind}{tight}{detail}}}"
    yield from inside
    yield from (":::", "")


def _code(node: Node) -> Iterator[str]:
    fence = ticks(node.text, 3)
    language = f"{{.{node.detail}}}" if _LANGUAGE.fullmatch(node.detail) else ""
    yield fence + language
    yield from node.text.removesuffix("\n").split("\n")
    yield from (fence, "")


def _raw(text: str, format: str) -> Iterator[str]:
    fence = ticks(text, 3)
    yield from (f"{fence}{{={format}}}", *text.split("\n"), fence, "")


def _instruction(lists: str) -> Iterator[str]:
    return _raw(f"<?kramdown {lists}?>", "html")


def _ended(words: str) -> str:
    """Return a heading whose last signs are part of what it says."""
    return _LAST_MARKS.sub(lambda found: found[1] + r"\#" * len(found[2]), words)
