"""YAML as its author meant it: every value with its place, and nothing quietly changed.

Only the part of YAML that letters and records use is accepted. A plain scalar becomes a number
only where the number prints exactly as it was written, and a boolean only where it says ``true``
or ``false``; everything else stays the text that it is. Whatever YAML would swallow is an error
(aliases, anchors, tags, duplicate keys) or is pointed out (a comment that looks like text).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import Finding, Place, YamlError

Key = str | int
KeyPath = tuple[Key, ...]

_MAX_DEPTH = 60
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
# YAML's timestamps (https://yaml.org/type/timestamp.html), as far as a letter writes them.
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d)(?::(\d\d)(?:\.\d*)?)?"
    r"(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?)?"
)
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True}
_BOOLEANS |= {"false": False, "False": False, "FALSE": False}
# YAML 1.1 reads these as booleans, and so does Jekyll. `NO` is left alone: it is Norway.
_WERE_BOOLEANS = {"yes", "Yes", "no", "No", "on", "On", "off", "Off"}

# libyaml's words for the slips that people make, in theirs.
_IN_PLAIN_WORDS = {
    "mapping values are not allowed": (
        "a `: ` inside a value that has no quotes",
        'Put the value in quotes: `key: "Senior: Engineer"`.',
    ),
    "found character that cannot start any token": (
        "a value cannot begin with this character",
        "Put the value in quotes; indent with spaces, never with tabs.",
    ),
    "found a tab character": ("a tab in the indentation", "Indent with spaces."),
    "found unexpected end of stream": ("a quotation mark is never closed", "Close it."),
    "could not find expected ':'": ("a line without `key: value`", "Write `key: value`."),
    "did not find expected key": (
        "the line does not fit what stands above it",
        'Check the indentation, and put a value with `[`, `{`, `"` or `#` in quotes.',
    ),
    "did not find expected ',' or ']'": (
        "a value that begins with `[` is read as a list",
        'Put the value in quotes: `key: "[m/f] Engineer"`.',
    ),
}


@dataclass(frozen=True)
class Document:
    """A YAML file that was read: its value, and where in the file each part of it stands."""

    file: Path
    value: Any
    places: Mapping[KeyPath, Place]
    notes: tuple[Finding, ...]

    def place(self, *path: Key) -> Place:
        """Return where the value at `path` stands, or the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place(self.file, 1)


def load(text: str, file: Path, first_line: int = 1) -> Document:
    """Read one YAML document, which begins at line `first_line` of `file`.

    Returns a `Document` of dicts (keys are text), lists, text, numbers, booleans and None.
    Raises `YamlError` with line and column.
    """
    reader = _Reader(text, file, first_line)
    try:
        value = reader.document()
    except yaml.MarkedYAMLError as error:
        raise reader.translate(error) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        raise YamlError(
            f"the character U+{_code_point(error.character):04X} is not allowed in YAML",
            Place(file, line),
            "Delete it; it is invisible in most editors.",
        ) from error
    return Document(file, value, reader.places, tuple(reader.notes))


def _code_point(character: int | str) -> int:
    """Return a number for what PyYAML's two readers report as a number or as text."""
    return character if isinstance(character, int) else ord(character)


