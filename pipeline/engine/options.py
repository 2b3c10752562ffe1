"""How a run is to do its work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.engine.store import Store
from pipeline.typeset import Engine

AUTO, PROCESS, WARM = ENGINES = ("auto", "process", "warm")
"""What runs LuaLaTeX: a process for each run, or forks of one that has read the preamble."""


@dataclass(frozen=True)
class Options:
    """Where the PDFs go, and how the work is done."""

    out: Path
    jobs: int
    keep_tex: bool = False
    engine: str = AUTO
    """One of `ENGINES`; by itself, the warm one is for more letters than one."""
    fails_fast: bool = False
    """Whether nothing more is begun once a letter has failed."""
    tell: Callable[[str], object] = lambda _: None
    """Is told, in a line, of what takes long and is no letter's work."""
    standing: Engine | None = None
    """An engine that stays up from run to run; None for one that each run starts itself."""
    store: Store | None = None
    """What was made before; None where that is no matter."""
