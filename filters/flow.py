"""A filter that puts the parts of a letter into its text, in their order on the page.

It is for the forms that have no template for them: text, HTML, DOCX. The subject becomes the first
heading, and the headings of the text go below it.
Alone: ``coverpress show LETTER --stage ast | pandoc -f json -t docx --filter filters/flow.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import panflute as pf

from filters.marks import is_mark
from filters.markup.inner import FLOAT, NOTE, NOTE_AGAIN, SOURCE
from filters.markup.walk import walk


def apply(doc: pf.Doc, *, letterhead: bool = True, as_parts: bool = False) -> None:
    """Put every part that is in the metadata of `doc` into its text.

    Without a `letterhead` it begins with the subject, and has no picture and no footer. `as_parts`
    puts each into a `Div` whose class says which it is.
    """
    metadata = doc.metadata.content
    sender = metadata.get("sender")
    names = [sender.content["name"]] if sender and "name" in sender.content else []
    contacts = [contact.content["shown"] for contact in _items(doc, "sendercontacts")]

    def part(name: str, blocks: Sequence[pf.Block]) -> Sequence[pf.Block]:
        return [pf.Div(*blocks, classes=[name])] if as_parts and blocks else blocks

    above = [
        *part(
            "sender",
            _lines([*names, *_items(doc, "senderaddress"), *contacts]),
        ),
        *part("recipient", _lines(_items(doc, "recipient"))),
        *part("references", _lines(_references(doc))),
        *part("date", _lines(_items(doc, "date"))),
    ]
    blocks = above if letterhead else []
    if "subject" in metadata:
        blocks.append(pf.Header(*metadata["subject"].content, level=1))
        walk(doc, _go_below)
    blocks += [*_lines(_items(doc, "opening")), *doc.content]
    blocks += part("closing", _lines(_items(doc, "closing")))
    if letterhead:
        blocks += part("signature-image", _lines(_items(doc, "signature_image")))
    blocks += part("signature", _lines(_items(doc, "signature")))
    after = list(metadata["after"].content) if "after" in metadata else []
    for key in ("enclosures", "cc"):
        if key in metadata:
            after += _lines([*_items(doc, f"{key}-word"), *_items(doc, key)])
    blocks += part("after", after)
    doc.content = [*blocks, *(part("footer", _lines(_items(doc, "footer"))) if letterhead else [])]
    walk(doc, _forget)


def _forget(element: pf.Element, _: pf.Doc | None) -> list[pf.Element] | None:
    """Drop what is for the filters of the page."""
    if is_mark(element) or NOTE in getattr(element, "attributes", {}):
        return []
    for key in (SOURCE, NOTE_AGAIN, FLOAT):
        getattr(element, "attributes", {}).pop(key, None)
    return None


def _go_below(element: pf.Element, _: pf.Doc) -> None:
    if isinstance(element, pf.Header):
        element.level += 1


def _items(doc: pf.Doc, key: str) -> Sequence[pf.MetaValue]:
    """Return what the metadata has under `key`: nothing, one thing, or a list."""
    field = doc.metadata.content.get(key)
    if field is None:
        return []
    return list(field.content) if isinstance(field, pf.MetaList) else [field]


def _references(doc: pf.Doc) -> Iterator[pf.MetaInlines]:
    for reference in _items(doc, "references"):
        word, text = reference.content["word"], reference.content["text"]
        yield pf.MetaInlines(*word.content, pf.Space(), *text.content)


def _lines(fields: Sequence[pf.MetaValue] | Iterator[pf.MetaInlines]) -> list[pf.Block]:
    """Return a paragraph with a line for each of `fields`; none where there is nothing in it."""
    inlines: list[pf.Inline] = []
    for field in fields:
        if inlines:
            inlines.append(pf.LineBreak())
        inlines += field.content if isinstance(field, pf.MetaInlines) else [pf.Str(field.text)]
    return [pf.Para(*inlines)] if inlines else []


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
