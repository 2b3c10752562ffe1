"""A program that stays up: it answers many, and each has its own share of the machine."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.sandbox import Room, Share, ShareError, children
from pipeline.sandbox.children import Send
from pipeline.sandbox.standing import EndedError, NotStartedError, Standing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it holds programs on POSIX systems")

SHARE = Share(seconds=1, memory=2**31, file_size=2**20)
SYSTEM = tuple(map(Path, ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache")))
# It counts what it is asked, and does what it is told.
PROGRAM = r"""
count=0
while read -r line; do
    count=$((count + 1))
    case $line in
        loop) while :; do :; done ;;
        die) echo "cannot go on" >&2; exit 7 ;;
        once) [ $count = 1 ] || exit 8; echo "$count once" ;;
        part) printf 'half an answer'; exit 9 ;;
        write) echo x >../written && echo written ;;
        where) pwd ;;
        *) echo "$count $line" ;;
    esac
done
"""
Ask = Callable[[str], str]


@pytest.fixture
def folders() -> list[Path]:
    return []


@pytest.fixture
def standing(folders: list[Path], tmp_path: Path) -> Iterator[Standing]:
    @contextmanager
    def folder() -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=tmp_path) as name:
            folders.append(Path(name))
            yield Path(name)

    made = Standing(
        ["/bin/sh", "-c", PROGRAM],
        folder,
        lambda folder: Room(folder, SYSTEM, SYSTEM),
        lambda folder: {"PATH": "/usr/bin:/bin"},
        SHARE,
    )
    yield made
    made.close()


@pytest.fixture
def ask(standing: Standing) -> Ask:
    return lambda request: standing.ask(request.encode()).decode().strip()


def test_one_program_answers_many(ask: Ask, folders: list[Path]) -> None:
    assert [ask("a"), ask("b"), ask("c")] == ["1 a", "2 b", "3 c"]
    assert ask("where") == str(folders[0])
    assert len(folders) == 1


def test_what_ends_it_is_told_and_the_next_is_asked_of_a_new_one(
    ask: Ask, folders: list[Path]
) -> None:
    assert ask("a") == "1 a"
    with pytest.raises(EndedError) as caught:
        ask("die")
    assert (caught.value.ended.code, caught.value.ended.errors) == (7, "cannot go on\n")
    assert ask("b") == "1 b"
    assert not any(folder.exists() for folder in folders[:-1])


def test_nobody_pays_for_what_another_has_left_behind(ask: Ask) -> None:
    assert ask("a") == "1 a"
    assert ask("once") == "1 once"


def test_half_an_answer_is_none(ask: Ask) -> None:
    with pytest.raises(EndedError):
        ask("part")


def test_each_answer_has_its_own_share(ask: Ask) -> None:
    with pytest.raises(ShareError, match="after 1 seconds of the processor"):
        ask("loop")
    assert ask("a") == "1 a"


def test_it_reaches_nothing_else(ask: Ask, tmp_path: Path) -> None:
    assert ask("a") == "1 a"
    with pytest.raises(EndedError):
        ask("write\ndie")
    assert not (tmp_path / "written").exists()


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    @contextmanager
    def folder() -> Iterator[Path]:
        yield tmp_path

    missing = str(tmp_path / "missing")
    none = Standing([missing], folder, lambda folder: Room(folder), lambda folder: {}, SHARE)
    with pytest.raises(NotStartedError):
        none.ask(b"a")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")
def test_a_copy_of_the_process_has_a_program_of_its_own(ask: Ask) -> None:
    assert ask("a") == "1 a"

    def work(task: str, send: Send) -> None:
        send(ask(task))

    assert dict(children.each(["x", "y"], work, 2)) == {"x": "1 x", "y": "1 y"}
    assert dict(children.each(["x", "y"], work, 2, together=2)) == {"x": "1 x", "y": "2 y"}
    assert ask("b") == "2 b"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends with its standard input")
def test_it_ends_with_the_process_that_asks(standing: Standing) -> None:
    def work(task: str, send: Send) -> None:
        standing.ask(b"a")
        (running,) = (one for pid, one in standing._all.items() if pid == os.getpid())
        send(running.process.pid)
        if task == "killed":
            os.kill(os.getpid(), signal.SIGKILL)

    for task in ("done", "killed"):
        pid = next(iter(children.each([task], work, 1)))[1]
        while not has_ended(pid):
            os.sched_yield()


def has_ended(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
