"""Spaces at which no line is broken: the cases in `cases/spaces/*.txt`, and the letter's parts."""

from __future__ import annotations

import panflute as pf
import pytest

from filters import employer, languages, spaces
from tests.case_files import read_cases
from tests.trees import build, read, show


@pytest.mark.parametrize(("given", "expected"), read_cases("spaces"))
def test_case(given: str, expected: str) -> None:
    tag, _, text = given.partition("\n")
    doc = read(text)
    spaces.apply(doc, tag)
    assert f">>> set\n{show(doc.content)}".replace("\u202f", "~") == expected


def test_values_are_no_different_from_what_was_typed() -> None:
    doc = build("[{{ a }}](/u) {{ b }}", a="k nám", b="5 % z\nBrna")
    spaces.apply(doc, "cs")
    assert show(doc.content) == "Para[Link[k_nám](/u) 5_% z_Brna]"


def test_words_are_the_same_but_for_the_spaces() -> None:
    text = "v Brně k tomu 340 000 Kč « a » : b"
    for tag in languages.known():
        doc = read(text)
        spaces.apply(doc, tag)
        said = pf.stringify(doc).replace("\u00a0", " ").replace("\u202f", " ")
        assert said.strip() == text


def test_parts_are_fixed_but_for_addresses_and_properties() -> None:
    doc = read("text")
    fields = {
        "subject": "Práce v Brně",
        "pdftitle": "Práce v Brně",
        "recipient": ["Firma v Brně"],
        "enclosures": ["Diplom z Brna"],
        "references": [{"word": "Č", "text": "k věci"}],
    }
    for key, value in fields.items():
        doc.metadata[key] = employer.metadata(value)
    spaces.apply(doc, "cs")
    assert doc.get_metadata("subject") == "Práce v\u00a0Brně"
    assert doc.get_metadata("enclosures") == ["Diplom z\u00a0Brna"]
    assert doc.get_metadata("references") == [{"word": "Č", "text": "k\u00a0věci"}]
    assert doc.get_metadata("pdftitle") == "Práce v Brně"
    assert doc.get_metadata("recipient") == ["Firma v Brně"]


@pytest.mark.parametrize("tag", ["cs", "fr"])
def test_a_long_paragraph_of_signs_is_gone_through_once(tag: str) -> None:
    for part in ("A. ", "1 000 ", "v k ", "a. ", "5. ", "« ", "— "):
        doc = pf.Doc(pf.Para(*spaces_and_words(part * 9000)))
        spaces.apply(doc, tag)
        assert pf.stringify(doc).count(part[0]) >= 9000


def spaces_and_words(text: str) -> list[pf.Inline]:
    return [
        pf.Space() if word == " " else pf.Str(word)
        for word in text.replace(" ", "\0 \0").split("\0")
        if word
    ]
