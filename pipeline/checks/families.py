"""The families of rules that look at a letter, each a room of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from pipeline.checks import (
    characters,
    consistency,
    damage,
    dates,
    employers,
    holes,
    leftovers,
    limits,
    links,
    markup,
    numbers,
    persons,
    placeholders,
    shape,
    spelling,
    tongues,
    values,
)
from pipeline.checks.subject import Hit, Subject
from pipeline.model.rule import Rule


class Family(Protocol):
    """A room of rules: what they are, and what they find in a letter."""

    @property
    def RULES(self) -> tuple[Rule, ...]:  # noqa: N802  a constant of the module
        """Its rules."""

    @property
    def check(self) -> Callable[[Subject], Iterator[Hit]]:
        """Find them."""


FAMILIES: tuple[Family, ...] = (
    *(
        employers,
        placeholders,
        holes,
        leftovers,
        shape,
        markup,
        numbers,
        damage,
        spelling,
        dates,
        links,
        limits,
    ),
    *(persons, consistency, values, tongues, characters),
)
"""Every family that looks at a letter: a new one is listed here, and nowhere else."""
