"""The kinds of settings: how each is read, what is said of a value that it cannot have, its schema.

A schema is JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12). It is told to
editors, which point out what would be an error here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline import language
from pipeline.language import Language
from pipeline.model.errors import SettingError
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean

Schema = Mapping[str, Any]
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
_TEXT: Schema = {"type": ["string", "number"]}
_LINES: Schema = {"type": ["string", "number", "array"], "items": _TEXT}


class Kind(Protocol):
    """What a setting may be."""

    def read(self, value: Any, key: str, place: Location) -> Any:
        """Return what `value`, which is given for `key` at `place`, means.

        Raises `SettingError` where it cannot be that.
        """

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""


@dataclass(frozen=True)
class Text:
    """A line of text; a number is its digits."""

    example: str = "text"

    def read(self, value: Any, key: str, place: Location) -> str:
        """Return the text, without white space around it."""
        if isinstance(value, (dict, list, bool)):
            raise SettingError(f"`{key}` is not text", place, f"Write `{key}: {self.example}`.")
        return str(value).strip()

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return _TEXT


@dataclass(frozen=True)
class Lines:
    """A list of texts, or text with a line each."""

    def read(self, value: Any, key: str, place: Location) -> list[str]:
        """Return the texts."""
        if isinstance(value, list) and not any(isinstance(i, (dict, list, bool)) for i in value):
            return [str(item) for item in value if item is not None]
        return Text().read(value, key, place).splitlines() or [""]

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return _LINES


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody: an address or a number, and what is shown for it."""

    address: str
    shown: str = ""
    """A name such as `LinkedIn`; empty where the address itself is shown."""


@dataclass(frozen=True)
class Contacts:
    """One way to reach somebody, or several: texts, or names with their addresses."""

    def read(self, value: Any, key: str, place: Location) -> list[Contact]:
        """Return each of them."""
        found = contacts_of(value)
        if found is None:
            raise SettingError(
                f"`{key}` is neither text nor a list of texts",
                place,
                f"Write `{key}: text`, `{key}: [one, another]` or"
                f" `{key}: {{label: LinkedIn, href: https://…}}`.",
            )
        return found

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        one = {"type": ["string", "number", "object"]}
        return {"anyOf": [one, {"type": "array", "items": one}]}


_ADDRESS = ("href", "url")
_SHOWN = ("label", "name", "title", "text")


def contacts_of(value: Any) -> list[Contact] | None:
    """Return the ways to reach somebody that `value` of YAML names; None where it is no such."""
    found: list[Contact] = []
    for item in value if isinstance(value, list) else [value]:
        fields = item if isinstance(item, dict) else {}
        if isinstance(item, (list, bool)) or any(
            isinstance(part, (dict, list, bool)) for part in fields.values()
        ):
            return None
        if address := next((fields[name] for name in _ADDRESS if fields.get(name)), None):
            shown = next((fields[name] for name in _SHOWN if fields.get(name)), "")
            found.append(Contact(str(address).strip(), str(shown).strip()))
        elif fields:
            found += [Contact(str(part or "").strip(), str(name)) for name, part in fields.items()]
        else:
            found += [Contact(line.strip()) for line in str(item or "").splitlines()]
    return [contact for contact in found if contact.address]


@dataclass(frozen=True)
class Picture:
    """A picture of the site, and the words that stand for it."""

    path: str
    words: str | None = None
    """What a screen reader says of it: nothing if they are empty, and the usual if None."""


@dataclass(frozen=True)
class PictureFile:
    """The path of a picture, alone or with the words that stand for it."""

    example: str

    def read(self, value: Any, key: str, place: Location) -> Picture:
        """Return the picture."""
        found = picture_of(value)
        if found is None:
            raise SettingError(
                f"`{key}` is no path of a picture",
                place,
                f"Write `{key}: {self.example}`, or"
                f" `{key}: {{src: {self.example}, alt: What it shows}}`.",
            )
        return found

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        fields = {"src": _TEXT, "alt": _TEXT}
        return {"type": ["string", "object"], "properties": fields, "required": ["src"]}


