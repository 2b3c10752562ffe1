"""Reading PDFs back."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from pipeline.model.errors import PageError
from pipeline.pdf import inspection

LETTER = Path("one.md")


def write_pdf(file: Path, width: float, height: float, text: str = "Hello") -> Path:
    """Write a page that says `text` in a font that is named but not embedded."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = pdf.add_blank_page(page_size=(width, height))
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream(f"BT /F1 12 Tf 72 72 Td ({text}) Tj ET".encode())
    pdf.save(file)
    return file


def test_reads_what_is_there(tmp_path: Path) -> None:
    pages = inspection.read(write_pdf(tmp_path / "a.pdf", 612, 792), LETTER)
    assert (pages.count, pages.width, pages.height) == (1, 612, 792)
    assert pages.text == "Hello"
    assert pages.fonts_missing == ("Helvetica",)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"no PDF at all"])
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    with pytest.raises(PageError, match="cannot be read back"):
        inspection.read(file, LETTER)
