"""A PDF, read back: what came out of TeX is measured, and judged elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from pipeline.model.errors import PageError
from pipeline.model.location import Location
from pipeline.model.pages import Pages

_ACTIONS = ("/URI", "/GoTo")
_EDGE = 48.0
"""Points (17 mm) at the top and at the bottom of a page, in which its head and its foot are."""


def read(pdf: Path, letter: Path) -> Pages:
    """Return what `pdf`, which was made of the file `letter`, holds.

    Raises `PageError` where it is no PDF.
    """
    try:
        if not pdf.read_bytes().rstrip().endswith(b"%%EOF"):
            message = "the PDF cannot be read back: it is cut off at its end"
            raise PageError(message, Location(letter), "Build it again.")
        with pikepdf.open(pdf, attempt_recovery=False) as opened:
            if foreign := _foreign_actions(opened):
                raise PageError(
                    f"the PDF would do more than show a page and open links: {foreign}",
                    Location(letter),
                    "Take out of the raw TeX what makes links to files, programs or scripts.",
                )
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


def _foreign_actions(opened: pikepdf.Pdf) -> str:
    """Return what a reader would do besides going to a place of this PDF or of the web, or ''."""
    root = opened.Root
    found = {key for key in ("/OpenAction", "/AA") if _acts(root.get(key))}
    found |= {"/JavaScript"} if "/JavaScript" in root.get("/Names", pikepdf.Dictionary()) else set()
    for page in opened.pages:
        found |= {"/AA"} if "/AA" in page.obj else set()
        for annotation in page.obj.get("/Annots", pikepdf.Array()):
            found |= {"/AA"} if "/AA" in annotation else set()
            action = annotation.get("/A")
            if action is not None and (str(action.get("/S")) not in _ACTIONS or "/Next" in action):
                found.add(str(action.get("/S")))
            if annotation.get("/Subtype") != "/Link":
                found.add(str(annotation.get("/Subtype")))
    return ", ".join(sorted(name.lstrip("/") for name in found))


def _acts(action: Any) -> bool:
    """Tell whether `action` is more than the place at which a PDF is opened."""
    if action is None or isinstance(action, pikepdf.Array):
        return False
    return str(action.get("/S")) != "/GoTo"


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
