"""The pages and the text of a letter, as plain data, with the place where each line was written."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.engine.paragraphs import Paragraph
from pipeline.model.errors import PageError
from pipeline.pdf import pictures
from pipeline.pdf.pictures import Sheet
from pipeline.preview.state import place

_WORD = re.compile(r"\w+")
_LEAST = 3  # words in a row, by which a line is known, if it has as many


def of(
    sheets: Mapping[str, Sequence[Sheet]],
    before: Mapping[str, Sequence[Sheet]],
    paragraphs: Sequence[Paragraph],
    *,
    with_paths: bool,
) -> dict[str, Any]:
    """Return what is shown of a letter's `sheets`, by paper; `before` are those that they replace.

    A line is changed if the earlier pages do not have it.
    """
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    written = [(words_of(paragraph.text), paragraph) for paragraph in paragraphs]

    def line(one: pictures.Line, known: set[str] | None) -> dict[str, Any]:
        found = _paragraph(one.text, written)
        at = place(found.place) if found else {"file": "", "line": None, "column": None}
        path = os.path.abspath(found.place.file) if found and with_paths else ""  # noqa: PTH100
        return {
            "text": one.text,
            "box": [one.left, one.top, one.width, one.height],
            "path": path,
            "changed": known is not None and one.text not in known,
            **at,
        }

    papers = {}
    for paper, pages in sheets.items():
        earlier = before.get(paper)
        known = {one.text for page in earlier for one in page.lines} if earlier else None
        papers[paper] = [
            {
                "width": page.width,
                "height": page.height,
                "lines": [line(one, known) for one in page.lines],
            }
            for page in pages
        ]
    return {
        "papers": papers,
        "text": text,
        "characters": len(text),
        "words": sum(len(words) for words, _ in written),
    }


def sheets(pdf: Path) -> tuple[Sheet, ...]:
    """Return the pages of `pdf`; none where it went, or is no PDF."""
    try:
        return pictures.sheets(pdf)
    except PageError:
        return ()


def words_of(text: str) -> list[str]:
    """Return the words of `text`, as lines and paragraphs are compared."""
    return _WORD.findall(text.replace("\u00ad", "").replace("\u0002", "").casefold())


def _paragraph(line: str, written: Sequence[tuple[list[str], Paragraph]]) -> Paragraph | None:
    """Return the paragraph that has most of the words of `line` in a row; None without any."""
    words = words_of(line)
    best, longest = None, min(_LEAST, len(words)) - 1
    for known, paragraph in written:
        matcher = difflib.SequenceMatcher(None, words, known, autojunk=False)
        size = matcher.find_longest_match().size
        if size > longest:
            best, longest = paragraph, size
    return best
