"""The preview: a page that this machine alone can see, which follows each build.

It is served by a process of its own, since the one that builds has no threads. The two talk
through a pipe: what there is to show comes in, and the text of a letter is asked for.

Who does not know the token in the address gets nothing; nor does a page of another origin, or one
that came here by another host's name (DNS rebinding). No path is taken from a request: letters are
named, and their PDFs are those that the build has told of.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import signal
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pipeline.engine.paragraphs import Paragraph
from pipeline.model.errors import PageError, UsageError
from pipeline.pdf import pictures
from pipeline.pdf.pictures import Sheet
from pipeline.preview import details
from pipeline.sandbox import launch

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HOST = "127.0.0.1"
FILES = {
    "": ("index.html", "text/html"),
    "preview.css": ("preview.css", "text/css"),
    "preview.js": ("preview.js", "text/javascript"),
}
"""The files of the page, by the names that a browser asks for."""
_WIDEST = 4000  # pixels of a page
_PATIENCE = 10  # seconds, in which the text of a letter must come
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def file(name: str) -> bytes:
    """Return one of the page's own files."""
    return resources.files("pipeline.preview").joinpath("page", name).read_bytes()


class Server:
    """The process that serves the page, as the one that builds sees it."""

    def __init__(self, out: Path, port: int = 0) -> None:
        """Serve the PDFs in the folder `out` at `port`, or at one that is free.

        Raises `UsageError` where the port is taken.
        """
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        token = secrets.token_urlsafe(24)
        self._process = context.Process(
            target=_serve, args=(theirs, out.resolve(), port, token), daemon=True
        )
        self._process.start()
        theirs.close()
        at = self.pipe.recv()
        if at is None:
            raise UsageError(
                f"port {port} is taken", hint="Name another one with `--port`, or leave it out."
            )
        self.address = f"http://{HOST}:{at}/{token}/"

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        self._process.kill()  # it has nothing to put away, and a browser may hold it for long
        self._process.join()

    def show(self, state: dict[str, Any]) -> None:
        """Show `state`, which `State.plain` makes."""
        self.pipe.send(("state", state))

    def wanted(self) -> str | None:
        """Return which letter's text is asked for, once `pipe` is ready. None: the page is gone."""
        try:
            return str(self.pipe.recv())
        except (EOFError, OSError):
            return None

    def answer(self, name: str, text: Sequence[Paragraph]) -> None:
        """Give the text of the letter called `name`."""
        self.pipe.send(("text", name, tuple(text)))


