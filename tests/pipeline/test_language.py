"""The languages of letters."""

import datetime
from pathlib import Path

import pytest

from pipeline import language
from pipeline.errors import Place, SettingError

PLACE = Place(Path("letter.md"), 3, 7)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-us", "en-US"),
        ("en_US", "en-US"),
        ("en_US.UTF-8", "en-US"),
        (" de-AT ", "de-AT"),
        ("de_CH@euro", "de-CH"),
        ("english", "en"),
        ("English", "en"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("FRANÇAIS", "fr"),
        ("Português", "pt"),
        ("ngerman", "de"),
        ("naustrian", "de-AT"),
        ("brazilian", "pt-BR"),
        ("british", "en-GB"),
        ("norsk", "nb"),
        ("no", "nb"),
        ("no-NO", "nb-NO"),
        ("no_NO", "nb-NO"),
        ("русский", "ru"),
    ],
)
def test_a_language_goes_by_many_names(name: str, tag: str) -> None:
    assert language.find(name, PLACE).tag == tag


@pytest.mark.parametrize(
    "name", ["", "klingon", "zh", "en-XX", "x-klingon", "C", "12", "-", "en US", "a" * 500]
)
def test_any_other_name_is_an_error_at_its_place(name: str) -> None:
    with pytest.raises(SettingError) as caught:
        language.find(name, PLACE)
    assert str(caught.value) == f"`{name}` is not a language that letters can be in"
    assert caught.value.finding.place == PLACE
    assert "`de-AT`" in caught.value.finding.hint


@pytest.mark.parametrize(("slip", "meant"), [("deutch", "deutsch"), ("Englisch", "english")])
def test_a_slip_has_a_hint(slip: str, meant: str) -> None:
    with pytest.raises(SettingError) as caught:
        language.find(slip, PLACE)
    assert caught.value.finding.hint.startswith(f"Did you mean `{meant}`? ")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("en", "January 2, 2015"),
        ("en-GB", "2 January 2015"),
        ("de", "2. Januar 2015"),
        ("de-AT", "2. Jänner 2015"),
        ("fr", "2 janvier 2015"),
        ("es", "2 de enero de 2015"),
        ("nl", "2 januari 2015"),
        ("pl", "2 stycznia 2015"),
    ],
)
def test_a_date_is_said_as_the_language_says_it(name: str, date: str) -> None:
    assert language.find(name, PLACE).date(datetime.date(2015, 1, 2)) == date


def test_every_language_has_all_words_and_a_date() -> None:
    for tag in language._WORDS:
        found = language.find(tag, PLACE)
        words = found.words
        assert all((words.enclosure, words.enclosures, words.cc))
        assert words.page.count("{}") == 2
        assert "2015" in found.date(datetime.date(2015, 1, 2))


def test_a_region_speaks_its_language() -> None:
    assert language.find("de-CH", PLACE).words == language.find("de", PLACE).words
