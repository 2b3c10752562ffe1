"""Identifiers of headings, as kramdown makes them."""

import pytest

from filters import identifiers
from tests.trees import build, show


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("This is a header", "this-is-a-header"),
        ("12. Another one 1 here", "another-one-1-here"),
        ("  C# & R&D_Engineer [m/f]*", "c--rdengineer-mf"),
        ("A - b", "a---b"),
        ("Über Größe", "ber-gre"),
        ("123", "section"),
        ("漢字", "section"),
        ("", "section"),
    ],
)
def test_basic_identifier(text: str, identifier: str) -> None:
    assert identifiers.basic_identifier(text) == identifier


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("1. Über mich: Größe & Co.", "1-über-mich-größe--co"),
        ("C# & R&D_Engineer [m/f]*", "c--rd_engineer-mf"),
        ("A - b", "a---b"),
        ("漢字", "漢字"),
        ("!!!", ""),
    ],
)
def test_identifier(text: str, identifier: str) -> None:
    assert identifiers.identifier(text) == identifier


def test_a_note_and_a_break_are_not_in_it() -> None:
    doc = build("# A[^1] b\n\n[^1]: c")
    identifiers.apply(doc)
    assert doc.content[0].identifier == "a-b"


def test_the_rule_of_kramdowns_own_parser() -> None:
    doc = build("# 1. Ü\n\n# Über b")
    identifiers.apply(doc, gfm=False)
    assert [heading.identifier for heading in doc.content] == ["section", "ber-b"]


def test_headings_that_say_the_same_are_counted() -> None:
    doc = build("# A\n\n## *A*\n\n### A\n\n#### {{ x }}", x="1")
    identifiers.apply(doc)
    expected = "Header1#a[A]\nHeader2#a-1[Emph[A]]\nHeader3#a-2[A]\nHeader4#1[1]"
    assert show(doc.content) == expected


def test_identifiers_of_the_author_stay() -> None:
    doc = build("# A\n{: #b}\n\n# C {#d}\n\n> # E")
    identifiers.apply(doc)
    assert show(doc.content) == "Header1#b[A]\nHeader1#d[C]\nBlockQuote[Header1#e[E]]"


def test_identifier_is_made_of_the_value() -> None:
    doc = build("# For {{ company }}", company="Acme & Co.")
    identifiers.apply(doc)
    assert show(doc.content) == "Header1#for-acme--co[For Acme & Co.]"
