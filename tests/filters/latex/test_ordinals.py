"""French ordinals: their letters are raised where they are one for sure."""

from __future__ import annotations

import pytest

from filters import spaces
from filters.latex import ordinals
from tests.trees import read, show


def raised(markdown: str, tag: str = "fr") -> str:
    doc = read(markdown)
    spaces.apply(doc, tag)
    ordinals.apply(doc, tag)
    return show(doc.content)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("le 1er janvier", "Para[le 1RawInline[\\raised{er}]_janvier]"),
        ("le 1er, la 1re.", "Para[le 1RawInline[\\raised{er}], la 1RawInline[\\raised{re}].]"),
        ("au 2e étage", "Para[au 2RawInline[\\raised{e}] étage]"),
        ("*1er*", "Para[Emph[1RawInline[\\raised{er}]]]"),
        ("la version 2e", "Para[la version 2e]"),
        ("le modèle 2e Plus", "Para[le modèle 2e Plus]"),
        ("11er 1era 21er", "Para[11er 1era 21er]"),
        ("`1er`", "Para[Code[1er]]"),
    ],
)
def test_letters_of_ordinals_are_raised(text: str, shown: str) -> None:
    assert raised(text) == shown


def test_only_in_french() -> None:
    assert raised("1er janvier", "en") == "Para[1er janvier]"
    assert raised("1er janvier", "fr-CH") == "Para[1RawInline[\\raised{er}]_janvier]"
    french = raised('a [1er mai]{: lang="fr"}', "en")
    assert french == "Para[a Span{lang=fr}[1RawInline[\\raised{er}]_mai]]"
    assert raised('[1er]{: lang="de"}', "fr") == "Para[Span{lang=de}[1er]]"
