"""A PDF, read back: what came out is looked at before it goes where the last one was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from pipeline.model.errors import PageError
from pipeline.model.location import Location
from pipeline.model.pages import Pages

# Points (1/72 inch): ISO 216 A4 is 210 mm by 297 mm, ANSI Letter is 8.5 in by 11 in.
SIZES = {"a4": (595.276, 841.890), "letter": (612.0, 792.0)}
_TOLERANCE = 0.5  # points
_EDGE = 48.0
"""Points (17 mm) at the top and at the bottom of a page, in which its head and its foot are."""


def read(pdf: Path, letter: Path) -> Pages:
    """Return what `pdf`, which was made of the file `letter`, holds.

    Raises `PageError` where it is no PDF.
    """
    try:
        with pikepdf.open(pdf) as opened:
            box = [float(edge) for edge in opened.pages[0].mediabox]
            return Pages(
                count=len(opened.pages),
                width=box[2] - box[0],
                height=box[3] - box[1],
                text="\n".join(_texts(pdf, 0.0)),
                lines=tuple(tuple(text.split("\n")) for text in _texts(pdf, _EDGE)),
                links=tuple(_links(opened)),
                fonts_missing=tuple(_fonts_missing(opened)),
            )
    except (pikepdf.PdfError, pypdfium2.PdfiumError, IndexError, OSError) as error:
        raise PageError(f"the PDF cannot be read back: {error}", Location(letter)) from error


def check(pages: Pages, paper: str, nonce: str, letter: Path) -> None:
    """Raise `PageError` where `pages` are not the letter on `paper`."""
    width, height = SIZES[paper]
    if abs(pages.width - width) > _TOLERANCE or abs(pages.height - height) > _TOLERANCE:
        raise PageError(
            f"the page is {pages.width:.0f} × {pages.height:.0f} pt, not {paper}", Location(letter)
        )
    if nonce in pages.text:
        raise PageError("a value is missing on the page", Location(letter), "Please report this.")
    if pages.fonts_missing:
        fonts = ", ".join(pages.fonts_missing)
        raise PageError(f"fonts are not embedded: {fonts}", Location(letter))


def _texts(pdf: Path, edge: float) -> list[str]:
    """Return the text of each page, but for `edge` points at the top and at the bottom."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.get_textpage()
            .get_text_bounded(bottom=edge, top=page.get_height() - edge)
            .replace("\r\n", "\n")
            .strip()
            for page in document
        ]
    finally:
        document.close()


def _links(opened: pikepdf.Pdf) -> list[str]:
    links = []
    for page in opened.pages:
        for annotation in page.obj.get("/Annots", pikepdf.Array()):
            action = annotation.get("/A")
            if action is not None and "/URI" in action:
                links.append(str(action.URI))
    return links


def _fonts_missing(opened: pikepdf.Pdf) -> list[str]:
    missing = set()
    for page in opened.pages:
        fonts: Any = page.resources.get("/Font", pikepdf.Dictionary())
        for font in fonts.values():
            leaf = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = leaf.get("/FontDescriptor")
            embedded = descriptor is not None and any(
                key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
            )
            if not embedded and font.get("/Subtype") != "/Type3":
                missing.add(str(font.get("/BaseFont", "?")).lstrip("/"))
    return sorted(missing)
