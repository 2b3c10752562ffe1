"""Prose without its markup: every character keeps its place."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import settings
from pipeline.checks import examine, policy
from pipeline.checks.examine import FAMILIES
from pipeline.checks.prose import FILL, Prose
from pipeline.checks.rules import RULES
from pipeline.checks.subject import Known, Subject
from pipeline.model.document import Document
from pipeline.model.location import Location
from pipeline.model.sourcemap import MappedText
from pipeline.sources import front_matter
from pipeline.sources.site import Site
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
    return Prose(MappedText(text, [0], [Location(FILE, 1, 1)], [False]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a *b* __c__ d_e `f`", "a b c d_e "),
        ("# A [b](c) and <https://d.example>", "A b and "),
        ("- one\n2. two\n> three", "one\ntwo\nthree"),
        ("a <b>c</b> <!-- d --> e &amp; f", "a c  e  f"),
        ("a [b][c] [^d]\n\n[^d]: e\n\n[c]: https://c.example", "a b \n\n e\n\n"),
        ("a\n{: #b .c}\n{::comment}d{:/comment}\ne", "a\n\n\ne"),
        ("```\na\n```\nb", "\n\n\nb"),
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
        ("| a | b |\n|---|---|", [("table", "| a | b |\n|---|---|")]),
        ("    a", [("indented", "    a")]),
        ("[^a]: b", [("note", "[^a]: b")]),
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
    return Subject(letter, wanted, record, prose(text), about, policy.read(about.site.config))


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.text(max_size=5), st.integers())
def test_no_text_is_too_odd(site: Site, pieces: list[str], odd: str, seed: int) -> None:
    pieces.append(odd)
    random.Random(seed).shuffle(pieces)  # noqa: S311  any order will do
    text = "".join(pieces).replace("\r", "")
    looked_at = subject(text, examine.known(site))
    assert len(looked_at.prose.plain) == len(looked_at.prose.typed) == len(text)
    for family in FAMILIES:
        for hit in family(looked_at):
            assert hit.place or 0 <= hit.start <= hit.end <= len(text)
            assert hit.code in RULES
            if hit.repair:
                start, end, new = hit.repair
                assert 0 <= start < end <= len(text)
                assert text[start:end] != new
