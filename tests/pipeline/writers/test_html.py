"""A letter as a page of HTML: all its words, nothing that runs, and no barrier to anybody."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests import browser
from tests.conftest import SEED, Command, MakeSite

LETTER = """\
---
layout: coverletter
makepdf: true
forms: html
papers: a4
sender: {name: Robin <Placeholder>, phone: 0123, email: robin@x.example, address: [1 Street]}
recipient: [Acme, 2 Street]
signature_image: x.png
enclosures: CV
lang: de
accent: "FFFF00"
date: 2026-03-02
---
### Ein [Brief](https://x.example/job?a=1&b=2)

Liebe Welt,

ein *Wort*[^1] mit [words]{: lang="en" onclick="alert(1)" style="color: white"} und `code`.
{: #x onmouseover="alert(1)" class="sender"}

![ein Bild](x.png) ![eine Zeichnung](y.pdf)

## Darunter

| a | b |
|---|---|
| 1 | 2 |

- eins
- zwei

<p align="center">Mitte</p>

Freundliche Grüße
Robin Placeholder

[^1]: eine Anmerkung
"""


@pytest.fixture
def page(make_site: MakeSite, coverpress: Command) -> Path:
    made = make_site({"one.md": LETTER})
    Image.new("RGB", (9, 9)).save(made / "x.png")
    with pikepdf.new() as drawing:
        drawing.add_blank_page(page_size=(90, 90))
        drawing.save(made / "y.pdf")
    done = coverpress("build", "--site", made)
    assert done.code == 0, done.err
    assert coverpress("build", "--site", made).out.startswith("1 letter: 1 up to date")
    return Path("build/one.html").absolute()


def test_it_needs_nothing_else_and_runs_nothing(page: Path) -> None:
    written = page.read_text("utf-8")
    assert '<html lang="de">' in written
    assert "Robin &lt;Placeholder&gt;" in written
    assert written.count("data:image/png;base64,") == 3
    assert 'href="https://x.example/job?a=1&amp;b=2"' in written
    assert '<span lang="en">words</span>' in written
    assert 'style="text-align: center"' in written
    assert not re.search(r"onclick|onmouse|alert|color: white|coverpress|<script", written)
    assert "a { color: #FFFF00 }" not in written  # too pale for text
    assert re.findall(r"<h(\d)", written) == ["1", "2"]


def test_nobody_meets_a_barrier_in_it(page: Path) -> None:
    with browser.opened(page.as_uri()) as shown:
        assert browser.barriers(shown) == ""


def test_a_real_letter_has_all_its_words_in_order(seed: Path, coverpress: Command) -> None:
    assert seed == SEED
    done = coverpress("build", "--site", seed, "--to", "html", "--to", "txt")
    assert done.code == 0
    (page,) = Path("build").glob("*.html")
    (plain,) = Path("build").glob("*.txt")
    with browser.opened(page.absolute().as_uri()) as shown:
        assert browser.barriers(shown) == ""
        seen = shown.locator("main").inner_text()
    # The text has the addresses of links besides.
    words = re.sub(r" \((?:https?://|[\w.+-]+@)[^ ]*\)", "", plain.read_text("utf-8")).split()
    found = iter(seen.split())
    assert [word for word in words if word not in found] == []
