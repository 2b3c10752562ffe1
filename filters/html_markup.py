"""A filter for the HTML in a letter: what it means on paper.

`<b>` is strong, `<ul>` a list, `<table>` a table, `<br>` a line break and `<img>` a picture; a
comment and a script are nothing, and other tags give way to what they hold.
Alone: ``pandoc --filter filters/html_markup.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

import panflute as pf

from filters.markup import tables
from filters.markup import tree as html_tree
from filters.markup.addresses import SAFE_SCHEMES
from filters.markup.divs import kind_of
from filters.markup.inner import ALIGN, FLOAT, SMALL, foreign_names
from filters.markup.tree import Tag
from filters.markup.walk import HOLDERS, walk

_SILENT = {"script", "style", "template", "head", "title", "input", "select", "textarea", "button"}
_LOST = re.compile(
    rf"<(?:{'|'.join((*sorted(_SILENT), 'iframe|video|audio|object|embed|svg|canvas'))})\b",
    re.IGNORECASE,
)
# White space of HTML; a no-break space is none.
_SPACES = re.compile(r"([ \t\n\r\f]+)")
_SAFE_ADDRESS = re.compile(
    rf"\s*(?:(?:{'|'.join(SAFE_SCHEMES)}):|[^:]*$|[^:]*[/?#])", re.IGNORECASE
)
_WRAPPERS: dict[str, Callable[..., pf.Inline]] = {
    **dict.fromkeys(("b", "strong"), pf.Strong),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), pf.Emph),
    **dict.fromkeys(("u", "ins", "mark"), pf.Underline),
    **dict.fromkeys(("s", "del", "strike"), pf.Strikeout),
    "sup": pf.Superscript,
    "sub": pf.Subscript,
    "q": lambda *inside: pf.Quoted(*inside, quote_type="DoubleQuote"),
}
_STYLES: tuple[tuple[str, str, Callable[..., pf.Inline]], ...] = (
    ("font-weight", r"bold(?:er)?|[6-9]00", pf.Strong),
    ("font-style", r"italic|oblique", pf.Emph),
    ("font-variant", r"(?:all-)?small-caps", pf.SmallCaps),
    ("text-decoration", r".*underline.*", pf.Underline),
    ("text-decoration", r".*line-through.*", pf.Strikeout),
    ("vertical-align", r"super", pf.Superscript),
    ("vertical-align", r"sub", pf.Subscript),
)
_ALIGNED = ("center", "right")


def lost(doc: pf.Doc) -> list[str]:
    """Return the tags in `doc`, such as `<video`, of what no page can show."""
    found: list[str] = []

    def look(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, (pf.RawInline, pf.RawBlock)) and element.format == "html":
            found.extend(_LOST.findall(element.text))

    walk(doc, look, pf.RawInline, pf.RawBlock)
    return list(dict.fromkeys(found))


def apply(doc: pf.Doc) -> None:
    """Replace the HTML of `doc`."""

    def replace(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if kind_of(element) == "html":
            return _div(element)
        if isinstance(element, pf.RawBlock) and element.format == "html":
            return (
                None
                if kind_of(element.parent) == "html"
                else _blocks(html_tree.read([element.text]).children)
            )
        if isinstance(element, pf.Image):  # kramdown's attributes are those of its HTML
            element.attributes |= _float(Tag("img", dict(element.attributes)))
        content = getattr(element, "content", None)
        if isinstance(content, pf.ListContainer) and any(map(_is_raw, content.list)):
            tree = html_tree.read(part.text if _is_raw(part) else part for part in content)
            element.content = _inlines(tree.children)
        return None

    walk(doc, replace, *HOLDERS, pf.RawBlock)
    walk(doc, _join, *HOLDERS)


def _is_raw(element: pf.Element) -> bool:
    return isinstance(element, pf.RawInline) and element.format == "html"


def _div(div: pf.Div) -> list[pf.Element]:
    """Return the blocks of an element of HTML in which there may be Markdown."""
    pieces = (part.text if isinstance(part, pf.RawBlock) else part for part in div.content)
    found = _blocks(html_tree.read(pieces).children)
    if not (div.identifier or div.classes[2:] or div.attributes):
        return found
    kept = {"identifier": div.identifier, "classes": div.classes[2:], "attributes": div.attributes}
    return [pf.Div(*found, **kept)]


def _join(element: pf.Element, _: pf.Doc) -> None:
    """A break that has been written as `<br>` takes the line end behind it along."""
    content = getattr(element, "content", None)
    if not isinstance(content, pf.ListContainer) or pf.LineBreak not in map(type, content.list):
        return
    kept: list[pf.Element] = []
    for part in content.list:
        is_space = isinstance(part, (pf.Space, pf.SoftBreak))
        if not (is_space and kept and isinstance(kept[-1], pf.LineBreak)):
            kept.append(part)
    element.content = kept


def _inlines(children: Sequence[Tag | str | pf.Element]) -> list[pf.Inline]:
    """Return what stands in a line."""
    found: list[pf.Inline] = []
    for child in children:
        if isinstance(child, str):
            _add_words(found, child)
        elif isinstance(child, Tag):
            found += _inline(child)
        elif isinstance(child, pf.Block):
            found += getattr(child, "content", [])
        else:
            found.append(child)
    return found


def _add_words(found: list[pf.Inline], text: str) -> None:
    for index, part in enumerate(_SPACES.split(text)):
        if index % 2:
            if found and not isinstance(found[-1], (pf.Space, pf.LineBreak)):
                found.append(pf.Space())
        elif part:
            found.append(pf.Str(part))


def _inline(tag: Tag) -> list[pf.Inline]:
    """Return what an element in a line means."""
    if tag.name in _SILENT:
        return []
    if tag.name == "br":
        return [pf.LineBreak()]
    if tag.name == "img":
        return _picture(tag)
    if tag.name in ("code", "kbd", "samp", "tt"):
        return [pf.Code(_SPACES.sub(" ", html_tree.text_of(tag)).strip(" "))]
    inside = _inlines(tag.children)
    address = tag.attributes.get("href", "")
    if tag.name == "a" and address and _SAFE_ADDRESS.match(address):
        title = tag.attributes.get("title", "")
        return [pf.Link(*inside, url=address, title=title, **_kept(tag))]
    for name, pattern, wrapper in _STYLES:
        if re.fullmatch(pattern, tag.style.get(name, "")):
            inside = [wrapper(*inside)]
    if wrap := _WRAPPERS.get(tag.name):
        return _named(tag, [wrap(*inside)])
    if tag.name == "small":
        inside = [pf.Span(*inside, attributes={SMALL: "true"})]
    return _named(tag, inside)


def _named(tag: Tag, inside: list[pf.Inline]) -> list[pf.Inline]:
    """Keep the name, the classes and the language of an element in a line."""
    kept = _kept(tag)
    return [pf.Span(*inside, **kept)] if any(kept.values()) else inside


def _kept(tag: Tag) -> dict[str, Any]:
    """Return what of an element's attributes means something in Pandoc's tree."""
    said = tag.attributes
    name = said.get("id") or (said.get("name", "") if tag.name == "a" else "")
    lang = {"lang": said["lang"]} if said.get("lang") else {}
    # Pandoc would set `.mark` by a command that the page does not have.
    names = foreign_names(said.get("class", "").split())
    classes = [name for name in names if name != "mark"]
    return {"identifier": name, "classes": classes, "attributes": lang}


def _picture(tag: Tag) -> list[pf.Inline]:
    source = tag.attributes.get("src")
    if not source:
        return []
    sizes = {**tag.attributes, **tag.style}
    size = {key: sizes[key] for key in ("width", "height") if sizes.get(key)}
    text = [pf.Str(tag.attributes["alt"])] if tag.attributes.get("alt") else []
    return [pf.Image(*text, url=source, attributes=size | _float(tag))]


def _float(tag: Tag) -> dict[str, str]:
    """Return on which side of the text an element stands, as an attribute of Pandoc's."""
    side = tag.style.get("float") or tag.attributes.get("align", "").lower()
    return {FLOAT: side} if side in ("left", "right") else {}


