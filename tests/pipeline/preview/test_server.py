"""The preview's page, shown what a build might tell it."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pymupdf
import pytest

from pipeline.engine.paragraphs import Paragraph
from pipeline.engine.watching import Round
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CheckError, UsageError
from pipeline.model.inputs import Inputs
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.outcome import Artifact, Failed, Result
from pipeline.preview.server import Server
from pipeline.preview.state import State, editor
from pipeline.sources import site as sites
from tests.browser import barriers, opened
from tests.conftest import MakeSite

EVIL = "<img src=x onerror=alert(1)></script><script>alert(1)</script>"
TEXT = "This is the first paragraph of a letter."


def write_pdf(file: Path, *pages: str) -> None:
    document: Any = pymupdf.open()  # type: ignore[no-untyped-call]
    for words in pages:
        page = document.new_page()
        for number, line in enumerate(words.split("\n")):
            page.insert_text((72, 100 + 30 * number), line)
    file.parent.mkdir(parents=True, exist_ok=True)
    document.save(file)


class Shown:
    """A page that shows two letters, of which nothing was typeset."""

    def __init__(self, site: Path, out: Path) -> None:
        self.out = out
        self.site = sites.read(site)
        self.jobs = [Job(site / "one.md", "one"), Job(site / "two.md", "two")]
        self.state = State(out, "vscode://file{path}:{line}:{column}")
        self.paragraphs = (
            Paragraph(TEXT, Location(site / "one.md", 7, 1)),
            Paragraph(EVIL, Location(site / "one.md", 9, 1)),
        )
        self.server = Server(out)

    def artifact(self, job: Job, paper: str, *warnings: Diagnostic) -> Artifact:
        made_of = Inputs({}, {}, {}, "", "", (), {}, {})
        return Artifact(
            job.file, "acme", paper, job.target(paper, self.out), 1, 0.1, warnings, made_of
        )

    def show(self, *failed: Failed, warnings: tuple[Diagnostic, ...] = ()) -> None:
        names = {(one.letter, one.paper) for one in failed}
        built = [
            self.artifact(job, paper, *warnings)
            for job in self.jobs
            for paper in ("a4", "letter")
            if not names & {(job.file, None), (job.file, paper)}
        ]
        self.state.begin(())
        self.state.expect(self.site, self.jobs)
        self.state.end(Round((), self.site, tuple(self.jobs), Result(built, list(failed))))
        self.server.show(self.state.plain())

    def answer(self) -> None:
        while name := self.server.wanted():
            self.server.answer(name, self.paragraphs)


@pytest.fixture
def shown(make_site: MakeSite, tmp_path: Path) -> Iterator[Shown]:
    made = Shown(make_site({"one.md": "x\n" * 9, "two.md": ""}), tmp_path / "out")
    for job in made.jobs:
        for paper in ("a4", "letter"):
            write_pdf(job.target(paper, made.out), f"{TEXT}\nAnother line", "A second page")
    with made.server:
        threading.Thread(target=made.answer, daemon=True).start()
        made.show()
        yield made


def ask(server: Server, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    at = urlsplit(server.address)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=given)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_only_who_knows_the_address_sees_the_page(shown: Shown) -> None:
    at = urlsplit(shown.server.address)
    assert at.hostname == "127.0.0.1"
    status, headers, body = ask(shown.server, at.path)
    assert (status, b"<title>Coverpress" in body) == (200, True)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    for path in ("/", "/x/", f"{at.path[:-2]}x/", f"{at.path}../", f"{at.path}server.py"):
        assert ask(shown.server, path)[0] == 404, path
    assert ask(shown.server, at.path, Host="evil.example")[0] == 404
    assert ask(shown.server, at.path, Host=f"evil.example:{at.port}")[0] == 404
    assert ask(shown.server, at.path, Origin="http://evil.example")[0] == 404
    assert ask(shown.server, at.path, Origin="null")[0] == 404
    assert ask(shown.server, at.path, Sec_Fetch_Site="cross-site")[0] == 404
    assert ask(shown.server, at.path, Host=f"localhost:{at.port}")[0] == 200


def test_nothing_but_the_pdfs_of_the_build_is_served(shown: Shown, tmp_path: Path) -> None:
    path = urlsplit(shown.server.address).path
    assert ask(shown.server, f"{path}pdf?id=one&paper=a4")[2].startswith(b"%PDF")
    write_pdf(tmp_path / "secret-a4.pdf", "secret")
    for asked in ("../secret", "%2e%2e%2fsecret", str(tmp_path / "secret"), "secret", ""):
        for what in ("pdf", "picture", "letter"):
            query = f"id={asked}&paper=a4&page=0&width=100"
            assert ask(shown.server, f"{path}{what}?{query}")[0] == 404, asked
    wrong = ("page=-1&width=100", "page=9&width=100", "page=0&width=99999999", "page=x&width=0", "")
    for query in wrong:
        assert ask(shown.server, f"{path}picture?id=one&paper=a4&{query}")[0] == 404, query
    # A link in the folder leads nowhere else.
    file = shown.jobs[0].target("a4", shown.out)
    file.unlink()
    file.symlink_to(tmp_path / "secret-a4.pdf")
    assert ask(shown.server, f"{path}pdf?id=one&paper=a4")[0] == 404


def test_a_port_that_is_taken_is_told(shown: Shown) -> None:
    with pytest.raises(UsageError, match="is taken"):
        Server(shown.out, urlsplit(shown.server.address).port or 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_pages_problems_and_text_are_shown(shown: Shown, scheme: str) -> None:
    letter = shown.jobs[0].file
    told = Diagnostic(
        "some.rule", f"a message {EVIL}", Location(letter, 7, 1), "Do this.", words="x"
    )
    shown.show(warnings=(replace(told, severity="warning"),))
    with opened(shown.server.address, scheme=scheme) as page:
        page.wait_for_selector(".page img[src]")
        assert page.locator("#letters button").all_inner_texts() == [
            "one\nAcme Placeholder Ltd · warning",
            "two\nAcme Placeholder Ltd · warning",
        ]
        heads = page.locator(".paper h3").all_inner_texts()
        assert heads == ["A4 · 2 pages · PDF", "US Letter · 2 pages · PDF"]
        page.wait_for_selector('img[alt="one on US Letter, page 2 of 2"]')
        sharp = page.eval_on_selector(".page img", "i => i.naturalWidth / i.clientWidth")
        assert sharp >= 1.4
        problem = page.locator("#problems")
        assert EVIL in problem.inner_text()
        assert problem.locator("mark").inner_text() == "x"
        assert problem.locator("a").get_attribute("href") == f"vscode://file{letter}:7:1"
        assert page.locator("#text").inner_text() == f"{TEXT}\n\n{EVIL}"
        assert (
            page.locator("#count").inner_text()
            == f"{len(TEXT) + 2 + len(EVIL)} characters, 19 words"
        )
        assert barriers(page) == ""
        page.keyboard.press("c")
        page.get_by_text("Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{TEXT}\n\n{EVIL}"
        page.keyboard.press("j")
        page.get_by_role("heading", name="two: Acme Placeholder Ltd").wait_for()
        page.keyboard.press("/")
        page.keyboard.type("one acme")
        assert page.locator("#letters button").count() == 1
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        page.keyboard.press("g")
        page.wait_for_selector("#gallery img")
        assert page.locator("#pages").is_hidden()
        assert barriers(page) == ""


def test_what_changes_is_marked_and_the_reader_stays_where_they_are(shown: Shown) -> None:
    one = shown.jobs[0]
    with opened(shown.server.address) as page:
        page.wait_for_selector('img[alt="one on A4, page 2 of 2"]')
        assert page.locator(".line.changed").count() == 0
        page.evaluate("document.querySelector('main').scrollTop = 300")
        page.evaluate("document.querySelector('.page img').dataset.mine = 'yes'")
        write_pdf(one.target("a4", shown.out), f"{TEXT}\nA line that is new", "A second page")
        shown.show()
        page.wait_for_selector(".line.changed")
        assert page.locator(".line.changed").count() == 1
        assert page.evaluate("document.querySelector('main').scrollTop") == 300
        assert page.locator("img[data-mine]").count() == 1
        place = Location(one.file, 7, 1)
        error = CheckError((Diagnostic("a.rule", "a name is missing", place),))
        shown.show(Failed(one.file, None, None, error, (one.target("a4", shown.out),)))
        page.get_by_text("a name is missing").wait_for()
        page.get_by_text("out of date: this letter has an error").first.wait_for()
        assert "1 error" in page.locator("#status").inner_text()
        shown.show()
        page.get_by_text("No problems.").wait_for()


def test_a_line_of_the_page_tells_where_it_was_written(shown: Shown) -> None:
    shown.state.editor = ""
    shown.show()
    with opened(shown.server.address) as page:
        page.wait_for_selector(".page img[src]")
        page.locator(".line").first.click()
        page.locator("#where").get_by_text("one.md:7").wait_for()
        assert page.locator("#where a").count() == 0


@contextmanager
def environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> Iterator[None]:
    with monkeypatch.context() as changed:
        for name in ("COVERPRESS_EDITOR", "VISUAL", "EDITOR", "TERM_PROGRAM"):
            changed.delenv(name, raising=False)
        for name, value in values.items():
            changed.setenv(name, value)
        yield


def test_the_editor_is_one_that_a_browser_can_open(monkeypatch: pytest.MonkeyPatch) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"EDITOR": "vim"}, ""),
        ({"VISUAL": "/usr/bin/code --wait", "EDITOR": "vim"}, "vscode:"),
        ({"TERM_PROGRAM": "vscode"}, "vscode:"),
        ({"COVERPRESS_EDITOR": "zed"}, "zed:"),
        ({"COVERPRESS_EDITOR": "mine://open?{path}"}, "mine:"),
        ({"COVERPRESS_EDITOR": "javascript:alert(1)"}, ""),
        ({"COVERPRESS_EDITOR": "http://evil.example/{path}"}, ""),
    ]
    for values, begins in cases:
        with environment(monkeypatch, **values):
            assert editor().startswith(begins), values
            assert bool(editor()) == bool(begins), values
