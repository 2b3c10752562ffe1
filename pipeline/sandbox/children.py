"""Each letter's work in another process, so that what it takes too much of, it loses alone.

A process works on one letter, or on some that are quickly done, one after the other: where it ends
over one of them, the others are given to a new one. It is a copy of this one (`fork`), which knows
the site already; what it found comes back through a pipe. That is Linux's alone: elsewhere a copy
of a process is slow or unsafe, and the letters are worked on in threads, under the counters only.
"""

from __future__ import annotations

import contextlib
import gc
import io
import pickle
import queue
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.model.location import Location
from pipeline.sandbox import launch, share
from pipeline.sandbox.share import OverdueError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

Task = TypeVar("Task")
Send = Callable[[object], None]
Work = Callable[[Task, Send], None]

_IS_FORKED = sys.platform == "linux"
_UNTIL_COLLECTED = 20_000  # objects: a letter's tree is needed to its end, so that few can go
_PATIENCE = 3.0  # seconds, until a process that was asked to stop is made to


@dataclass(frozen=True)
class Lost:
    """The end of a process that took more than its share, or that a library of C broke."""

    stage: str
    """Such as `its Liquid`; '' before the first."""
    reason: str
    """Such as `took more than 2 seconds of the processor`."""
    place: Location | None = None
    """Where in the letter this work was asked for, if it is known."""


@dataclass(frozen=True)
class _Stage:
    name: str = ""
    place: Location | None = None


@dataclass(frozen=True)
class _Raised:
    error: Exception


@dataclass(frozen=True)
class _Ended:
    pass


@dataclass
class _Child:
    numbers: list[int]
    """The tasks that it has yet to do; it works on the first."""
    process: ForkProcess
    pipe: Connection
    stage: _Stage = field(default_factory=_Stage)


def each(
    tasks: Sequence[Task],
    work: Work[Task],
    at_once: int,
    known: Sequence[object] = (),
    together: int = 1,
) -> Generator[tuple[Task, Any]]:
    """Yield what `work` sends of each of `tasks`, with the task, as soon as it is sent.

    `at_once` are worked on at the same time. `known` are objects that both sides have: a message
    may hold them, and they are not copied. `together` is how many tasks a process may take on.
    `Lost` is yielded for a task that did not come to its end. What `work` raises is raised here,
    and ends it all.
    """
    if _IS_FORKED:
        yield from _in_processes(tasks, work, at_once, known, together)
    else:
        yield from _in_threads(tasks, work, at_once)


def one(task: Task, work: Callable[[Task], object], known: Sequence[object] = ()) -> Any:
    """Return what `work` returns for `task`, or `Lost`. Raises what it raises."""
    ((_, found),) = each([task], lambda given, send: send(work(given)), 1, known)
    return found


def _in_processes(
    tasks: Sequence[Task], work: Work[Task], at_once: int, known: Sequence[object], together: int
) -> Iterator[tuple[Task, Any]]:
    from multiprocessing import connection

    numbers = range(len(tasks))
    waiting = deque([*numbers[first : first + together]] for first in numbers[::together])
    children: dict[Connection, _Child] = {}
    gc.freeze()  # else the first collection of each copy would write to all that it shares
    try:
        while True:
            while len(children) < at_once and waiting:
                child = _start(waiting.popleft(), tasks, work, known, list(children))
                children[child.pipe] = child
            if not children:
                return
            for pipe in connection.wait(list(children)):
                child = children[pipe]  # type: ignore[index]
                message = _received(child, known)
                if isinstance(message, _Stage):
                    child.stage = message
                    continue
                number, is_last = child.numbers[0], isinstance(message, (Lost, _Raised))
                if is_last or isinstance(message, _Ended):
                    child.numbers.pop(0)
                if is_last and child.numbers:
                    waiting.appendleft(child.numbers)
                if is_last or not child.numbers:
                    del children[child.pipe]
                    child.pipe.close()
                    child.process.join()
                if isinstance(message, _Raised):
                    raise message.error
                if not isinstance(message, _Ended):
                    yield tasks[number], message
    finally:
        gc.unfreeze()
        _stop(list(children.values()))


def _start(
    numbers: list[int],
    tasks: Sequence[Task],
    work: Work[Task],
    known: Sequence[object],
    others: Sequence[Connection],
) -> _Child:
    import multiprocessing

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    own = [tasks[number] for number in numbers]
    process = context.Process(target=_work, args=(own, work, known, theirs, (ours, *others)))
    process.start()
    theirs.close()
    return _Child(numbers, process, ours)


