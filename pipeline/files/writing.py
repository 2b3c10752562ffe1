"""Finished files into their place: whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.files import scratch
from pipeline.files.paths import lies_in
from pipeline.model.errors import WriteError
from pipeline.model.location import Location

_HINT = "Make room, close the PDF where it is open, or choose another folder with `--out`."


def place(made: Path, target: Path, what: str = "the PDF", hint: str = _HINT) -> None:
    """Move the file `made` to `target`, which holds either the old file or the new one, whole.

    `what` is what an error calls it, `hint` what to do then. It is copied beside `target` first,
    since a rename is atomic only within a file system. Raises `WriteError`, and then `target` is
    as it was.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as copy, made.open("rb") as original:
            shutil.copyfileobj(original, copy)
            copy.flush()
            os.fsync(copy.fileno())
        if target.exists():
            _be_like(target, beside)
        beside.replace(target)
    except OSError as error:
        is_too_long = error.errno == errno.ENAMETOOLONG
        raise WriteError(
            f"{what} cannot be written: {error.strerror or error}",
            Location(target),
            "Give the letter's file a shorter name." if is_too_long else hint,
        ) from error
    finally:
        # After the rename it is no longer there; after an error or Control-C it may be.
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def write(data: bytes, target: Path, what: str, hint: str = _HINT) -> None:
    """Make `target` a file with `data`, whole or not at all. Raises as `place` does."""
    try:
        with scratch.folder() as folder:
            made = folder / "made"
            made.write_bytes(data)
            place(made, target, what, hint)
    except OSError as error:
        raise WriteError(
            f"{what} cannot be written: {error.strerror or error}",
            Location(target),
            "Make room in the folder for temporary files.",
        ) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait until nobody else has locked `folder`, and keep it locked while this lasts.

    Raises `OSError` where it is not there. On Windows nothing is locked.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _be_like(old: Path, new: Path) -> None:
    """Give the file `new` the mode of `old`, and its owner where this user may."""
    shutil.copymode(old, new)
    if hasattr(os, "chown"):
        about = old.stat()
        with contextlib.suppress(PermissionError):
            os.chown(new, about.st_uid, about.st_gid)


def check_folder(folder: Path) -> None:
    """Raise `WriteError` where no file can be written below `folder`; it is made if need be.

    One that seems to be below this folder, and is a link to elsewhere, is none: who can put a link
    into a repository could have files written, and handed out, wherever it leads.
    """
    if not folder.is_absolute() and ".." not in folder.parts and not lies_in(folder, Path()):
        raise WriteError(
            "the folder is a link that leads elsewhere",
            Location(folder),
            "Name the folder that is meant with `--out`.",
        )
    probe = folder / f".{secrets.token_hex(6)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise WriteError(
            f"nothing can be written here: {error.strerror or error}",
            Location(folder),
            "Choose another folder with `--out`.",
        ) from error


def check_below(target: Path, folder: Path) -> None:
    """Raise `WriteError` where a link in `folder` would lead the file `target` out of it."""
    if not lies_in(target.parent, folder):
        raise WriteError(
            "the folder of this file is a link that leads elsewhere",
            Location(target.parent),
            "Delete the link.",
        )


def keep_folder(folder: Path, target: Path) -> None:
    """Copy TeX's `folder` to `target`, in the place of an earlier one."""
    try:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target)
    except OSError as error:
        message = f"TeX's folder cannot be kept: {error.strerror or error}"
        raise WriteError(message, Location(target)) from error
