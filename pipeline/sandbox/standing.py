"""A program that stays up and answers: what takes long to start is started once for many letters.

It sees no more than the program of a single letter does, and what is asked for one letter has the
same share of the machine. Where it ends over a letter, the letter is asked of a new one: nobody
pays for what another has left behind.
"""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline import sandbox
from pipeline.sandbox import Ended, Room, Share, ShareError

_MOST_OUTPUT = 64 * 2**20  # bytes, of an answer
_LAST_MOMENT = 1.0  # seconds, for a program that says no more to end by itself


class EndedError(Exception):
    """The program ended and gave no answer; `ended` tells how."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(ended.errors)
        self.ended = ended


@dataclass(frozen=True)
class _Running:
    process: subprocess.Popen[bytes]
    errors: IO[bytes]
    holds: ExitStack
    """What is given back when it has ended."""


class NotStartedError(Exception):
    """The program cannot be started; the message says why."""


class Standing:
    """One program for each process that asks: the one of before a fork stays the parent's."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Callable[[], AbstractContextManager[Path]],
        room: Callable[[Path], Room],
        environment: Callable[[Path], Mapping[str, str]],
        share: Share,
    ) -> None:
        """Know how to start `command`; it has its `share` anew for each answer.

        `folder` makes a folder for as long as it runs, of which its `room` and its `environment`
        are made.
        """
        self._command, self._share = command, share
        self._folder, self._room, self._environment = folder, room, environment
        self._lock = threading.Lock()
        self._all: dict[int, _Running] = {}

    def ask(self, request: bytes) -> bytes:
        """Return the line with which the program answers the line `request`.

        Raises `ShareError`, `EndedError`, `NotStartedError`, and `OSError` where there is no room
        for its folder.
        """
        with self._lock:
            if os.getpid() in self._all:
                with contextlib.suppress(ShareError, EndedError):
                    return self._ask(request)
            self._start()
            return self._ask(request)

    def close(self) -> None:
        """End the program that this process has started, if there is one."""
        if running := self._all.pop(os.getpid(), None):
            running.process.kill()
            _end(running)

    def _start(self) -> None:
        with ExitStack() as holds:
            folder = holds.enter_context(self._folder())
            errors = holds.enter_context(tempfile.TemporaryFile())
            command = sandbox.enclosed(
                self._command, self._room(folder), self._share, is_standing=True
            )
            try:
                process = subprocess.Popen(
                    command,
                    cwd=folder,
                    env=dict(self._environment(folder)),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                )
            except OSError as error:
                raise NotStartedError(error) from error
            self._all[os.getpid()] = _Running(process, errors, holds.pop_all())

    def _ask(self, request: bytes) -> bytes:
        process = self._all[os.getpid()].process
        try:
            _allow(process.pid, self._share.seconds)
            with sandbox.ended_after(process, self._share) as is_late:
                answer = _exchange(process, request)
        except BaseException:
            self.close()  # its answer must not be taken for that to the next request
            raise
        if answer.endswith(b"\n"):
            return answer
        ended = _end(self._all.pop(os.getpid()))
        try:
            sandbox.judge(ended, self._share, is_late=is_late.is_set())
        except OSError as error:
            raise NotStartedError(error) from error
        raise EndedError(ended)


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    assert process.stdin
    assert process.stdout
    with contextlib.suppress(BrokenPipeError):  # it has ended, and says why
        process.stdin.write(request + b"\n")
        process.stdin.flush()
    return process.stdout.readline(_MOST_OUTPUT)


def _end(running: _Running) -> Ended:
    """Have a program end that says no more, and return how it did."""
    process = running.process
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe:
                pipe.close()
    try:
        process.wait(_LAST_MOMENT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with running.holds:
        return Ended(process.returncode, "", sandbox.beginning(running.errors))


def _allow(process: int, seconds: float) -> None:
    """Give `process` so many more `seconds` of the processor, where the system can say so."""
    if sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(OSError):  # it has ended, which is found out when it is asked
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # see proc(5)
        _, hard = resource.prlimit(process, resource.RLIMIT_CPU)
        resource.prlimit(process, resource.RLIMIT_CPU, (math.ceil(used + seconds), hard))
