"""Quotation marks, and passages in other languages."""

import pytest

from filters import tongue
from tests.trees import read, show


def spoken(markdown: str, tag: str = "en") -> str:
    doc = read(markdown)
    tongue.apply(doc, tag)
    return show(doc.content)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "“a ‘b’ c”"),
        ("en-GB", "“a ‘b’ c”"),
        ("de", "„a ‚b‘ c“"),
        ("de-AT", "„a ‚b‘ c“"),
        ("de-CH", "«a ‹b› c»"),
        ("fr", "«_a “b” c_»"),
        ("fr-CA", "«_a “b” c_»"),
        ("fr-CH", "«\u202fa ‹b› c\u202f»"),
        ("es", "«a “b” c»"),
        ("it", "«a “b” c»"),
        ("it-CH", "«a ‹b› c»"),
        ("nl", "“a ‘b’ c”"),
        ("pt", "«a “b” c»"),
        ("pt-BR", "“a ‘b’ c”"),
        ("pl", "„a «b» c”"),
        ("cs", "„a ‚b‘ c“"),
        ("sv", "”a ’b’ c”"),
        ("da", "“a ‘b’ c”"),
        ("nb", "«a ‘b’ c»"),
        ("fi", "”a ’b’ c”"),
        ("tr", "“a ‘b’ c”"),
        ("el", "«a “b” c»"),
        ("ru", "«a „b“ c»"),
        ("uk", "«a „b“ c»"),
        ("hu", "„a »b« c”"),
        ("ro", "„a «b» c”"),
        ("sk", "„a ‚b‘ c“"),
        ("sl", "„a ‚b‘ c“"),
        ("hr", "„a ‚b‘ c“"),
        ("sr", "„a ‚b‘ c“"),
        ("sr-Latn-RS", "„a ‚b‘ c“"),
        ("bg", "„a ’b’ c“"),
        ("ca", "«a “b” c»"),
        ("et", "„a «b» c“"),
        ("lv", "„a «b» c”"),
        ("lt", "„a ‚b‘ c“"),
        ("is", "„a ‚b‘ c“"),
        ("ga", "“a ‘b’ c”"),
        ("eu", "«a “b” c»"),
        ("xx", "“a ‘b’ c”"),
    ],
)
def test_every_language_has_marks_of_two_levels(tag: str, text: str) -> None:
    assert spoken("\"a 'b' c\"", tag) == f"Para[{text}]"


def test_single_marks_alone_are_of_the_second_level() -> None:
    assert spoken("'a'", "de") == "Para[‚a‘]"


def test_an_apostrophe_is_none_and_what_is_typed_as_a_mark_stays() -> None:
    assert spoken("don't „x“ «y»", "fr") == "Para[don’t „x“ «y»]"


def test_code_keeps_its_marks() -> None:
    assert spoken('`"x"`', "de") == 'Para[Code["x"]]'


def test_a_passage_in_a_line_has_its_own_marks_and_its_language() -> None:
    assert spoken('"a" [ein "zwei"]{: lang="de"} "b"') == "Para[“a” Span{lang=de}[ein „zwei“] “b”]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('*"x"*{: lang="de"}', "Span{lang=de}[Emph[„x“]]"),
        ('["x"](/u){: lang="de"}', "Link{lang=de}[„x“](/u)"),
        ('`x`{: lang="de"}', "Code{lang=de}[x]"),
    ],
)
def test_any_inline_can_be_a_passage(text: str, shown: str) -> None:
    assert spoken(text) == f"Para[{shown}]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"x"\n{: lang="fr"}', "Div{lang=fr}[Para[«_x_»]]"),
        ('- "x"\n{: lang="fr"}', "Div{lang=fr}[BulletList[[Plain[«_x_»]]]]"),
        ('> "x"\n{: lang="fr"}', "Div{lang=fr}[BlockQuote[Para[«_x_»]]]"),
        ('```\n"x"\n```\n{: lang="fr"}', 'CodeBlock{lang=fr}["x"]'),
    ],
)
def test_any_block_can_be_a_passage(text: str, shown: str) -> None:
    assert spoken(text) == shown


def test_a_heading_stays_one() -> None:
    assert spoken('# "x"\n{: lang="fr"}') == "Header1{lang=fr}[«_x_»]"


def test_the_nearest_passage_decides() -> None:
    shown = spoken('"a" ["b"]{: lang="de-CH"}\n{: lang="fr"}', "en")
    assert "«_a_»" in shown
    assert "«b»" in shown


def test_a_language_that_is_empty_is_none() -> None:
    assert spoken('["x"]{: lang=""}', "de") == "Para[Span[„x“]]"
    assert spoken('["x"]{: lang="%"}', "de") == "Para[Span[„x“]]"


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("de", "de"),
        ("de_AT", "de-AT"),
        ("DE-at", "de-AT"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("sr_latn_rs", "sr-Latn-RS"),
        (r"de}\input{x", "de-input-x"),
        ("{}%", ""),
        ("", ""),
    ],
)
def test_a_tag_is_made_tidy_and_never_tex(written: str, tag: str) -> None:
    assert tongue.tidy(written) == tag
