"""What is read of a letter: its blocks, and what is defined for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.markdown.tree import Node


@dataclass
class Document:
    """What is read: the blocks, and what is defined for all of them."""

    root: Node = field(default_factory=lambda: Node("root"))
    notes: dict[str, Node] = field(default_factory=dict)
    """The footnotes, by their names."""
    links: dict[str, Node] = field(default_factory=dict)
    """Where links lead, and their titles, by their names."""
    definitions: list[str] = field(default_factory=list)
    """The attribute lists that have names."""
    ignored: list[str] = field(default_factory=list)
    """Extensions that have no effect on a letter."""
