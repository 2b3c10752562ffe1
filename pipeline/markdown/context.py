"""What the text of a line depends on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from pipeline.markdown import quotes
from pipeline.markdown.links import Link


@dataclass(frozen=True)
class Context:
    """What the text of a line depends on."""

    notes: Collection[str] = ()
    repeated: Collection[str] = ()
    seen: dict[str, int] = field(default_factory=dict)
    """The footnotes referred to so far, by name, with their numbers."""
    links: Mapping[str, Link] = field(default_factory=dict)
    hard_wrap: bool = False
    smart_quotes: tuple[str, ...] = quotes.MARKS
    raw_tex: bool = False
    on_ignored: Callable[[str], None] = lambda _: None
