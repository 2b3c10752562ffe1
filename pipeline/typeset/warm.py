"""The warm engine: a LuaTeX that has read class, packages and fonts, and forks for each letter.

Nearly all of the time of a run goes into what stands above a letter, and is the same for all
letters that look alike. LuaTeX reads it once, as `letter.tex`; where it ends, it waits
(`latex/warm.lua`). Each fork goes on in the letter's own folder with the letter's own lines, as if
nothing had been: the same bytes come out. Whatever is not as it should be, `PROCESS` does the work.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import sandbox
from pipeline.files import scratch
from pipeline.sandbox import Ended, Share
from pipeline.typeset import foreman
from pipeline.typeset.engine import PROCESS, SHARE, Engine
from pipeline.typeset.manuscript import Manuscript
from pipeline.typeset.run import begin

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

_IDLE = 3
"""LuaTeXs that are kept for letters to come, of some 100 MB each."""
_PATIENCE = 5.0  # seconds, until a foreman that was told to end is made to


class UnfitError(Exception):
    """There is no warm LuaTeX for a letter; why, its message says."""


@dataclass(frozen=True)
class Warm:
    """Has LuaTeX fork for each run."""

    folder: Path
    requests: socket.socket
    must_fork: bool = False
    """Whether to raise `UnfitError` where a process would have to do the work."""

    def run(self, manuscript: Manuscript, folder: Path, share: Share, fonts: Path | None) -> Ended:
        """Run LuaLaTeX as `Engine` has it, by a fork if that can be."""
        auxiliary = folder / "letter.aux"
        told = auxiliary.read_bytes()
        try:
            if not (fonts and share == SHARE and manuscript.preamble):
                raise UnfitError("the fonts have no cache, or the preamble no end")
            return self._fork(manuscript, folder, fonts)
        except UnfitError:
            if self.must_fork:
                raise
            auxiliary.write_bytes(told)
        return PROCESS.run(manuscript, folder, share, fonts)

    def _fork(self, manuscript: Manuscript, folder: Path, fonts: Path) -> Ended:
        """Have a fork set `manuscript`. Raises `UnfitError` and `ShareError`."""
        request = foreman.Request(
            manuscript.preamble,
            manuscript.names_fonts,
            str(manuscript.templates),
            str(fonts),
            str(folder),
        ).packed()
        if len(request) > foreman.MOST_BYTES:
            raise UnfitError("the preamble is too long")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            ours.settimeout(sandbox.clock(SHARE))
            is_at_work = False
            try:
                with theirs:
                    socket.send_fds(self.requests, [request], [theirs.fileno()])
                while said := ours.recv(foreman.MOST_BYTES).decode():
                    what, _, value = said.partition(" ")
                    if what == "failed":
                        raise UnfitError(value)
                    if what == "ended" and is_at_work:
                        return _ended(int(value))
                    is_at_work = is_at_work or what == "entered"
            except TimeoutError:
                if is_at_work:
                    sandbox.judge(Ended(0, "", ""), SHARE, is_late=True)
            except OSError as error:
                raise UnfitError(f"nobody answers: {error}") from error
        raise UnfitError("nobody answers")


def _ended(status: int) -> Ended:
    ended = Ended(os.waitstatus_to_exitcode(status), "", "")
    sandbox.judge(ended, SHARE, is_late=False)
    return ended


def obstacle() -> str:
    """Return why this system cannot have a warm engine, or ''."""
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return "only 64-bit Linux has what it takes"
    if not Path("/proc/self/fd").is_dir():
        return "/proc is not there"
    return ""


def oddity(manuscript: Manuscript) -> tuple[str, bool]:
    """Return why `manuscript` cannot be set by the warm engine, and whether that is a fault.

    The one is '' where it can, and comes out as it should. Raises as `run` does.
    """
    if reason := obstacle():
        return reason, False
    with started() as on:
        assert isinstance(on, Warm)
        (on.folder / "process").mkdir()
        (on.folder / "fork").mkdir()
        try:
            forked = begin(manuscript, on.folder / "fork", on=replace(on, must_fork=True))
        except UnfitError as error:
            return str(error), False
        made = begin(manuscript, on.folder / "process")
        is_same = forked.pdf.read_bytes() == made.pdf.read_bytes()
        return ("", False) if is_same else ("it makes other pages", True)


@contextmanager
def started() -> Iterator[Engine]:
    """Yield a warm engine, or `PROCESS` where there can be none; it ends with all that it started.

    LuaTeX is started when a first letter asks for it.
    """
    if obstacle():
        yield PROCESS
        return
    import multiprocessing

    with scratch.folder() as area:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        context = multiprocessing.get_context("fork")
        process = context.Process(target=foreman.serve, args=(theirs, area.resolve(), _IDLE))
        with ours:
            with theirs:
                process.start()
            try:
                yield Warm(area.resolve(), ours)
            finally:
                _end(process, ours)


def _end(process: ForkProcess, requests: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it has ended before
        requests.send(b"")
        process.join(_PATIENCE)
    if process.is_alive():
        process.kill()
    process.join()