def picture_of(value: Any) -> Picture | None:
    """Return the picture that `value` of YAML names; None where it is no such."""
    fields = value if isinstance(value, dict) else {"src": value}
    path, words = fields.get("src"), fields.get("alt")
    if not path or any(isinstance(part, (dict, list, bool)) for part in (path, words)):
        return None
    return Picture(str(path).strip(), None if words is None else str(words).strip())


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, value: Any, key: str, place: Location) -> str:
        """Return the word."""
        word = Text(self.words[0]).read(value, key, place)
        if word not in self.words:
            hint = did_you_mean(word, self.words)
            raise SettingError(f"`{key}` cannot be `{word}`", place, hint)
        return word

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return {"enum": [*self.words]}


@dataclass(frozen=True)
class Switch:
    """`true` or `false`."""

    def read(self, value: Any, key: str, place: Location) -> bool:
        """Return which of the two."""
        if not isinstance(value, bool):
            message = f"`{key}` is neither `true` nor `false`"
            raise SettingError(message, place, f"Write `{key}: true`.")
        return value

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return {"type": ["boolean"]}


@dataclass(frozen=True)
class Count:
    """A number from 1 on."""

    of: str
    example: int = 1

    def read(self, value: Any, key: str, place: Location) -> int:
        """Return the number."""
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            message = f"`{key}` must be a whole number, not `{value}`"
            raise SettingError(message, place, f"Write `{key}: {self.example}`.")
        return value

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return {"type": ["integer"], "minimum": 1}


@dataclass(frozen=True)
class Points:
    """The size of type, in points, with or without the unit."""

    least: float
    most: float

    def read(self, value: Any, key: str, place: Location) -> float:
        """Return the number."""
        number = re.fullmatch(r"(\d+(?:\.\d+)?) ?(?:pt)?", str(value))
        if not number or not self.least <= float(number.group(1)) <= self.most:
            raise SettingError(
                f"`{value}` is no size for a letter's text",
                place,
                f"Write a number of points from {self.least:g} to {self.most:g}: `{key}: 11`.",
            )
        return float(number.group(1))

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        limits = {"minimum": self.least, "maximum": self.most}
        return {"type": ["number", "string"], **limits, "pattern": r"^\d+(\.\d+)? ?(pt)?$"}


@dataclass(frozen=True)
class Millimetres:
    """A length in millimetres, with or without the unit."""

    least: float
    most: float

    def read(self, value: Any, key: str, place: Location) -> float:
        """Return the number."""
        number = re.fullmatch(r"(\d+(?:\.\d+)?) ?(?:mm)?", str(value))
        if not number or not self.least <= float(number[1]) <= self.most:
            raise SettingError(
                f"`{value}` is no length for `{key}`",
                place,
                f"Write a number of millimetres from {self.least:g} to {self.most:g}.",
            )
        return float(number[1])

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        limits = {"minimum": self.least, "maximum": self.most}
        return {"type": ["number", "string"], **limits, "pattern": r"^\d+(\.\d+)? ?(mm)?$"}


@dataclass(frozen=True)
class Colour:
    """A colour: red, green and blue, of two hexadecimal digits each."""

    def read(self, value: Any, key: str, place: Location) -> str:
        """Return the six digits, in capitals."""
        colour = _COLOUR.fullmatch(str(value))
        if not colour:
            raise SettingError(
                f"`{key}` must be six hex digits, not `{value}`",
                place,
                f'For example, write `{key}: "7A1F1F"`.',
            )
        return colour.group(1).upper()

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return {"type": ["string", "integer"], "pattern": f"^{_COLOUR.pattern}$"}


@dataclass(frozen=True)
class Font:
    """A font that comes along, or the name of an installed family."""

    own: tuple[str, ...]
    # Nothing that TeX or its font loader would obey.
    _name = re.compile(r"[^\W_](?:[^\W_]|[ .+-])*")

    def read(self, value: Any, key: str, place: Location) -> str:
        """Return the name; one that comes along in small letters."""
        name = Text(self.own[0]).read(value, key, place)
        if not self._name.fullmatch(name):
            raise SettingError(
                f"`{name}` is no name of a font",
                place,
                f"Write one of {', '.join(self.own)}, or the name of an installed font.",
            )
        return name.casefold() if name.casefold() in self.own else name

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return {"type": ["string", "number"], "examples": list(self.own)}


