"""Passages in other languages, as the template marks them."""

import pytest

from filters import tongue
from filters.latex import passages
from tests.trees import read, show


def spoken(markdown: str, tag: str = "en") -> str:
    doc = read(markdown)
    tongue.apply(doc, tag)
    passages.apply(doc)
    return show(doc.content)


def test_a_passage_in_a_line_is_marked_and_has_its_own_marks() -> None:
    assert spoken('"a" [ein "zwei"]{: lang="de"} "b"') == (
        r"Para[“a” RawInline[\passage{de}{]Span[ein „zwei“]RawInline[}] “b”]"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('*"x"*{: lang="de"}', "Span[Emph[„x“]]"),
        ('["x"](/u){: lang="de"}', "Link[„x“](/u)"),
        ('`x`{: lang="de"}', "Code[x]"),
    ],
)
def test_any_inline_can_be_a_passage(text: str, shown: str) -> None:
    assert spoken(text) == rf"Para[RawInline[\passage{{de}}{{]{shown}RawInline[}}]]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"x"\n{: lang="fr"}', "Div[Para[«_x_»]]"),
        ('- "x"\n{: lang="fr"}', "Div[BulletList[[Plain[«_x_»]]]]"),
        ('> "x"\n{: lang="fr"}', "Div[BlockQuote[Para[«_x_»]]]"),
        ('```\n"x"\n```\n{: lang="fr"}', 'CodeBlock["x"]'),
    ],
)
def test_any_block_can_be_a_passage(text: str, shown: str) -> None:
    begin, end = r"RawBlock[\begin{passages}{fr}]", r"RawBlock[\end{passages}]"
    assert spoken(text) == f"{begin}\n{shown}\n{end}"


def test_a_heading_stays_one() -> None:
    assert spoken('# "x"\n{: lang="fr"}') == ("Header1[RawInline[\\passage{fr}{]«_x_»RawInline[}]]")
