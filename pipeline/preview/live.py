"""Builds that follow each other, and what is shown of them: at a terminal, and on a page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing import connection
from pathlib import Path

from pipeline.engine import paragraphs, watching
from pipeline.engine.options import Options
from pipeline.engine.paragraphs import Paragraph
from pipeline.engine.watching import Asked, Round, Watcher
from pipeline.model.outcome import Artifact, Failed
from pipeline.preview.server import Server
from pipeline.preview.state import State, editor


def watch(
    asked: Asked,
    options: Options,
    told: Callable[[Round], None],
    port: int | None = None,
    opened: Callable[[str], None] = lambda _: None,
) -> None:
    """Build what is `asked` for, again and again, until Control-C; `told` is told of each build.

    With a `port` (0 for any that is free) there is a page to look at, whose address is told to
    `opened`.
    """
    with ExitStack() as until_the_end:
        options = until_the_end.enter_context(watching.standing(options))
        watcher = until_the_end.enter_context(Watcher(watching.folders(asked), options.out))
        server = None
        if port is not None:
            server = until_the_end.enter_context(Server(options.out, port))
            opened(server.address)
        live = _Live(asked, options, State(options.out, editor() if server else ""), server)
        changed: tuple[Path, ...] = ()
        while True:
            told(live.build(changed))
            changed = live.wait(watcher)


class _Live:
    """What there is after each build, and who is told of it."""

    def __init__(self, asked: Asked, options: Options, state: State, server: Server | None) -> None:
        self.asked = asked
        self.options = options
        self.state = state
        self.server = server
        self._last: Round | None = None
        self._texts: dict[str, tuple[Paragraph, ...]] = {}

    def build(self, changed: tuple[Path, ...]) -> Round:
        """Build once, and show each PDF as soon as it is there."""
        self.state.begin(changed)
        self._show()

        def tell(done: Artifact | Failed | None, _: int) -> None:
            self.state.tell(done)
            if done is not None:
                self._show()

        self._last = watching.build(self.asked, self.options, changed, self.state.expect, tell)
        self._texts = {}
        self.state.end(self._last)
        self._show()
        return self._last

    def wait(self, watcher: Watcher) -> tuple[Path, ...]:
        """Return which files have changed, as soon as some have; answer the page until then."""
        while True:
            pipes = [watcher.pipe, *([self.server.pipe] if self.server else [])]
            ready = connection.wait(pipes)
            if watcher.pipe in ready:
                return watcher.changes()
            if self.server:
                name = self.server.wanted()
                if name is None:
                    self.server = None
                else:
                    self.server.answer(name, self._text(name))

    def _text(self, name: str) -> tuple[Paragraph, ...]:
        job, last = self.state.job(name), self._last
        if job is None or last is None or last.site is None:
            return ()
        if name not in self._texts:
            self._texts[name] = paragraphs.of(job, last.site)
        return self._texts[name]

    def _show(self) -> None:
        if self.server:
            self.server.show(self.state.plain())
