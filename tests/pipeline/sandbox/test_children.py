"""Each letter's work is done in a process of its own, and loses alone what it takes too much of."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.location import Location
from pipeline.sandbox import children, share
from pipeline.sandbox.children import Lost, Send

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")
PLACE = Location(Path("x.md"), 3, 4)


def told(work: object, *tasks: str) -> dict[str, object]:
    return dict(children.each(tasks, work, 2))  # type: ignore[arg-type]


def by_name(task: str, send: Send) -> None:
    """Do what `task` says, each in its own way."""
    share.stage("its sums", PLACE)
    if task == "loop":
        while True:
            pass
    if task == "memory":
        # Twice as much as it may: what a large process of tests frees meanwhile is its own again.
        send(len(bytearray(2 * share.MEMORY)))
    if task == "crash":
        faulthandler.disable()  # no traceback of what is meant
        os.abort()
    if task == "deaf":  # as a library of C that never returns
        signal.signal(signal.SIGVTALRM, signal.SIG_IGN)
        while True:
            pass
    send(f"{task} is done")


def test_what_each_sends_is_told_with_its_task() -> None:
    assert told(by_name, "a", "b", "c") == {name: f"{name} is done" for name in "abc"}


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("loop", "took more than 2 seconds of the processor"),
        ("deaf", "took more than 2 seconds of the processor"),
        ("memory", "took more than 300 MB of memory"),
        ("crash", "took more than 300 MB of memory"),
    ],
)
def test_what_takes_too_much_is_lost_alone(task: str, reason: str) -> None:
    assert told(by_name, task, "b") == {task: Lost("its sums", reason, PLACE), "b": "b is done"}


def test_a_stage_has_a_share_of_its_own() -> None:
    def work(task: str, send: Send) -> None:
        for _ in range(3):
            share.stage(task)
            until = time.process_time() + 0.8 * share.SECONDS
            while time.process_time() < until:
                pass
        send("done")

    assert told(work, "a") == {"a": "done"}


def test_what_is_raised_there_is_raised_here() -> None:
    def work(task: str, _: Send) -> None:
        raise KeyError(task)

    with pytest.raises(KeyError, match="a"):
        told(work, "a")


def test_what_both_know_is_not_copied() -> None:
    known = {"large": "site"}
    ((_, found),) = children.each(["a"], lambda _, send: send(["x", known]), 1, [known])
    assert found[1] is known


def test_one_returns_what_was_returned() -> None:
    assert children.one("a", str.upper) == "A"


def test_threads_tell_the_same() -> None:
    def work(task: str, send: Send) -> None:
        if task == "memory":
            raise MemoryError
        send(f"{task} is done")

    found = dict(children._in_threads(["a", "b", "memory"], work, 2))
    assert found == {
        "a": "a is done",
        "b": "b is done",
        "memory": Lost("", "took more memory than there is"),
    }


PROGRAM = """
import os, signal, subprocess, sys, time
from pipeline.sandbox import children

def work(task, send):
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
    try:
        print(os.getpid(), other.pid, flush=True)
        other.wait()
    finally:
        other.kill()

signal.signal(signal.SIGTERM, signal.default_int_handler)
try:
    list(children.each(["a", "b"], work, 2))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.fixture
def busy() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A program whose two processes wait for programs of their own, and the numbers of all four."""
    program = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        numbers = [int(n) for _ in range(2) for n in process.stdout.readline().split()]
        yield process, numbers
        process.kill()


def ended(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def all_end(numbers: list[int]) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if all(map(ended, numbers)):
            return True
    return False


def test_one_sigterm_ends_all(busy: tuple[subprocess.Popen[str], list[int]]) -> None:
    process, numbers = busy
    process.terminate()
    assert process.wait(10) == 130
    assert all_end(numbers)


def test_none_outlives_the_program(busy: tuple[subprocess.Popen[str], list[int]]) -> None:
    process, numbers = busy
    process.kill()
    process.wait(10)
    assert all_end(numbers)


@pytest.mark.parametrize("together", [2, 3, 9])
def test_what_a_process_has_yet_to_do_is_done_by_another(together: int) -> None:
    tasks = ["a", "crash", "b", "c", "memory", "d"]
    found = dict(children.each(tasks, by_name, 1, together=together))
    assert {task for task, one in found.items() if isinstance(one, Lost)} == {"crash", "memory"}
    assert {task: one for task, one in found.items() if isinstance(one, str)} == {
        name: f"{name} is done" for name in "abcd"
    }


def test_a_process_works_on_several_one_after_the_other() -> None:
    def work(task: str, send: Send) -> None:
        send(os.getpid())

    found = dict(children.each(list("abcde"), work, 2, together=2))
    assert len(set(found.values())) == 3
    assert found["a"] == found["b"] != found["c"] == found["d"] != found["e"]
