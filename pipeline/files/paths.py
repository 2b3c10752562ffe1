"""Paths that lead to where they seem to."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.errors import SourceError
from pipeline.model.location import Location


def lies_in(path: Path, folder: Path) -> bool:
    """Tell whether `path`, its links followed, is below `folder`, or is it.

    A path that cannot be followed is nowhere.
    """
    return _seen_from(folder, path) is not None


def _seen_from(folder: Path, path: Path) -> Path | None:
    """Return `path` as it is seen from `folder`, all links followed; None where it is elsewhere."""
    try:
        return path.resolve().relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # links in a circle: RuntimeError until Python 3.13
        return None


def is_there(path: Path) -> bool:
    """Tell whether `path` is a file; one with too long a name is nowhere."""
    try:
        return path.is_file()
    except OSError:
        return False


def must_be_of(root: Path, file: Path) -> None:
    """Raise `SourceError` where `file`, its links followed, is none that a letter may show.

    It lies below `root`, and it is not hidden: `.git` keeps passwords.
    """
    seen = _seen_from(root, file)
    if seen is None:
        raise SourceError(
            "the file lies outside the site", Location(file), "Copy it into the site."
        )
    if any(part.startswith(".") for part in seen.parts):
        raise SourceError(
            "the file is hidden, and hidden files are no part of a site",
            Location(file),
            "Give it a name without a dot at its beginning.",
        )
