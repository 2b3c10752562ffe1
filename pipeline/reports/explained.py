"""What there is to say of one rule, for a person at a terminal: from the rule's own text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pipeline.model.rule import NOTE, PARAGRAPH, SITE, Rule
from pipeline.model.words import a

WIDTH = 80
"""Columns, which no line is wider than."""


def explained(rule: Rule) -> str:
    """Return what `rule` finds, why it is as grave as it is, and how it is turned off."""
    return "\n".join(_lines(rule)) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} ({rule.severity})"
    yield from _wrapped(rule.says)
    if rule.because:
        yield f"Why {a(rule.severity)}:"
        yield from _wrapped(rule.because)
    elif rule.severity == NOTE:
        yield "Why a note:"
        yield from _wrapped("It is good to know, and nothing need be done.")
    if rule.example:
        yield "For example:"
        yield from _wrapped(rule.example)
    if rule.is_fixed:
        yield "It cannot be turned off: it stops the work by itself."
        return
    yield "To turn it off:"
    where = "in `_config.yml`"
    if rule.within != SITE:
        where = "for all letters, in `_config.yml`; for one letter, in its front matter"
    yield from _wrapped(f"{where}:")
    yield f"    check: {{{rule.code}: off}}"
    if rule.within == PARAGRAPH:
        yield from _wrapped("for one paragraph, on a line of its own above it:")
        yield f"    <!-- check: off {rule.code} -->"
    yield from _wrapped("In the place of `off`, `note`, `warning` or `error` says how grave it is.")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
