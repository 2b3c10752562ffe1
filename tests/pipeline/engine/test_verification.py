"""A PDF that is not the letter is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engine import verification
from pipeline.model.errors import PageError
from pipeline.pdf import inspection
from tests.pipeline.pdf.test_inspection import LETTER, write_pdf


def test_font_that_is_not_embedded_is_refused(tmp_path: Path) -> None:
    pages = inspection.read(write_pdf(tmp_path / "a.pdf", 612, 792), LETTER)
    with pytest.raises(PageError, match="fonts are not embedded: Helvetica"):
        verification.is_letter(pages, "letter", "nonce", LETTER)


def test_other_paper_is_refused(tmp_path: Path) -> None:
    pages = inspection.read(write_pdf(tmp_path / "a.pdf", 612, 792), LETTER)
    with pytest.raises(PageError, match="612 × 792 pt, not a4"):
        verification.is_letter(pages, "a4", "nonce", LETTER)


def test_token_on_the_page_is_refused(tmp_path: Path) -> None:
    pages = inspection.read(write_pdf(tmp_path / "a.pdf", 612, 792, "Dear cp12v3z"), LETTER)
    with pytest.raises(PageError, match="a value is missing on the page"):
        verification.is_letter(pages, "letter", "cp12v", LETTER)
