"""No value can change a letter: hostile values in every place in which a letter can print one."""

import re
from collections.abc import Callable
from typing import Any

import panflute as pf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from filters import html_markup, identifiers
from filters.inject import InjectionError
from tests.trees import build

CONTEXTS = """\
Plain {{ x }} text, {{x}}, ({{x}}). a{{x}}b {{x}}{{x}} {{x}}'s "{{x}}" '{{x}}' -{{x}}- {{x}}: {{x}}!

{{ x }}

{{x}} at the start, at the end {{x}}

**{{x}}** _{{x}}_ *{{x}}* __{{x}}__ ~~{{x}}~~ **a {{x}}** ***{{x}}***
a_{{x}}_b snake_{{x}}

[{{x}}](https://acme.example) [a **{{x}}** b](/u "{{x}}") [c][ref] [{{x}}][ref] [{{x}}]

<{{ url }}> [u]({{ url }}) [u]({{ url }} "{{x}}") [q](https://acme.example/?q={{x}}&r=1#{{x}})
<{{ mail }}> [m](mailto:{{ mail }}) <mailto:{{ mail }}> ![{{x}}]({{ url }} "{{x}}")

[ref]: {{ url }} "{{x}}"
[other]: <{{ url }}>

# Heading {{x}}

## {{x}}
{: #{{x}} .named title="{{x}}" }

{{x}}
=====

A paragraph
{: #p-{{x}} .c-{{x}} key="{{x}}" other='{{x}}' }

*span*{: #{{x}} key="{{x}}"} and `code {{x}}`{: .{{x}} } and ``{{x}}``

* {{x}}
* a {{x}} b
  * {{x}}

1. {{x}}
2. {{x}}
{: title="{{x}}"}

- [ ] {{x}}

> {{x}}
> a {{x}}

| {{x}} | b {{x}} |
|-------|---------|
| {{x}} | *{{x}}* |

term {{x}}
: definition {{x}}

Note[^1].

[^1]: {{x}}

    {{x}} more

```
code {{x}}
```

    indented {{x}}

Break {{x}}
{{x}}<br>{{x}} <b>{{x}}</b> <span title="{{x}}">{{x}}</span>

<div title="{{x}}">{{x}}</div>

{% assign y = x %}{{ y }} {% capture z %}*{{ y }}*{% endcapture %}{{ z }} {{ z | append: "**b**" }}
"""
WORD = "wordplaceholder"
PARTS = [
    *("*", "_", "**", "`", "```", "~~", "#", "# x", "1. FC", "- ", "> ", ": ", "|", "---", "==="),
    *("[a](b)", "![a](b)", "[x]: y", "[^1]", "<b>", "</b>", "<!--", "-->", "<br>", "&amp;", "&"),
    *("\\", "\\textbf{x}", "$x$", "%", "{", "}", "~", "^", "{: #i .c}", "{:/}", "{::comment}"),
    *("{{ x }}", "{{x}}", "{% if %}", "{%", "%}", '"', "'", "(", ")", "[", "]", "@", "://"),
    *("\n", "\n\n", "\n    ", "  \n", " ", "\t", " ", "‮", "⁦", "é", "ß", "漢字"),
    *("C# & R&D_Engineer [m/f]*", "http://a.example/b (c)?d=e&f_g#h", "jane@acme.example", "\r"),
    *("javascript:alert(1)", "x", "Jane", "...", "--", "cp0v0z", "$employer.x$", "\x7f", "\u2028"),
]
hostile = st.lists(st.sampled_from(PARTS) | st.text(max_size=6), min_size=1, max_size=6).map(
    "".join
)
# Nothing, or white space alone, stands for itself in Liquid: see the test of it.
values = hostile.filter(lambda value: "\0" not in value and value.strip() != "")
urls = values.map(lambda value: f"https://{value}")
name = st.text("abcdefgh.*_`#&'\"$%\\{}[]()|~^+-=", min_size=1)
mails = st.builds("{}@{}.example".format, name, name)

Tree = Any


def tree(element: pf.Element, change: Callable[[str], str] = str) -> Tree:
    """Return what `element` is as plain data; words that follow each other are one text.

    A run of spaces is one space, and where a line begins or ends it is none.
    """
    if isinstance(element, (pf.Code, pf.CodeBlock, pf.RawInline, pf.RawBlock)):
        inside: list[Tree] = [change(element.text)]
    else:
        inside = []
        for child in _children(element):
            said = _said(child)
            if said is None:
                inside.append(tree(child, change))
            elif inside and isinstance(inside[-1], str):
                inside[-1] += said
            else:
                inside.append(said)
        edge = ["LineBreak"]
        for before, index, after in zip(
            [edge, *inside], range(len(inside)), [*inside[1:], edge], strict=False
        ):
            if isinstance(inside[index], str):
                text = re.sub(r"[ \t\n\r\f]+", " ", change(inside[index]))
                text = text.lstrip(" ") if before == edge else text
                inside[index] = text.rstrip(" ") if after == edge else text
        inside = [part for part in inside if part != ""]
    return [type(element).__name__, *_properties(element, change), *inside]


def _said(element: pf.Element) -> str | None:
    if isinstance(element, pf.Str):
        return str(element.text)
    return " " if isinstance(element, (pf.Space, pf.SoftBreak)) else None


