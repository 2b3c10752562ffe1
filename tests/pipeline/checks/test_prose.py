"""Prose without its markup: every character keeps its place."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters import attributes, blocks, html_markup, notes, quotes
from pipeline import markdown, settings
from pipeline.checks import examine, policy
from pipeline.checks.families import FAMILIES
from pipeline.checks.subject import Known, Subject
from pipeline.engine.rules import RULES
from pipeline.letter.prose import FILL, Prose
from pipeline.letter.prose_reader import read
from pipeline.model.document import Document
from pipeline.model.location import Location
from pipeline.model.sourcemap import MappedText
from pipeline.sources import front_matter
from pipeline.sources.site import Site
from pipeline.writers import pandoc
from tests.pipeline.checks.site import EMPLOYERS, make

FILE = Path("letter.md")
PIECES = (
    *("Dear ", "the the ", "Lindenblatt", "edX", " Signal ", "TODO", "[Company]", "<name>", "???"),
    *("[", "](", ")", "]", "](https://x.example/a(b)", "<!--", "-->", "{::comment}", "{:/}", "{: "),
    *(
        "}",
        "`",
        "```\n",
        "~~~",
        "*",
        "_",
        "**",
        "#",
        "> ",
        "- ",
        "1. ",
        "\n",
        "\n\n",
        "\t",
        "\\",
        "&",
    ),
    *(
        "&nbsp;",
        "“",
        '"',
        "”",
        "Universit√§t",
        "\u200b",
        "\ufffd",
        "dаta",
        "Monday, 3 March 2026",
        ".",
    ),
    *(
        ",",
        " ",
        "mailto:x",
        "http://",
        "www.x",
        "31 June 2026",
        "check: off damage.doubled",
        "|",
        "é",
    ),
)


def prose(text: str) -> Prose:
    doc, _ = pandoc.read(markdown.prepare(text).markdown, FILE)
    for filter_ in (attributes, blocks, quotes, notes, html_markup):
        filter_.apply(doc)
    return read(doc, MappedText(text, [0], [Location(FILE, 1, 1)], [False]), ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a *b* __c__ d_e `f`", "a b c d_e "),
        ("# A [b](c) and <https://d.example>", "A b and "),
        ("- one\n- two\n\n> three", "one\ntwo\n\nthree"),
        ("- one\n2. two", "one\n2. two"),  # no list begins in a paragraph
        ("a <b>c</b> <!-- d --> e &amp; f", "a c  e & f"),
        ("a <!-- b\n\nc --> d", "a <!-- b\n\nc --> d"),
        ("~~~sh\na\n~~~\n{: .b}\n\nc", "\n\n\n\n\nc"),
        ("~~~ {: .b}\na\n~~~\nc", "~~~ {: .b}\na\n~~~\nc"),
        ('a "b" -- c... <<d>>', 'a "b" -- c... <<d>>'),
        ("a [b][c] [^d]\n\n[^d]: e\n\n[c]: https://c.example", "a b \n\n e\n\n"),
        ("a\n{: #b .c}\n{::comment}d{:/comment}\ne", "a\n\n\ne"),
        ("```sh\na\n```\nb", "\n\n\nb"),
        ("```\na\n```\nb", "\na\n\nb"),
        ("a `unclosed and b", "a `unclosed and b"),
        (r"a \* b", "a * b"),
    ],
)
def test_markup_is_covered(text: str, said: str) -> None:
    assert prose(text).plain.replace(FILL, "") == said


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("a\nb\n\nc", [("paragraph", "a\nb"), ("paragraph", "c")]),
        ("# a\nb", [("heading", "# a"), ("paragraph", "b")]),
        ("- a\n  b\n- c", [("item", "- a\n  b"), ("item", "- c")]),
        ("a\n<!-- x -->\nb", [("paragraph", "a"), ("paragraph", "b")]),
        ("> a\n> b", [("quote", "> a\n> b")]),
        ("| a | b |\n|---|---|", [("paragraph", "| a | b |\n|---|---|")]),
        ("| a |\n|---|\n| b |", [("table", "| a |"), ("table", "| b |")]),
        ("    a", [("code", "    a")]),
        ("c[^a]\n\n[^a]: b", [("paragraph", "c[^a]"), ("note", "b")]),
        ("a\n---\nb", [("heading", "a"), ("paragraph", "b")]),
    ],
)
def test_blocks(text: str, blocks: list[tuple[str, str]]) -> None:
    found = prose(text)
    assert [(block.kind, text[block.start : block.end]) for block in found.blocks] == blocks


def test_links_have_words_and_target() -> None:
    text = 'See [a [b]](c_(d) "e"), <f@g.example>, https://h.example/i. and [j](k l).'
    links = [(text[slice(*link.words)], link.url) for link in prose(text).links]
    assert links == [
        ("a [b]", "c_(d)"),
        ("f@g.example", "f@g.example"),
        ("https://h.example/i", "https://h.example/i"),
        ("j", "k l"),
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    assert EMPLOYERS
    return make(tmp_path_factory.mktemp("site"), {})


def subject(text: str, about: Known) -> Subject:
    front = Document(FILE, {"employer": "tidewater"}, {}, ())
    letter = front_matter.Letter(FILE, front, text, 1)
    wanted = settings.read(front, about.site.config)
    record = about.site.employers["tidewater"]
    return Subject(letter, wanted, record, prose(text), about, policy.read(about.site, RULES))


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.text(max_size=5), st.integers())
def test_no_text_is_too_odd(site: Site, pieces: list[str], odd: str, seed: int) -> None:
    pieces.append(odd)
    random.Random(seed).shuffle(pieces)  # noqa: S311  any order will do
    text = "".join(pieces).replace("\r", "")
    looked_at = subject(text, examine.known(site, RULES))
    found = looked_at.prose
    assert len(found.plain) == len(found.typed) == len(found.text) >= len(text)
    for family in FAMILIES:
        for hit in family.check(looked_at):
            assert hit.place or 0 <= hit.start <= hit.end <= len(found.text)
            assert hit.rule.code in RULES
            if hit.repair and hit.repair[1] <= len(text):
                start, end, new = hit.repair
                assert 0 <= start < end <= len(text)
                assert text[start:end] != new
