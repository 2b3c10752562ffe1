"""Trees of Pandoc: from Markdown with Liquid, and as text that a person can read."""

from pathlib import Path
from typing import Any

import panflute as pf

from filters import attributes, blocks, inject, notes, quotes
from pipeline import liquid, markdown
from pipeline.model.location import Location
from pipeline.writers import pandoc

FILE = Path("letter.md")


def render(
    text: str, names: dict[str, Any] | None = None, *, includes: Path = Path("_includes")
) -> liquid.Rendered:
    """Render the Liquid of a letter's body."""
    return liquid.render(text, Location(FILE, 1), names or {}, includes)


def read(text: str) -> pf.Doc:
    """Return the tree of Markdown that holds no Liquid, kramdown's attributes attached."""
    doc, warnings = pandoc.read(markdown.prepare(text).markdown, FILE)
    assert warnings == []
    attributes.apply(doc)
    blocks.apply(doc)
    quotes.apply(doc)
    notes.apply(doc)
    return doc


def build(markdown: str, **names: Any) -> pf.Doc:
    """Return the tree of Markdown with Liquid, the values in place."""
    rendered = render(markdown, names)
    doc = read(rendered.text)
    inject.apply(doc, rendered.tokens.table())
    return doc


def show(elements: Any) -> str:
    """Return a line for each block: its kind, its attributes, and in brackets what it holds.

    `↵` is the end of a line that may be broken elsewhere, `<br>` the end of one that may not, and
    `_` a space at which no line is broken.
    """
    return "\n".join(_show(element) for element in elements)


def _show(element: pf.Element) -> str:
    kind = type(element).__name__
    match element:
        case pf.Str():
            return str(element.text).replace("\xa0", "_")
        case pf.Space():
            return " "
        case pf.SoftBreak():
            return "↵"
        case pf.LineBreak():
            return "<br>"
        case pf.Code() | pf.CodeBlock():
            inside = element.text.replace("\n", "↵")
        case pf.RawInline() | pf.RawBlock():
            inside = element.text.replace("\n", "↵")
        case pf.Table():
            rows = [row for part in (element.head, *element.content) for row in part.content]
            inside = "".join(f"[{'|'.join(map(_inside, row.content))}]" for row in rows)
        case pf.DefinitionList():
            inside = "".join(
                f"[{''.join(map(_show, item.term))}: {''.join(map(_inside, item.definitions))}]"
                for item in element.content
            )
        case pf.BulletList() | pf.OrderedList():
            inside = "".join(f"[{_inside(item)}]" for item in element.content)
        case pf.Quoted():
            kind, inside = element.quote_type, _inside(element)
        case pf.Header():
            kind, inside = f"Header{element.level}", _inside(element)
        case _:
            inside = _inside(element)
    if isinstance(element, (pf.Link, pf.Image)):
        title = f' "{element.title}"' if element.title else ""
        return f"{kind}{_attributes(element)}[{inside}]({element.url}{title})"
    return f"{kind}{_attributes(element)}[{inside}]"


def _inside(element: pf.Element) -> str:
    return "".join(map(_show, element.content)) if hasattr(element, "content") else ""


def _attributes(element: pf.Element) -> str:
    if not hasattr(element, "identifier"):
        return ""
    identifier = f"#{element.identifier}" if element.identifier else ""
    classes = "".join(f".{name}" for name in element.classes)
    pairs = ", ".join(f"{key}={value}" for key, value in element.attributes.items())
    return identifier + classes + (f"{{{pairs}}}" if pairs else "")
