"""A letter as text: each word of it, in order, and nothing of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engine import plan, recipe
from pipeline.sources import site
from pipeline.writers import text
from tests.conftest import Command, MakeSite

LETTER = """\
---
layout: coverletter
makepdf: true
sender: {name: Robin Placeholder, phone: 0123}
recipient: Acme
date: 2026-03-02
---
### A [job](https://x.example/job)

Dear World,

a *soft\u00adword*[^1], **bold** `code` at\u00a0once, 10 m^2^ H~2~O 1<sup>er</sup>,
[the job](https://x.example/job), [my page](https://robin.example/), <https://www.x.example/a>
[me@x.example](mailto:me@x.example) and [write](mailto:me@x.example) {% raw %}{{ 1 }}{% endraw %}.

![a picture](x.png)

- one thing
- two

  1. in it

> quoted

Sincerely,
Robin Placeholder

P.S. more

[^1]: a note
"""
TEXT = """\
A job (https://x.example/job)

Dear World,

a softword[1], bold code at once, 10 m^2^ H~2~O 1er, the job, my page (https://robin.example/), \
https://www.x.example/a me@x.example and write {{ 1 }}.

a picture

- one thing

- two

  1.  in it

  quoted

Sincerely,

Robin Placeholder

P.S. more

[1] a note
"""


@pytest.fixture
def drafted(tmp_path: Path) -> recipe.Draft:
    from PIL import Image

    Image.new("RGB", (9, 9)).save(tmp_path / "x.png")
    (tmp_path / "letter.md").write_text(LETTER, "utf-8")
    opened = site.read(tmp_path)
    (job,) = plan.find(opened)
    return recipe.draft(job, opened)


def test_words_and_nothing_else(drafted: recipe.Draft) -> None:
    assert text.write(drafted.tree, Path("letter.md")) == TEXT


def test_lines_are_broken_where_it_is_asked(drafted: recipe.Draft) -> None:
    broken = text.write(drafted.tree, Path("letter.md"), 40, letterhead=True)
    assert max(map(len, broken.splitlines())) <= 40
    assert broken.startswith("Robin Placeholder\n0123\n\nAcme\n\nMarch 2, 2026\n\nA job")
    assert broken.split()[7:] == TEXT.split()


def test_what_is_too_long_for_a_form_is_told(make_site: MakeSite, coverpress: Command) -> None:
    letter = "---\nlayout: coverletter\nmakepdf: true\nmax_chars: 60\nforms: txt\n---\n"
    words = "Dear World,\n\nthis is [mine](https://robin.example/a/long/address/of/a/page).\n"
    made = make_site({"one.md": letter + words})
    done = coverpress("build", "--site", made)
    assert done.code == 1
    assert (
        "one.md:4:12: error: the text has 74 characters, 14 more than `max_chars: 60`" in done.err
    )