def _blocks(children: Sequence[Tag | str | pf.Element], *, loose: bool = True) -> list[pf.Block]:
    """Return what stands as blocks; words among them are a paragraph of their own."""
    found: list[pf.Block] = []
    words: list[Tag | str | pf.Element] = []

    def close() -> None:
        inlines = _stripped(_inlines(words))
        words.clear()
        if inlines:
            found.append(pf.Para(*inlines) if loose else pf.Plain(*inlines))

    for child in children:
        if isinstance(child, (pf.Plain, str)) or not _is_block(child):
            words.append(child)
        else:
            close()
            found += _block(child) if isinstance(child, Tag) else [child]
    close()
    return found


def _is_block(child: Tag | pf.Element) -> bool:
    if not isinstance(child, Tag):
        return isinstance(child, pf.Block)
    return child.is_block or any(
        _is_block(inside) for inside in child.children if not isinstance(inside, str)
    )


def _stripped(inlines: list[pf.Inline]) -> list[pf.Inline]:
    while inlines and isinstance(inlines[-1], (pf.Space, pf.SoftBreak)):
        inlines.pop()
    while inlines and isinstance(inlines[0], (pf.Space, pf.SoftBreak)):
        inlines.pop(0)
    return inlines


def _block(tag: Tag) -> list[pf.Block]:
    """Return what an element that is a block means."""
    if tag.name in _SILENT:
        return []
    if tag.name == "hr":
        return [pf.HorizontalRule()]
    if tag.name == "pre":
        return [pf.CodeBlock(html_tree.text_of(tag).strip("\n"))]
    if re.fullmatch(r"h[1-6]", tag.name):
        words = _stripped(_inlines(tag.children))
        return [pf.Header(*words, level=int(tag.name[1]), **_kept(tag))]
    if tag.name in ("ul", "ol", "dl", "table"):
        return _structure(tag)
    inside = _blocks(tag.children)
    if tag.name == "blockquote":
        return [pf.BlockQuote(*inside)]
    kept = _kept(tag)
    if any(kept.values()) and inside:
        inside = [pf.Div(*inside, **kept)]
    place = "center" if tag.name == "center" else tag.style.get("text-align", "")
    if place in _ALIGNED and inside:
        return [pf.Div(*inside, attributes={ALIGN: place})]
    return inside


