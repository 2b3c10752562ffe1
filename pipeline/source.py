"""A letter file, read: front matter with the place of every key, and the body."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import strictyaml, text
from pipeline.errors import Place, SourceError
from pipeline.strictyaml import Document

# Jekyll's own border lines: the first must be the file's first, the second may be `...`.
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """A letter as its author wrote it."""

    file: Path
    front: Document
    body: str
    body_line: int
    """The line of the file at which the body begins, counted from 1."""

    def get(self, key: str) -> Any:
        """Return the front matter's value for `key`, or None."""
        return self.front.value.get(key)


def read(file: Path, encoding: str = "utf-8") -> Letter:
    """Read the letter in `file`.

    A file without front matter is a letter without settings. Raises `SourceError` or `YamlError`
    with line and column.
    """
    return parse(text.read(file, encoding), file)


def parse(content: str, file: Path) -> Letter:
    """Split `content`, which `file` holds, into front matter and body. See `read`."""
    opening = _OPENING.match(content)
    if not opening:
        return Letter(file, Document(file, {}, {}, ()), content, 1)
    closing = _CLOSING.search(content, opening.end())
    if not closing:
        raise SourceError(
            "the front matter is never closed",
            Place(file, 1, 1),
            "Put a line `---` below its last key.",
        )
    front = strictyaml.load(content[opening.end() : closing.start()], file, first_line=2)
    if front.value is None:
        front = Document(file, {}, {}, front.notes)
    if not isinstance(front.value, dict):
        raise SourceError(
            "the front matter is not a list of `key: value` lines",
            Place(file, 2, 1),
            "Write each setting as `key: value`.",
        )
    body_line = content.count("\n", 0, closing.end()) + 1
    return Letter(file, front, content[closing.end() :], body_line)


def is_letter(letter: Letter, layouts: Collection[str]) -> bool:
    """Tell whether a page of a site is a letter to build: its layout says so, and `makepdf`."""
    return letter.get("layout") in layouts and letter.get("makepdf") in (True, "yes", "on")


def looks_like_letter(file: Path, layouts: Collection[str]) -> bool:
    """Tell the same of a file whose front matter cannot be read, as far as one can."""
    names = "|".join(re.escape(name) for name in layouts)
    pattern = rf"""^layout:[ \t]*["']?(?:{names})["']?[ \t]*(?:#.*)?\r?$"""
    head = file.read_bytes()[:65536].decode("utf-8", errors="replace")
    return re.search(pattern, head, re.MULTILINE) is not None