def _work(
    tasks: Sequence[Task],
    work: Work[Task],
    known: Sequence[object],
    pipe: Connection,
    others: Sequence[Connection],
) -> None:
    """Be the process of some tasks. Nothing of what goes wrong here is printed by Python."""
    launch.end_with_parent(signal.SIGTERM)
    gc.set_threshold(_UNTIL_COLLECTED)
    for other in others:  # a copy of a pipe would keep it open when its owner ends
        other.close()

    def send(message: object) -> None:
        packed = _packed(message, known)
        with share.undisturbed():  # half a message would be none
            pipe.send_bytes(packed)

    stage = _Stage()

    def begin(name: str, place: Location | None) -> None:
        nonlocal stage
        stage = _Stage(name, place)
        send(stage)

    last: object = None
    try:
        for task in tasks:
            stage = _Stage()
            share.enter(begin)
            work(task, send)
            send(_Ended())
    except OverdueError:
        last = Lost(stage.name, _overdue(), stage.place)
    except MemoryError:
        last = Lost(stage.name, _too_much(), stage.place)
    except KeyboardInterrupt:
        return
    except Exception as error:  # noqa: BLE001  it is raised where it is heard
        last = _Raised(error)
    if last is not None:
        with contextlib.suppress(OSError):  # nobody listens any more
            send(last)


def _received(child: _Child, known: Sequence[object]) -> object:
    try:
        return _unpacked(child.pipe.recv_bytes(), known)
    except (EOFError, OSError):
        child.process.join()
        code = child.process.exitcode or 0
        return Lost(child.stage.name, _ended_by(code), child.stage.place)


def _ended_by(code: int) -> str:
    if code == -signal.SIGXCPU:
        return _overdue()
    if code in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP):
        return _too_much()
    return f"ended early ({f'signal {-code}' if code < 0 else f'exit code {code}'})"


def _overdue() -> str:
    return f"took more than {share.SECONDS:.2g} seconds of the processor"


def _too_much() -> str:
    return f"took more than {share.MEMORY // 2**20} MB of memory"


def _stop(children: Sequence[_Child]) -> None:
    """End `children`, which put away what they have made if there is time for it."""
    before = []
    for number in (signal.SIGINT, signal.SIGTERM) if children else ():
        with contextlib.suppress(ValueError):  # not in the main thread, which alone hears them
            before.append((number, signal.signal(number, signal.SIG_IGN)))
    for child in children:
        child.process.terminate()
        child.pipe.close()
    until = time.monotonic() + _PATIENCE
    for child in children:
        child.process.join(max(0.0, until - time.monotonic()))
        if child.process.is_alive():
            child.process.kill()
            child.process.join()
    for number, handler in before:
        signal.signal(number, handler)


def _packed(message: object, known: Sequence[object]) -> bytes:
    """Return `message` in bytes, with a number for each of the objects that are `known`."""
    numbers = {id(one): number for number, one in enumerate(known)}

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: Any) -> int | None:
            return numbers.get(id(obj))

    stream = io.BytesIO()
    Pickler(stream, protocol=pickle.HIGHEST_PROTOCOL).dump(message)
    return stream.getvalue()


def _unpacked(data: bytes, known: Sequence[object]) -> object:
    class Unpickler(pickle.Unpickler):  # what it reads was written by this very program
        def persistent_load(self, pid: Any) -> Any:
            return known[pid]

    return Unpickler(io.BytesIO(data)).load()


def _in_threads(
    tasks: Sequence[Task], work: Work[Task], at_once: int
) -> Iterator[tuple[Task, Any]]:
    told: queue.SimpleQueue[tuple[int, object]] = queue.SimpleQueue()

    def run(number: int) -> None:
        last: object = _Ended()
        try:
            work(tasks[number], lambda message: told.put((number, message)))
        except MemoryError:
            last = Lost("", "took more memory than there is")
        except Exception as error:  # noqa: BLE001  it is raised where it is heard
            last = _Raised(error)
        told.put((number, last))

    with ThreadPoolExecutor(max_workers=at_once) as pool:
        futures = [pool.submit(run, number) for number in range(len(tasks))]
        working = len(tasks)
        try:
            while working:
                number, message = told.get()
                working -= isinstance(message, (Lost, _Raised, _Ended))
                if isinstance(message, _Raised):
                    raise message.error
                if not isinstance(message, _Ended):
                    yield tasks[number], message
        finally:
            for future in futures:
                future.cancel()
