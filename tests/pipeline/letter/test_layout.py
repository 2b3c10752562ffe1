"""What a site's layout prints around its letters is told, and can be brought back."""

from __future__ import annotations

import pytest

from tests.conftest import Command, MakeSite

LAYOUT = """\
---
layout: default
---
<nav>{{ page.menu }}</nav>
<p class="{{ page.style }}">{{ page.to }}<br>{{ page.street }}</p>
<p>{{ page.sent | date: "%d %B %Y" }}</p>
<h1>{{ page.title }}</h1>
<p>Dear <b>{{ page.boss }}</b>,</p>
{{ content }}
<p>Kind regards,<br>{{ page.writer }}</p>
"""
OUTER = "<html><head><title>{{ page.boss }}</title></head><body>{{ content }}</body></html>"
FRONT = """\
layout: coverletter
makepdf: true
title: A letter
menu: home
style: wide
to: Mudlark & Sons
boss: Ms. Sample
street: 3 Specimen Quay
sent: 2026-03-01
writer: Robin Placeholder
"""
PARTS = """\
letter_parts:
  recipient: ["{{ page.to }}", "{{ page.street }}"]
  opening: "Dear {{ page.boss }},"
  date: "{{ page.sent }}"
  closing: Kind regards,
  signature: "{{ page.writer }}"
"""


def files(config: str = "", front: str = FRONT, body: str = "I like ropes.") -> dict[str, str]:
    return {
        "_config.yml": f"sender: {{name: Robin Placeholder}}\n{config}",
        "_layouts/coverletter.html": LAYOUT,
        "_layouts/default.html": OUTER,
        "one.md": f"---\n{front}---\n{body}\n",
    }


def test_it_is_told_with_the_lines_that_bring_it_back(
    make_site: MakeSite, coverpress: Command
) -> None:
    site = make_site(files())
    for said in (coverpress("check", "--site", site).out, coverpress("survey", site).out):
        told = " ".join(said.split())
        assert "one.md:7:5" in said
        keys = ("to", "street", "sent", "boss", "writer")
        assert all(f"`page.{key}`" in told for key in keys)
        assert "page.menu" not in told
        assert "page.style" not in told
        assert "page.title" not in told
        assert 'opening: "Dear {{ page.boss }},"' in told


def test_the_parts_of_the_site_are_those_of_its_letters(
    make_site: MakeSite, coverpress: Command
) -> None:
    site = make_site(files(PARTS))
    assert "layout.lost" not in coverpress("check", "--site", site).out
    shown = coverpress("show", "--site", site, "--stage", "tex", site / "one.md").out
    for words in (
        "Mudlark \\& Sons\\\\",
        "3 Specimen Quay}",
        "Dear Ms.~Sample,}",
        "March 1, 2026",
        "Kind regards,}",
        "Robin Placeholder}",
    ):
        assert words in shown


def test_what_the_letter_says_goes_before(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site(files(PARTS, FRONT + "opening: Hello Kim,\n"))
    shown = coverpress("show", "--site", site, "--stage", "tex", site / "one.md").out
    assert "Hello Kim," in shown
    assert "Dear Ms." not in shown


@pytest.mark.parametrize(
    ("config", "place", "words"),
    [
        ("letter_parts: yes\n", ":2:15", "not a list of `part: text` lines"),
        ("letter_parts:\n  openin: Dear\n", ":3:11", "a letter has no part `openin`"),
        ("letter_parts:\n  opening: 'Dear {{ page.bos }},'\n", ":3:", "page.bos"),
    ],
)
def test_a_part_that_cannot_be_is_an_error_at_its_line(
    config: str, place: str, words: str, make_site: MakeSite, coverpress: Command
) -> None:
    site = make_site(files(config))
    said = coverpress("check", "--site", site).out
    assert f"_config.yml{place}" in said
    assert words in said


def test_a_key_that_the_letter_prints_is_not_lost(make_site: MakeSite, coverpress: Command) -> None:
    body = "{{ page.to }} {{ page.street }} {{ page.sent }} {{ page.boss }} {{ page.writer }}"
    site = make_site(files(body=body))
    assert "layout.lost" not in coverpress("check", "--site", site).out
