"""The JSON Schemas of the files that an author writes, for editors: draft 2020-12.

They come from the table of settings. A file may hold more: it is Jekyll's, and its author's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.settings import reference

LETTER, CONFIG, EMPLOYERS = "letter", "config", "employers"
KINDS = (CONFIG, LETTER, EMPLOYERS)

Schema = Mapping[str, Any]


def of(kind: str) -> Schema:
    """Return the schema of a `_config.yml`, of a letter's front matter, or of the employers."""
    known = reference.schemas()
    if kind != EMPLOYERS:
        return known[kind]
    record = {key: value for key, value in known["record"].items() if key != "$schema"}
    return {
        "$schema": known["record"]["$schema"],
        "title": "_data/employers.yml",
        "description": "A record for each employer, below its key.",
        "type": ["object", "null"],
        "additionalProperties": record,
    }


def of_files() -> Mapping[str, Schema]:
    """Return the schemas by name, of the files that are YAML as a whole."""
    return {kind: of(kind) for kind in (CONFIG, EMPLOYERS)}
