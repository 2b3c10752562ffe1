"""Other programs, run so that a stranger's letter gets nothing out of them but a page.

A program that reads a letter sees a folder of its own and what it is told of the machine besides,
an environment that is made for it, no network and no other programs, and it gets a share of time,
memory and disk. Linux's Landlock (5.13 and later) holds the walls; where the kernel has none, the
program's own options and limits remain. `version` tells.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.sandbox import launch

_LAUNCHER = Path(launch.__file__)
_MOST_OUTPUT = 64 * 2**20  # bytes, of what a program says


@dataclass(frozen=True)
class Room:
    """What a program may reach: folders with all that is in them, and single files."""

    folder: Path
    """Where it runs, and all that it may write to."""
    reads: tuple[Path, ...] = ()
    runs: tuple[Path, ...] = ()
    """What it may start, itself included."""


@dataclass(frozen=True)
class Share:
    """How much of the machine a program may take."""

    seconds: float
    """By the clock, and of the processor."""
    memory: int
    """Bytes of address space."""
    file_size: int
    """Bytes of the largest file."""
    forks: bool = False
    """Whether it may have processes or threads of its own."""


@dataclass(frozen=True)
class Ended:
    """How a program ended."""

    code: int
    """Its exit code; below 0 the signal that ended it."""
    output: str
    errors: str


class ShareError(Exception):
    """A program was stopped for more than its share; when, its message says: `after 20 seconds`."""


def version() -> int:
    """Return the version of what keeps a program in its room, Landlock; 0 where nothing does."""
    return launch.landlock_version()


def run(
    command: Sequence[str],
    room: Room,
    share: Share,
    environment: Mapping[str, str],
    given: str = "",
) -> Ended:
    """Run `command` in `room`, with the text `given` on its standard input.

    Raises `ShareError`, and `OSError` where the program cannot be started.
    """
    words = list(command)
    if os.name == "posix":
        words = [sys.executable, "-I", "-S", str(_LAUNCHER), _order(room, share), *words]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            done = subprocess.run(
                words,
                cwd=room.folder,
                env=dict(environment),
                input=given.encode(),
                stdout=output,
                stderr=errors,
                timeout=share.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ShareError(f"after {share.seconds:g} seconds") from None
        said = [_beginning(file) for file in (output, errors)]
    if done.returncode in launch.EXCEEDED:
        raise ShareError(launch.EXCEEDED[done.returncode])
    if done.returncode == launch.COULD_NOT_START and said[1].startswith(launch.APOLOGY):
        raise OSError(said[1].removeprefix(launch.APOLOGY).strip())
    return Ended(done.returncode, *said)


def ask(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """Return what `command` prints, which sees nothing of a letter: '' where it cannot run."""
    try:
        done = subprocess.run(
            list(command),
            env=dict(environment) if environment is not None else None,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _order(room: Room, share: Share) -> str:
    """Return what the launcher is told."""
    return json.dumps(
        {
            "reads": [str(path) for path in room.reads],
            "runs": [str(path) for path in room.runs],
            "writes": [str(room.folder), os.devnull],
            "seconds": int(share.seconds) + 1,
            "memory": share.memory,
            "file_size": share.file_size,
            "forks": share.forks,
        }
    )


def _beginning(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(_MOST_OUTPUT).decode(errors="replace")
