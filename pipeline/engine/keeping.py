"""What TeX has made, kept under a key of all that it was given, and taken up again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from pipeline import typeset
from pipeline.engine.manifest import Record
from pipeline.engine.program import TEMPLATES, program
from pipeline.engine.store import Kept, Store
from pipeline.letter.rendering import Rendering
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.inputs import digest
from pipeline.model.pages import Pages
from pipeline.pdf import inspection
from pipeline.sandbox.share import stage
from pipeline.settings.style import Style
from pipeline.typeset import Manuscript, Typeset, log


def key_of(given: Manuscript, look: Style, paper: str) -> str:
    """Return the SHA-256 of all that decides what TeX makes of a letter on `paper`.

    That is what TeX is `given`, the `look`, by which the page may be fitted, and the program. TeX's
    own files stand beside it.
    """
    pictures = {name: hashlib.sha256(data).hexdigest() for name, data in given.pictures.items()}
    return digest(
        [
            *(paper, given.latex, given.measures, given.likely_pages, given.names_fonts, pictures),
            *(repr(look), program(TEMPLATES)),
        ]
    )


def text_of(rendering: Rendering) -> str:
    """Return what stands for the text that the places of a page's findings are of."""
    file = rendering.letter.file
    return digest([str(file), rendering.site.hash_of(file)])


def again(kept: Kept, folder: Path, letter: Path) -> tuple[Typeset, Pages, tuple[Diagnostic, ...]]:
    """Return what was made before as if TeX had made it now, in the private `folder`.

    Raises `PageError` at the `letter` where it is no PDF.
    """
    stage("its pages")
    pdf = folder / "letter.pdf"
    pdf.write_bytes(kept.pdf)
    return Typeset(pdf, kept.log, 0), inspection.read(pdf, letter), kept.notes


def keep(
    store: Store,
    key: str,
    made: Typeset,
    fit: tuple[Diagnostic, ...],
    text: str,
    tell: Callable[[str], object],
) -> Record:
    """Keep what TeX has `made` under `key`, with what fitting has told, and return its record."""
    files = store.tex.set_of(typeset.files_read(made.pdf.parent, made.log))
    return store.keep(key, made.pdf.read_bytes(), log.told(made.log), fit, text, files, tell)
