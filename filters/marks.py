"""A filter that takes the marks of source lines out of the words, and keeps each beside its word.

A mark is one character of Unicode's last private-use plane in a word; N is its number, counted from
U+100000. It becomes the attribute `coverpress-source` of an empty `Span` before the word, or of the
block of code; in links and in other raw text the mark is dropped.
Alone: ``pandoc --filter filters/marks.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.inner import SOURCE
from filters.markup.walk import SAYING, walk

FIRST_MARK = 0x100000
_MARK = re.compile("[\U00100000-\U0010fffd]")


def apply(doc: pf.Doc) -> None:
    """Take the marks of `doc` out of its words, and keep each beside its word."""

    def take_out(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        text = getattr(element, "text", "")
        found = _MARK.search(text)
        if found:
            element.text = _MARK.sub("", text)
        if isinstance(element, pf.CodeBlock) and found:
            element.attributes[SOURCE] = _number(found)
        if isinstance(element, (pf.Link, pf.Image)):
            element.url = _MARK.sub("", element.url)
            element.title = _MARK.sub("", element.title)
        if isinstance(element, pf.Image):  # its words are read out, and not set
            element.content = [part for part in element.content if not is_mark(part)]
        if isinstance(element, pf.Str) and found:
            return [_mark(found), element] if element.text else [_mark(found)]
        if isinstance(element, (pf.RawInline, pf.RawBlock)) and found and "tex" in element.format:
            if isinstance(element, pf.RawInline):
                return [_mark(found), element]
            return [pf.Div(element, attributes={SOURCE: _number(found)})]
        return None

    walk(doc, take_out, *SAYING)


def label(doc: pf.Doc, key: str, mark: str) -> None:
    """Keep `mark` before the metadata field `key`, as far as it has text."""
    field = doc.metadata.get(key)
    for part in field.content if isinstance(field, pf.MetaList) else [field]:
        if isinstance(part, pf.MetaInlines) and (found := _MARK.match(mark)):
            part.content.insert(0, _mark(found))


def is_mark(element: pf.Element) -> bool:
    """Tell whether `element` stands for nothing but a place in the letter's source."""
    return isinstance(element, pf.Span) and not element.content and SOURCE in element.attributes


def _mark(found: re.Match[str]) -> pf.Span:
    return pf.Span(attributes={SOURCE: _number(found)})


def _number(found: re.Match[str]) -> str:
    return str(ord(found.group()) - FIRST_MARK)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
