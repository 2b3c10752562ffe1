"""YAML as its author meant it: every value with its place, and nothing quietly changed.

Only the part of YAML that letters and records use is accepted. A plain scalar becomes a number
only where the number prints exactly as it was written, and a boolean where it says so in lower
case or with a capital; everything else stays the text that it is. Whatever YAML would swallow is
an error (tags, an anchor that no alias asks for) or is pointed out (a key that stands twice, a
comment that looks like text).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import MOST_VALUES, Document, KeyPath
from pipeline.model.errors import YamlError
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.sources import yaml_events, yaml_words

YAML_COMMENT = Rule(
    "yaml.comment",
    WARNING,
    "YAML reads the rest of a value as a comment.",
    "`C# #1 dev`",
    because="The comment may be meant.",
    within=LETTER,
)
YAML_DUPLICATE = Rule(
    "yaml.duplicate",
    WARNING,
    "A key stands twice in the data; the last counts.",
    "`url:`",
    because="Jekyll reads it too, and takes the last.",
    within=LETTER,
)
YAML_DATE = Rule(
    "yaml.date",
    WARNING,
    "There is no such day; the value is read as text.",
    "`2026-02-30`",
    because="The value may be a number of something else.",
    within=LETTER,
)
YAML_BOOLEAN = Rule(
    "yaml.boolean",
    WARNING,
    "A word is read as true or false, as in Jekyll.",
    "`yes`",
    because="It may be meant.",
    within=LETTER,
)
YAML_NULL = Rule(
    "yaml.null",
    WARNING,
    "The value is read as no value.",
    "`Null`",
    because="It may be meant.",
    within=LETTER,
)
RULES = (
    YAML_COMMENT,
    YAML_DUPLICATE,
    YAML_DATE,
    YAML_BOOLEAN,
    YAML_NULL,
)

_MAX_DEPTH = 60
# What is more likely text than a comment: ` #1`, ` # 1`, but not ` # words` nor `  #1`.
_COMMENT = re.compile(r"[ \t](#(?:[^\s#]| ?\d).*)")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
# YAML's timestamps (https://yaml.org/type/timestamp.html), as far as a letter writes them.
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d)(?::(\d\d)(?:\.\d*)?)?"
    r"(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?)?"
)
_NAMES_TOO = {"Null", "NULL"}
_NULLS = {"", "~", "null", *_NAMES_TOO}
_BOOLEANS = {"true": True, "True": True, "TRUE": True}
_BOOLEANS |= {"false": False, "False": False, "FALSE": False}
# So has YAML 1.1 them, and Jekyll, whose `{% if %}` says the opposite of a text `no`. `NO` is left
# alone: it is Norway.
_AS_IN_JEKYLL = {"yes": True, "Yes": True, "on": True, "On": True}
_AS_IN_JEKYLL |= {"no": False, "No": False, "off": False, "Off": False}
_UNDERSTOOD = (("makepdf",), ("check",), ("lang",))

# YAML's printable characters, without the three line ends and the byte order mark that it knows
# besides: no editor shows them, and they would begin a line or a key that nobody sees.
_UNSEEN = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def load(text: str, file: Path, first_line: int = 1, most: int = MOST_VALUES) -> Document:
    """Read one YAML document of at most `most` values, which begins at line `first_line` of `file`.

    Returns a `Document` of dicts (keys are text), lists, text, numbers, booleans and None.
    Raises `YamlError` with line and column.
    """
    if unseen := _UNSEEN.search(text):
        before = text[: unseen.start()]
        raise YamlError(
            f"the character U+{ord(unseen.group()):04X} is not allowed in YAML",
            Location(file, before.count("\n") + first_line, len(before) - before.rfind("\n")),
            "Delete it; it is invisible in most editors.",
        )
    reader = _Reader(text, file, first_line, most)
    try:
        value = reader.document()
    except yaml.MarkedYAMLError as error:
        mark, message, hint = yaml_words.explain(error, reader.lines)
        raise YamlError(message, reader.place(mark), hint) from error
    return Document(file, value, reader.places, tuple(reader.notes), reader.keys)


def number(text: str) -> int | float | None:
    """Return the number that prints exactly as `text`, or None."""
    if _INTEGER.fullmatch(text) and text != "-0":
        return int(text)
    if _DECIMAL.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    return None


def _is_merge(value: Any) -> bool:
    """Tell whether `<<` may merge `value`, a mapping or a list of them (https://yaml.org/type/merge.html)."""
    return all(isinstance(given, dict) for given in (value if isinstance(value, list) else [value]))


class _Reader:
    """Builds values from libyaml's events, one pass, noting the place of each."""

    def __init__(self, text: str, file: Path, first_line: int, most: int) -> None:
        self.lines = f"{text}\n".split("\n")  # a mark may stand behind the last line end
        self.file = file
        self.first_line = first_line
        self.most = most
        self.places: dict[KeyPath, Location] = {}
        self.keys: dict[KeyPath, Location] = {}
        self.notes: list[Diagnostic] = []
        self._events: Iterator[Any] = yaml_events.read(text)

    def document(self) -> Any:
        next(self._events)  # the stream's start
        event: Any = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = self._value(next(self._events), ())
        for event in self._events:
            # An empty one is what a last line `---` makes.
            is_empty = isinstance(event, yaml.ScalarEvent) and not event.value
            if isinstance(event, yaml.NodeEvent) and not is_empty:
                raise YamlError(
                    "a second document begins here",
                    self.place(event.start_mark),
                    "Keep one document in a file; delete the `---` above.",
                )
        return value

    def _value(self, event: Any, path: KeyPath) -> Any:
        self._refuse_tag(event)
        if len(self.places) > self.most:
            raise YamlError(
                f"there are more than {self.most:,} values in the file",
                self.place(event.start_mark),
                "Split it, or delete what no letter needs.",
            )
        if len(path) > _MAX_DEPTH:
            raise YamlError("nested too deeply", self.place(event.start_mark), "Use fewer levels.")
        if isinstance(event, yaml.ScalarEvent):
            if event.value or event.style:  # what is empty keeps the place of its key
                self.places[path] = self.place(event.start_mark)
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._items(path))
        return self._mapping(path)

    def _items(self, path: KeyPath) -> Iterator[Any]:
        index = 0
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            self.places[(*path, index)] = self.place(event.start_mark)
            yield self._value(event, (*path, index))
            index += 1

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        lines: dict[str, int | None] = {}
        merged: list[Any] = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            self._refuse_tag(event)
            place = self.place(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError(
                    "a key must be text", place, "Put a value that has `[` or `{` in quotes."
                )
            key = event.value
            self.places[(*path, key)] = self.keys[(*path, key)] = place
            value = self._value(next(self._events), (*path, key))
            if key == "<<" and not event.style and _is_merge(value):
                merged += value if isinstance(value, list) else [value]
                continue
            if key in lines and value != mapping[key]:
                self._note(
                    YAML_DUPLICATE,
                    f"the key `{key}` stands here a second time",
                    event.start_mark,
                    f"It is in line {lines[key]} already, and only this one counts. Delete one.",
                )
            lines[key] = place.line
            mapping[key] = value
        for given in merged:  # what the mapping says itself counts more, and then the first
            for key in given:
                mapping.setdefault(key, given[key])
        return mapping

    def _scalar(self, event: Any, path: KeyPath) -> Any:
        text: str = event.value
        if event.style or event.tag:  # quoted, block or `!!str`: the author said that it is text
            return text
        self._note_comment(event)
        if text in _NAMES_TOO:
            hint = f'Leave the value out, or write `"{text}"` to say that it is text.'
            self._note(YAML_NULL, f"`{text}` is read as no value", event.start_mark, hint)
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        # There they are words: `makepdf: yes`, `check: {page.widow: off}`, `lang: no`.
        if text in _AS_IN_JEKYLL and path[:1] not in _UNDERSTOOD:
            said = str(_AS_IN_JEKYLL[text]).lower()
            self._note(
                YAML_BOOLEAN,
                f"`{text}` is read as {said}, as in Jekyll",
                event.start_mark,
                f'Write `{said}`, or `"{text}"` to say that it is text.',
            )
            return _AS_IN_JEKYLL[text]
        if stamp := _TIMESTAMP.fullmatch(text):
            self._check_date(stamp, event)
        as_number = number(text)
        return text if as_number is None else as_number

    def _check_date(self, stamp: re.Match[str], event: Any) -> None:
        try:
            datetime.datetime(*(int(part or 0) for part in stamp.groups()))  # type: ignore[arg-type]
        except ValueError:
            self._note(
                YAML_DATE,
                f"`{event.value}` is not a date: there is no such day or time",
                event.start_mark,
                "Correct the date, or put it in quotes if it is text.",
            )

    def _note_comment(self, event: Any) -> None:
        """Point out `C# #1 dev`, of which YAML keeps `C#`, and `Main St # 5` and `#1 dev`."""
        mark = event.end_mark
        comment = _COMMENT.match(self.lines[mark.line], mark.column)
        if comment:
            kept = f"the value is `{event.value}` only" if event.value else "there is no value"
            self._note(
                YAML_COMMENT,
                f"`{comment[1]}` is read as a comment: {kept}",
                mark,
                "Put the whole value in quotes, or write the comment as `  # comment`.",
            )

    def _refuse_tag(self, event: Any) -> None:
        tag = getattr(event, "tag", None)
        is_text = isinstance(event, yaml.ScalarEvent) and tag == "tag:yaml.org,2002:str"
        if tag is not None and not is_text:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            raise YamlError(
                f"`{shown}` is a YAML tag, which is not supported",
                self.place(event.start_mark),
                "Put the value in quotes if it is text.",
            )

    def _note(self, rule: Rule, message: str, mark: Any, hint: str) -> None:
        self.notes.append(Diagnostic.by(rule, message, self.place(mark), hint))

    def place(self, mark: Any) -> Location:
        """Return the place in the file at libyaml's `mark`."""
        return Location(self.file, mark.line + self.first_line, mark.column + 1)
