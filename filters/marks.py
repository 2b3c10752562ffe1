r"""A filter that turns marks of source lines into LaTeX's `\from{N}`.

A mark is one character of Unicode's last private-use plane in a word; N is its number, counted from
U+100000. `take` keeps it as an attribute of an empty `Span` before the word, where other filters do
not stumble over it, and `show` makes the command of it. In links, code and other raw text there can
be no command: a block of code has it before the block, and elsewhere the mark is dropped.
Alone: ``pandoc --filter filters/marks.py``.
"""

from __future__ import annotations

import re

import panflute as pf

FIRST_MARK = 0x100000
_MARK = re.compile("[\U00100000-\U0010fffd]")
_KEY = "from"


def apply(doc: pf.Doc) -> None:
    """Do both, with no other filter between them."""
    take(doc)
    show(doc)


def take(doc: pf.Doc) -> None:
    """Take the marks of `doc` out of its words, and keep each beside its word."""

    def take_out(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        text = getattr(element, "text", "")
        found = _MARK.search(text)
        if found:
            element.text = _MARK.sub("", text)
        if isinstance(element, pf.CodeBlock) and found:
            element.attributes[_KEY] = _number(found)
        if isinstance(element, (pf.Link, pf.Image)):
            element.url = _MARK.sub("", element.url)
            element.title = _MARK.sub("", element.title)
        if isinstance(element, pf.Image):  # its words are read out, and not set
            element.content = [part for part in element.content if not _is_mark(part)]
        if isinstance(element, pf.Str) and found:
            mark = pf.Span(attributes={_KEY: _number(found)})
            return [mark, element] if element.text else [mark]
        if isinstance(element, (pf.RawBlock, pf.RawInline)) and found and "tex" in element.format:
            element.text = rf"\from{{{_number(found)}}}{element.text}"
        return None

    doc.walk(take_out)


def label(doc: pf.Doc, key: str, mark: str) -> None:
    """Keep `mark` before the metadata field `key`, as far as it has text."""
    field = doc.metadata.get(key)
    for part in field.content if isinstance(field, pf.MetaList) else [field]:
        if isinstance(part, pf.MetaInlines) and (found := _MARK.match(mark)):
            part.content.insert(0, pf.Span(attributes={_KEY: _number(found)}))


def show(doc: pf.Doc) -> None:
    r"""Put `\from{N}` where `take` has kept a mark."""

    def put(element: pf.Element, _: pf.Doc) -> pf.Element | list[pf.Element] | None:
        if _is_mark(element):
            return pf.RawInline(rf"\from{{{element.attributes[_KEY]}}}", "latex")
        if isinstance(element, pf.CodeBlock) and _KEY in element.attributes:
            number = element.attributes.pop(_KEY)
            return [pf.RawBlock(rf"\from{{{number}}}", "latex"), element]
        return None

    doc.walk(put)


def _number(mark: re.Match[str]) -> str:
    return str(ord(mark.group()) - FIRST_MARK)


def _is_mark(element: pf.Element) -> bool:
    return isinstance(element, pf.Span) and not element.content and _KEY in element.attributes


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
