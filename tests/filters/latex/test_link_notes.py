"""Addresses of links in footnotes."""

import pytest

from filters import letter
from filters.latex import link_notes
from tests.trees import read, show

URL = "https://x.example/a"
NOTE = f"Note[Para[Link.uri[{URL}]({URL})]]"


def noted(markdown: str) -> str:
    doc = read(markdown)
    link_notes.apply(doc)
    return show(doc.content)


def test_a_link_gets_a_note() -> None:
    assert noted(f"See [my page]({URL}).") == f"Para[See Link[my page]({URL}){NOTE}.]"


@pytest.mark.parametrize(
    "markdown",
    [
        "[mail](mailto:robin@x.example)",
        "[call](tel:+123)",
        "[above](#top)",
        "[here](page.html)",
        "<robin@x.example>",
        f"<{URL}>",
        f"[{URL}]({URL})",
        f"[{URL}/]({URL})",
        f"[x.example/a]({URL})",
        f"[x.example/a]({URL}/)",
        "`[a](https://x.example)`",
    ],
)
def test_a_link_that_shows_its_address_gets_none_and_neither_does_mail(markdown: str) -> None:
    assert noted(markdown) == show(read(markdown).content)


def test_the_second_link_to_an_address_gets_none() -> None:
    other = URL.replace("/a", "/b")
    shown = noted(f"[a]({URL}) [b]({other}) [c]({URL})")
    assert shown.count("Note[") == 2
    assert shown.endswith(f" Link[c]({URL})]")


def test_an_address_that_was_only_shown_gets_one_all_the_same() -> None:
    assert noted(f"<{URL}> [a]({URL})").count("Note[") == 1


@pytest.mark.parametrize(
    "markdown",
    ["- [a]({})", "> [a]({})", "1. *[a]({})*", "|h|\n|-|\n|[a]({})|", "## [a]({})"],
)
def test_a_link_gets_a_note_wherever_it_stands(markdown: str) -> None:
    assert f"Link[a]({URL}){NOTE}" in noted(markdown.format(URL))


def test_a_footnote_has_the_address_in_it() -> None:
    shown = noted(f"Text[^1]\n\n[^1]: See [a]({URL}).")
    assert shown == f"Para[TextNote[Para[See Link[a]({URL}) (Link.uri[{URL}]({URL})).]]]"


def test_the_subject_keeps_its_note() -> None:
    doc = read(f"# [Job]({URL})\n\nText.")
    link_notes.apply(doc)
    letter.apply(doc)
    assert show(doc.metadata["subject"].content) == f"Span[Link[Job]({URL}){NOTE}]"
