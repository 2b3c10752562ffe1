"""`watch`, `preview` and `gallery`: real builds, a real browser, and a person who edits."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser import barriers, opened
from tests.conftest import LETTER, ROOT, Command, MakeSite

_PATIENCE = 120_000  # milliseconds, of a machine that has much to do


@contextmanager
def watching(site: Path, *options: str) -> Iterator[tuple[str, list[str]]]:
    """Run `watch` as a shell would, and yield its address; afterwards, what it printed."""
    command = [sys.executable, "-m", "pipeline", "watch", "--site", ".", *options]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    printed: list[str] = []
    with subprocess.Popen(
        [*command, "--port", "0"],
        cwd=site,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        try:
            assert process.stdout
            first = process.stdout.readline()
            yield first.removeprefix("Preview: ").strip(), printed
        finally:
            os.killpg(process.pid, signal.SIGINT)
            # Whatever it left behind would keep the pipe open.
            printed += process.communicate(timeout=60)[0].splitlines()
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_each_change_is_on_the_page_at_once(make_site: MakeSite) -> None:
    site = make_site({"one.md": LETTER, "_config.yml": "sender: {name: Robin Placeholder}\n"})
    letter, config = site / "one.md", site / "_config.yml"
    with watching(site) as (address, printed), opened(address, misses=True) as page:
        page.set_default_timeout(_PATIENCE)
        page.wait_for_selector('img[alt="one on A4, page 1 of 1"]')
        page.wait_for_selector('img[alt="one on US Letter, page 1 of 1"]')
        page.get_by_text("this is a letter.", exact=False).first.wait_for()
        assert barriers(page) == ""

        new = site / "new.tmp"  # an editor writes another file, and gives it the name
        new.write_text(LETTER.replace("this is", "this was"), "utf-8")
        new.replace(letter)
        page.wait_for_selector(".line.changed")
        page.get_by_text("this was a letter.", exact=False).first.wait_for()

        letter.write_text(LETTER.replace("this is", "{{ employer.nothing }}"), "utf-8")
        page.get_by_text("`employer.nothing` is undefined", exact=False).wait_for()
        page.get_by_text("out of date", exact=False).first.wait_for()
        letter.write_text(LETTER.replace("this is", "this was"), "utf-8")
        page.get_by_text("No problems.").wait_for()

        text = config.read_text("utf-8")
        config.write_text("sender: [\n", "utf-8")
        page.get_by_text("Nothing could be built", exact=False).wait_for()
        config.write_text(text, "utf-8")
        page.get_by_text("1 letter · ", exact=False).wait_for()

        letter.rename(site / "two.md")
        page.locator("#letters").get_by_text("two").wait_for()
    said = "\n".join(printed)
    assert re.search(r"\d\d:\d\d:\d\d  1 letter: 1 built \(", said)
    assert re.search(r"  one\.md changed: build/one-a4\.pdf, build/one-letter\.pdf \(", said)
    assert "one.md:" in said
    assert "_config.yml changed: nothing could be built" in said
    assert "Traceback" not in said


def test_a_gallery_needs_no_server(coverpress: Command, make_site: MakeSite) -> None:
    evil = LETTER.replace("this is", "</script><script>alert(1)</script> `<!--` this is")
    site = make_site({"one.md": evil})
    done = coverpress("gallery", "--site", site, "--out", "shown", "--paper", "a4")
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1] == "Gallery: shown/index.html"
    assert sorted(file.name for file in Path("shown").iterdir() if file.name[0] != ".") == [
        *("index.html", "one-a4.pdf", "pages", "preview.css", "preview.js")
    ]
    with opened(Path("shown/index.html").resolve().as_uri()) as page:
        page.wait_for_selector('img[alt="one on A4, page 1 of 1"]')
        assert "this is a letter." in page.locator("#text").inner_text()
        assert page.locator(".paper a").get_attribute("href") == "one-a4.pdf"
