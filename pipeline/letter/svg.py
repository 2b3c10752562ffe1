"""Drawings in SVG as pixels: what is in the file is drawn, and nothing that it only names.

resvg runs no scripts and asks no network, but it would open files. So a drawing that names any is
refused before, and so are words, which would be set in whatever fonts a machine has.
Sources: SVG 2 (https://www.w3.org/TR/SVG2/); CSS Values 3, section 6.2, for the units.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

import resvg_py

_MOST_ELEMENTS = 20_000
_MOST_DEPTH = 100
_DOTS = 96.0
"""Of a CSS pixel to the inch."""
_DENSITY = 300.0
"""Dots to the inch of what is made, as far as they are not too many."""
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54}
_UNITS |= {"in": 96.0, "em": 16.0, "ex": 8.0, "q": 96 / 101.6}
_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?\d{1,2})?)\s*([a-z]*)\s*", re.IGNORECASE)
_OWN = re.compile(r"#|data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_NAMED = re.compile(r"url\(\s*[\"']?\s*(?!#)|@import|\\", re.IGNORECASE)
_WORDS = ("text", "tspan", "textpath", "tref")


class SvgError(Exception):
    """A drawing that cannot be drawn: what it is, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Drawn:
    """A drawing as pixels."""

    png: bytes
    dots: float
    """To the inch."""


def draw(data: bytes, side: int) -> Drawn:
    """Return the drawing `data` as a PNG, whose longer side has `side` pixels at most.

    Raises `SvgError` where it is no SVG, or none that is drawn from its own file alone.
    """
    root = _checked(data)
    width, height = _size(root)
    pixels = max(width, height) * _DENSITY / _DOTS
    zoom = min(pixels, side) / max(width, height)
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=data.decode("utf-8-sig"),
            width=max(1, round(width * zoom)),
            height=max(1, round(height * zoom)),
            dpi=_DOTS,
            skip_system_fonts=True,
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise _broken() from error
    return Drawn(png, zoom * _DOTS)


def _broken() -> SvgError:
    return SvgError("is broken, or no SVG file", "Open it in another program and save it anew.")


@dataclass
class _Look:
    """What is looked at, element by element."""

    root: Mapping[str, str] | None = None
    count: int = 0
    above: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        self.count += 1
        self.above.append(tag)
        if self.root is None:
            if tag != "svg":
                raise _broken()
            self.root = attributes
        if self.count > _MOST_ELEMENTS or len(self.above) > _MOST_DEPTH:
            raise SvgError("has too many parts", "Save it as a PNG.")
        if tag == "foreignobject":
            raise SvgError("has HTML in it, which cannot be drawn", "Save it as a PDF, or a PNG.")
        for key, value in attributes.items():
            is_link = key.rpartition(":")[2].lower() == "href" and tag != "a"
            if (is_link and not _OWN.match(value.strip())) or _NAMED.search(value):
                raise _names_a_file()

    def end(self, _: str) -> None:
        self.above.pop()

    def words(self, text: str) -> None:
        if self.above[-1:] == ["style"] and _NAMED.search(text):
            raise _names_a_file()
        if text.strip() and any(tag in _WORDS for tag in self.above):
            raise SvgError(
                "has words in it, which every machine would set in another font",
                "Turn its text into paths, or save it as a PDF.",
            )

    def entity(self, *_: object) -> None:
        raise SvgError("has entities of its own", "Open it in another program and save it anew.")


def _names_a_file() -> SvgError:
    return SvgError("names another file", "Save it with all of its parts in it, or as a PNG.")


def _checked(data: bytes) -> Mapping[str, str]:
    """Return the attributes of the outermost element of what may be drawn."""
    look = _Look()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.words
    parser.EntityDeclHandler = look.entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _broken() from error
    return look.root or {}


def _size(root: Mapping[str, str]) -> tuple[float, float]:
    """Return width and height in CSS pixels."""
    box = re.findall(r"[-+0-9.e]+", root.get("viewBox", ""), re.IGNORECASE)
    try:
        shape = (float(box[2]), float(box[3])) if len(box) == 4 else (300.0, 150.0)
        given = (_length(root.get("width", "")), _length(root.get("height", "")))
    except ValueError as error:
        raise _broken() from error
    if not (0 < shape[0] < 1e6 and 0 < shape[1] < 1e6):
        raise _broken()
    width, height = given
    if width and not height:
        height = width * shape[1] / shape[0]
    if height and not width:
        width = height * shape[0] / shape[1]
    found = (width or shape[0], height or shape[1])
    if not all(0.01 < side < 1e6 for side in found) or max(found) > min(found) * 1000:
        raise SvgError("has no size that can be set", "Give it a `width` and a `height`.")
    return found


def _length(written: str) -> float:
    """Return a length in CSS pixels; 0 where none is said, or a share of what is around."""
    length = _LENGTH.fullmatch(written)
    return float(length[1]) * _UNITS.get(length[2].lower(), 0.0) if length else 0.0
