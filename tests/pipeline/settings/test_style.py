"""How a letter looks, as its author says."""

from typing import Any

import pytest

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import SettingError
from pipeline.settings import style
from pipeline.settings.fields import FONTS, LINKS
from pipeline.settings.page_formats import FORMATS
from pipeline.settings.style import Style
from tests.pipeline.conftest import Load


@pytest.fixture
def read(load: Load) -> Any:
    """A function that reads the look of a front matter and a configuration."""

    def read_texts(front: str = "", config: str = "", pages: int | None = None) -> Style:
        return style.read(load(front), load(config, "_config.yml"), pages)

    return read_texts


@pytest.fixture
def refusal(load: Load) -> Any:
    """A function that returns what is said of a front matter and a configuration."""

    def read_texts(front: str = "", config: str = "") -> Diagnostic:
        with pytest.raises(SettingError) as caught:
            style.read(load(front), load(config, "_config.yml"))
        return caught.value.finding

    return read_texts


def test_a_letter_that_says_nothing_looks_as_usual(read: Any) -> None:
    usual = Style(FORMATS["modern"], "pagella", 11.0, "1F3A5F", "coloured", None)
    assert read() == usual
    empty = "".join(f"{key}:\n" for key in style.KEYS)
    assert read(empty, empty) == usual
    assert read("".join(f"{key}: ''\n" for key in style.KEYS)) == usual


@pytest.mark.parametrize(
    ("written", "key", "value"),
    [
        *((f"format: {name}", "format", format_) for name, format_ in FORMATS.items()),
        *((f"font: {name}", "font", name) for name in FONTS),
        ("font: Heros", "font", "heros"),
        ("font: ' DejaVu Sans '", "font", "DejaVu Sans"),
        ("font: Source Serif 4.0", "font", "Source Serif 4.0"),
        ("font: Überschrift", "font", "Überschrift"),
        ("font_size: 10", "font_size", 10.0),
        ("font_size: 10.5", "font_size", 10.5),
        ("font_size: 10.50", "font_size", 10.5),
        ("font_size: 12pt", "font_size", 12.0),
        ("font_size: 12 pt", "font_size", 12.0),
        ("font_size: 9", "font_size", 9.0),
        ("font_size: 14", "font_size", 14.0),
        ("accent: 7a1f1f", "accent", "7A1F1F"),
        ("accent: '#7A1F1F'", "accent", "7A1F1F"),
        ("accent: 123456", "accent", "123456"),
        ("accent: 000000", "accent", "000000"),
        ("accent: 1E1000", "accent", "1E1000"),
        *((f"links: {name}", "links", name) for name in LINKS),
        ("pages: 1", "pages", 1),
        ("pages: 12", "pages", 12),
    ],
)
def test_a_value_may_stand_in_the_letter_or_in_the_configuration(
    read: Any, written: str, key: str, value: object
) -> None:
    assert getattr(read(written), key) == value
    assert getattr(read("", written), key) == value


@pytest.mark.parametrize(
    ("front", "config"),
    [
        ("format: nf", "format: us"),
        ("font: heros", "font: termes"),
        ("font_size: 12", "font_size: 10"),
        ("accent: 7a1f1f", "accent: 1f7a1f"),
        ("links: plain", "links: footnotes"),
        ("pages: 1", "pages: 2"),
    ],
)
def test_the_letter_decides_before_the_configuration(read: Any, front: str, config: str) -> None:
    assert read(front, config) == read(front)
    assert read("", config) != read(front)