def _children(element: pf.Element) -> list[pf.Element]:
    if isinstance(element, pf.Table):
        return [element.head, *element.content]
    if isinstance(element, pf.DefinitionItem):
        return [*element.term, *element.definitions]
    return list(getattr(element, "content", []))


def _properties(element: pf.Element, change: Callable[[str], str]) -> list[Tree]:
    found: list[Tree] = []
    if hasattr(element, "identifier"):
        generated = isinstance(element, pf.Header) and "named" not in element.classes
        identifier = "" if generated else re.sub(r"\s+", "-", change(element.identifier))
        pairs = {key: change(value) for key, value in element.attributes.items()}
        found += [identifier, [change(each) for each in element.classes], pairs]
    if isinstance(element, (pf.Link, pf.Image)):
        found += [change(element.url).strip(), change(element.title)]
    if isinstance(element, pf.Quoted):
        found.append(element.quote_type)
    if isinstance(element, pf.Header):
        found.append(element.level)
    return found


def letter(x: str, url: str, mail: str) -> pf.Doc:
    doc = build(CONTEXTS, x=x, url=url, mail=mail)
    identifiers.apply(doc)
    html_markup.apply(doc)
    return doc


@pytest.fixture(scope="module")
def harmless() -> pf.Doc:
    """The same letter with words in place of the values."""
    return letter(WORD, f"https://{WORD}url", f"{WORD}mail@acme.example")


@settings(derandomize=True, deadline=None, max_examples=80)
@given(x=values, url=urls, mail=mails)
@example(x="1. FC", url="https://a.example/(b) c", mail="a+b@c.example")
@example(x=" x ", url="https:// x ", mail="*@_.example")
@example(x="{{ x }}", url="https://{{ x }}", mail="{{x}}@{%.example")
@example(x="\n\n# x\n\n", url="https://\n\n", mail="`@`.example")
@example(x="https://a.example", url="https://https://", mail="mailto.a@b.example")
@example(x="jane@acme.example", url="HTTP://A.example", mail="a@b.example")
@example(x="javascript:alert(1)", url="https://javascript:", mail="a:b@b.example")
@example(x="‮שלום é", url="https://éxample.example", mail="é@é.example")
def test_value_is_whole_and_nothing_else_changes(
    harmless: pf.Doc, x: str, url: str, mail: str
) -> None:
    def put_in(text: str) -> str:
        text = text.replace(f"{WORD}mail@acme.example", mail)
        return text.replace(f"https://{WORD}url", url).replace(WORD, x)

    assert tree(letter(x, url, mail)) == tree(harmless, put_in)


def test_the_contexts_are_what_they_seem(harmless: pf.Doc) -> None:
    counts: dict[str, int] = {}

    def count(element: pf.Element, _: pf.Doc) -> None:
        kind = type(element).__name__
        counts[kind] = counts.get(kind, 0) + 1

    harmless.walk(count)
    least = {"Header": 3, "Link": 10, "Image": 1, "Strong": 6, "Emph": 6, "Strikeout": 1, "Note": 1}
    least |= {"Quoted": 2, "Table": 1, "BulletList": 3, "OrderedList": 1, "DefinitionList": 1}
    least |= {"BlockQuote": 1, "Code": 2, "CodeBlock": 2, "LineBreak": 1, "Span": 1, "Div": 2}
    assert {kind for kind, number in least.items() if counts.get(kind, 0) < number} == set()


@pytest.mark.parametrize("value", ["", " ", "\n", None])
def test_what_is_empty_prints_nothing(value: str | None) -> None:
    doc = build("a{{ x }}b\n\n{% if x %}{% endif %}", x=value)
    assert tree(doc)[1:] in ([["Para", "ab"]], [["Para", "a b"]])


@settings(derandomize=True, deadline=None, max_examples=30)
@given(
    scheme=st.sampled_from(
        ["javascript", "JAVASCRIPT", "data", "file", "vbscript", "ftp", "x-a.b+c"]
    ),
    before=st.text(" \t\n\r\x01\x1f", max_size=3),
    within=st.text(" \t\n\r\x7f", max_size=2),
    rest=hostile,
)
def test_value_cannot_be_a_link_of_another_scheme(
    scheme: str, before: str, within: str, rest: str
) -> None:
    value = f"{before}{scheme[:3]}{within}{scheme[3:]}:{rest}"
    with pytest.raises(InjectionError, match="no web address"):
        build("[a][b] ![a]({{ x }})\n\n[b]: /", x=value)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "https://a.example",
            "HTTP://a.example",
            "mailto:a@b.example",
            "tel:+1 234",
            "a@b.example",
        ),
        *("/a/b", "a.pdf", "#part", "?a=b:c", "//a.example", "../a", "a/b:c", "1:2", ":a"),
    ],
)
def test_value_can_be_a_link(value: str) -> None:
    doc = build("[a]({{ x }})", x=value)
    assert doc.content[0].content[0].url == value


def test_five_hundred_values_and_long_ones() -> None:
    listed = [f"*{number}* " + "long_" * 200 for number in range(500)]
    doc = build("{% for v in list %}\n- {{ v }}\n{% endfor %}", list=listed)
    (bullets,) = doc.content
    assert [pf.stringify(item).strip() for item in bullets.content] == listed
