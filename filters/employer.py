"""A filter that puts the employer's record into the document's metadata.

The template then finds it as `$employer.jobtitle$`, escaped for LaTeX like any text, and the
address to write on the letter, a line each, as `$recipient$`. Text becomes `MetaInlines` without
being read as Markdown, and a web or mail address becomes a link.
Alone: ``pandoc -M employer=KEY -M employers=_data/employers.yml --filter filters/employer.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import panflute as pf
import yaml

from filters.markup.addresses import MAIL, WEB


class EmployerRecordError(Exception):
    """There is no such record."""


def apply(doc: pf.Doc, record: Mapping[str, Any]) -> None:
    """Set the metadata fields `employer` and `recipient` of `doc` from `record`."""
    doc.metadata["employer"] = metadata(record)
    lines = recipient(record)
    if lines:
        doc.metadata["recipient"] = metadata(lines)


def recipient(record: Mapping[str, Any]) -> list[str]:
    """Return the lines of the address in `record`, as far as it has them.

    They are company, department, contact, address, country. A `name` stands for the company where
    others of these are beside it; alone, or if it is the job's title, it may well be the name of a
    job, and a wrong addressee is worse than none.
    """
    contact = record.get("contact")
    if isinstance(contact, Mapping):  # its phone and mail are no part of an address
        contact = contact.get("name")
    address = (record.get("address"), record.get("country"))
    parts = (record.get("company"), record.get("department"), contact, *address)
    found = [line for part in parts for line in lines(part)]
    name = lines(record.get("name"))
    if not found or lines(record.get("company")) or name == lines(record.get("jobtitle")):
        return found
    return [*name, *found]


def lines(part: Any) -> list[str]:
    """Return the lines of text in `part`: text, a list, a mapping's values, in their order."""
    if isinstance(part, Mapping):
        part = list(part.values())
    if isinstance(part, list):
        return [line for item in part for line in lines(item)]
    if part is None or isinstance(part, bool):
        return []
    return [line.strip() for line in str(part).split("\n") if line.strip()]


def metadata(value: Any) -> pf.MetaValue:
    """Return `value` (a mapping, list, text, number, boolean or None) as Pandoc's metadata.

    A key without a value is left out of its mapping: to a template it does not exist.
    """
    if isinstance(value, Mapping):
        fields = {str(key): metadata(item) for key, item in value.items() if item is not None}
        return pf.MetaMap(*fields.items())
    if isinstance(value, list):
        return pf.MetaList(*(metadata(item) for item in value if item is not None))
    if isinstance(value, bool):
        return pf.MetaBool(value)
    return pf.MetaInlines(*_inlines(str(value)))


def _inlines(text: str) -> list[pf.Inline]:
    if WEB.fullmatch(text):
        return [pf.Link(pf.Str(text), url=text)]
    if MAIL.fullmatch(text):
        return [pf.Link(pf.Str(text), url=f"mailto:{text}")]
    parts: list[pf.Inline] = []
    for index, line in enumerate(text.strip().split("\n")):
        if index:
            parts.append(pf.LineBreak())
        for number, word in enumerate(line.split(" ")):
            if number:
                parts.append(pf.Space())
            if word:
                parts.append(pf.Str(word))
    return parts


def _prepare(doc: pf.Doc) -> None:
    key, file = doc.get_metadata("employer"), doc.get_metadata("employers")
    if not key or not file:
        raise EmployerRecordError("say `-M employer=KEY -M employers=FILE`")
    # The base loader: a record is text, and `01234` or `NO` stay what they are.
    records = yaml.load(Path(str(file)).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    if not isinstance(records, Mapping) or not isinstance(records.get(key), Mapping):
        raise EmployerRecordError(f"{file} has no employer `{key}`")
    apply(doc, records[key])


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=_prepare, doc=doc)


if __name__ == "__main__":
    main()
