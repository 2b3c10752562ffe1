"""The text of a letter without its page, as a web form takes it, and the line of each paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from pipeline.engine import recipe
from pipeline.letter.prose import FILL
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.sandbox import children
from pipeline.sandbox.children import Lost
from pipeline.sources.site import Site

_WRAPPED = 45  # characters: a shorter line, such as a closing phrase, ends where it does


@dataclass(frozen=True)
class Paragraph:
    """A block of a letter's text, its values in place, and where it was written."""

    text: str
    place: Location


def of(job: Job, site: Site) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the letter of `job`; none of one that cannot be read."""
    found = children.one(job, partial(_read, site=site), (site,))
    return () if isinstance(found, Lost) else tuple(found)


def _read(job: Job, *, site: Site) -> list[Paragraph]:
    try:
        prose = recipe.read(job, site).prose
    except Exception:  # noqa: BLE001  what is wrong with it is told by its build
        return []
    found = []
    for block in prose.blocks:
        text = _joined(prose.shown[block.start : block.end].replace(FILL, ""))
        start = next((i for i in range(block.start, block.end) if prose.is_shown(i)), block.start)
        if text:
            found.append(Paragraph(text, prose.source.place(start)))
    return found


def _joined(block: str) -> str:
    """Return a block in lines as a reader has them: what an author has wrapped is one line."""
    text = ""
    for line in filter(None, (" ".join(line.split()) for line in block.split("\n"))):
        is_wrapped = len(text.rpartition("\n")[2]) >= _WRAPPED
        text += (" " if is_wrapped else "\n" if text else "") + line
    return text