def test_the_command_line_decides_on_the_pages_before_both(read: Any) -> None:
    assert read("pages: 2", "pages: 3", 1).pages == 1
    assert read("pages: 2", "pages: 3").pages == 2


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("format: din5008", "`format` cannot be `din5008`", "Did you mean `din5008"),
        ("format: fancy", "`format` cannot be `fancy`", "Known here: din5008a, din5008b, modern"),
        ("format: [nf]", "`format` is not text", "Write `format: modern`."),
        ("format: true", "`format` is not text", "Write `format: modern`."),
        ("links: colored", "`links` cannot be `colored`", "Did you mean `coloured`?"),
        ("links: blue", "`links` cannot be `blue`", "Known here: coloured, footnotes, plain."),
        ("links: {a: b}", "`links` is not text", "Write `links: coloured`."),
        ("font: [heros]", "`font` is not text", "Write `font: pagella`."),
        ("font: '\\input{x}'", "`\\input{x}` is no name of a font", "Write one of pagella, heros"),
        ("font: 'a:mode=node'", "`a:mode=node` is no name of a font", "an installed font"),
        ("font: '[../a.otf]'", "`[../a.otf]` is no name of a font", "an installed font"),
        ("font: a_b", "`a_b` is no name of a font", "an installed font"),
        ("font_size: 8.9", "`8.9` is no size for a letter's text", "from 9 to 14"),
        ("font_size: 14.5", "`14.5` is no size for a letter's text", "`font_size: 11`"),
        ("font_size: large", "`large` is no size for a letter's text", "from 9 to 14"),
        ("font_size: 11 mm", "`11 mm` is no size for a letter's text", "from 9 to 14"),
        ("font_size: true", "`True` is no size for a letter's text", "from 9 to 14"),
        ("font_size: [11]", "`[11]` is no size for a letter's text", "from 9 to 14"),
        ("accent: navy", "`accent` must be six hex digits, not `navy`", 'write `accent: "7A1F1F"`'),
        (
            "accent: '#123'",
            "`accent` must be six hex digits, not `#123`",
            'write `accent: "7A1F1F"`',
        ),
        (
            "accent: 12345G",
            "`accent` must be six hex digits, not `12345G`",
            'write `accent: "7A1F1F"`',
        ),
        (
            "accent: [123456]",
            "`accent` must be six hex digits, not `[123456]`",
            'write `accent: "7A1F1F"`',
        ),
        ("pages: 0", "`pages` must be a whole number, not `0`", "Write `pages: 1`."),
        ("pages: -1", "`pages` must be a whole number, not `-1`", "Write `pages: 1`."),
        ("pages: 1.5", "`pages` must be a whole number, not `1.5`", "Write `pages: 1`."),
        ("pages: one", "`pages` must be a whole number, not `one`", "Write `pages: 1`."),
        ("pages: true", "`pages` must be a whole number, not `True`", "Write `pages: 1`."),
        ("pages: [1]", "`pages` must be a whole number, not `[1]`", "Write `pages: 1`."),
    ],
)
def test_a_value_that_cannot_be_used_is_an_error_at_its_place(
    refusal: Any, written: str, message: str, hint: str
) -> None:
    found = refusal(f"title: x\n{written}")
    assert found.message == message
    assert hint in found.hint
    key, _, value = written.partition(": ")
    column = 1 if value[0] in "[{" else len(key) + 3  # a list stands where its key does
    assert str(found.place) == f"letter.md:2:{column}"


@pytest.mark.parametrize("written", ["format: x", "links: x", "accent: x", "font: '%'"])
def test_a_wrong_value_of_the_configuration_is_an_error_there(refusal: Any, written: str) -> None:
    assert str(refusal("title: x", written).place).startswith("_config.yml:1:")


@pytest.mark.parametrize("key", style.KEYS)
@pytest.mark.parametrize("value", ["[{title: x, url: y}]", "{a: b}", "true"])
def test_what_a_theme_has_under_the_name_of_a_key_is_its_own(
    read: Any, key: str, value: str
) -> None:
    assert read("", f"{key}: {value}") == read()


# Fallbacks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Plain ASCII", set()),
        ("Größe, façade, Łódź, Škoda, Őr, ĳ, «», „“, ‹›, – — … • † € ™ ‰ \u202f", set()),
        ("Ελλάδα", {"fallback"}),
        ("Київ", {"fallback"}),
        ("שלום", {"fallback"}),
        ("→", {"fallback"}),
        ("u\u0308", {"fallback"}),
        ("سلام", {"fallback", "arabic"}),
    ],
)
def test_other_fonts_are_loaded_where_the_text_needs_them(
    read: Any, text: str, names: set[str]
) -> None:
    assert set(style.fallbacks(read(), text, "en")) == names


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("ru", "Ёлка, подъезд № 5 — «да»", set()),
        ("uk", "ґанок, їжак", set()),
        ("sr", "Ђорђе, љубав", set()),
        ("el", "Άνοιξη, αΰπνι·", set()),
        ("ru", "Άνοιξη", {"fallback"}),
        ("el", "Київ", {"fallback"}),
        ("ru", "→", {"fallback"}),
        ("sr-Latn", "Ђорђе", {"fallback"}),
    ],
)
def test_a_letter_s_own_font_has_its_script(
    read: Any, code: str, text: str, names: set[str]
) -> None:
    assert set(style.fallbacks(read(), text, code)) == names


@pytest.mark.parametrize(
    ("font", "code", "asked"),
    [
        ("pagella", "en", {"fontfile": "texgyrepagella-regular", "fontscript": None}),
        ("pagella", "ru", {"fontfile": "FreeSerif", "fontscript": "Cyrillic"}),
        ("heros", "el", {"fontfile": "FreeSans", "fontitalic": "FreeSansOblique"}),
        ("termes", "bg", {"fontfile": "FreeSerif", "fontbolditalic": "FreeSerifBoldItalic"}),
        ("DejaVu Serif", "en", {"fontname": "DejaVu Serif", "fontfile": None}),
        ("DejaVu Serif", "uk", {"fontname": "DejaVu Serif", "fontfile": "FreeSerif"}),
        ("pagella", "tr", {"fontfile": "texgyrepagella-regular", "fontlanguage": "Turkish"}),
    ],
)
def test_a_letter_is_set_in_one_family_that_has_its_script(
    read: Any, font: str, code: str, asked: dict[str, str | None]
) -> None:
    told = style.asked(read(f"font: {font}"), code)
    assert {key: told.get(key) for key in asked} == asked


def test_an_installed_font_may_lack_anything(read: Any) -> None:
    assert set(style.fallbacks(read("font: DejaVu Sans"), "Plain ASCII", "en")) == {"fallback"}