class _Reader:
    """Builds values from libyaml's events, one pass, noting the place of each."""

    def __init__(self, text: str, file: Path, first_line: int) -> None:
        self.lines = text.split("\n")
        self.file = file
        self.first_line = first_line
        self.places: dict[KeyPath, Place] = {}
        self.notes: list[Finding] = []
        self._events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> Any:
        next(self._events)  # the stream's start
        event: Any = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = self._value(next(self._events), ())
        next(self._events)  # the document's end
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise YamlError(
                "a second document begins here",
                self._place(event.start_mark),
                "Keep one document in a file; delete the `---`.",
            )
        return value

    def _value(self, event: Any, path: KeyPath) -> Any:
        self._refuse_sharing(event)
        if len(path) > _MAX_DEPTH:
            raise YamlError("nested too deeply", self._place(event.start_mark))
        if isinstance(event, yaml.ScalarEvent):
            if event.value or event.style:  # what is empty keeps the place of its key
                self.places[path] = self._place(event.start_mark)
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._items(path))
        return self._mapping(path)

    def _items(self, path: KeyPath) -> Iterator[Any]:
        index = 0
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            self.places[(*path, index)] = self._place(event.start_mark)
            yield self._value(event, (*path, index))
            index += 1

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            self._refuse_sharing(event)
            place = self._place(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError(
                    "a key must be text", place, "Put a value that has `[` or `{` in quotes."
                )
            key = event.value
            if key in mapping:
                first = self.places[(*path, key)].line
                raise YamlError(
                    f"the key `{key}` stands here a second time",
                    place,
                    f"It is in line {first} already; only one of them would count. Delete one.",
                )
            self.places[(*path, key)] = place
            mapping[key] = None
            mapping[key] = self._value(next(self._events), (*path, key))
        return mapping

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.style:  # quoted or block: the author said that it is text
            return text
        self._note_comment(event)
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if text in _WERE_BOOLEANS:
            self._note(
                "yaml.boolean",
                f"`{text}` is read as text, not as true or false",
                event.start_mark,
                f'Write `true` or `false`, or `"{text}"` to say that it is text.',
            )
        if _INTEGER.fullmatch(text) and text != "-0":
            return int(text)
        if _DECIMAL.fullmatch(text) and repr(float(text)) == text:
            return float(text)
        if stamp := _TIMESTAMP.fullmatch(text):
            self._check_date(stamp, event)
        return text

    def _check_date(self, stamp: re.Match[str], event: Any) -> None:
        try:
            datetime.datetime(*(int(part or 0) for part in stamp.groups()))  # type: ignore[arg-type]
        except ValueError as error:
            raise YamlError(
                f"`{event.value}` is not a date: {error}",
                self._place(event.start_mark),
                "Correct the date, or put it in quotes if it is text.",
            ) from error

    def _note_comment(self, event: Any) -> None:
        """Point out `C# #1 dev`, of which YAML keeps `C#`."""
        mark = event.end_mark
        if not event.value or mark.line >= len(self.lines):
            return
        rest = self.lines[mark.line][mark.column :]
        comment = rest.lstrip()
        if comment.startswith("#") and len(rest) - len(comment) == 1 and comment[1:2].strip():
            self._note(
                "yaml.comment",
                f"`{comment}` is read as a comment: the value is `{event.value}` only",
                mark,
                "Put the whole value in quotes, or write the comment as `  # comment`.",
            )

    def _refuse_sharing(self, event: Any) -> None:
        place = self._place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(
                f"`*{event.anchor}` is a YAML alias, which is not supported",
                place,
                "Write the value out, or put it in quotes if it is text.",
            )
        if getattr(event, "anchor", None) is not None:
            raise YamlError(
                f"`&{event.anchor}` is a YAML anchor: the text after it would lose this word",
                place,
                "Put the value in quotes.",
            )
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "tag:yaml.org,2002:str":
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            raise YamlError(
                f"`{shown}` is a YAML tag, which is not supported",
                place,
                "Put the value in quotes if it is text.",
            )

    def _note(self, code: str, message: str, mark: Any, hint: str) -> None:
        self.notes.append(Finding(code, message, self._place(mark), hint))

    def _place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + self.first_line, mark.column + 1)

    def translate(self, error: yaml.MarkedYAMLError) -> YamlError:
        """Return libyaml's `error` in plain words."""
        unclosed = "end of stream" in (error.problem or "")
        marks = [error.problem_mark, error.context_mark]
        mark = next((mark for mark in (reversed(marks) if unclosed else marks) if mark), None)
        place = self._place(mark) if mark else Place(self.file, self.first_line)
        problem = error.problem or "not YAML"
        line = self.lines[mark.line] if mark and mark.line < len(self.lines) else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            problem = "found a tab character"
        for words, (message, hint) in _IN_PLAIN_WORDS.items():
            if words in problem:
                return YamlError(message, place, hint)
        return YamlError(problem, place, "Put a value with special characters in quotes.")
