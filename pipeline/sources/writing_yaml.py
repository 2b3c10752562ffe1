"""YAML as a person would write it: a few keys, text in quotes only where it needs them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

# What no reader of YAML takes for anything but this text.
_PLAIN = re.compile(r"(?:\d+ )?[A-Za-z\u00c0-\u024f](?:[\w&'()/.,;+?!%@=-]|:(?=//)| (?!#))*")
_WORDS = re.compile(r"(?:true|false|yes|no|on|off|null|y|n)", re.IGNORECASE)


def scalar(value: Any) -> str:
    """Return `value` as YAML in one line, which reads as the same text, number or switch."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    is_plain = _PLAIN.fullmatch(value) and value == value.strip() and not _WORDS.fullmatch(value)
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def block(values: Mapping[str, Any], indent: int = 0) -> str:
    """Return `values` as lines of YAML, each indented by so many spaces.

    A value is a scalar, a list of scalars, or a mapping.
    """
    before, lines = " " * indent, []
    for key, value in values.items():
        name = scalar(key)
        if isinstance(value, Mapping):
            lines.append(f"{before}{name}:\n{block(value, indent + 2)}")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            items = "".join(f"{before}  - {scalar(item)}\n" for item in value)
            lines.append(f"{before}{name}:\n{items}")
        else:
            lines.append(f"{before}{name}: {scalar(value)}\n")
    return "".join(lines)
