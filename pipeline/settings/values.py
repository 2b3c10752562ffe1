"""The values of settings: the letter's own before the configuration's, before the usual ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.model.document import Document
from pipeline.model.errors import Problems
from pipeline.model.location import Location
from pipeline.settings.fields import BY_KEY, Field


@dataclass(frozen=True)
class Values:
    """What a letter's front matter and its site's configuration say."""

    front: Document
    config: Document
    problems: Problems
    """Takes what cannot be used; the usual value stands for it."""

    def read(self, key: str) -> Any:
        """Return the value of the setting `key`, as its kind has it."""
        field = BY_KEY[key]
        document = self._document(field)
        if document is None:
            return self._usual(field)
        value, place = document.value[key], document.place(key)
        return self.problems.attempt(lambda: field.kind.read(value, key, place), self._usual(field))

    def place(self, key: str) -> Location:
        """Return where the value of `key` is given, or the letter."""
        document = self._document(BY_KEY[key])
        return document.place(key) if document else Location(self.front.file)

    def is_given(self, key: str) -> bool:
        """Tell whether the letter or the configuration gives a value for `key`."""
        return self._document(BY_KEY[key]) is not None

    def is_own(self, key: str) -> bool:
        """Tell whether the letter itself gives a value for `key`."""
        return self._document(BY_KEY[key]) is self.front

    def _usual(self, field: Field) -> Any:
        if field.usual is None:
            return None
        return field.kind.read(field.usual, field.key, Location(self.front.file))

    def _document(self, field: Field) -> Document | None:
        """Return the file that gives a value for `field`; None where neither does."""
        nothing: tuple[Any, ...] = (None,) if field.is_said_empty else (None, "", [])
        own = self.front.value.get(field.key) if field.in_letter else None
        if own not in nothing and not (own is None or field.is_of_tool(own)):
            return self.front
        value = self.config.value.get(field.key) if field.in_config else None
        return None if value in (None, "", []) or field.is_of_theme(value) else self.config
