"""A letter's runs of LuaLaTeX: again, until what it wrote down is what it was told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.sandbox import Share
from pipeline.typeset import engine, fonts
from pipeline.typeset.engine import PROCESS, Engine, read
from pipeline.typeset.manuscript import Manuscript

_MOST_RUNS = 4
# What tagpdf has counted, which decides how it numbers things: without it, as in the first run.
_COUNTS = re.compile(r"^\\new\S+\{[@_]+tag[@_]LastPage\}.*\n", re.MULTILINE)
# What a part of TeX looks up in the next run, but for things that stand on page 1 as they are
# taken to.
_RECORD = re.compile(
    r"^\\new(?:labeldata|@label@record)\{[^{}]*\}\{(?!\{tagabspage\}\{1\}\}$)", re.MULTILINE
)


@dataclass(frozen=True)
class Typeset:
    """What TeX made: the PDF, and the log of its last run."""

    pdf: Path
    log: str
    runs: int


def run(
    manuscript: Manuscript, folder: Path, share: Share = engine.SHARE, on: Engine = PROCESS
) -> Typeset:
    """Set `manuscript` in the private folder `folder`, until it refers to its own pages.

    `share` is for one run of LuaLaTeX, which is carried out `on` an engine. Raises `TexError` at
    the letter's line, and `MissingError` where a part of TeX is not there.
    """
    return settle(manuscript, folder, begin(manuscript, folder, share, on), share, on)


def begin(
    manuscript: Manuscript, folder: Path, share: Share = engine.SHARE, on: Engine = PROCESS
) -> Typeset:
    """Run LuaLaTeX once on `manuscript` in the folder `folder`. Raises as `run` does."""
    _prepare(manuscript, folder)
    return Typeset(folder / "letter.pdf", _run_once(manuscript, folder, share, on), 1)


def settle(
    manuscript: Manuscript,
    folder: Path,
    begun: Typeset,
    share: Share = engine.SHARE,
    on: Engine = PROCESS,
) -> Typeset:
    """Run LuaLaTeX again, after what it has `begun`, while page references change.

    Raises as `run` does.
    """
    auxiliary = folder / "letter.aux"
    told, made = _first_guess(manuscript.likely_pages), begun
    while made.runs < _MOST_RUNS:
        found = _COUNTS.sub("", read(auxiliary))
        if found == told or (made.runs == 1 and _guess_held(told, found, made.log)):
            break
        auxiliary.write_text(found, encoding="utf-8")
        told = found
        made = Typeset(made.pdf, _run_once(manuscript, folder, share, on), made.runs + 1)
    return made


def _run_once(manuscript: Manuscript, folder: Path, share: Share, on: Engine) -> str:
    cached = fonts.folder()
    fonts.prepare(folder, cached, names_fonts=manuscript.names_fonts)
    if manuscript.has_large_fonts and share == engine.SHARE:
        share = engine.LARGE_SHARE
    return engine.run(manuscript, folder, share, cached, on)


def _prepare(manuscript: Manuscript, folder: Path) -> None:
    (folder / "letter.tex").write_text(manuscript.latex, encoding="utf-8")
    (folder / "measures.tex").write_text(manuscript.measures, encoding="utf-8")
    (folder / "letter.aux").write_text(_first_guess(manuscript.likely_pages), encoding="utf-8")
    for name, data in manuscript.pictures.items():
        (folder / name).write_bytes(data)


def _first_guess(pages: int) -> str:
    return rf"\gdef\letter@pages{{{pages}}}"


def _guess_held(told: str, found: str, log: str) -> bool:
    """Tell whether the first run found as many pages as it was told, and nothing else to look up.

    What a newer TeX writes down in other words makes a second run, as ever.
    """
    return told in found and not _RECORD.search(found) and "undefined references" not in log