@dataclass
class _Live:
    """What the page knows, in the process that serves it."""

    pipe: Connection
    out: Path
    loop: asyncio.AbstractEventLoop
    state: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced, when there is a new state."""
    texts: dict[str, list[asyncio.Future[tuple[Paragraph, ...]]]] = field(default_factory=dict)
    known: dict[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    """The texts as they came last."""
    sheets: dict[tuple[str, str], tuple[str, tuple[Sheet, ...]]] = field(default_factory=dict)
    """By letter and paper: the stamp of the PDF, and its pages."""
    before: dict[tuple[str, str], tuple[Sheet, ...]] = field(default_factory=dict)
    """The pages that these have replaced."""

    def listen(self) -> None:
        """Take in what the building process says, until it ends."""
        try:
            while True:
                self.loop.call_soon_threadsafe(self._take, self.pipe.recv())
        except (EOFError, OSError, RuntimeError):
            return

    def _take(self, message: tuple[Any, ...]) -> None:
        if message[0] == "text":
            for waiting in self.texts.pop(message[1], []):
                if not waiting.done():
                    waiting.set_result(message[2])
            return
        self.state = message[1]
        self.version += 1
        came, self.came = self.came, asyncio.Event()
        came.set()

    def letter(self, name: str) -> dict[str, Any] | None:
        found: list[dict[str, Any]] = self.state.get("letters", [])
        return next((letter for letter in found if letter["id"] == name), None)

    def pdf(self, name: str, paper: str) -> Path | None:
        """Return the PDF that the build has told of; None where there is none in the folder."""
        papers = (self.letter(name) or {}).get("papers", [])
        known = next((one["pdf"] for one in papers if one["paper"] == paper), "")
        file = (self.out / known).resolve() if known else None
        return file if file and file.is_relative_to(self.out) and file.is_file() else None

    async def text(self, name: str) -> tuple[Paragraph, ...]:
        """Return the text of a letter: while it is built, as it was, since nobody answers."""
        if self.state.get("building"):
            return self.known.get(name, ())
        waiting: asyncio.Future[tuple[Paragraph, ...]] = self.loop.create_future()
        asked = self.texts.setdefault(name, [])
        asked.append(waiting)
        if len(asked) == 1:
            self.pipe.send(name)
        try:
            self.known[name] = await asyncio.wait_for(waiting, _PATIENCE)
        except TimeoutError:  # it builds again: the text comes with the next state
            self.texts.pop(name, None)
        return self.known.get(name, ())

    def pages(self, name: str, letter: dict[str, Any]) -> dict[str, tuple[Sheet, ...]]:
        """Return the pages of a letter by paper, and keep those that they replace."""
        found = {}
        for one in letter["papers"]:
            pdf, key = self.pdf(name, one["paper"]), (name, one["paper"])
            if pdf is None:
                continue
            stamp, pages = self.sheets.get(key, ("", ()))
            if stamp != one["stamp"]:
                if pages:
                    self.before[key] = pages
                pages = details.sheets(pdf)
                self.sheets[key] = (one["stamp"], pages)
            found[one["paper"]] = pages
        return found


def _serve(pipe: Connection, out: Path, port: int, token: str) -> None:
    """Be the process that serves the page."""
    import uvicorn

    launch.end_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the one that builds
    try:
        own = socket.create_server((HOST, port))
    except OSError:
        pipe.send(None)
        return
    at = own.getsockname()[1]

    async def main() -> None:
        live = _Live(pipe, out, asyncio.get_running_loop())
        config = uvicorn.Config(
            app(live, at, token), log_config=None, lifespan="off", server_header=False
        )
        server = uvicorn.Server(config)
        threading.Thread(target=live.listen, daemon=True).start()
        pipe.send(at)
        await server.serve([own])

    asyncio.run(main())


def app(live: _Live, port: int, token: str) -> Starlette:
    """Return the application that shows what is `live` to who knows the `token`."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
    from starlette.routing import Route

    names = {f"{HOST}:{port}", f"localhost:{port}"}

    def guarded(
        answer: Callable[[Request], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def checked(request: Request) -> Response:
            host, origin = request.headers.get("host", ""), request.headers.get("origin")
            is_ours = host in names and (origin is None or origin == f"http://{host}")
            is_near = request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
            knows = secrets.compare_digest(request.path_params["token"].encode(), token.encode())
            if not (is_ours and is_near and knows):
                return Response("Nothing here.", 404, headers=_HEADERS)
            found = await answer(request)
            for name, value in _HEADERS.items():
                found.headers.setdefault(name, value)
            return found

        return checked

    async def page(request: Request) -> Response:
        known = FILES.get(request.path_params.get("file", ""))
        if known is None:
            return Response("Nothing here.", 404)
        return Response(file(known[0]), media_type=known[1])

    async def events(_: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            seen = -1
            while True:
                came = live.came
                if seen != live.version:
                    seen = live.version
                    yield f"data: {json.dumps(live.state)}\n\n"
                else:
                    await came.wait()

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def letter(request: Request) -> Response:
        name = request.query_params.get("id", "")
        known = live.letter(name)
        if known is None:
            return Response("Nothing here.", 404)
        text = await live.text(name)
        pages = await run_in_threadpool(live.pages, name, known)
        before = {paper: live.before.get((name, paper), ()) for paper in pages}
        with_paths = bool(live.state.get("editor"))
        made = await run_in_threadpool(details.of, pages, before, text, with_paths=with_paths)
        return JSONResponse(made)

    async def picture(request: Request) -> Response:
        asked = request.query_params
        try:
            number, width = int(asked.get("page", "")), int(asked.get("width", ""))
        except ValueError:
            return Response("Nothing here.", 404)
        pdf = live.pdf(asked.get("id", ""), asked.get("paper", ""))
        if pdf is None or not number >= 0 or not 1 <= width <= _WIDEST:
            return Response("Nothing here.", 404)
        try:
            made = await run_in_threadpool(pictures.png, pdf, number, width)
        except PageError:
            return Response("Nothing here.", 404)
        # The address has a stamp, which is another one for another PDF.
        headers = {"Cache-Control": "private, max-age=3600, immutable"}
        return Response(made, media_type="image/png", headers=headers)

    async def pdf(request: Request) -> Response:
        asked = request.query_params
        found = live.pdf(asked.get("id", ""), asked.get("paper", ""))
        if found is None:
            return Response("Nothing here.", 404)
        return FileResponse(found, media_type="application/pdf", content_disposition_type="inline")

    served = Starlette(
        routes=[
            Route("/{token}/", guarded(page)),
            Route("/{token}/events", guarded(events)),
            Route("/{token}/letter", guarded(letter)),
            Route("/{token}/picture", guarded(picture)),
            Route("/{token}/pdf", guarded(pdf)),
            Route("/{token}/{file}", guarded(page)),
        ]
    )
    served.router.redirect_slashes = False
    return served
