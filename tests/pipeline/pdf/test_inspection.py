"""Reading PDFs back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def made(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a PDF of one page, with a `change` made to it."""
    drawn = pikepdf.new()
    drawn.add_blank_page()
    change(drawn)
    stream = io.BytesIO()
    drawn.save(stream)
    return stream.getvalue()


def link(**action: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(drawn: pikepdf.Pdf) -> None:
        annotation = pikepdf.Dictionary(
            Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Dictionary(**action)
        )
        drawn.pages[0].obj.Annots = pikepdf.Array([annotation])

    return change


def opens_with_script(drawn: pikepdf.Pdf) -> None:
    drawn.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


@pytest.mark.parametrize("missing", [1, 6, 30])
def test_a_pdf_that_lacks_its_end_is_refused(tmp_path: Path, missing: int) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(made(lambda _: None).rstrip()[:-missing])
    with pytest.raises(PageError, match="cannot be read back"):
        inspection.read(file, Path("letter.md"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (link(S=pikepdf.Name.Launch, F="/usr/bin/x"), "Launch"),
        (link(S=pikepdf.Name.GoToR, F="x.pdf"), "GoToR"),
        (link(S=pikepdf.Name.JavaScript, JS="1"), "JavaScript"),
        (opens_with_script, "OpenAction"),
    ],
    ids=["program", "file", "script", "script at the start"],
)
def test_a_pdf_that_does_more_than_open_links_is_refused(
    tmp_path: Path, change: Callable[[pikepdf.Pdf], None], named: str
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(made(change))
    with pytest.raises(PageError, match=f"do more than show a page and open links: {named}"):
        inspection.read(file, Path("letter.md"))


@pytest.mark.parametrize(
    "change",
    [link(S=pikepdf.Name.URI, URI="https://x.example"), link(S=pikepdf.Name.GoTo, D="a")],
    ids=["web", "place"],
)
def test_links_are_no_harm(tmp_path: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(made(change))
    assert inspection.read(file, Path("letter.md")).count == 1
