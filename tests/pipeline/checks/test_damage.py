"""Damage to the text, beyond single cases: no right word of any language is taken for damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale, localedata

from pipeline.checks import damage
from pipeline.letter.prose import Prose
from pipeline.model.location import Location
from pipeline.model.sourcemap import MappedText

LANGUAGES = sorted(tag for tag in localedata.locale_identifiers() if "_" not in tag)


def words_of(tag: str) -> Iterator[str]:
    """Yield the words of the names of languages, countries, months and days, as CLDR has them."""
    locale = Locale.parse(tag)
    names = [*locale.territories.values(), *locale.languages.values(), *locale.scripts.values()]
    names += [*locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()]
    for name in names:
        for word in str(name).split():
            yield from (word, word.upper(), word.capitalize())


def mojibake(text: str) -> list[str]:
    mapped = MappedText(text, [0], [Location(Path("letter.md"), 1, 1)], [False])
    prose = Prose(mapped, text, text, (), (), (), ())
    return [text[hit.start : hit.end] for hit in damage._mojibake(prose)]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_right_word_is_taken_for_damage(tag: str) -> None:
    assert mojibake(" ".join(words_of(tag))) == []


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman"])
@pytest.mark.parametrize("word", ["Grüße", "naïve", "été", "señor", "Straße", "łódź"])
def test_a_word_that_was_read_wrongly_is_found(word: str, encoding: str) -> None:
    try:
        wrong = word.encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip(f"{encoding} has no letter for a byte of {word}")
    assert mojibake(f"one {wrong} two") == [wrong]
