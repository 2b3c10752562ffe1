"""What the page is held against: words, links, and the number of pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.checks import examine
from pipeline.checks.examine import Checked
from pipeline.checks.page import pages
from pipeline.engine import plan, recipe
from pipeline.engine.rules import RULES
from pipeline.model.errors import CheckError
from pipeline.model.location import Location
from pipeline.model.outcome import Artifact
from pipeline.model.pages import Pages
from tests.pipeline.checks.site import look, make

TEXT = "I measure what *others* guess.\n\nSee [my notes](https://robin.example/notes) on `code`.\n"
LINK = {"t": "Link", "c": [[], [], ["https://robin.example/a%20b", ""]]}
OTHER = {"t": "Link", "c": [[], [], ["https://acme.example/jobs", ""]]}
TREE = json.dumps({"blocks": [], "meta": {"subject": LINK, "employer": OTHER}})
NO_LINKS = json.dumps({"blocks": [], "meta": {}})


def made(*lines: str, links: tuple[str, ...] = (), count: int = 1) -> Pages:
    return Pages(count, 595.0, 842.0, "\n".join(lines), (lines,), links, ())


def codes(printed: Pages, checked: Checked, tree: str = NO_LINKS) -> list[tuple[str, str, str]]:
    return [
        (one.code, one.words, f"{one.place.line}:{one.place.column}" if one.place else "")
        for one in pages(printed, tree, checked.subject)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("I measure what others guess.", "See my notes on code."),
        ("I mea-", "sure what others guess.", "See my", "notes on code."),
        ("I measure what others", "Page 1 of 2", "guess. See my notes on code."),
        ("I MEASURE WHAT OTHERS GUESS.", "See my notes on code"),
    ],
    ids=["whole", "hyphenated", "a foot between", "in capitals"],
)
def test_words_that_come_out(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert codes(made(*lines), look(tmp_path, TEXT)) == []


@pytest.mark.parametrize(
    ("lines", "words", "place"),
    [
        (("I measure what guess.", "See my notes on."), "others", "4:17"),
        (("others measure what I guess.", "See my notes on."), "others", "4:17"),
        (("I measure what others guess.", "See my note on."), "notes", "6:9"),
        ((), "I measure what others guess.", "4:1"),
    ],
    ids=["one word", "their order", "a letter", "nothing"],
)
def test_words_that_are_lost(
    tmp_path: Path, lines: tuple[str, ...], words: str, place: str
) -> None:
    assert codes(made(*lines), look(tmp_path, TEXT))[0] == ("page.text", words, place)


@pytest.mark.parametrize("url", ["https://robin.example/a%20b", "https://robin.example/a b"])
def test_a_link_that_is_there(tmp_path: Path, url: str) -> None:
    printed = made("I measure what others guess. See my notes on code.", links=(url,))
    assert codes(printed, look(tmp_path, TEXT), TREE) == []


def test_a_link_that_is_lost(tmp_path: Path) -> None:
    printed = made("I measure what others guess. See my notes on code.")
    lost = ("page.link", "https://robin.example/a%20b", "None:None")  # a value: only the file
    assert codes(printed, look(tmp_path, TEXT), TREE) == [lost]


@pytest.mark.parametrize(("count", "found"), [(1, []), (2, ["limit.pages"])])
def test_the_record_limits_the_pages(tmp_path: Path, count: int, found: list[str]) -> None:
    checked = look(tmp_path, TEXT)
    limited = replace(checked.subject, record={"pages": 1})
    printed = made("I measure what others guess. See my notes on code.", count=count)
    assert [one.code for one in pages(printed, NO_LINKS, limited)] == found


def test_a_real_page_has_all_words_and_links(tmp_path: Path) -> None:
    text = (
        "Dear reader,\n\n" + "Immeasurable difficulties fluctuate officially. " * 60 + "\n\n"
        "- An item with [a link](https://robin.example/a_(b)?c=d%20e) and “quotes” – dashes…\n\n"
        "> A quotation with *emphasis* and `code --with=dashes`.\n\nYours,\nRobin Placeholder\n"
    )
    front = "---\nemployer: plain\ncheck: {hole.placeholder: off}\n---\n"
    opened = make(tmp_path, {"letter.md": front + text})
    (job,) = plan.find(opened, [tmp_path / "letter.md"])
    drafted = recipe.draft(job, opened, examine.known(opened, RULES))
    built = recipe.typeset_paper(drafted, "a4", recipe.Options(tmp_path / "out", 1))
    assert built.warnings == ()


def test_an_error_on_the_page_keeps_the_earlier_pdf(tmp_path: Path) -> None:
    records = {"_data/employers.yml": "brief:\n  pages: 1\n"}
    options = recipe.Options(tmp_path / "out", 1)

    def typeset(lines: int) -> Artifact:
        text = "This line is one of many, and there is nothing else to say.\n\n" * lines
        letter = f"---\nemployer: brief\n---\n{text}"
        opened = make(tmp_path, {**records, "letter.md": letter})
        (job,) = plan.find(opened, [tmp_path / "letter.md"])
        drafted = recipe.draft(job, opened, examine.known(opened, RULES))
        return recipe.typeset_paper(drafted, "a4", options)

    before = typeset(2).path.read_bytes()
    with pytest.raises(CheckError) as caught:
        typeset(90)
    found = caught.value.finding
    assert (found.code, found.severity) == ("limit.pages", "error")
    assert found.place == Location(tmp_path / "_data" / "employers.yml", 2, 10)
    assert (tmp_path / "out" / "letter-a4.pdf").read_bytes() == before
