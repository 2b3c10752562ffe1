"""Values as text, in Ruby's way: nothing is '', true is `true`, and a list is what it holds.

python-liquid's filters take Python's way, in which a missing value is the word `None`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from liquid.exceptions import FilterArgumentError
from liquid.filter import string_filter
from liquid.undefined import is_undefined

_MODULE = "liquid.builtin.filters.string"
_WITH_TEXTS = ("append", "prepend", "remove", "replace")  # and `remove_first` and so on


def to_liquid_string(value: object, autoescape: bool = False) -> str:
    """Return `value` as text; `autoescape` is python-liquid's, and is not used here.

    Raises `FilterArgumentError` for a record, which has no text.
    """
    if value is None or is_undefined(value):
        return "" if value is None else str(value)  # what is missing here raises its own error
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "".join(map(to_liquid_string, value))
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    if isinstance(value, Mapping) and value:
        fields = ", ".join(f"`{key}`" for key in value)
        raise FilterArgumentError(
            f"a whole record is no text; name the field of it: {fields}", token=None
        )
    return str(value)


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, (list, tuple, range)):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def join(value: object, separator: object = " ") -> str:
    """Put the items of a list, at any depth, behind each other."""
    return to_liquid_string(separator).join(map(to_liquid_string, _flat(value)))


@string_filter
def split(text: str, separator: object) -> list[str]:
    """Return the parts of `text`; empty ones at its end do not count."""
    by = to_liquid_string(separator)
    parts = text.split() if by == " " else text.split(by) if by else list(text)
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _in_rubys_way(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    has_texts = name.startswith(_WITH_TEXTS)

    @functools.wraps(function)  # which keeps what the filter wants to be given
    def filter_(value: object, *arguments: object, **named: Any) -> Any:
        given = map(to_liquid_string, arguments) if has_texts else arguments
        text = value if isinstance(value, (list, tuple, range)) else to_liquid_string(value)
        return function(text, *given, **named)

    return filter_


def filters_of(filters: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Return those of python-liquid's `filters` that make text, in Ruby's way."""
    theirs = {
        name: _in_rubys_way(name, function)
        for name, function in filters.items()
        if function.__module__ == _MODULE
    }
    return theirs | {"join": join, "split": split}
