"""The process that keeps warm LuaTeXs: it starts one for each preamble, and has it fork.

Letters are worked on in processes that come and go. Each asks the foreman, over a socket that all
of them know, for a fork of the LuaTeX that has read its preamble, and hears of it on a socket of
its own. Who closes that one has no need of the fork any more, which is ended then.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from pipeline import sandbox
from pipeline.sandbox import Started, launch
from pipeline.typeset import engine, fonts, log

MOST_BYTES = 2**17
"""Of a request: what a socket takes at once."""
_MOST_DEATHS = 3
"""Of the LuaTeXs of one preamble, until there is no other."""
_SHARE = replace(engine.SHARE, forks=True)
"""What a LuaTeX may take that waits; each of its forks has the time of a letter."""


@dataclass(frozen=True)
class Request:
    """A letter that waits for its fork."""

    preamble: str
    names_fonts: bool
    templates: str
    fonts: str
    folder: str

    @property
    def key(self) -> tuple[str, ...]:
        """What those have in common that one LuaTeX can set."""
        return (self.preamble, str(self.names_fonts), self.templates, self.fonts)

    def packed(self) -> bytes:
        """Return it as it is sent."""
        return json.dumps(vars(self)).encode()


@dataclass
class _Parent:
    """A LuaTeX that has read a preamble, or is about to."""

    key: tuple[str, ...]
    process: Started
    socket: socket.socket
    folder: Path
    letters: set[int] = field(default_factory=set)
    is_ready: bool = False


@dataclass
class _Letter:
    """A fork, or one to come."""

    parent: _Parent
    socket: socket.socket
    pid: int = 0


@dataclass
class _Foreman:
    requests: socket.socket
    area: Path
    most: int
    parents: dict[tuple[str, ...], _Parent] = field(default_factory=dict)
    """Those that were used last stand last."""
    letters: dict[int, _Letter] = field(default_factory=dict)
    deaths: dict[tuple[str, ...], int] = field(default_factory=dict)
    reasons: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Why there is no LuaTeX for a preamble."""
    numbers: count[int] = field(default_factory=count)
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def work(self) -> None:
        self.selector.register(self.requests, selectors.EVENT_READ)
        while True:
            for key, _ in self.selector.select():
                if key.fileobj is self.requests:
                    if not self.ask():
                        return
                elif isinstance(key.data, _Parent):
                    if self.parents.get(key.data.key) is key.data:
                        self.hear(key.data)
                elif key.data in self.letters:
                    self.let_go(key.data)

    def ask(self) -> bool:
        """Take the next request, and tell whether it was one: an empty one is the end."""
        data, sockets, _, _ = socket.recv_fds(self.requests, MOST_BYTES, 1)
        if not data:
            return False
        request = Request(**json.loads(data))
        theirs = socket.socket(fileno=sockets[0])
        parent = self.parent_of(request)
        if parent is None:
            _tell(theirs, "failed", self.reasons.get(request.key, "LuaTeX has died too often"))
            theirs.close()
            return True
        number = next(self.numbers)
        try:
            parent.socket.send(f"{number} {request.folder}".encode())
        except OSError:  # it has died, which is heard of soon
            theirs.close()
            return True
        parent.letters.add(number)
        self.letters[number] = _Letter(parent, theirs)
        self.selector.register(theirs, selectors.EVENT_READ, number)
        return True

    def parent_of(self, request: Request) -> _Parent | None:
        """Return the LuaTeX for `request`, which may have to be started."""
        parent = self.parents.pop(request.key, None)
        if parent is None and self.deaths.get(request.key, 0) < _MOST_DEATHS:
            for idle in [one for one in self.parents.values() if not one.letters]:
                if len(self.parents) >= self.most:
                    self.end(idle)
            parent = self.start(request)
        if parent:
            self.parents[request.key] = parent
        return parent

    def start(self, request: Request) -> _Parent | None:
        folder, templates = self.area / f"warm-{next(self.numbers)}", Path(request.templates)
        cached = Path(request.fonts)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            folder.mkdir()
            (folder / "letter.tex").write_text(request.preamble, encoding="utf-8")
            fonts.prepare(folder, cached, names_fonts=request.names_fonts)
            room = engine.room(templates, self.area, cached)
            (folder / "walls").write_text(sandbox.walls(room, engine.SHARE), encoding="utf-8")
            warm = {"COVERPRESS_WARM": str(templates / "warm.lua")}
            with theirs:
                process = sandbox.start(
                    engine.command(templates, "--shell-escape"),
                    room,
                    _SHARE,
                    engine.environment(folder, cached) | warm,
                    folder,
                    theirs,
                )
        except OSError as error:
            ours.close()
            self.deaths[request.key] = _MOST_DEATHS
            self.reasons[request.key] = str(error)
            return None
        parent = _Parent(request.key, process, ours, folder)
        self.selector.register(ours, selectors.EVENT_READ, parent)
        return parent

    def hear(self, parent: _Parent) -> None:
        """Pass on what `parent` says of a letter."""
        try:
            said = parent.socket.recv(MOST_BYTES).decode()
        except OSError:
            said = ""
        if not said:
            # One that never came to its first letter would not do better the next time.
            deaths = 1 if parent.is_ready else _MOST_DEATHS
            self.deaths[parent.key] = self.deaths.get(parent.key, 0) + deaths
            reason = "LuaTeX has died"
            if not parent.is_ready:
                reason = log.early_failure(engine.read(parent.folder / "letter.log"))
                self.reasons[parent.key] = reason
            for number in parent.letters:
                _tell(self.letters[number].socket, "failed", reason)
            self.end(parent)
            return
        if said == "ready":
            parent.is_ready = True
            return
        named, what, value = said.split(" ", 2)
        number = int(named)
        letter = self.letters.get(number)
        if letter is None:  # nobody waits for it any more
            if what == "started":
                _kill(int(value))
            return
        if what == "started":
            letter.pid = int(value)
            return
        _tell(letter.socket, what, value)
        if what == "ended":
            letter.pid = 0
            self.let_go(number)

    def let_go(self, number: int) -> None:
        """End the fork `number`, if it still runs: nobody waits for it."""
        letter = self.letters.pop(number)
        letter.parent.letters.discard(number)
        self.selector.unregister(letter.socket)
        letter.socket.close()
        if letter.pid:
            _kill(letter.pid)

    def end(self, parent: _Parent) -> None:
        """End `parent`, and with it all its forks."""
        for number in list(parent.letters):
            self.let_go(number)
        self.selector.unregister(parent.socket)
        parent.socket.close()
        parent.process.kill()
        parent.process.wait()
        if self.parents.get(parent.key) is parent:
            del self.parents[parent.key]


def _tell(listener: socket.socket, what: str, value: str) -> None:
    with contextlib.suppress(OSError):  # it does not listen any more
        listener.send(f"{what} {value}".encode())


def _kill(pid: int) -> None:
    # A fork that has ended keeps its number until its parent has told of that.
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def serve(requests: socket.socket, area: Path, most: int) -> None:
    """Be the foreman, with `most` LuaTeXs that nobody uses, whose folders are in `area`."""
    launch.end_with_parent(signal.SIGKILL)
    for interruption in (signal.SIGINT, signal.SIGTERM):
        signal.signal(interruption, signal.SIG_IGN)  # who is interrupted ends it
    foreman = _Foreman(requests, area, most)
    try:
        foreman.work()
    finally:
        for parent in list(foreman.parents.values()):
            foreman.end(parent)
