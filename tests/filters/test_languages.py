"""The data of languages: every file is whole, and says what the rooms ask of it."""

from __future__ import annotations

import re

import babel
import pytest

from filters import languages, letter


def test_there_are_languages_and_no_others() -> None:
    assert {"en", "de", "fr", "el", "uk"} <= set(languages.known())
    with pytest.raises(KeyError):
        languages.of("xx")


@pytest.mark.parametrize("code", languages.known())
def test_every_file_is_whole(code: str) -> None:
    assert babel.Locale.parse(code, sep="-").language == code.partition("-")[0]
    found = languages.of(code)
    assert len(found.marks) == 4
    assert all(len(marks) == 4 for marks in found.marks_by_country.values())
    assert found.salutations
    assert found.closings
    for pattern in (*found.salutations, *found.closings):
        assert not re.fullmatch(pattern, ""), pattern
    needed = {"enclosure", "enclosures", "cc", "your_ref", "our_ref", "page"}
    assert needed <= set(found.words) <= {*needed, "place_and_date"}
    assert found.words["page"].count("{}") == 2
    assert found.script in ("Latin", "Cyrillic", "Greek", "Chinese", "Japanese", "Korean")
    assert len(found.fonts) == 2 * (found.script in ("Chinese", "Japanese", "Korean"))
    for phrases in (found.applying, found.history):
        assert phrases
        for phrase in phrases.replace("@", "\n").split("\n"):
            re.compile(phrase)
    assert found.titles
    assert found.numbered


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("sr-Latn-RS", "sr-Latn"),
        ("sr-Cyrl-RS", "sr"),
        ("xx", None),
        ("", None),
    ],
)
def test_a_tag_is_of_the_nearest_file(tag: str, code: str | None) -> None:
    assert languages.code_of(tag) == code


def test_serbian_is_the_same_in_both_scripts() -> None:
    """Letter by letter, but that `lj`, `nj` and `dž` are one letter each in Cyrillic."""
    latin, cyrillic = languages.of("sr-Latn"), languages.of("sr")
    for one, other in (
        (latin.salutations, cyrillic.salutations),
        (latin.closings, cyrillic.closings),
        (latin.applying.split("\n"), cyrillic.applying.split("\n")),
        (latin.history.split("\n"), cyrillic.history.split("\n")),
        (latin.articles.split(), cyrillic.articles.split()),
    ):
        assert len(one) == len(other)
    assert latin.marks == cyrillic.marks


@pytest.mark.parametrize("code", languages.known())
def test_what_the_checks_know_is_whole(code: str) -> None:
    found = languages.of(code)
    lines = "\n".join((found.applying, found.history, found.praise, found.starting)).split("\n")
    for pattern in (*filter(None, lines), found.fill_in, *found.questions, found.years):
        assert not re.fullmatch(pattern.replace("…", "x").replace("@", "x"), ""), pattern
    assert len(found.numbers.split()) == 11  # from two to twelve
    assert all(one.count("{}") == 1 for one in found.ranges)
    # What other programs write is told from what people write by its length alone.
    assert all(len(text) >= 10 for text in (*found.prompts, *found.footers)), code


@pytest.mark.parametrize("code", languages.known())
def test_fixed_phrases_are_greetings_or_closing_phrases(code: str) -> None:
    for phrase in languages.of(code).fixed:
        assert letter.is_salutation(phrase) or letter.is_closing(phrase), phrase
