"""A letter's runs of LuaLaTeX: again, until what it wrote down is what it was told."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.typeset import engine, fonts
from pipeline.typeset.engine import read
from pipeline.typeset.manuscript import Manuscript

_MOST_RUNS = 4
# What LaTeX and tagpdf write down of a letter's pages: given it beforehand, they need no second run
# to make the same ones.
_PAGES = re.compile(r"\\gdef\\letter@pages\{(\d+)\}")
_GUESS = r"""\relax
\providecommand\newlabeldata[2]{{}}
\newlabeldata{{__tag_LastPage}}{{{{abspage}}{{{pages}}}{{tagmcabs}}{{0}}}}
\gdef\letter@pages{{{pages}}}
\gdef \@abspage@last{{{pages}}}
"""
_GUESSES = ("\\newlabeldata", "\\gdef")
# What a link, on a later page, or a note refers to: only a second run knows it.
_REFERENCES = re.compile(r"\{tagabspage\}\{(?!1\})|\{tagpdfstruct-")


@dataclass(frozen=True)
class Typeset:
    """What TeX made: the PDF, and the log of its last run."""

    pdf: Path
    log: str
    runs: int


def run(manuscript: Manuscript, folder: Path, time_limit: float = engine.TIME_LIMIT) -> Typeset:
    """Set `manuscript` in the private folder `folder`.

    `time_limit` (seconds) is for one run of LuaLaTeX, which runs again while page references
    change. Raises `TexError` at the letter's line, and `MissingError` where a part of TeX is not
    there.
    """
    _prepare(manuscript, folder)
    auxiliary = folder / "letter.aux"
    before = ""
    for count in range(1, _MOST_RUNS + 1):
        log = _run_once(manuscript, folder, time_limit)
        after = read(auxiliary)
        if after == before or (count == 1 and _guess_held(manuscript.likely_pages, after, log)):
            break
        if count == 1:  # a wrong guess costs an extra page, which the next run should not count
            after = _with_pages(after)
            auxiliary.write_text(after, encoding="utf-8")
        before = after
    return Typeset(folder / "letter.pdf", log, count)


def count_pages(manuscript: Manuscript, folder: Path) -> int:
    """Return on how many pages `manuscript` comes out, after a single run. Raises as `run` does."""
    _prepare(manuscript, folder)
    _run_once(manuscript, folder, engine.TIME_LIMIT)
    counted = _PAGES.search(read(folder / "letter.aux"))
    return int(counted.group(1)) if counted else 1


def _run_once(manuscript: Manuscript, folder: Path, time_limit: float) -> str:
    cached = fonts.folder()
    fonts.prepare(folder, manuscript, cached)
    return engine.run(manuscript, folder, time_limit, cached)


def _prepare(manuscript: Manuscript, folder: Path) -> None:
    (folder / "letter.tex").write_text(manuscript.latex, encoding="utf-8")
    (folder / "letter.aux").write_text(_first_guess(manuscript.likely_pages), encoding="utf-8")
    for name, file in manuscript.pictures.items():
        shutil.copyfile(file, folder / name)


def _first_guess(pages: int) -> str:
    return _GUESS.format(pages=pages)


def _guess_held(pages: int, auxiliary: str, log: str) -> bool:
    """Tell whether the first run found what it was told: so many pages, and no references.

    A newer TeX may write it down in other words; then a second run is made, as ever.
    """
    guessed = [line for line in _first_guess(pages).splitlines() if line.startswith(_GUESSES)]
    found = all(line.partition("{tagmcabs}")[0] in auxiliary for line in guessed)
    is_known = pages == 1 or not _REFERENCES.search(auxiliary)
    return found and is_known and "undefined references" not in log


def _with_pages(auxiliary: str) -> str:
    """Return what TeX wrote down, with the letter's own number of pages."""
    counted = _PAGES.search(auxiliary)
    if not counted:
        return auxiliary
    pages = rf"\g<1>{{{counted.group(1)}}}"
    return re.sub(r"(__tag_LastPage\}\{\{abspage\}|\\@abspage@last)\{\d+\}", pages, auxiliary)
