"""A filter that gives kramdown's attribute lists to the elements that they stand beside.

It looks for code of the class `kramdown-list` (which speaks of the element before it) and
`kramdown-list-next` (of the element after it), as `pipeline.kramdown` makes it. An element that
can hold no attributes of its own is wrapped in a `Div` or a `Span`.
Alone: ``pandoc --filter filters/attributes.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import panflute as pf

# kramdown's ALD_TYPE_ANY: #id, .class, key="value", key='value', or the name of a definition.
_PART = re.compile(
    r"""(?P<key>[\w:-]+)=(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)')
      | \#(?P<id>[\w:-]+) | (?P<classes>(?:\.[\w:-]+)+) | (?P<reference>[^\s{}]+)""",
    re.VERBOSE,
)
_NEXT = "kramdown-list-next"
_OURS = {"kramdown-list", _NEXT}
_DEFINITION = re.compile(r"\{:(?P<name>[\w-]+):(?P<parts>.*)\}", re.DOTALL)


@dataclass
class Attributes:
    """An identifier, classes, and key-value pairs."""

    identifier: str = ""
    classes: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)

    def add(self, other: Attributes) -> None:
        """Add what `other` says; its identifier and its values win."""
        self.identifier = other.identifier or self.identifier
        self.classes += [name for name in other.classes if name not in self.classes]
        self.pairs |= other.pairs

    def give_to(self, element: pf.Element) -> None:
        """Set these on an element that has attributes."""
        element.identifier = self.identifier or element.identifier
        element.classes += [name for name in self.classes if name not in element.classes]
        element.attributes.update(self.pairs)


def parse(parts: str, definitions: dict[str, Attributes]) -> Attributes:
    """Return what the text between `{:` and `}` says."""
    attributes = Attributes()
    for part in _PART.finditer(parts):
        if part["key"]:
            quoted = part["double"] if part["double"] is not None else part["single"]
            value = re.sub(r"\\(.)", r"\1", quoted)
            if part["key"] == "id":
                attributes.identifier = value
            elif part["key"] == "class":
                attributes.classes += value.split()
            else:
                attributes.pairs[part["key"]] = value
        elif part["id"]:
            attributes.identifier = part["id"]
        elif part["classes"]:
            attributes.classes += part["classes"].strip(".").split(".")
        elif part["reference"] in definitions:
            attributes.add(definitions[part["reference"]])
    return attributes


def apply(doc: pf.Doc) -> None:
    """Attach every attribute list in `doc`, and remove the code that carried it."""
    definitions: dict[str, Attributes] = {}
    lists: list[pf.Element] = []

    def collect(element: pf.Element, _: pf.Doc) -> None:
        if _is_list(element):
            if definition := _DEFINITION.fullmatch(element.text.strip()):
                parsed = parse(definition["parts"], definitions)
                definitions.setdefault(definition["name"], Attributes()).add(parsed)
            lists.append(element)

    doc.walk(collect)
    for element in lists:
        text = element.text.strip()
        if not _DEFINITION.fullmatch(text):
            beside = element.next if _NEXT in element.classes else element.prev
            if beside is not None and not _is_list(beside):
                _attach(parse(text[2:-1], definitions), beside)
    doc.walk(lambda element, _: [] if _is_list(element) else None)


def _is_list(element: pf.Element) -> bool:
    return isinstance(element, (pf.CodeBlock, pf.Code)) and bool(_OURS & set(element.classes))


def _attach(attributes: Attributes, element: pf.Element) -> None:
    if not hasattr(element, "identifier"):
        siblings, index = element.container, element.index
        wrapper = pf.Span if isinstance(element, pf.Inline) else pf.Div
        siblings[index] = wrapper(element)
        element = siblings[index]
    attributes.give_to(element)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