@dataclass(frozen=True)
class Tongue:
    """A language: a BCP 47 tag, or a name."""

    def read(self, value: Any, key: str, place: Location) -> Language:
        """Return the language."""
        return language.find(Text().read(value, key, place), place)

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return {"type": ["string"], "examples": ["en", "en-GB", "de-AT"]}


@dataclass(frozen=True)
class Papers:
    """One or more sizes of paper."""

    known: tuple[str, ...]

    def read(self, value: Any, key: str, place: Location) -> tuple[str, ...]:
        """Return the papers, each once."""
        written = value if isinstance(value, list) else [value]
        for name in written:
            if str(name).casefold() not in self.known:
                raise SettingError(
                    f"`{name}` is no paper that letters are set on",
                    place,
                    f"Write `{key}: [{', '.join(self.known)}]`, or one of them.",
                )
        return tuple(dict.fromkeys(str(name).casefold() for name in written))

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        # Editors know no pattern without case.
        letters = (
            "".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in n) for n in self.known
        )
        one = {"type": "string", "pattern": f"^(?:{'|'.join(letters)})$"}
        return {"anyOf": [one, {"type": "array", "items": one}]}


@dataclass(frozen=True)
class Forms:
    """One or more forms of a letter."""

    known: tuple[str, ...]

    def read(self, value: Any, key: str, place: Location) -> tuple[str, ...]:
        """Return the forms, each once."""
        written = [str(name).casefold() for name in (value if isinstance(value, list) else [value])]
        for name in written:
            if name not in self.known:
                hint = did_you_mean(name, self.known)
                raise SettingError(f"`{name}` is no form of a letter", place, hint)
        return tuple(dict.fromkeys(written))

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        one = {"enum": [*self.known]}
        return {"anyOf": [one, {"type": "array", "items": one}]}


@dataclass(frozen=True)
class Person:
    """A person's name: text, or Jekyll's mapping with a `name`."""

    def read(self, value: Any, key: str, place: Location) -> str:
        """Return the name as far as it is plain text."""
        del key, place  # whatever it is, nobody must be stopped by it
        name = value.get("name") if isinstance(value, dict) else value
        return name.strip() if isinstance(name, str) and "{{" not in name else ""

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return {"type": ["string", "object"]}


ALL = "*"
"""The pattern that every employer's key fits."""
_WHERE = "where"


@dataclass(frozen=True)
class Chosen:
    """Which employers a letter is for: those of some keys or patterns, or of a condition."""

    patterns: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Employers:
    """Several employers: their keys, patterns of keys, `all`, or a condition on their records."""

    def read(self, value: Any, key: str, place: Location) -> Chosen:
        """Return which employers are meant."""
        if isinstance(value, dict):
            condition = value.get(_WHERE)
            if len(value) != 1 or not isinstance(condition, str) or not condition.strip():
                raise SettingError(
                    f"`{key}` is no condition on the records",
                    place,
                    f"Write `{key}: {{{_WHERE}: \"status == 'open'\"}}`.",
                )
            return Chosen(where=condition.strip())
        if str(value).strip().casefold() == "all":
            return Chosen((ALL,))
        return Chosen(tuple(filter(None, (one.strip() for one in Lines().read(value, key, place)))))

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        one = {"type": "object", "properties": {_WHERE: {"type": "string", "minLength": 1}}}
        return {"anyOf": [_LINES, {**one, "required": [_WHERE], "additionalProperties": False}]}


@dataclass(frozen=True)
class Anything:
    """What another room reads, or Jekyll; `form` is the JSON Schema of it."""

    form: tuple[tuple[str, Any], ...] = ()

    def read(self, value: Any, key: str, place: Location) -> Any:
        """Return the value as it is."""
        del key, place
        return value

    def schema(self) -> Schema:
        """Return the JSON Schema of its values."""
        return dict(self.form)
