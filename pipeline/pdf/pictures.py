"""Pages of a PDF as pictures, and where each line of them stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import pypdfium2

from pipeline.model.errors import PageError
from pipeline.model.location import Location

_SAME_LINE = 0.5  # of the lower of two pieces, by which they overlap
_ONE = Lock()  # PDFium can be asked one thing at a time


@dataclass(frozen=True)
class Line:
    """A line of text on a page; lengths are shares of the page's width or height."""

    text: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """A page: its size in points, and its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]


def png(pdf: Path, number: int, width: int) -> bytes:
    """Return page `number` (from 0) of `pdf` as a PNG that is `width` pixels wide.

    Raises `PageError` where there is no such page.
    """
    with _opened(pdf) as document:
        page = document[number]
        picture = page.render(scale=width / page.get_width()).to_pil()
        made = io.BytesIO()
        picture.save(made, "PNG", compress_level=1)  # it travels within this machine
        return made.getvalue()


def sheets(pdf: Path) -> tuple[Sheet, ...]:
    """Return the pages of `pdf`. Raises `PageError` where it is no PDF."""
    with _opened(pdf) as document:
        return tuple(
            Sheet(page.get_width(), page.get_height(), tuple(_lines(page))) for page in document
        )


@contextmanager
def _opened(pdf: Path) -> Iterator[Any]:
    with _ONE:
        try:
            # By its bytes: a build may put another file into its place.
            document = pypdfium2.PdfDocument(pdf.read_bytes())
            try:
                yield document
            finally:
                document.close()
        except (pypdfium2.PdfiumError, IndexError, OSError) as error:
            raise PageError(f"the page cannot be shown: {error}", Location(pdf)) from error


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of `page`, which PDFium knows in pieces."""
    text, (width, height) = page.get_textpage(), page.get_size()
    box: tuple[float, float, float, float] | None = None
    words = ""
    for index in range(text.count_rects()):
        piece = text.get_rect(index)
        said = text.get_text_bounded(*piece)
        if box and _is_beside(box, piece):
            box = (
                min(box[0], piece[0]),
                min(box[1], piece[1]),
                max(box[2], piece[2]),
                max(box[3], piece[3]),
            )
            words += said
            continue
        if box:
            yield _line(words, box, width, height)
        box, words = piece, said
    if box:
        yield _line(words, box, width, height)


def _is_beside(box: tuple[float, ...], piece: tuple[float, ...]) -> bool:
    common = min(box[3], piece[3]) - max(box[1], piece[1])
    return common > _SAME_LINE * min(box[3] - box[1], piece[3] - piece[1]) and piece[0] > box[0]


def _line(words: str, box: tuple[float, ...], width: float, height: float) -> Line:
    left, bottom, right, top = box
    return Line(
        " ".join(words.split()),
        round(left / width, 5),
        round(1 - top / height, 5),
        round((right - left) / width, 5),
        round((top - bottom) / height, 5),
    )
