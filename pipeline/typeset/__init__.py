"""The only door to TeX: LaTeX to PDF with LuaLaTeX, in a folder of its own.

TeX runs behind three walls, each of which would hold by itself. Its own options forbid commands;
`latex/disarm.lua` leaves Lua nothing that reaches beyond the TeX distribution, the fonts and the
letter's folder; and `pipeline.sandbox` has the kernel hold the whole process to that. The fonts are
read into a cache beforehand, without any letter, and no letter can write there.
"""

from pipeline.typeset import distribution, fonts, recorded
from pipeline.typeset.distribution import executable, missing_files, version
from pipeline.typeset.engine import PROCESS, Engine
from pipeline.typeset.fonts import read_fonts
from pipeline.typeset.manuscript import Manuscript
from pipeline.typeset.recorded import files as files_read
from pipeline.typeset.run import Typeset, begin, run, settle
from pipeline.typeset.warm import oddity
from pipeline.typeset.warm import started as warm_engine


def look_up() -> None:
    """Look up where TeX is and what it may reach, once for all letters. Raises `MissingError`."""
    executable()
    distribution.trees()
    fonts.folder()
    recorded.kernel()


__all__ = [
    "PROCESS",
    "Engine",
    "Manuscript",
    "Typeset",
    "begin",
    "executable",
    "files_read",
    "look_up",
    "missing_files",
    "oddity",
    "read_fonts",
    "run",
    "settle",
    "version",
    "warm_engine",
]
