"""Paths that lead to where they seem to."""

from __future__ import annotations

from pathlib import Path


def lies_in(path: Path, folder: Path) -> bool:
    """Tell whether `path`, its links followed, is below `folder`, or is it.

    A path that cannot be followed is nowhere.
    """
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # links in a circle: RuntimeError until Python 3.13
        return False


def is_there(path: Path) -> bool:
    """Tell whether `path` is a file; one with too long a name is nowhere."""
    try:
        return path.is_file()
    except OSError:
        return False
