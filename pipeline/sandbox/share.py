"""The share of the machine that a stage of our own work on a stranger's letter may take.

Counters stop most of what would never end, at its line; this stops whatever they do not know of.
`stage` begins one; it holds in the process of a letter that `children` has made, and elsewhere
it does nothing. The processor's time is counted and not the clock's, so that a busy machine stops
no right letter.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.location import Location

SECONDS = 2.0
"""What a stage may take of the processor's time: a letter of 100 KB takes a fifth of it."""
MEMORY = 300 * 2**20
"""Bytes that a letter's process may take on top of what it began with."""
_DEPTH = 10_000
"""Calls in each other. What a letter nests is told at its line as soon as it is a tree."""
_GRACE = 1  # seconds, until what does not hear of its end is ended

_tell: Callable[[str, Location | None], object] | None = None


class OverdueError(BaseException):
    """A stage took more than its time. Nothing on its way may take it for a letter's fault."""


def enter(tell: Callable[[str, Location | None], object]) -> None:
    """Give this process its share; `tell` is told of each stage as it begins."""
    global _tell  # there is one of it in a process
    import resource

    _tell = tell
    signal.signal(signal.SIGVTALRM, _stop)
    sys.setrecursionlimit(_DEPTH)
    _limit(resource.RLIMIT_DATA, _data() + MEMORY)


def stage(name: str, place: Location | None = None) -> None:
    """Begin the stage `name` of a letter, such as `its Liquid`, with a share of its own.

    `place` is where in the letter its work was asked for, if it is one place.
    """
    if _tell is None:
        return
    import resource

    _tell(name, place)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    # A library in C hears no signal before it returns; this one ends the process.
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime + SECONDS) + _GRACE)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back the end of a stage's time while this lasts."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGVTALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGVTALRM})


def _stop(*_: object) -> None:
    raise OverdueError


def _limit(what: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, hard))


def _data() -> int:
    """Return the bytes of private memory that this process has, as its limit counts them."""
    if sys.platform != "linux":
        return 0
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
