"""Values in place of tokens. That they are whole everywhere is in `test_injection.py`."""

from typing import Any

import panflute as pf
import pytest

from filters import inject
from tests.trees import build, show

TABLE = {
    "nonce": "cpnoncev",
    "values": {
        "cpnoncev0z": {"text": "*a* b", "file": "letter.md", "line": 3, "column": 5},
        "cpnoncev10z": {"text": "ten", "file": "letter.md", "line": 4, "column": 1},
    },
}


def injected(*blocks: pf.Block, table: dict[str, Any] = TABLE) -> pf.Doc:
    doc = pf.Doc(*blocks)
    inject.apply(doc, table)
    return doc


def test_tokens_beside_each_other() -> None:
    doc = injected(pf.Para(pf.Str("1cpnoncev0zcpnoncev10z0zcpnoncev0z")))
    assert show(doc.content) == "Para[1*a* bten0z*a* b]"


def test_document_without_tokens_stays_as_it_is() -> None:
    doc = injected(pf.Para(pf.Str("a  b"), pf.Link(pf.Str("c"), url=" javascript:x ")))
    assert show(doc.content) == "Para[a  bLink[c]( javascript:x )]"


def test_spaces_of_a_value_are_places_to_break_a_line() -> None:
    found = inject.inlines(" a\tb \n c\xa0d\u2003e ")
    assert show([pf.Para(*found)]) == "Para[ a b↵c_d\u2003e ]"


def test_value_names_its_place_where_it_cannot_stand() -> None:
    table = {"nonce": "cpnoncev", "values": {"cpnoncev0z": {"text": "data:x", "line": 3}}}
    link = pf.Para(pf.Link(pf.Str("a"), url="cpnoncev0z"))
    with pytest.raises(inject.InjectionError, match="`data:` is no web address") as error:
        injected(link, table=table)
    assert error.value.value == {"text": "data:x", "line": 3}
    assert error.value.hint


@pytest.mark.parametrize("text", ["<{{ x }}>", "<{{ x }} a>", "a <{{ x }}/> b"])
def test_value_in_angle_brackets_that_is_no_address_is_not_lost(text: str) -> None:
    with pytest.raises(inject.InjectionError, match="neither a web nor a mail address"):
        build(text, x="acme.example")


@pytest.mark.parametrize("raw", [pf.RawBlock, pf.RawInline])
def test_value_in_raw_tex_is_refused(raw: Any) -> None:
    element = raw(r"\emph{cpnoncev0z}", format="tex")
    block = pf.Para(element) if isinstance(element, pf.Inline) else element
    with pytest.raises(inject.InjectionError, match="raw tex"):
        injected(block)


def test_value_in_raw_html_is_text_there() -> None:
    raw = pf.RawBlock('<p title="cpnoncev0z">cpnoncev0z</p>', format="html")
    table = {"nonce": "cpnoncev", "values": {"cpnoncev0z": {"text": '"></p><b>&'}}}
    doc = injected(raw, table=table)
    quoted = "&quot;&gt;&lt;/p&gt;&lt;b&gt;&amp;"
    assert show(doc.content) == f'RawBlock[<p title="{quoted}">{quoted}</p>]'


def test_token_that_was_broken_is_an_error() -> None:
    with pytest.raises(inject.InjectionError, match="did not reach its place"):
        injected(pf.Para(pf.Str("cpnoncev"), pf.Emph(pf.Str("0z"))))


def test_token_without_a_value_is_an_error() -> None:
    with pytest.raises(inject.InjectionError, match="did not reach its place"):
        injected(pf.Para(pf.Link(pf.Str("cpnoncev7z"), url="cpnoncev7z")))


def test_key_of_an_attribute_can_be_a_value() -> None:
    doc = injected(pf.Div(attributes={"cpnoncev10z": "cpnoncev10z"}))
    assert show(doc.content) == "Div{ten=ten}[]"
