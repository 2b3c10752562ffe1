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


def test_headings_that_say_the_same_are_counted() -> None:
    doc = build("# A\n\n## *A*\n\n### A\n\n#### {{ x }}", x="1")
    identifiers.apply(doc)
    expected = "Header1#a[A]\nHeader2#a-1[Emph[A]]\nHeader3#a-2[A]\nHeader4#section[1]"
    assert show(doc.content) == expected


def test_identifiers_of_the_author_stay() -> None:
    doc = build("# A\n{: #b}\n\n# C {#d}\n\n> # E")
    identifiers.apply(doc)
    assert show(doc.content) == "Header1#b[A]\nHeader1#d[C]\nBlockQuote[Header1#e[E]]"


def test_identifier_is_made_of_the_value() -> None:
    doc = build("# For {{ company }}", company="Acme & Co.")
    identifiers.apply(doc)
    assert show(doc.content) == "Header1#for-acme--co[For Acme & Co.]"
