"""The forms of a letter besides the PDF, each made of the tree that all of them have in common."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from pipeline.checks import limits
from pipeline.engine import inputs
from pipeline.engine.options import Options
from pipeline.engine.program import TEMPLATES
from pipeline.engine.recipe import Draft, typeset_paper
from pipeline.files import reading, scratch, writing
from pipeline.files.paths import is_there
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CheckError, CoverpressError
from pipeline.model.job import PDF, TXT, Part
from pipeline.model.outcome import BUILT, UP_TO_DATE, Artifact
from pipeline.pdf import pictures as pages
from pipeline.sandbox.share import stage
from pipeline.settings import colours
from pipeline.typeset import Engine
from pipeline.writers import html, text

_WIDTH = 1200
"""Of a drawing in HTML, in dots."""


def make(drafted: Draft, part: Part, options: Options, on: Engine) -> Artifact:
    """Make a file of a letter, look at it, and put it into its place.

    Raises `CoverpressError` where it cannot be made, or must not be sent.
    """
    if part.form == PDF:
        return typeset_paper(drafted, part.paper, options, on)
    started = time.perf_counter()
    rendering = drafted.rendering
    target = rendering.job.target(part.paper, options.out, part.form)
    writing.check_below(target, options.out)
    stage("its text" if part.form == TXT else "its page of HTML")
    written = _text(drafted) if part.form == TXT else _html(drafted)
    count = len(" ".join(written.split())) if part.form == TXT else 0
    told, data = _told(drafted, count), written.encode()
    is_kept = _holds(target, data) and not (options.store and options.store.builds_all)
    if not is_kept:
        writing.write(data, target, "the letter")
    return Artifact(
        rendering.letter.file,
        rendering.settings.employer,
        part.paper,
        target,
        0,
        time.perf_counter() - started,
        told,
        inputs.of(rendering, drafted.sender, drafted.pictures, part, TEMPLATES),
        UP_TO_DATE if is_kept else BUILT,
        part.form,
        count,
        {"sha256": hashlib.sha256(data).hexdigest()},
    )


def _text(drafted: Draft) -> str:
    wanted, file = drafted.rendering.settings, drafted.rendering.letter.file
    return text.write(drafted.tree, file, wanted.txt_wrap, letterhead=wanted.txt_letterhead)


def _html(drafted: Draft) -> str:
    wanted, file = drafted.rendering.settings, drafted.rendering.letter.file
    pictures = {
        name: _drawn(picture.data) if name.endswith(".pdf") else picture.data
        for name, picture in drafted.pictures.items()
    }
    accent = colours.for_text(wanted.style.accent)
    return html.write(drafted.tree, file, wanted.language.tag, accent, pictures)


def _drawn(pdf: bytes) -> bytes:
    """Return the first page of a picture in PDF, which no browser shows in a letter, as PNG."""
    with scratch.folder() as folder:
        file = folder / "picture.pdf"
        file.write_bytes(pdf)
        return pages.png(file, 0, _WIDTH)


def _told(drafted: Draft, count: int) -> tuple[Diagnostic, ...]:
    """Return what is told of a text of `count` characters. Raises `CheckError` for too many."""
    if drafted.checked is None:
        return drafted.warnings
    subject, found = drafted.checked.subject, drafted.checked.findings
    limit, place = limits.wanted(subject, "max_chars")
    if limit is None or count <= limit:
        return found
    over = Diagnostic.by(
        limits.LIMIT_CHARS,
        f"the text has {count} characters, {count - limit} more than `max_chars: {limit}`",
        place,
        "Shorten the letter. In the text, the addresses of its links count too.",
    )
    settled = (*found, *subject.policy.settle([over]))
    if any(finding.is_error for finding in settled):
        raise CheckError(settled)
    return settled


def _holds(target: Path, data: bytes) -> bool:
    try:
        return is_there(target) and reading.load(target) == data
    except CoverpressError:
        return False
