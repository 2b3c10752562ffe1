"""The letter as plain text, to be pasted into a form or an e-mail."""

from __future__ import annotations

from pathlib import Path

from filters import flow, plain_words
from pipeline.writers import pandoc


def write(tree: str, file: Path, width: int | None = None, *, letterhead: bool = False) -> str:
    """Return Pandoc's JSON `tree`, made of the letter `file`, as text.

    A paragraph is one line, or lines of at most `width` characters. With `letterhead` the sender,
    the recipient and the date stand above the letter. Raises `PandocError` and `MissingError`.
    """
    doc = pandoc.load(tree)
    plain_words.apply(doc)
    flow.apply(doc, letterhead=letterhead)
    text = pandoc.write_text(pandoc.dump(doc), file, width)
    return "\n".join(line.rstrip() for line in text.strip().split("\n")) + "\n"
