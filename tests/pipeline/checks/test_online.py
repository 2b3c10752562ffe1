"""Links that are asked: a server on this machine answers, well or badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.checks import online

ASKED: list[str] = []


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that the path says; HEAD is refused below `/get`."""

    def do_HEAD(self) -> None:
        self._answer(405 if self.path.startswith("/get") else int(self.path.rsplit("/", 1)[1]))

    def do_GET(self) -> None:
        self._answer(int(self.path.rsplit("/", 1)[1]))

    def _answer(self, status: int) -> None:
        ASKED.append(f"{self.command} {self.path} {self.headers['User-Agent'].split('/')[0]}")
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    ASKED.clear()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.mark.parametrize(
    ("path", "reason", "asked"),
    [
        ("/200", "", ["HEAD /200"]),
        ("/get/200", "", ["HEAD /get/200", "GET /get/200"]),
        ("/404", "404 Not Found", ["HEAD /404", "GET /404"]),
        ("/get/404", "404 Not Found", ["HEAD /get/404", "GET /get/404"]),
        ("/500", "500 Internal Server Error", ["HEAD /500"]),
        ("/403", "", ["HEAD /403", "GET /403"]),
        ("/429", "", ["HEAD /429"]),
    ],
)
def test_a_status(server: str, path: str, reason: str, asked: list[str]) -> None:
    url = f"{server}{path}"
    assert online.dead([url]) == ({url: reason} if reason else {})
    assert [f"{line} coverpress" for line in asked] == ASKED


def test_a_new_address_is_followed(server: str) -> None:
    assert online.dead([f"{server}/302"]) == {}
    assert [line.split()[1] for line in ASKED] == ["/302", "/200"]


def test_each_is_asked_once_and_others_never(server: str) -> None:
    urls = [f"{server}/200", f"{server}/200#there", "mailto:a@b.example", "/200", "ftp://x.example"]
    assert online.dead(urls) == {}
    assert ASKED == ["HEAD /200 coverpress"]


def test_nobody_answers(server: str) -> None:
    gone = "http://127.0.0.1:1/x"
    assert "refused" in online.dead([gone])[gone]
