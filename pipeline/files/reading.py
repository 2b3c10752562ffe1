"""Bytes to text, strictly: what cannot be decoded is an error with its place, never a `?`."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from pipeline.model import sourcemap
from pipeline.model.errors import SourceError
from pipeline.model.location import Location

MOST_BYTES = 4_000_000
"""Of a letter, or of a file of its site that is text."""

_AS = {".csv": " (spreadsheets call it `CSV UTF-8`)"}
_FOREIGN_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def is_file(path: Path) -> bool:
    """Tell whether `path` is a file.

    Raises `OSError` or `ValueError` for what is no path at all, which newer versions of Python take
    for a file that is not there.
    """
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def read(file: Path, encoding: str = "utf-8") -> str:
    """Return the text of `file` with Unix line ends and without a byte order mark.

    Raises `SourceError` with the line and the byte offset of the first byte that is not
    `encoding`, or where the file cannot be read or is not text at all.
    """
    return decode(load(file), file, encoding)


def load(file: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of `file`. Raises `SourceError` where it cannot be read.

    What is no file, such as a pipe, is not waited for, and no more than `most` bytes are read.
    """
    try:
        with open(file, "rb", opener=_open) as opened:
            about = os.fstat(opened.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise SourceError("this is no file that can be read", Location(file))
            # No more room is taken than it needs, but for one that grows meanwhile.
            data = opened.read(min(about.st_size, most) + 1)
            if about.st_size < len(data) <= most:
                data += opened.read(most + 1 - len(data))
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", Location(file)) from error
    if len(data) > most:
        raise SourceError(
            f"the file is larger than {most // 10**6} MB, the most that is read",
            Location(file),
            "Make it smaller, or delete what no letter needs.",
        )
    return data


def beginning(file: Path, most: int) -> bytes:
    """Return up to `most` bytes of `file`, of which nothing but its kind is to be known.

    Raises `OSError` where it is none.
    """
    with open(file, "rb", opener=_open) as opened:
        return opened.read(most) if stat.S_ISREG(os.fstat(opened.fileno()).st_mode) else b""


def _open(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def decode(data: bytes, file: Path, encoding: str = "utf-8") -> str:
    """Decode `data`, which `file` holds. See `read`."""
    if codecs.lookup(encoding).name == "utf-8":
        for mark, name in _FOREIGN_MARKS.items():
            if data.startswith(mark):
                raise SourceError(
                    f"the file is {name.upper()}, not UTF-8",
                    Location(file, 1, 1),
                    f"Save it as UTF-8, or say `--encoding {name}`.",
                )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = _plain(data[: error.start].decode(encoding, errors="replace"))
        raise SourceError(
            f"byte {error.start} (0x{data[error.start]:02X}) is not {encoding.upper()}",
            _end(before, file),
            f"Save the file as UTF-8{_AS.get(file.suffix.lower(), '')}, or say what it is, for"
            " example `--encoding cp1252`.",
        ) from error
    text = _plain(text)
    before, nul, _ = text.partition("\0")
    if nul:
        raise SourceError(
            "the file holds a NUL character, so it is not text",
            _end(before, file),
            "Save it as UTF-8; if it is UTF-16, say `--encoding utf-16-le`.",
        )
    return text


def _plain(text: str) -> str:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return sourcemap.without_reserved(lines)


def _end(before: str, file: Path) -> Location:
    """Return the place in `file` that follows the text `before`."""
    return Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
