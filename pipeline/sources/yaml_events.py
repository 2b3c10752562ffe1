"""libyaml's events, with what an alias stands for in place of the alias."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

_MOST_SHARED = 100_000  # events: a few aliases of aliases would make billions


def read(text: str) -> Iterator[Any]:
    """Yield the events of a YAML stream; of an alias, those of the node that has its anchor.

    Raises `yaml.MarkedYAMLError`, also at an alias whose anchor does not end above it, and at an
    anchor on a plain value that no alias asks for: there it is text.
    """
    nodes: dict[str, list[Any]] = {}
    unasked: dict[str, Any] = {}
    recording: list[tuple[str | None, list[Any]]] = []  # of the collections that are open
    shared = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        replayed = [event]
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in nodes:
                raise _error("this alias is undefined", event)
            replayed = nodes[event.anchor]
            unasked.pop(event.anchor, None)
            shared += len(replayed)
            if shared > _MOST_SHARED:
                raise _error("too much is shared by aliases", event)
        elif isinstance(event, yaml.CollectionStartEvent):
            recording.append((event.anchor, []))
        elif isinstance(event, yaml.ScalarEvent) and event.anchor:
            nodes[event.anchor] = replayed
            unasked[event.anchor] = event
        for anchor, node in recording:
            if anchor:  # nobody else asks for it again
                node.extend(replayed)
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, node = recording.pop()
            if anchor:
                nodes[anchor] = node
        yield from replayed
    for event in unasked.values():
        raise _error("this anchor is never used", event)


def _error(problem: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
