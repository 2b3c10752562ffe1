"""kramdown's attributes on the tree. How Markdown gets there is in `cases/kramdown/`."""

import panflute as pf
import pytest

from filters import attributes
from tests.trees import build, show


def block(lists: str) -> pf.RawBlock:
    return pf.RawBlock(f"<?kramdown {lists}?>", format="html")


def applied(*blocks: pf.Block) -> str:
    doc = pf.Doc(*blocks)
    attributes.apply(doc)
    return show(doc.content)


def test_lists_of_several_blocks_add_up() -> None:
    shown = applied(pf.Para(pf.Str("a")), block("{: .x #i}"), block("{: .x .y #j}"))
    assert shown == "Div#j.x.y[Para[a]]"


def test_lists_beside_nothing_vanish() -> None:
    assert applied(block("{: .x}"), block("{: .y}")) == ""


def test_code_and_comments_of_others_stay() -> None:
    comment = pf.RawInline("<!-- {: .x} -->", format="html")
    shown = applied(pf.CodeBlock("{: .x}", classes=["python"]), pf.Para(pf.Str("a"), comment))
    assert shown == "CodeBlock.python[{: .x}]\nPara[aRawInline[<!-- {: .x} -->]]"


@pytest.mark.parametrize(
    ("parts", "identifier", "classes", "pairs"),
    [
        ("", "", [], {}),
        (" #a #b", "b", [], {}),
        ("#id.cls.other", "id", ["cls", "other"], {}),
        (' id="a" class="b c" .d', "a", ["b", "c", "d"], {}),
        (r""" a="x \} \" '" b='"'""", "", [], {"a": "x } \" '", "b": '"'}),
        (' data-a:b="1" a=""', "", [], {"data-a:b": "1", "a": ""}),
        (" word a=1 -x", "", [], {}),
        ("#a@b.example", "a@b", ["example"], {}),
        ("#https://a/b", "https://a/b", [], {}),
    ],
)
def test_parts(parts: str, identifier: str, classes: list[str], pairs: dict[str, str]) -> None:
    assert attributes.parse(parts, {}) == attributes.Attributes(identifier, classes, pairs)


def test_definitions_add_up() -> None:
    definitions = {"ref": attributes.Attributes("a", ["b"], {"c": "d"})}
    parsed = attributes.parse("#x ref .b.y c='z'", definitions)
    assert parsed == attributes.Attributes("a", ["b", "b", "y"], {"c": "z"})


def test_values_travel_through() -> None:
    given = 'a "b" \' } {: .c} \\ #d'
    doc = build('p\n{: #{{ x }} .{{ x }} key="{{ x }}"}\n{:{{ x }}}', x=given)
    (div,) = doc.content
    assert div.identifier == given.replace(" ", "-")
    assert div.classes == [given]
    assert div.attributes == {"key": given}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('[one]{: lang="de"}', "Span{lang=de}[one]"),
        ('a [two words]{: lang="de"}, b', "a Span{lang=de}[two words], b"),
        ("x[two *words*]{: .y}z", "xSpan.y[two Emph[words]]z"),
        ("[*two* words]{: .y}", "Span.y[Emph[two] words]"),
        ('["two words" and]{: .y}', "Span.y[DoubleQuote[two words] and]"),
        ("[a [b] c]{: .y}", "Span.y[a [b] c]"),
        ("[[a] b]{: .y}", "Span.y[[a] b]"),
        ("[a] [b c]{: .y}", "[a] Span.y[b c]"),
        ("[a b]{: .y} [c d]{: .z} e", "Span.y[a b] Span.z[c d] e"),
        ("[a\nb]{: .y}", "Span.y[a↵b]"),
        ("a] b]{: .y}", "a] Span.y[b]]"),
        ("[{{ x }} y]{: .y}", "Span.y[value] y]"),
    ],
)
def test_brackets_hold_words_together(text: str, shown: str) -> None:
    assert show(build(text, x="value]").content) == f"Para[{shown}]"
