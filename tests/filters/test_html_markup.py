"""HTML in a letter: what it means on paper."""

import pytest

from filters import html_markup
from tests.trees import build, show


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<br>b<br/>c<BR />\nd<br class='x'> e", "Para[a<br>b<br>c<br>d<br>e]"),
        ("a <!-- not this --> b <b>c</b> <u title='x'>d</u>", "Para[a b Strong[c] Underline[d]]"),
        ("a&nbsp;b &amp; &lt;c&gt; &euro;", "Para[a_b & <c> €]"),
        ('<img src="a.png" alt="b c" width="3cm">', "Para[Image{width=3cm}[b c](a.png)]"),
        (
            "<i>a *b*</i> <q>c</q> <sup>d</sup>",
            "Para[Emph[a Emph[b]] DoubleQuote[c] Superscript[d]]",
        ),
        ('<span style="font-variant: small-caps">a</span>', "Para[SmallCaps[a]]"),
        ('<a href="javascript:x()">a</a> <a href="/b">c</a>', "Para[a Link[c](/b)]"),
        ("<ol start='3'><li>a<li>b</ol>", "OrderedList[[Plain[a]][Plain[b]]]"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "DefinitionList[[a: Plain[b]]]"),
        ("<b>a\n\nb", "Para[Strong[a]]\nPara[b]"),
        ("a <img> b", "Para[a  b]"),
        ("<div>\na *b*\n</div>\n\nc", "Para[a *b*]\nPara[c]"),
        ("<div><p>a</p><p>b<br>c</p></div>", "Para[a]\nPara[b<br>c]"),
        ("<div>a&nbsp;b &lt;c&gt;\u2003d</div>", "Para[a_b <c>\u2003d]"),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "Table[[Plain[a]|Plain[b]][Plain[c]|]]",
        ),
        ("<ul><li>a</li><li>b</li></ul>", "BulletList[[Plain[a]][Plain[b]]]"),
        ("<div><style>p { color: red }</style>a<script>b()</script></div>", "Para[a]"),
        ("<div></script>a</style></div>", "Para[a]"),
        ("<!-- not\n\nthis -->\n\na", "Para[a]"),
        ("<hr>\n\na", "HorizontalRule[]\nPara[a]"),
        ('<div><img src="a.png"></div>', "Para[Image[](a.png)]"),
    ],
)
def test_html(text: str, expected: str) -> None:
    doc = build(text)
    html_markup.apply(doc)
    assert show(doc.content) == expected


def test_line_break_of_liquid() -> None:
    doc = build("{{ address | newline_to_br }}", address="1 *Road*\nTown <b>")
    html_markup.apply(doc)
    assert show(doc.content) == "Para[1 *Road*<br>Town <b>]"


def test_value_in_html_is_no_html() -> None:
    doc = build("<div>{{ x }}<br>{{ x }}</div>", x="<b>a</b> &amp; <!-- b\xa0c")
    html_markup.apply(doc)
    said = "<b>a</b> &amp; <!-- b_c"
    assert show(doc.content) == f"Para[{said}<br>{said}]"


def test_other_raw_text_stays() -> None:
    doc = build("a")
    html_markup.apply(doc)
    assert show(doc.content) == "Para[a]"