def _structure(tag: Tag) -> list[pf.Block]:
    if tag.name == "table":
        return tables.table(tag, _blocks)
    number = int(start) if (start := tag.attributes.get("start", "1")).isdecimal() else 1
    names = ("dt", "dd") if tag.name == "dl" else ("li",)
    found: list[pf.Block] = []
    for is_list, parts in _runs(tag.children, names):
        items = [part for part in parts if isinstance(part, Tag)]
        if not is_list:
            found += _blocks(parts)
        elif tag.name == "dl":
            found += _definitions(items)
        else:
            entries = [pf.ListItem(*_blocks(item.children, loose=False)) for item in items]
            found.append(_list(tag, entries, number))
            number += len(items)
    return found


_Parts = list[Tag | str | pf.Element]


def _runs(
    children: Sequence[Tag | str | pf.Element], names: Collection[str]
) -> list[tuple[bool, _Parts]]:
    """Return the items of a list that follow each other, and what stands between: in order."""
    found: list[tuple[bool, _Parts]] = []
    for child in children:
        if isinstance(child, str) and not child.strip():
            continue
        is_item = isinstance(child, Tag) and child.name in names
        if isinstance(child, Tag) and child.name == "div" and "dt" in names:  # groups them
            found += _runs(child.children, names)
        elif found and found[-1][0] == is_item:
            found[-1][1].append(child)
        else:
            found.append((is_item, [child]))
    return found


def _list(tag: Tag, items: list[pf.ListItem], number: int) -> pf.Block:
    if tag.name == "ul":
        return pf.BulletList(*items)
    return pf.OrderedList(*items, start=number, style="DefaultStyle", delimiter="DefaultDelim")


def _definitions(parts: list[Tag]) -> list[pf.Block]:
    items: list[pf.DefinitionItem] = []
    for part in parts:
        if part.name == "dt":
            items.append(pf.DefinitionItem(_stripped(_inlines(part.children)), []))
        elif items:
            items[-1].definitions.append(pf.Definition(*_blocks(part.children, loose=False)))
    return [pf.DefinitionList(*items)] if items else []


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
