"""What the table of settings says to others: the tables of the reference, and JSON Schemas.

Run as a program, it writes the tables of `docs/reference.md` anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.settings.fields import FIELDS, RECORD, SENDER, Field

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_OWN = {
    "record": (
        "anything else",
        "yours: `{{ employer.jobtitle }}` in a letter, `$employer.jobtitle$` in a template",
    ),
    "letter": (
        "anything else",
        "yours: `{{ page.key }}`. Only `name`, `url`, `dir` and `content` are the page's own, as in"
        " Jekyll",
    ),
}
_BETWEEN = re.compile(r"(?<=<!-- (letter|config|sender|record) -->\n)(?:\|.*\n)*")


def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return the JSON Schemas by name: of front matter, configuration, sender and records.

    A file may hold more: it is Jekyll's, and its author's, as well.
    """
    letter = _schema("Front matter of a letter", (f for f in FIELDS if f.in_letter))
    config = _schema("_config.yml", (f for f in FIELDS if f.in_config), of_config=True)
    sender = _schema("sender", SENDER)
    config["properties"]["sender"] |= {"properties": sender["properties"]}
    return {
        "letter": letter,
        "config": config,
        "sender": sender,
        "record": _schema("Record of an employer", RECORD),
    }


def _schema(title: str, fields: Iterable[Field], *, of_config: bool = False) -> dict[str, Any]:
    properties = {field.key: _property(field, of_config=of_config) for field in fields}
    return {
        "$schema": _DRAFT,
        "title": title,
        "type": "object",
        "properties": properties,
        "additionalProperties": True,
    }


def _property(field: Field, *, of_config: bool) -> dict[str, Any]:
    kinds: list[Mapping[str, Any]] = [field.kind.schema(), {"enum": [None, "", []]}]
    if of_config and field.of_themes:
        kinds.append(field.of_themes)
    schema: dict[str, Any] = {"anyOf": kinds, "description": field.words}
    if field.usual not in (None, ""):
        schema["default"] = field.usual
    return schema


def tables() -> Mapping[str, str]:
    """Return the tables of the reference by name, in Markdown."""
    shared = [field for field in FIELDS if field.in_letter and field.in_config]
    for_all = (_keys(shared), "for every letter that does not say otherwise")
    of_config = [field for field in FIELDS if field.in_config and not field.in_letter]
    (sender, *others) = _rows(of_config)
    return {
        "letter": _table("key", [*_rows(f for f in FIELDS if f.in_letter), _OWN["letter"]]),
        "config": _table("key", [sender, for_all, *others]),
        "sender": _table("key", _rows(SENDER)),
        "record": _table("field", [*_rows(RECORD), _OWN["record"]]),
    }


def _rows(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    for words, group in groupby(fields, lambda field: field.words):
        yield _keys(group), words


def _keys(fields: Iterable[Field]) -> str:
    return ", ".join(f"`{field.shown or field.key}`" for field in fields)


def _table(heading: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [(heading, "meaning"), ("---", "---"), *rows]
    return "".join(f"| {key} | {words} |\n" for key, words in lines).replace(
        "| --- | --- |", "|---|---|"
    )


def renewed(page: str) -> str:
    """Return the reference `page` with its tables as they are to be."""
    made = tables()
    return _BETWEEN.sub(lambda found: made[found[1]], page)


def main() -> None:
    """Write the tables of the page that the command line names anew."""
    file = Path(sys.argv[1])
    file.write_text(renewed(file.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
