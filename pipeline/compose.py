"""A letter in words: read, its settings checked, and its Liquid rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline import context, defaults, liquid, settings
from pipeline.errors import Finding, Place, UndefinedError
from pipeline.orders import Order
from pipeline.settings import Settings
from pipeline.site import Site
from pipeline.source import Letter
from pipeline.sourcemap import MappedText


@dataclass(frozen=True)
class Composed:
    """A letter as Markdown, its values known, before Pandoc sees it."""

    order: Order
    letter: Letter
    settings: Settings
    record: Mapping[str, Any]
    """The employer's."""
    names: Mapping[str, Any]
    """What its Liquid sees."""
    rendered: liquid.Rendered
    mapped: MappedText
    """The Markdown as Jekyll would have it, the values in place, and where all of it stands."""
    notes: tuple[Finding, ...]
    """What was pointed out so far."""

    def place_of(self, words: str) -> Place:
        """Return where `words` first stand in the letter, its front matter last; or its file."""
        offset = self.mapped.text.find(words)
        if offset >= 0:
            return self.mapped.place(offset)
        front = self.letter.front
        keys = (key for key, value in front.value.items() if words and words in str(value))
        return next((front.place(key) for key in keys), Place(self.letter.file))

    def place_behind(self, number: int, words: str) -> Place:
        """Return where `words` stand behind the mark `number`, or its place if they do not.

        That is the letter's file where there is no such mark.
        """
        marks = self.rendered.tokens.marks
        if not 0 <= number < len(marks):
            return Place(self.letter.file)
        start = self.mapped.offset(marks[number])
        offset = self.mapped.text.find(words, start) if words and start is not None else -1
        return marks[number] if offset < 0 else self.mapped.place(offset)


def compose(order: Order, site: Site) -> Composed:
    """Read the letter of `order`, and render it with its employer's record and its site.

    Raises `SourceError` and its kinds, and `LiquidError`, with their places.
    """
    letter = defaults.read(order.file, site, order.encoding)
    wanted = settings.read(letter.front, site.config, order.employer, order.pages)
    record = context.record_of(letter, wanted, site)
    context.check_papers(order, wanted, letter)
    missed = context.check_address(record, wanted, letter, site)
    names = context.names(letter, wanted, record, site)
    place = Place(letter.file, letter.body_line, 1)
    try:
        rendered = liquid.render(letter.body, place, names, site.includes, order.encoding)
    except UndefinedError as error:
        if wanted.employer or "`employer." not in str(error):
            raise
        hint = "The letter names no employer: write `employer: KEY` in its front matter."
        raise UndefinedError(str(error), error.finding.place, hint) from error
    notes = (*letter.front.notes, *missed)
    return Composed(order, letter, wanted, record, names, rendered, rendered.mapped(), notes)
