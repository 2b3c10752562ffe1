"""PDFs, read back by a program that is not ours."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest


def text_of(pdf: Path) -> str:
    """Return the text of `pdf` as poppler's `pdftotext` finds it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed; `make test` installs it")
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True, text=True
    )
    return done.stdout


def words_of(text: str) -> list[str]:
    """Return the words of `text`, with typographic quotes and hyphens made plain."""
    plain = unicodedata.normalize("NFC", text)
    for typographic, typed in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("…", "...")):
        plain = plain.replace(typographic, typed)
    return re.findall(r"\S+", plain)


def contains_in_order(words: list[str], wanted: list[str]) -> str | None:
    """Return the first of `wanted` that `words` does not have after those before it, or None."""
    rest = iter(words)
    return next((word for word in wanted if word not in rest), None)
