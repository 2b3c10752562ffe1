"""The table of settings: the reference says what it says, and so do the JSON Schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline import settings
from pipeline.model.document import Document
from pipeline.model.errors import CheckError, SettingError
from pipeline.settings import reference
from pipeline.settings.fields import FIELDS, RECORD, SENDER
from pipeline.sources import front_matter, site, yaml
from tests.case_files import FOLDER
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reference.md"
SCHEMAS = reference.schemas()
LETTERS = [
    *(ROOT / "letters").glob("*.md"),
    *(ROOT / "tests/jekyll-site/source").rglob("[0-9a-z]*.md"),
    *(FOLDER / "letters").glob("*.md"),
]


def document(text: str, name: str = "letter.md") -> Document:
    loaded = yaml.load(text, Path(name))
    return loaded if isinstance(loaded.value, dict) else Document(Path(name), {}, {}, ())


def valid(schema: str, value: Any) -> bool:
    return bool(Draft202012Validator(SCHEMAS[schema]).is_valid(value))


def test_reference_is_what_the_table_says() -> None:
    """`make reference` writes the tables anew."""
    page = PAGE.read_text("utf-8")
    assert reference.renewed(page) == page
    assert all(f"<!-- {name} -->\n{table}" in page for name, table in reference.tables().items())


def test_every_field_has_words_and_a_place() -> None:
    for field in (*FIELDS, *SENDER, *RECORD):
        assert field.words, field.key
        assert field in (*SENDER, *RECORD) or field.in_letter or field.in_config, field.key
    assert all(len({f.key for f in table}) == len(table) for table in (FIELDS, SENDER, RECORD))


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("file", LETTERS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_letters_are_valid(file: Path) -> None:
    letter = front_matter.parse(file.read_text("utf-8"), file)
    assert list(Draft202012Validator(SCHEMAS["letter"]).iter_errors(letter.front.value)) == []


@pytest.mark.parametrize("folder", [ROOT / "letters", ROOT / "tests" / "jekyll-site"])
def test_sites_are_valid(folder: Path) -> None:
    opened = site.read(folder)
    assert valid("config", opened.config.value)
    assert valid("sender", opened.config.value.get("sender") or {})
    assert opened.employers
    assert all(valid("record", record) for record in opened.employers.values())


WRONG = [
    *("accent: redd", "font_size: 99", "font_size: 8.5", "pages: none", "pages: 0", "links: red"),
    *("format: din", "papers: a3", "papers: [a4, a3]", "title: [a]", "employer: {a: b}"),
    *("enclosures: {a: b}", "cc: [[a]]", "subject: true", "max_words: many", "max_chars: 0"),
    *("font: [a]", "lang: [de]"),
]
RIGHT = [
    *("accent: 1F3A5F", 'accent: "#1f3a5f"', "font_size: 11", "font_size: 10.5pt", "pages: 2"),
    *("links: plain", "format: nf", "papers: A4", "papers: [letter, a4]", "title: A letter"),
    *("title: 2026", "enclosures: one", "cc: [one, two]", "max_words: 300", "font: Source Serif"),
    *("lang: de-AT", "author: {name: Sam}", "date: 2 March 2026", "subject: ''", "opening:"),
    *("permalink: /x/", "tags: [a]", "links: ''", "format:", "papers: []", "font: 12", "cc: []"),
]
OF_THEMES = [
    *("links: [{name: a, url: /b}]", "pages: [about.md]", "footer: {text: a}", "footer: true"),
    *("format: {date: x}", "accent: [a]", "font: {body: Lora}", "papers: [{title: A paper}]"),
]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_an_error_is_invalid(text: str) -> None:
    with pytest.raises(SettingError):
        settings.read(document(text), document("", "_config.yml"))
    assert not valid("letter", document(text).value)


@pytest.mark.parametrize("text", RIGHT)
def test_what_can_be_read_is_valid(text: str) -> None:
    settings.read(document(text), document("", "_config.yml"))
    assert valid("letter", document(text).value)


@pytest.mark.parametrize("text", OF_THEMES)
def test_what_belongs_to_a_theme_is_valid_in_the_configuration(text: str) -> None:
    settings.read(document(""), document(text, "_config.yml"))
    assert valid("config", document(text).value)


def test_all_wrong_settings_are_told_together() -> None:
    text = "accent: redd\ntitle: ok\nfont_size: 99\npages: none\n"
    with pytest.raises(CheckError) as caught:
        settings.read(document(text), document("", "_config.yml"))
    assert [str(found.place) for found in caught.value.findings] == [
        "letter.md:1:9",
        "letter.md:3:12",
        "letter.md:4:8",
    ]


def test_a_slip_in_the_sender_is_pointed_out() -> None:
    config = document("sender:\n  name: Robin\n  adress: here\n  github: mine\n", "_config.yml")
    (found,) = settings.slips(config)
    assert (found.code, found.hint) == ("setting.unknown", "Did you mean `address`?")
    assert str(found.place) == "_config.yml:3:3"
