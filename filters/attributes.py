"""A filter that gives kramdown's attribute lists to the elements that they stand beside.

`pipeline.markdown` makes them instructions in HTML, `<?kramdown {: .x}?>`, behind their block or
their element of a line. An element that can hold no attributes of its own is wrapped in a `Div`
or a `Span`.
Alone: ``pandoc --filter filters/attributes.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import panflute as pf

from filters.markup.inner import foreign, foreign_names
from filters.markup.walk import walk

# kramdown's ALD_TYPE_ANY: #id, .class, key="value", key='value', or the name of a definition. An
# address of the web or of mail may stand in an identifier and in a class too, as a token may.
_PART = re.compile(
    r"""(?P<key>[\w:-]+)=(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)')
      | \#(?P<id>[\w:/@-]+) | (?P<classes>(?:\.[\w:/@-]+)+) | (?P<reference>[^\s{}]+)""",
    re.VERBOSE,
)
# What `pipeline.markdown` parts code with from what stands right behind it.
_JOINT = "\U000fff04"
_LIST = re.compile(r"\{:(?:(?P<name>[\w-]+):)?(?P<parts>(?:\\.|[^}\\])*)\}", re.DOTALL)


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
        names = foreign_names(self.classes)
        element.classes += [name for name in names if name not in element.classes]
        element.attributes.update(foreign(self.pairs))


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
    """Attach every attribute list in `doc`, and remove what carried it."""
    walk(doc, lambda word, _: [] if word.text == _JOINT else None, pf.Str)
    definitions: dict[str, Attributes] = {}
    carriers: list[pf.Element] = []

    def collect(element: pf.Element, _: pf.Doc) -> None:
        if _carries(element):
            carriers.append(element)

    walk(doc, collect, pf.RawBlock, pf.RawInline)
    named = [f for carrier in carriers for f in _LIST.finditer(carrier.text) if f["name"]]
    # Twice, since a definition may name one below it.
    for _ in range(2):
        found: dict[str, Attributes] = {}
        for one in named:
            parsed = parse(one["parts"], definitions)
            found.setdefault(one["name"], Attributes()).add(parsed)
        definitions = found
    for carrier in carriers:
        _attach(carrier, definitions)
    walk(doc, lambda raw, _: [] if _carries(raw) else None, pf.RawBlock, pf.RawInline)


def _carries(element: pf.Element) -> bool:
    is_raw = isinstance(element, (pf.RawBlock, pf.RawInline))
    return is_raw and element.format == "html" and element.text.startswith("<?kramdown ")


def _attach(carrier: pf.Element, definitions: dict[str, Attributes]) -> None:
    """Give what `carrier` says to the element beside it."""
    attributes = Attributes()
    for found in _LIST.finditer(carrier.text):
        if not found["name"]:
            attributes.add(parse(found["parts"], definitions))
    if attributes == Attributes():
        return
    beside = carrier
    while beside is not None and _carries(beside):
        beside = beside.prev
    if beside is None:
        return
    if isinstance(beside, pf.Str) and beside.text.endswith("]"):
        beside = _bracketed(beside) or beside
    if not hasattr(beside, "identifier"):
        siblings, index = beside.container, beside.index
        wrapper = pf.Span if isinstance(beside, pf.Inline) else pf.Div
        siblings[index] = wrapper(beside)
        beside = siblings[index]
    attributes.give_to(beside)


def _bracketed(last: pf.Str) -> pf.Span | None:
    """Make a span of the words in brackets that end with `last`: `[two words]{: lang="de"}`.

    Returns None where no bracket opens beside them.
    """
    siblings, end = last.container, last.index + 1
    found = _opening_bracket(siblings, last.index)
    if found is None:
        return None
    index, position = found
    text = siblings[index].text
    words = list(siblings[index:end])
    words[0] = pf.Str(text[position + 1 :])
    words[-1] = pf.Str(words[-1].text.removesuffix("]"))
    span = pf.Span(*(word for word in words if getattr(word, "text", True) != ""))
    before = [pf.Str(text[:position])] if position else []
    siblings[index:end] = [*before, span]
    for number, element in enumerate(siblings):  # panflute counts only what it is given anew
        element.index = number
    return span


def _opening_bracket(siblings: Sequence[pf.Inline], last: int) -> tuple[int, int] | None:
    """Return where the bracket opens that closes at the end of the word `last`.

    That is the number of the word, and the place of the bracket in it.
    """
    depth = 0
    for index in range(last, -1, -1):
        text = siblings[index].text if isinstance(siblings[index], pf.Str) else ""
        for position in range(len(text) - 1, -1, -1):
            depth += {"]": 1, "[": -1}.get(text[position], 0)
            if depth == 0:  # the first sign looked at is the closing one
                return index, position
    return None


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
