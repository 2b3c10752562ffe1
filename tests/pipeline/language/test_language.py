"""The languages of letters."""

import datetime
from pathlib import Path

import babel
import pytest

from filters import languages
from pipeline import language
from pipeline.model.errors import SettingError
from pipeline.model.location import Location
from pipeline.settings import dates

PLACE = Location(Path("letter.md"), 3, 7)


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
        ("Englisch", "en"),
        ("französisch", "fr"),
        ("magyar", "hu"),
        ("Hungarian", "hu"),
        ("română", "ro"),
        ("ro_MD", "ro-MD"),
        ("slovenčina", "sk"),
        ("slovene", "sl"),
        ("Slovenian", "sl"),
        ("hrvatski", "hr"),
        ("Serbian", "sr"),
        ("serbianc", "sr"),
        ("српски", "sr"),
        ("srpski", "sr-Latn"),
        ("serbian-latin", "sr-Latn"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("sr-RS", "sr-Cyrl-RS"),
        ("български", "bg"),
        ("català", "ca"),
        ("eesti", "et"),
        ("latviešu", "lv"),
        ("lietuvių", "lt"),
        ("íslenska", "is"),
        ("Gaeilge", "ga"),
        ("euskara", "eu"),
        ("日本語", "ja"),
        ("zh", "zh-Hans"),
        ("chinese", "zh-Hans"),
        ("zh-TW", "zh-Hant-TW"),
        ("繁體中文", "zh-Hant"),
        ("ko_KR.UTF-8", "ko-KR"),
    ],
)
def test_a_language_goes_by_many_names(name: str, tag: str) -> None:
    assert language.find(name, PLACE).tag == tag


@pytest.mark.parametrize(
    "name", ["", "klingon", "sw", "en-XX", "x-klingon", "C", "12", "-", "en US", "a" * 500]
)
def test_any_other_name_is_an_error_at_its_place(name: str) -> None:
    with pytest.raises(SettingError) as caught:
        language.find(name, PLACE)
    assert str(caught.value) == f"`{name}` is not a language that letters can be in"
    assert caught.value.finding.place == PLACE
    assert "`de-AT`" in caught.value.finding.hint


@pytest.mark.parametrize(("slip", "meant"), [("deutch", "deutsch"), ("Englsh", "english")])
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
        ("hu", "2015. január 2."),
        ("ro", "2 ianuarie 2015"),
        ("sk", "2. januára 2015"),
        ("sl", "2. januar 2015"),
        ("hr", "2. siječnja 2015."),
        ("sr", "2. јануар 2015."),
        ("sr-Latn-RS", "2. januar 2015."),
        ("bg", "2 януари 2015 г."),
        ("ca", "2 de gener del 2015"),
        ("et", "2. jaanuar 2015"),
        ("lv", "2015. gada 2. janvāris"),
        ("lt", "2015 m. sausio 2 d."),
        ("is", "2. janúar 2015"),
        ("ga", "2 Eanáir 2015"),
        ("eu", "2015eko urtarrilaren 2a"),
        ("ja", "2015年1月2日"),
        ("zh-TW", "2015年1月2日"),
        ("ko", "2015년 1월 2일"),
    ],
)
def test_a_date_is_said_as_the_language_says_it(name: str, date: str) -> None:
    said = language.find(name, PLACE).date(datetime.date(2015, 1, 2))
    assert said.replace("\xa0", " ").replace("\u202f", " ") == date


@pytest.mark.parametrize(
    ("day", "written"),
    [
        # Year and day end as their numbers are said: hamabost, hogeita bat, hamaika, hogeita hamar.
        ((2026, 3, 31), "2026ko martxoaren 31"),
        ((2021, 8, 11), "2021eko abuztuaren 11"),
        ((2030, 5, 1), "2030eko maiatzaren 1a"),
        ((2020, 5, 10), "2020ko maiatzaren 10a"),
    ],
)
def test_a_basque_date_ends_as_it_is_said(day: tuple[int, int, int], written: str) -> None:
    assert language.find("eu", PLACE).date(datetime.date(*day)) == written


def test_the_first_of_a_french_month_is_an_ordinal() -> None:
    french = language.find("fr-CH", PLACE)
    assert french.date(datetime.date(2015, 1, 1)) == "1er janvier 2015"
    assert french.date(datetime.date(2015, 1, 11)) == "11 janvier 2015"


@pytest.mark.parametrize("tag", languages.known())
def test_a_date_that_is_printed_can_be_read(tag: str) -> None:
    for day in (datetime.date(2015, 1, 1), datetime.date(2026, 12, 31)):
        assert dates.day(language.find(tag, PLACE).date(day), tag, PLACE) == day


def test_every_language_has_all_words_and_a_date() -> None:
    for tag in languages.known():
        found = language.find(tag, PLACE)
        words = found.words
        assert all((words.enclosure, words.enclosures, words.cc))
        assert words.page.count("{}") == 2
        assert "2015" in found.date(datetime.date(2015, 1, 2))


LANGUAGES = (
    "en en-GB de de-AT de-CH fr es it nl pt pl cs sv da nb fi tr el ru uk"
    " hu ro sk sl hr sr sr-Latn bg ca et lv lt is ga eu ja zh-Hans zh-Hant ko"
)


@pytest.mark.parametrize("tag", LANGUAGES.split())
def test_these_languages_are_there(tag: str) -> None:
    found = language.find(tag, PLACE)
    assert found.tag == tag
    assert all(vars(found.words).values())
    page = found.words.page.format(2, 3)
    assert page.index("2") < page.index("3")


@pytest.mark.parametrize("tag", LANGUAGES.split())
def test_every_language_goes_by_its_english_and_its_own_name(tag: str) -> None:
    english = babel.Locale.parse(tag, sep="-").get_language_name("en")
    own = babel.Locale.parse(tag, sep="-").get_language_name(tag.replace("-", "_"))
    for name in (english, own):
        assert name
        base = tag.partition("-")[0]
        assert language.find(name.upper(), PLACE).tag.partition("-")[0] == base


def test_the_code_of_a_tag_is_its_data_file() -> None:
    codes = {tag: language.find(tag, PLACE).code for tag in ("de-AT", "sr-Latn-RS", "sr-Cyrl-RS")}
    assert codes == {"de-AT": "de", "sr-Latn-RS": "sr-Latn", "sr-Cyrl-RS": "sr"}


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "Mockport, January 2, 2015"),
        ("en-GB", "Mockport, 2 January 2015"),
        ("de", "Mockport, 2. Januar 2015"),
        ("fr", "Mockport, le 2 janvier 2015"),
        ("it", "Mockport, 2 gennaio 2015"),
        ("uk", "Mockport, 2 січня 2015 р."),
    ],
)
def test_a_place_stands_before_the_date(tag: str, written: str) -> None:
    day = datetime.date(2015, 1, 2)
    found = language.find(tag, PLACE).date(day, "Mockport")
    assert found.replace("\xa0", " ") == written


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("canadian", "en-CA"),
        ("australian", "en-AU"),
        ("canadien", "fr-CA"),
        ("mexican", "es-MX"),
        ("swissgerman", "de-CH"),
        ("bokmål", "nb"),
    ],
)
def test_latex_has_names_for_regions(name: str, tag: str) -> None:
    assert language.find(name, PLACE).tag == tag


def test_a_region_speaks_its_language() -> None:
    assert language.find("de-CH", PLACE).words == language.find("de", PLACE).words
