"""A letter file, read: front matter with the place of every key, and the body."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.files import reading
from pipeline.model.document import Document
from pipeline.model.errors import Problems, SourceError, YamlError
from pipeline.model.location import Location
from pipeline.sources import yaml

MAKE = ("true", "yes", "on")
"""The values of `makepdf` that make a letter."""

_MOST_VALUES = 10_000
# Jekyll's own border lines: the first must be the file's first, the second may be `...`.
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
# What is pointed out in a site's data, which other letters need not, is an error in a letter's own
# settings: which of two employers is meant?
_SURELY_WRONG = (yaml.YAML_DUPLICATE.code, yaml.YAML_DATE.code)
# Front matter that begins too late: it would be set as text.
_BORDER = re.compile(r"---[ \t]*\n")
# Behind a value, where Pandoc's YAML lets a tab be.
_TABS = re.compile(r"(?<=\S)[ \t]*\t[ \t]*(?=#|$)", re.MULTILINE)
_KEY = re.compile(r"[a-z_]+:(?:\s|$)")
_INSIDE = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)|[ \t]|#|- |$")
_OF_LETTER = re.compile(r"(?:layout|makepdf):")


@dataclass(frozen=True)
class Letter:
    """A letter as its author wrote it."""

    file: Path
    front: Document
    body: str
    body_line: int
    """The line of the file at which the body begins, counted from 1."""

    @property
    def has_front_matter(self) -> bool:
        """Whether there is any, if only two lines `---`. A file without is no page to Jekyll."""
        return self.body_line > 1

    def get(self, key: str) -> Any:
        """Return the front matter's value for `key`, or None."""
        return self.front.value.get(key)


def parse(content: str, file: Path) -> Letter:
    """Split `content`, which `file` holds, into front matter and body.

    A file without front matter is a letter without settings. Raises `SourceError` or `YamlError`
    with line and column.
    """
    opening = _OPENING.match(content)
    if not opening:
        if late := _late_line(content):
            raise SourceError(
                "the front matter does not begin in the first line",
                Location(file, late, 1),
                "Delete what stands above it.",
            )
        if _has_no_opening(content):
            raise SourceError(
                "the front matter has no line `---` above it, so that it would be text",
                Location(file, 1, 1),
                "Write a line `---` above its first key.",
            )
        return Letter(file, Document(file, {}, {}, ()), content, 1)
    closing = _CLOSING.search(content, opening.end())
    if not closing:
        raise SourceError(
            "the front matter is never closed",
            Location(file, 1, 1),
            "Put a line `---` below its last key.",
        )
    written = _TABS.sub(" ", content[opening.end() : closing.start()])
    front = yaml.load(written, file, 2, _MOST_VALUES)
    wrong = [note for note in front.notes if note.code in _SURELY_WRONG]
    Problems([YamlError(note.message, note.place, note.hint) for note in wrong]).settle()
    if front.value is None:
        front = Document(file, {}, {}, front.notes)
    if not isinstance(front.value, dict):
        raise SourceError(
            "the front matter is not a list of `key: value` lines",
            Location(file, 2, 1),
            "Write each setting as `key: value`.",
        )
    body_line = content.count("\n", 0, closing.end()) + 1
    return Letter(file, front, content[closing.end() :], body_line)


def _late_line(content: str) -> int:
    """Return the line of front matter that begins too late, or 0 where there is none.

    Line by line: one pattern for it all takes exponential time for a border and empty lines.
    """
    text = content.lstrip()
    border = _BORDER.match(text)
    lines = text[border.end() :].split("\n") if border else []
    first = next((line for line in lines if line.strip() and not line.strip().startswith("#")), "")
    return content.count("\n", 0, len(content) - len(text)) + 1 if _KEY.match(first) else 0


def _has_no_opening(content: str) -> bool:
    """Tell whether `content` begins with the keys of a letter, and the line `---` below them."""
    is_of_letter = False
    for line in content.split("\n"):
        if _BORDER.match(f"{line}\n"):
            return is_of_letter
        if not _INSIDE.match(line):
            return False
        is_of_letter = is_of_letter or bool(_OF_LETTER.match(line))
    return False


def is_letter(letter: Letter, layouts: Collection[str]) -> bool:
    """Tell whether a page of a site is a letter to build: its layout says so, and `makepdf`."""
    says_so = letter.get("layout") in layouts and str(letter.get("makepdf")).casefold() in MAKE
    return letter.has_front_matter and says_so  # the site's defaults may say so of a mere file


def looks_like_letter(file: Path, layouts: Collection[str]) -> bool:
    """Tell the same of a file that cannot be read as a letter, as far as one can.

    A file that cannot be read at all counts, so that it is reported and not left out.
    """
    names = "|".join(re.escape(name) for name in layouts)
    layout = rf"""^layout:[ \t]*["']?(?:{names})["']?[ \t]*(?:#.*)?\r?$"""
    make = r"^makepdf\b(?![: \t]*(?:false|no|off)\b)"
    try:
        data = reading.beginning(file, 65536)
    except OSError:
        return True
    # UTF-16 is ASCII with NUL bytes, as far as these two lines are concerned.
    head = data.replace(b"\0", b"").decode("utf-8", errors="replace").lstrip("\ufeff\ufffd \r\n")
    return (head.startswith("---") or _has_no_opening(head.replace("\r", ""))) and all(
        re.search(pattern, head, re.MULTILINE | re.IGNORECASE) for pattern in (layout, make)
    )
