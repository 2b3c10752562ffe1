"""What a rule is given, and what it gives back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from filters import employer
from pipeline import settings
from pipeline.checks import lives, names, spelling_list
from pipeline.checks.names import Names
from pipeline.checks.policy import Policy
from pipeline.letter.prose import Prose
from pipeline.model.document import KeyPath, texts
from pipeline.model.inputs import digest
from pipeline.model.location import Location
from pipeline.model.rule import Rule
from pipeline.settings import Settings, fields
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

# A number of a vacancy or the like: no word, no day and no address of the web.
REFERENCE = re.compile(r"(?=.*\d)(?!\d{1,2}$|\d{4}(?:-\d\d){0,2}$)(?!\w+:)[\w/.-]{5,30}")


@dataclass(frozen=True)
class Known:
    """What is known of the site, whichever letter is looked at."""

    site: Site
    today: datetime.date
    policy: Policy
    """What the configuration says of the checks."""
    rules: Mapping[str, Rule]
    """All that there are, by code."""

    def look_up(self) -> None:
        """Look up all that there is, so that the copies of this process have it."""
        self.names, self.sender_words, self.lives, self.values  # noqa: B018
        spelling_list.misspellings()

    @cached_property
    def names(self) -> Names:
        """The names of all employers."""
        return names.of(self.site.employers)

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What has a digit and stands in one record alone, with the key of that record."""
        found: dict[str, str] = {}
        twice = set()
        for key, record in self.site.employers.items():
            for text in set(texts(record)):
                if REFERENCE.fullmatch(text):
                    twice |= {text} if text in found else set()
                    found[text] = key
        return {text: key for text, key in found.items() if text not in twice}

    @cached_property
    def sender_words(self) -> str:
        """All that the configuration says of the site and its sender, in lower case."""
        config = self.site.config.value
        said = [config.get(key) for key in ("sender", "author", "title", "url", "name", "email")]
        return "\n".join(texts(said)).casefold()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the rules know of all records and letters, whichever is looked at."""
        known = self.names
        return digest(
            [
                {text: [vars(name) for name in found] for text, found in known.by_text.items()},
                {host: sorted(keys) for host, keys in known.hosts.items()},
                {url: sorted(keys) for url, keys in known.urls.items()},
                {key: pattern.pattern for key, pattern in known.own.items()},
                known.called,
                *(self.values, self.sender_words, sorted(self.lives)),
            ]
        )

    @cached_property
    def pages(self) -> lives.Pages:
        """What the pages of the site say."""
        return lives.pages(self.site)

    @cached_property
    def lives(self) -> frozenset[str]:
        """The keys of the employers that belong to the sender's own life."""
        return lives.find(self.pages, self.site.employers, self.names)


@dataclass(frozen=True)
class Subject:
    """A letter in words, and all that it may be held against."""

    letter: Letter
    settings: Settings
    record: Mapping[str, Any]
    prose: Prose
    known: Known
    policy: Policy

    @cached_property
    def language(self) -> str:
        """The letter's language, without its country: `en`."""
        return self.settings.language.code

    @cached_property
    def printed(self) -> tuple[Datum, ...]:
        """What the front matter puts on the page or into the PDF's properties."""
        front = self.letter.front
        keys = ("title", "description", *settings.PARTS)
        return tuple(
            Datum(key, text, front.place(key, *path))
            for key in keys
            if key != "signature_image"
            for path, text in _texts(front.value.get(key), ())
        )

    @cached_property
    def data(self) -> tuple[Datum, ...]:
        """What the page shows of the employer's record, of the sender and of the site, in lines."""
        found: list[Datum] = []
        key = self.settings.employer or ""
        if "recipient" not in self.settings.parts:
            for name in ("company", "name", "department", "contact", "address", "country"):
                value = self.record.get(name)
                if name == "name" and self.record.get("company"):
                    continue
                if name == "contact" and isinstance(value, Mapping):
                    value = value.get("name")
                records = self.known.site.records
                for path, line in _lines(value, ()):
                    found.append(Datum(name, line, records.place(key, name, *path)))
        document = self.letter.front if self.letter.get("sender") else self.known.site.config
        sender = document.value.get("sender")
        for field in fields.SENDER if isinstance(sender, Mapping) else ():
            if field.key not in fields.PICTURES:
                for path, line in _lines(sender.get(field.key), ()):
                    place = document.place("sender", field.key, *path)
                    found.append(Datum(field.key, line, place, may_ask=True))
        if self.settings.footer:
            place = self.known.site.config.place("footer")
            found.append(Datum("footer", self.settings.footer, place))
        return tuple(found)

    @cached_property
    def own_words(self) -> str:
        """All that the employer's record says, in lower case."""
        return "\n".join(texts(self.record)).casefold()


@dataclass(frozen=True)
class Datum:
    """What is printed and stands in no letter's text."""

    key: str
    text: str
    place: Location | None
    may_ask: bool = False
    """Whether Liquid in it is read."""


@dataclass(frozen=True)
class Hit:
    """What a rule found: from `start` to `end` in the prose, or else at `place`."""

    rule: Rule
    message: str
    start: int = -1
    end: int = -1
    hint: str = ""
    severity: str = ""
    """Where this case is graver, or less grave, than the rule."""
    place: Location | None = None
    repair: tuple[int, int, str] | None = None
    """The span that becomes another text, where that cannot be wrong."""


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Yield all that a value says, each with the keys and numbers that lead to it."""
    if isinstance(value, (dict, list)):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in inside:
            yield from _texts(item, (*path, key))
    elif value is not None:
        yield path, str(value)


def _lines(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Yield the lines of a value, each with the path of its item."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _lines(item, (*path, index))
    else:
        yield from ((path, line) for line in employer.lines(value))
