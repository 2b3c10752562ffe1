"""The structure tree of a letter with every part: what a screen reader says, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.conftest import ROOT
from tests.page_tools import (
    FULL_SITE,
    MODERN,
    Element,
    Press,
    Sheet,
    each_sheet,
    marked,
    opened,
    structure,
)

GOLDEN = ROOT / "tests" / "golden"
BLOCKS = {"P", "H1", "H2", "H3", "L", "LI", "Table", "TR", "TH", "TD", "BlockQuote"}


@each_sheet
def test_outline(press: Press, sheet: Sheet, request: pytest.FixtureRequest) -> None:
    outline = "\n".join(structure(press.full(sheet)).outline()) + "\n"
    golden = GOLDEN / f"structure-{sheet.format_}.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(outline, encoding="utf-8")
    assert outline == golden.read_text("utf-8")


@each_sheet
def test_one_title_and_no_paragraph_in_another(press: Press, sheet: Sheet) -> None:
    tree = structure(press.full(sheet))
    assert tree.tag == "Document"
    assert [heading.text for heading in tree.all("H1")] == ["Application: Sample Engineer"]
    assert [heading.text for heading in tree.all("H2")] == ["What I have done"]
    assert [heading.text for heading in tree.all("H3")] == ["What it came to"]
    for tag in ("P", "H1", "H2", "H3"):
        for element in tree.all(tag):
            inside = {below.tag for below in element} - {tag, "Note"}
            note = {below.tag for found in element.all("Note") for below in found}
            assert not (inside - note) & BLOCKS


HEADINGS = "Text.\n\n## One\n\nText.\n\n##### Two\n\nText.\n\n## Three\n\nText.\n"


@pytest.mark.parametrize(
    ("subject", "levels"), [("", ["H1", "H2", "H1"]), ("subject: S\n", ["H1", "H2", "H3", "H2"])]
)
def test_headings_begin_with_the_first_level(press: Press, subject: str, levels: list[str]) -> None:
    letter = f"---\nlayout: coverletter\nmakepdf: true\n{subject}---\n{HEADINGS}"
    tree = structure(press.pdf(press.site({"a.md": letter}), "a"))
    assert [element.tag for element in tree if element.tag in ("H1", "H2", "H3")] == levels


@each_sheet
def test_every_element_says_something(press: Press, sheet: Sheet) -> None:
    for element in structure(press.full(sheet)):
        is_alone = element.tag == "OBJR" or any("alt" in below.attributes for below in element)
        assert is_alone or element.text.strip(), f"an empty {element.tag}"


@each_sheet
def test_links_hold_their_text_and_their_annotation(press: Press, sheet: Sheet) -> None:
    links = {
        link.text: [kid.attributes["to"] for kid in link.all("OBJR")]
        for link in structure(press.full(sheet)).all("Link")
    }
    assert links == {
        "+44 20 5550 0100": ["tel:+442055500100"],
        "robin@placeholder.example": ["mailto:robin@placeholder.example"],
        "robin.example": ["https://robin.example"],
        "Sample Engineer": ["https://acme.example/jobs/1"],
        "my notes": ["https://robin.example/notes"],
        "1": ["here"],
    }


@each_sheet
def test_every_annotation_is_in_the_structure(press: Press, sheet: Sheet) -> None:
    pdf = press.full(sheet)
    with opened(pdf) as document:
        annotations = [a for page in document.pages for a in page.obj.get("/Annots", [])]
        assert all("/StructParent" in annotation for annotation in annotations)
    assert len(structure(pdf).all("OBJR")) == len(annotations)


@each_sheet
def test_table_has_rows_of_cells(press: Press, sheet: Sheet) -> None:
    tables = structure(press.full(sheet)).all("Table")
    assert [[cells_of(row) for row in table.all("TR")] for table in tables] == [
        [
            [("TH", "Year"), ("TH", "Readings")],
            [("TD", "2024"), ("TD", "1,200")],
            [("TD", "2025"), ("TD", "3,400")],
        ]
    ]


def cells_of(row: Element) -> list[tuple[str, str]]:
    return [(cell.tag, cell.text.strip()) for cell in row if cell.tag in ("TH", "TD")]


@each_sheet
def test_pictures_have_their_alternative_text(press: Press, sheet: Sheet) -> None:
    figures = structure(press.full(sheet)).all("Figure")
    assert [figure.attributes.get("alt") for figure in figures] == [
        "A plan of the harbour",
        "Robin Placeholder",
    ]


@each_sheet
def test_passage_in_another_language(press: Press, sheet: Sheet) -> None:
    tree = structure(press.full(sheet))
    foreign = {element.attributes["lang"]: element.text for element in tree if lang(element)}
    assert {key: text for key, text in foreign.items() if key != "en-GB"} == {
        "de": "das ist großartig"
    }


def lang(element: Element) -> str | None:
    return element.attributes.get("lang")


@each_sheet
def test_furniture_is_not_in_the_structure(press: Press, sheet: Sheet) -> None:
    with opened(press.full(sheet)) as document:
        pieces = [marked(page) for page in document.pages]
    unmarked = [piece for page in pieces for piece in page if not piece.tag]
    assert not unmarked
    artifacts = ["".join(piece.text for piece in page if piece.number is None) for page in pieces]
    footer, head = "Registered nowhere in particular", "Robin PlaceholderPage 2 of 2"
    assert [text.strip() for text in artifacts] == [footer, head]
    assert all(piece.tag == "Artifact" for page in pieces for piece in page if piece.number is None)
    text = structure(press.full(sheet)).text
    assert footer not in text
    assert "Page 2 of 2" not in text


@each_sheet
def test_catalogue(press: Press, sheet: Sheet) -> None:
    with opened(press.full(sheet)) as document:
        root: Any = document.Root
        assert root.MarkInfo.Marked is True
        assert root.MarkInfo.get("/Suspects", False) is False
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert str(root.Lang) == "en-GB"
        assert all(page.obj.get("/Tabs") == "/S" for page in document.pages)
        for page in document.pages:
            assert isinstance(page.obj.StructParents, int)


# What the rulers themselves find: a tree that is wrong must not pass.


@pytest.fixture
def letter(press: Press) -> Path:
    return press.full(MODERN)


def test_mark_outside_of_the_tree_is_found(letter: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.pdf"
    with opened(letter) as document:
        first: Any = document.Root.StructTreeRoot.K
        first = first[0] if isinstance(first, pikepdf.Array) else first
        first.K = pikepdf.Array(list(first.K)[1:])
        document.save(changed)
    with pytest.raises(AssertionError, match="not in the structure"):
        structure(changed)


def test_full_letter_has_its_files() -> None:
    assert {"full.md", "signature.png", "plan.png"} <= set(FULL_SITE)
