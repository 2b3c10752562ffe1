"""What filters tell each other in a document's tree, in names that no letter can use.

The letter's own attributes go through `foreign`, which leaves none of these among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_PREFIX = "coverpress-"
_BLOCKS = "kramdown"  # the classes of `filters.markup.divs`
SOURCE = f"{_PREFIX}source"
"""The number of the mark of a source line, on an empty `Span` before its first word, or on code."""
NOTE = f"{_PREFIX}note"
"""A number that a footnote has got, on an empty `Span` behind it, since it is referred to again."""
NOTE_AGAIN = f"{_PREFIX}note-again"
"""The same number, on the `Span` that refers to the footnote once more."""
SMALL = f"{_PREFIX}small"
"""On a `Span` whose words are smaller than those around it."""
ALIGN = f"{_PREFIX}align"
"""`center` or `right`, on a `Div` whose lines stand there."""

FLOAT = f"{_PREFIX}float"
"""`left` or `right`, on an `Image` that the text flows around."""


def foreign(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return the `attributes` that a letter may give: all but those of the filters' own."""
    return {key: text for key, text in attributes.items() if not key.startswith(_PREFIX)}


def foreign_names(classes: Iterable[str]) -> list[str]:
    """Return the `classes` that a letter may give: all but those of the filters' own."""
    return [name for name in classes if not name.startswith((_PREFIX, _BLOCKS))]
