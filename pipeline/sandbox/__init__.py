"""Other programs, run so that a stranger's letter gets nothing out of them but a page.

A program that reads a letter sees a folder of its own and what it is told of the machine besides,
an environment that is made for it, no network and no other programs, and it gets a share of time,
memory and disk. Linux's Landlock (5.13 and later) holds the walls; where the kernel has none, the
program's own options and limits remain. `version` tells.
"""

from __future__ import annotations

import math
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.sandbox import launch

_LAUNCHER = Path(launch.__file__)
_PATIENCE = 6
_MOST_OUTPUT = 64 * 2**20  # bytes, of what a program says
_EXCEEDED: dict[int, str] = {}
"""The exit codes of a program that the system stopped, and when that was."""
if os.name == "posix":
    _EXCEEDED = {
        -signal.SIGXCPU: "after {:g} seconds of the processor",
        -signal.SIGXFSZ: "after it wrote too large a file",
    }


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
    """Of the processor. By the clock it may be `_PATIENCE` times as many: a machine may be busy."""
    memory: int
    """Bytes of memory of its own."""
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


Started = subprocess.Popen[bytes]
"""A program that runs."""


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
    words = enclosed(command, room, share)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            words,
            cwd=room.folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=errors,
        )
        with process, ended_after(process, share) as is_late:
            try:
                process.communicate(given.encode())
            except BaseException:
                process.kill()
                raise
        ended = Ended(process.returncode, beginning(output), beginning(errors))
    judge(ended, share, is_late=is_late.is_set())
    return ended


def enclosed(
    command: Sequence[str], room: Room, share: Share, *, is_standing: bool = False
) -> list[str]:
    """Return the command that starts `command` in its `room`, with its `share`.

    A program `is_standing` which is given its time by who asks it.
    """
    if os.name != "posix":
        return list(command)
    orders = _orders(room, share)
    if not is_standing:
        orders.append(f"seconds={math.ceil(share.seconds)}")
    return [sys.executable, "-I", "-S", str(_LAUNCHER), *orders, "--", *command]


@contextmanager
def ended_after(process: subprocess.Popen[bytes], share: Share) -> Iterator[threading.Event]:
    """End `process` if this lasts much longer than its `share`; what is yielded tells whether.

    `subprocess` would look again and again whether a program with a limit has ended, and sleep in
    between, which takes longer than Pandoc does.
    """
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    timer = threading.Timer(clock(share), stop)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()


def judge(ended: Ended, share: Share, *, is_late: bool) -> None:
    """Raise `ShareError` where a program was stopped, `OSError` where it was not started."""
    if is_late:
        raise ShareError(f"after {clock(share):g} seconds")
    if ended.code in _EXCEEDED:
        raise ShareError(_EXCEEDED[ended.code].format(share.seconds))
    if ended.code == launch.COULD_NOT_START and ended.errors.startswith(launch.APOLOGY):
        raise OSError(ended.errors.removeprefix(launch.APOLOGY).strip())


def start(
    command: Sequence[str],
    room: Room,
    share: Share,
    environment: Mapping[str, str],
    folder: Path,
    given: socket.socket,
) -> Started:
    """Start `command` in `room`, within whose folder is the `folder` that it begins in.

    Its standard input is `given`, and what it prints is lost. It ends with this process.
    """
    return subprocess.Popen(
        enclosed(command, room, share, is_standing=True),
        cwd=folder,
        env=dict(environment),
        stdin=given.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def walls(room: Room, share: Share) -> str:
    """Return what a copy that a program makes of itself must do to be in `room` with its `share`.

    It is told in lines of numbers, as `latex/warm.lua` reads them: what is to be forbidden, what is
    allowed all the same on each path, and the limits. The copy starts no program.
    """
    import resource

    fields = launch.ruleset(version())
    lines = [f"wall {field}" for field in fields]
    if fields:
        writing = launch.RIGHTS["writes"] & fields[0]
        ways = [(path, launch.RIGHTS["reads"] & fields[0]) for path in room.reads]
        for path, rights in (*ways, (Path(os.devnull), writing)):
            most = rights if path.is_dir() else rights & launch.ON_FILES
            lines.append(f"reach {most} {path}")
        lines += [f"own {writing}", f"path {os.O_PATH | os.O_CLOEXEC}"]
    limits = {
        resource.RLIMIT_CPU: math.ceil(share.seconds),
        resource.RLIMIT_DATA: share.memory,
        resource.RLIMIT_FSIZE: share.file_size,
        resource.RLIMIT_NPROC: 0,
    }
    lines += [f"limit {number} {most}" for number, most in limits.items()]
    return "".join(f"{line}\n" for line in lines)


def clock(share: Share) -> float:
    """Return after how many seconds by the clock a program is stopped."""
    return _PATIENCE * share.seconds


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


def _orders(room: Room, share: Share) -> list[str]:
    """Return what the launcher is told."""
    return [
        *(f"reads={path}" for path in room.reads),
        *(f"runs={path}" for path in room.runs),
        *(f"writes={path}" for path in (room.folder, os.devnull)),
        f"memory={share.memory}",
        f"file_size={share.file_size}",
        *(["forks=1"] if share.forks else []),
    ]


def beginning(file: IO[bytes]) -> str:
    """Return the beginning of what a program wrote into `file`."""
    file.seek(0)
    return file.read(_MOST_OUTPUT).decode(errors="replace")
