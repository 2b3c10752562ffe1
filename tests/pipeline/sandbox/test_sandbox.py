"""A program in its room: what it sees, what it can change, and how much it may take."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline import sandbox
from pipeline.sandbox import Room, Share, ShareError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it holds programs on POSIX systems")
needs_walls = pytest.mark.skipif(not sandbox.version(), reason="this kernel has no Landlock")

SHARE = Share(seconds=20, memory=2**31, file_size=2**20)
SYSTEM = tuple(map(Path, ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache")))
ENVIRONMENT = {"PATH": "/usr/bin:/bin"}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    folder = tmp_path / "room"
    folder.mkdir()
    return Room(folder, SYSTEM, SYSTEM)


def shell(commands: str, room: Room, share: Share = SHARE, given: str = "") -> sandbox.Ended:
    return sandbox.run(["/bin/sh", "-c", commands], room, share, ENVIRONMENT, given)


def test_it_works_in_its_own_folder(room: Room) -> None:
    done = shell("mkdir new; cat >new/file; cat new/file; echo oh >&2; rm -r new; exit 7", room)
    assert (done.code, done.output, done.errors) == (7, "", "oh\n")
    done = shell("cat >file; cat file", room, given="größer\n")
    assert (done.code, done.output) == (0, "größer\n")
    assert (room.folder / "file").read_text("utf-8") == "größer\n"


def test_it_has_no_environment_but_its_own(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERPRESS_SECRET", "never told")
    assert "never told" not in shell("env", room).output


@needs_walls
@pytest.mark.parametrize(
    "commands",
    [
        "cat ../secret",
        "cat link",
        "ls ..",
        "echo x >../written",
        "echo x >>../secret",
        "rm ../secret",
        "mv ../secret .",
        "ln ../secret .",
        "cat /etc/passwd /proc/self/environ /proc/1/environ",
        "../program",
        "mkfifo pipe",
    ],
)
def test_it_reaches_nothing_else(room: Room, tmp_path: Path, commands: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret", "utf-8")
    (room.folder / "link").symlink_to(secret)
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho a secret\n", "utf-8")
    program.chmod(0o755)
    before = sorted(tmp_path.rglob("*"))
    done = shell(commands, room)
    assert done.code != 0
    assert "secret\n" not in f"{done.output}\n"
    assert secret.read_text("utf-8") == "a secret"
    assert sorted(tmp_path.rglob("*")) == before


@needs_walls
@pytest.mark.skipif(sandbox.version() < 4, reason="this kernel's Landlock knows of no network")
def test_it_has_no_network(room: Room) -> None:
    python = Path(sys.executable).resolve()
    also = Room(room.folder, (*SYSTEM, Path(sys.base_prefix)), (*SYSTEM, python.parent))
    code = "import socket; socket.create_server(('127.0.0.1', 0))"
    done = sandbox.run([str(python), "-I", "-S", "-c", code], also, SHARE, ENVIRONMENT)
    assert "PermissionError" in done.errors


def test_it_is_stopped_after_its_time(room: Room) -> None:
    with pytest.raises(ShareError, match=r"after \d+\.\d seconds"):
        shell("while :; do :; done", room, Share(0.3, 2**31, 2**20))


def test_it_writes_no_larger_file_than_it_may(room: Room) -> None:
    done = shell("trap '' XFSZ; dd if=/bin/sh of=big bs=1000 count=9", room, Share(20, 2**31, 1000))
    assert done.code != 0
    assert (room.folder / "big").stat().st_size <= 1000


def test_it_takes_no_more_memory_than_it_may(room: Room) -> None:
    done = shell("x=xxxxxxxx; while :; do x=$x$x; done", room, Share(20, 2**28, 2**20))
    assert done.code not in (0, -9)


def test_what_cannot_be_started_says_why(room: Room) -> None:
    with pytest.raises(OSError, match="No such file"):
        sandbox.run(["/usr/bin/no-such-program"], room, SHARE, ENVIRONMENT)


def test_what_is_asked_of_a_program_that_is_not_there_has_no_answer() -> None:
    assert sandbox.ask(["/no/such/program"]) == ""
