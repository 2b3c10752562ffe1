"""Which files of the distribution a PDF was made with, as TeX itself has written them down."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from pipeline.typeset import distribution, engine

# The fonts that are in the PDF, which are read by Lua: TeX's own list does not have them.
_FONT = re.compile(r"<([^<>\n]+\.(?:otf|ttf|ttc|otc|pfb))>", re.IGNORECASE)
_FORMAT = ".fmt"
_KERNEL = ("latex.ltx", "expl3-code.tex")
"""What the format is made of. It is made anew on each machine, and then it is another file."""


def files(folder: Path, log: str) -> list[Path]:
    """Return the files that the last run in `folder`, with its `log`, has read, sorted.

    Those of the letter are not among them, nor what was read of fonts before. There are none where
    TeX has written none down.
    """
    lines = engine.read(folder / engine.RECORD).splitlines()
    read = {line.removeprefix("INPUT ") for line in lines if line.startswith("INPUT ")}
    if not read:
        return []
    if any(name.endswith(_FORMAT) for name in read):
        read |= {str(file) for file in kernel()}
    named = {os.path.normpath(name) for name in (*read, *_FONT.findall(log))}
    trees = tuple(f"{tree}{os.sep}" for tree in distribution.trees())
    return [Path(name) for name in sorted(named) if name.startswith(trees) and _is_source(name)]


def _is_source(name: str) -> bool:
    return not name.endswith(_FORMAT)


@cache
def kernel() -> tuple[Path, ...]:
    """Return the files of the distribution that LaTeX itself is made of."""
    return tuple(filter(None, map(distribution.find, _KERNEL)))
