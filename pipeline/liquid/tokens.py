"""Values on their way through Markdown, as words that Markdown leaves alone.

A token stands for a value from its `{{ output }}` to the filter that puts the value into the
document's tree. It is one word of lower-case ASCII letters and digits, so that smart quotes,
emphasis inside words and line breaking treat it like a word. It carries a nonce that is made of the
letter's own text, and is not in it: the same letter has the same tokens in every run, and neither
chance nor purpose puts one into another text.
"""

from __future__ import annotations

import hashlib
import html
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from filters.markup.addresses import MAIL
from pipeline.model import sourcemap
from pipeline.model.location import Location

# A link's scheme and a mail address' `@` stay outside of the token: `<{{ url }}>` is only then
# read as a link, and never as an HTML tag.
_SCHEME = re.compile(r"(?:https?://|mailto:|tel:)(?=.)", re.IGNORECASE | re.DOTALL)


def nonce_of(text: str) -> str:
    """Return the nonce for the tokens of `text`: a word of it alone that does not stand in it."""
    for number in itertools.count():
        digest = hashlib.sha256(f"{number} {text}".encode("utf-8", "surrogatepass")).hexdigest()
        nonce = f"cp{digest[:20]}v"
        if nonce not in text:
            return nonce
    raise AssertionError  # there is always another number


@dataclass
class Tokens:
    """The values of one letter, each with the place in the letter that prints it."""

    nonce: str
    values: dict[str, tuple[str, Location]] = field(default_factory=dict)
    escaped: dict[str, str] = field(default_factory=dict)
    """What Liquid makes of the values that a filter escaped: the tree takes the value itself."""
    marks: list[Location] = field(default_factory=list)
    """The places that marks stand for, see `pipeline.model.sourcemap`."""
    _minted: dict[tuple[str, Location, str | None], str] = field(default_factory=dict)
    _marked: dict[Location, str] = field(default_factory=dict)

    def mint(self, value: str, place: Location) -> str:
        """Return the words that stand for `value` in Markdown; '' stands for itself."""
        if not value:
            return ""
        if scheme := _SCHEME.match(value):
            return scheme.group() + self._token(value[scheme.end() :], place)
        if MAIL.fullmatch(value):
            name, _, domain = value.partition("@")
            return f"{self._token(name, place)}@{self._token(domain, place)}"
        return self._token(value, place)

    def mint_as(self, value: str, said: str, place: Location) -> str:
        """Return the word for `value`, of which Liquid says `said`."""
        return self._token(value, place, said)

    def mint_like(self, before: object, value: str, place: Location) -> str:
        """Return the words for `value`, which was made of `before`: what was escaped still is."""
        found = re.findall(rf"{self.nonce}\d+z", before) if isinstance(before, str) else ()
        if any(token in self.escaped for token in found):
            return self._token(html.unescape(value), place, value) if value else ""
        return self.mint(value, place)

    def _token(self, value: str, place: Location, escaped: str | None = None) -> str:
        # What a loop prints again gets the same token.
        key = (value, place, escaped)
        token = self._minted.setdefault(key, f"{self.nonce}{len(self.values)}z")
        self.values[token] = (value, place)
        if escaped is not None:
            self.escaped[token] = escaped
        return token

    def mark(self, place: Location) -> str:
        """Return the mark of `place`; '' where there are more places than marks."""
        code = sourcemap.FIRST_MARK + len(self.marks)
        if place not in self._marked and code <= sourcemap.LAST_MARK:
            self._marked[place] = chr(code)
            self.marks.append(place)
        return self._marked.get(place, "")

    def escape(self, text: str, escape: Callable[[str], str]) -> str:
        """Return `text` escaped for HTML, in which a token's value stays what it is."""

        def escaped(part: str) -> str:
            if part not in self.values:
                return escape(part)
            text = escape(self.resolve(part))
            return self._token(html.unescape(text), self.values[part][1], text)

        return "".join(map(escaped, re.split(rf"({self.nonce}\d+z)", text)))

    def each(self, text: str, change: Callable[[str], str]) -> str:
        """Return `text` with `change` made to every token."""

        def changed(match: re.Match[str]) -> str:
            token = match.group()
            return change(token) if token in self.values else token

        return re.sub(rf"{self.nonce}\d+z", changed, text)

    def replace(self, text: str, change: Callable[[str, Location], str]) -> str:
        """Return `text` with every token replaced by what `change` makes of its value."""
        return self.each(text, lambda token: change(*self.values[token]))

    def resolve(self, text: str) -> str:
        """Return `text` as Liquid has it: every token replaced by its value, and without marks."""
        bare = sourcemap.unmarked(text)
        return self.each(bare, lambda token: self.escaped.get(token, self.values[token][0]))

    def table(self) -> dict[str, Any]:
        """Return what the filter needs, as plain data that JSON can hold."""
        return {
            "nonce": self.nonce,
            "values": {
                token: {
                    "text": value,
                    "file": str(place.file),
                    "line": place.line,
                    "column": place.column,
                }
                for token, (value, place) in self.values.items()
            },
        }
