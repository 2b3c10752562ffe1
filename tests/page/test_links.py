"""Links that go on in the next line, or on the next page: every piece is in the structure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import outloud
import pytest

from tests.page_tools import CONFIG, EXTRACTORS, Press, opened, structure

WORDS = " ".join(f"word{number}" for number in range(60))
LINK = f"[{WORDS}](https://robin.example/long)"
FILLER = "Filler.\n\n" * 27
"""As much as to bring the second link to the page's end."""
LETTER = f"""\
---
layout: coverletter
makepdf: true
date: 2026-03-02
---
Dear readers,

see {LINK}.

{FILLER}Then {LINK}, and [short](https://robin.example/short).

- An item: {LINK}

A note.[^1]

[^1]: In it {LINK}

Sincerely,
Robin Placeholder
"""


@pytest.fixture(scope="session")
def letter(press: Press) -> Path:
    return press.pdf(press.site({"_config.yml": CONFIG, "links.md": LETTER}), "links")


def test_every_line_of_a_link_is_in_the_structure(letter: Path) -> None:
    links = [link for link in structure(letter).all("Link") if link.text == WORDS]
    assert len(links) == 4
    assert all(len(link.all("OBJR")) >= 4 for link in links)
    with opened(letter) as document:
        annotations = [a for page in document.pages for a in page.obj.get("/Annots", [])]
        parents = [int(annotation.StructParent) for annotation in annotations]
    assert len(parents) == len(set(parents)) == len(structure(letter).all("OBJR"))


def test_a_piece_is_on_the_page_that_the_structure_says(letter: Path) -> None:
    pages_of_a_link: set[int] = set()
    with opened(letter) as document:
        for index, page in enumerate(document.pages):
            for annotation in page.obj.get("/Annots", []):
                (reference,) = references(document, annotation)
                assert reference.Pg.objgen == page.objgen
                if str(annotation.A.get("/URI", "")).endswith("long"):
                    pages_of_a_link.add(index)
    assert pages_of_a_link == {0, 1}


def references(document: Any, annotation: Any) -> list[Any]:
    return [
        found
        for found in document.objects
        if isinstance(found, type(document.Root))
        and found.get("/Type") == "/OBJR"
        and found.Obj.objgen == annotation.objgen
    ]


def test_a_link_covers_each_of_its_lines(letter: Path) -> None:
    with opened(letter) as document:
        for page in document.pages:
            for annotation in page.obj.get("/Annots", []):
                left, bottom, right, top = (float(edge) for edge in annotation.Rect)
                assert right - left > 3
                assert 5 < top - bottom < 20


def test_checker_finds_no_fault_with_them(letter: Path) -> None:
    result = outloud.check(str(letter))
    assert result.error is None
    assert [found.message for found in result.findings if found.rule.startswith("LNK")] == []


@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_words_of_a_link_are_whole(letter: Path, extractor: str) -> None:
    assert " ".join(EXTRACTORS[extractor](letter).split()).count(WORDS.split()[-1]) == 4
