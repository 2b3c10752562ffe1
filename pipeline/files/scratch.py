"""Folders for a moment: each is gone with the work it was made for, or with the next program.

A program that is killed takes none of its folders away. Each is locked while its program lives, so
that the next one can tell which are left over: a lock ends with its process, whatever ends that.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "coverpress-"
_MOMENT = 60.0  # seconds, between making a folder and locking it


@contextmanager
def folder(within: Path | None = None) -> Iterator[Path]:
    """Make an empty folder that only this user can read, and remove it at the end.

    It is `within` another one, if that is named. Raises `OSError` where there is no room for one.
    """
    made = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=within, ignore_cleanup_errors=True)
    with made as name, _locked(Path(name)):
        yield Path(name)


def sweep() -> None:
    """Remove the folders of programs that were killed."""
    for found in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if _is_left_over(found):
                shutil.rmtree(found, ignore_errors=True)


def _is_left_over(found: Path) -> bool:
    about = found.lstat()
    is_ours = found.is_dir() and not found.is_symlink() and about.st_uid == os.getuid()
    if not is_ours or time.time() - about.st_mtime < _MOMENT:
        return False
    with _locked(found) as is_locked:
        return is_locked


@contextmanager
def _locked(made: Path) -> Iterator[bool]:
    """Lock the folder `made` while this lasts; yield False where another process has locked it."""
    try:
        import fcntl
    except ImportError:  # Windows, whose own programs keep a folder for temporary files clean
        yield False
        return
    number = os.open(made, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(number)
