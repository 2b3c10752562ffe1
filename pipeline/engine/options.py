"""How a run is to do its work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.engine.store import Store


@dataclass(frozen=True)
class Options:
    """Where the PDFs go, and how the work is done."""

    out: Path
    jobs: int
    keep_tex: bool = False
    fails_fast: bool = False
    """Whether nothing more is begun once a letter has failed."""
    tell: Callable[[str], object] = lambda _: None
    """Is told, in a line, of what takes long and is no letter's work."""
    store: Store | None = None
    """What was made before; None where that is no matter."""
