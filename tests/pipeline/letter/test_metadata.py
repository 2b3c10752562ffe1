"""What the template prints beside the text."""

from __future__ import annotations

import datetime
from typing import Any

import panflute as pf
import pytest

from pipeline import settings
from pipeline.letter import metadata
from pipeline.settings.page_formats import FORMATS
from pipeline.settings.style import Style
from tests.pipeline.conftest import Load
from tests.trees import show

ROBIN = {"name": "Robin Placeholder", "address": ["12 Sample Street", "Exampleton"]}


@pytest.fixture
def described(load: Load) -> Any:
    """A function that returns the metadata for a front matter and a configuration."""

    def describe_texts(front: str = "", config: str = "", **sender: Any) -> Any:
        wanted = settings.read(load(front), load(config, "_config.yml"))
        doc = pf.Doc(pf.Header(pf.Str("Heading")))
        metadata.apply(doc, "one", wanted, ROBIN | sender)
        return doc

    return describe_texts


def said(doc: pf.Doc, key: str) -> Any:
    return doc.get_metadata(key)


def test_a_letter_that_says_nothing_has_its_sender_and_no_empty_fields(described: Any) -> None:
    doc = described()
    assert said(doc, "pdftitle") == "Heading"
    absent = ("date", "references", "footer", "enclosures", "cc", "signature_image", "window")
    for key in (*absent, "returnaddress"):
        assert key not in doc.metadata


@pytest.mark.parametrize(
    ("format_", "lines"),
    [("din5008b", ["Robin Placeholder", "12 Sample Street", "Exampleton"]), ("us", None)],
)
def test_return_address_is_for_windows_with_a_zone_for_it(
    described: Any, format_: str, lines: list[str] | None
) -> None:
    doc = described(f"format: {format_}\n")
    assert said(doc, "returnaddress") == lines


@pytest.mark.parametrize(
    ("front", "config_place", "date"),
    [
        ("date: 2015-01-02", "", "January 2, 2015"),
        ("date: 2015-01-02\nplace: Mockport", "", "Mockport, January 2, 2015"),
        ("date: 2015-01-02", "Exampleton", "Exampleton, January 2, 2015"),
        ("date: 2015-01-02\nplace: Mockport", "Exampleton", "Mockport, January 2, 2015"),
        ("date: 2015-01-02\nplace: Mockport\nlang: fr", "", "Mockport, le 2 janvier 2015"),
    ],
)
def test_the_letter_says_where_it_was_written_or_else_the_sender(
    described: Any, front: str, config_place: str, date: str
) -> None:
    assert said(described(front, place=config_place), "date") == date


def test_references_have_their_words_and_only_those_that_are_there(described: Any) -> None:
    doc = described("our_ref: RP/7\nyour_ref: ''\nlang: de")
    assert said(doc, "references") == [{"word": "Unser Zeichen", "text": "RP/7"}]
    doc = described("our_ref: RP/7\nyour_ref: 0815")
    assert [line["word"] for line in said(doc, "references")] == ["Your reference", "Our reference"]
    assert said(doc, "references")[0]["text"] == "0815"
    assert "references" not in described("your_ref: ''").metadata


@pytest.mark.parametrize(
    ("front", "word"),
    [
        ("enclosures: CV", "Enclosure"),
        ("enclosures: [CV, Letters]", "Enclosures"),
        ("enclosures: CV\nlang: de", "Anlage"),
        ("enclosures: [CV, Letters]\nlang: fr", "Pièces jointes"),
    ],
)
def test_one_enclosure_is_no_enclosures(described: Any, front: str, word: str) -> None:
    assert said(described(front), "enclosures-word") == word


def test_the_signature_is_a_picture_with_the_name(described: Any) -> None:
    shown = "Image{height=14mm}[Robin Placeholder](sign.png)"
    assert show(described("signature_image: sign.png").metadata["signature_image"].content) == shown
    doc = described(signature_image="sign.png")
    assert show(doc.metadata["signature_image"].content) == shown
    doc = described("signature_image: other.png", signature_image="sign.png")
    assert "(other.png)" in show(doc.metadata["signature_image"].content)


def test_the_footer_is_text(described: Any) -> None:
    assert said(described("", "footer: 100 % & more_"), "footer") == ["100 % & more_"]


def test_the_template_is_told_the_look() -> None:
    told = metadata.style_of(
        Style(FORMATS["modern"], "heros", 11, "7A1F1F", "footnotes", None), "en"
    )
    assert told == {
        "accent": "7A1F1F",
        "accent-of-text": "7A1F1F",
        "accent-of-band": "FFFFFF",
        "letterhead-left": True,
        "links-footnotes": True,
        "fontfile": "texgyreheros-regular",
        "fontitalic": "texgyreheros-italic",
        "fontbold": "texgyreheros-bold",
        "fontbolditalic": "texgyreheros-bolditalic",
    }
    told = metadata.style_of(
        Style(FORMATS["modern"], "DejaVu Sans", 11, "7A1F1F", "plain", None), "en"
    )
    assert told["fontname"] == "DejaVu Sans"
    assert "fontfile" not in told


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].window])
def test_the_template_is_told_the_window(name: str) -> None:
    told = metadata.style_of(Style(FORMATS[name], "heros", 11, "000000", "plain", None), "en")[
        "window"
    ]
    window = FORMATS[name].window
    assert window
    assert float(told["left"]) == pytest.approx(window.left, abs=1e-3)
    assert float(told["top"]) == pytest.approx(window.top, abs=1e-3)
    assert told["folds"] == [f"{fold:g}" for fold in window.folds]


def test_the_identity_is_that_of_the_letter_and_the_paper() -> None:
    day = datetime.date(2015, 1, 2)
    first = metadata.identity("{}", "a4", day)
    assert first == metadata.identity("{}", "a4", day)
    assert first["timestamp"] == "20150102000000Z"
    others = (metadata.identity("{}", "letter", day), metadata.identity("{ }", "a4", day))
    assert len({first["uuid"], *(other["uuid"] for other in others)}) == 3


def test_without_a_day_the_identity_has_that_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772582400")
    assert metadata.identity("{}", "a4", None)["timestamp"] == "20260304000000Z"
