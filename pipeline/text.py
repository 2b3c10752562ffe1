"""Bytes to text, strictly: what cannot be decoded is an error with its place, never a `?`."""

from __future__ import annotations

import codecs
from pathlib import Path

from pipeline.errors import Place, SourceError

_FOREIGN_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read(file: Path, encoding: str = "utf-8") -> str:
    """Return the text of `file` with Unix line ends and without a byte order mark.

    Raises `SourceError` with the line and the byte offset of the first byte that is not
    `encoding`, or where the file cannot be read or is not text at all.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", Place(file)) from error
    return decode(data, file, encoding)


def decode(data: bytes, file: Path, encoding: str = "utf-8") -> str:
    """Decode `data`, which `file` holds. See `read`."""
    if codecs.lookup(encoding).name == "utf-8":
        for mark, name in _FOREIGN_MARKS.items():
            if data.startswith(mark):
                raise SourceError(
                    f"the file is {name.upper()}, not UTF-8",
                    Place(file, 1, 1),
                    f"Save it as UTF-8, or say `--encoding {name}`.",
                )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode(encoding, errors="replace")) + 1
        raise SourceError(
            f"byte {error.start} (0x{data[error.start]:02X}) is not {encoding.upper()}",
            Place(file, before.count(b"\n") + 1, column),
            "Save the file as UTF-8, or say what it is, for example `--encoding cp1252`.",
        ) from error
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SourceError("the file holds a NUL byte, so it is not text", Place(file, line))
    return text
