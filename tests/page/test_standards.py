"""The clauses of PDF/A-2b and of PDF/UA-1 that can be held against a PDF's own objects.

ISO 19005-2:2011 is PDF/A-2, ISO 14289-1:2014 is PDF/UA-1; each test names its clause. The letter
that is held against them has every part that a letter can have.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from typing import Any

import outloud
import pdfua
import pikepdf
import pytest

from tests.page_tools import Press, Sheet, each_sheet, marked, opened, standard, structure

pytestmark = each_sheet

FORBIDDEN_ACTIONS = {
    *("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState"),
    *("/Rendition", "/Trans", "/GoTo3DView", "/JavaScript"),
}
PRINT, HIDDEN, INVISIBLE, NO_VIEW, TOGGLE = 4, 2, 1, 32, 256


@pytest.fixture
def pdf(press: Press, sheet: Sheet) -> Iterator[pikepdf.Pdf]:
    with opened(press.full(sheet)) as document:
        yield document


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary and stream of the file, those within others too."""
    waiting: list[Any] = list(pdf.objects)
    while waiting:
        found: Any = waiting.pop()
        if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield found
            items = [value for _, value in found.items()]
        elif isinstance(found, pikepdf.Array):
            items = list(found)
        else:
            continue
        waiting += [item for item in items if not getattr(item, "is_indirect", True)]


def links_of(pdf: pikepdf.Pdf) -> list[Any]:
    return [found for page in pdf.pages for found in page.obj.get("/Annots", [])]


def root_of(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root


def fonts(pdf: pikepdf.Pdf) -> list[Any]:
    found: dict[tuple[int, int], Any] = {}
    for page in pdf.pages:
        held: Any = page.resources.get("/Font", {})
        found |= {font.objgen: font for font in held.values()}
    return list(found.values())


# ISO 19005-2, clause 6.1: the file.


def test_19005_2_6_1_2_header(press: Press, sheet: Sheet) -> None:
    data = press.full(sheet).read_bytes()
    assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", data)


def test_19005_2_6_1_3_trailer_has_an_identifier_and_no_encryption(pdf: pikepdf.Pdf) -> None:
    trailer: Any = pdf.trailer
    assert len(trailer.ID) == 2
    assert all(len(bytes(part)) >= 16 for part in trailer.ID)
    assert "/Encrypt" not in trailer


def test_19005_2_6_1_3_nothing_follows_the_end(press: Press, sheet: Sheet) -> None:
    assert re.search(rb"%%EOF\r?\n?$", press.full(sheet).read_bytes())


def test_19005_2_6_1_7_streams_are_in_the_file_and_not_lzw(pdf: pikepdf.Pdf) -> None:
    for found in dictionaries(pdf):
        assert not {"/F", "/FFilter", "/FDecodeParms"} & set(found.keys()) or not isinstance(
            found, pikepdf.Stream
        )
        assert "LZW" not in str(found.get("/Filter", ""))
        assert "/Crypt" not in str(found.get("/Filter", ""))


def test_19005_2_6_1_13_limits(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.objects) < 8_388_607
    for page in pdf.pages:
        assert all(3 <= float(edge) <= 14_400 for edge in list(page.mediabox)[2:])


# Clause 6.2: graphics.


def test_19005_2_6_2_3_output_intent(pdf: pikepdf.Pdf) -> None:
    (intent,) = [found for found in root_of(pdf).OutputIntents if found.S == "/GTS_PDFA1"]
    profile = intent.DestOutputProfile.read_bytes()
    assert profile[36:40] == b"acsp"
    assert profile[12:16] in (b"mntr", b"prtr")
    assert int(intent.DestOutputProfile.N) == {b"RGB ": 3, b"CMYK": 4}[profile[16:20]]
    assert profile[8] <= 4  # ICC.1:2004-10 at most


def test_19005_2_6_2_4_device_colours_are_those_of_the_output_intent(pdf: pikepdf.Pdf) -> None:
    (intent,) = list(root_of(pdf).OutputIntents)
    wanted = {3: {"rg", "RG", "g", "G"}, 4: {"k", "K", "g", "G"}}[int(intent.DestOutputProfile.N)]
    used = {
        str(instruction.operator)
        for page in pdf.pages
        for instruction in pikepdf.parse_content_stream(page)
    }
    assert used & {"rg", "RG", "k", "K", "g", "G"} <= wanted
    for found in dictionaries(pdf):
        if found.get("/Subtype") == "/Image":
            assert found.ColorSpace in ("/DeviceRGB", "/DeviceGray")


def test_19005_2_6_2_5_no_transfer_functions(pdf: pikepdf.Pdf) -> None:
    for found in dictionaries(pdf):
        if found.get("/Type") == "/ExtGState":
            assert not {"/TR", "/TR2", "/HTP"} & set(found.keys())


def test_19005_2_6_2_8_images(pdf: pikepdf.Pdf) -> None:
    for found in dictionaries(pdf):
        if found.get("/Subtype") == "/Image":
            assert not {"/Alternates", "/OPI"} & set(found.keys())
            assert found.get("/Interpolate", False) is False


def test_19005_2_6_2_9_no_postscript_and_no_references(pdf: pikepdf.Pdf) -> None:
    for found in dictionaries(pdf):
        if found.get("/Type") == "/XObject":
            assert found.Subtype in ("/Image", "/Form")
            assert not {"/Ref", "/PS", "/OPI"} & set(found.keys())


def test_19005_2_6_2_10_transparency_has_a_colour_space(pdf: pikepdf.Pdf) -> None:
    # With an output intent, a page's group may name its colours, and need not.
    for page in pdf.pages:
        group: Any = page.obj.get("/Group", {})
        assert group.get("/CS", "/DeviceRGB") == "/DeviceRGB"


def test_19005_2_6_2_11_4_1_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    assert fonts(pdf)
    for font in fonts(pdf):
        (leaf,) = font.DescendantFonts
        embedded = [key for key in leaf.FontDescriptor.keys() if key.startswith("/FontFile")]  # noqa: SIM118
        assert len(embedded) == 1, font.BaseFont


def test_19005_2_6_2_11_4_2_subsets_name_their_glyphs(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        (leaf,) = font.DescendantFonts
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        # Since PDF 1.x's CIDSet is optional in part 2, one that is there must be of this font.
        assert "/CIDSet" not in leaf.FontDescriptor or leaf.FontDescriptor.CIDSet.read_bytes()


def test_19005_2_6_2_11_5_widths_are_there(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        (leaf,) = font.DescendantFonts
        assert len(leaf.W) > 1


def test_19005_2_6_2_11_7_2_every_glyph_is_a_character(pdf: pikepdf.Pdf) -> None:
    assert all("/ToUnicode" in font for font in fonts(pdf))
    # `marked` raises where a code is not in its font's table.
    text = "".join(piece.text for page in pdf.pages for piece in marked(page))
    assert not set(text) & {"\0", "\ufeff", "\ufffe", "\ufffd"}
    assert not re.search("[\ue000-\uf8ff]", text)


def test_19005_2_6_2_11_8_no_glyph_is_missing(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for instruction in pikepdf.parse_content_stream(page):
            if str(instruction.operator) in ("Tj", "TJ"):
                operands: Any = instruction.operands
                listed = operands[0] if str(instruction.operator) == "TJ" else operands
                for string in listed:
                    if isinstance(string, pikepdf.String):
                        data = bytes(string)
                        assert b"\0\0" not in [data[at : at + 2] for at in range(0, len(data), 2)]


# Clause 6.3: annotations.


def test_19005_2_6_3_1_kinds_of_annotations(pdf: pikepdf.Pdf) -> None:
    assert {str(found.Subtype) for found in links_of(pdf)} == {"/Link"}


def test_19005_2_6_3_2_annotations_are_printed_and_shown(pdf: pikepdf.Pdf) -> None:
    for found in links_of(pdf):
        flags = int(found.F)
        assert flags & PRINT
        assert not flags & (HIDDEN | INVISIBLE | NO_VIEW | TOGGLE)


def test_19005_2_6_3_3_links_have_no_look_of_their_own(pdf: pikepdf.Pdf) -> None:
    for found in links_of(pdf):
        assert "/AP" not in found
        width = found.get("/Border", [0, 0, 0])[2]
        assert width == 0


# Clauses 6.4 to 6.11: forms, actions, metadata, structure, attachments, layers.


def test_19005_2_6_4_no_forms(pdf: pikepdf.Pdf) -> None:
    assert "/AcroForm" not in root_of(pdf)
    assert "/NeedsRendering" not in root_of(pdf)


def test_19005_2_6_5_1_actions(pdf: pikepdf.Pdf) -> None:
    for found in dictionaries(pdf):
        assert str(found.get("/S", "")) not in FORBIDDEN_ACTIONS
        assert not {"/JS", "/JavaScript"} & set(found.keys())


def test_19005_2_6_5_2_no_triggers(pdf: pikepdf.Pdf) -> None:
    assert all("/AA" not in found for found in dictionaries(pdf))


def test_19005_2_6_6_2_metadata(pdf: pikepdf.Pdf) -> None:
    metadata = root_of(pdf).Metadata
    assert (metadata.Type, metadata.Subtype) == ("/Metadata", "/XML")
    assert "/Filter" not in metadata
    packet = metadata.read_bytes().strip()
    assert packet.startswith(b"<?xpacket begin=")
    assert b"bytes=" not in packet.partition(b"?>")[0]
    assert b"encoding=" not in packet.partition(b"?>")[0]


def test_19005_2_6_6_3_metadata_agree_with_the_information(pdf: pikepdf.Pdf) -> None:
    information = pdf.docinfo
    with pdf.open_metadata() as metadata:
        assert (
            metadata["dc:title"] == str(information["/Title"]) == "Robin Placeholder: application"
        )
        assert metadata["dc:creator"] == [str(information["/Author"])] == ["Robin Placeholder"]
        assert metadata["pdf:Producer"] == str(information["/Producer"])
        assert metadata["xmp:CreatorTool"] == str(information["/Creator"])
        wanted = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
        for key, name in (("xmp:CreateDate", "/CreationDate"), ("xmp:ModifyDate", "/ModDate")):
            written = str(metadata[key]).replace("Z", "+00:00")
            assert datetime.datetime.fromisoformat(written) == wanted
            assert re.match(r"D:20260302000000(Z|\+00'00'?)", str(information[name]))
        assert "dc:description" in metadata or "/Subject" not in information


def test_19005_2_6_6_4_version_and_conformance(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2A"


def test_19005_2_6_7_3_structure_has_a_known_root(pdf: pikepdf.Pdf) -> None:
    root = root_of(pdf).StructTreeRoot
    mapped = root.get("/RoleMap", {})
    standard = {
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "P", "H", "H1", "H2"),
        *("H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead"),
        *("TBody", "TFoot", "Span", "Quote", "Note", "Reference", "Code", "Link", "Annot"),
        *("Figure", "Formula", "Form", "NonStruct"),
    }
    for found in dictionaries(pdf):
        if found.get("/Type") == "/StructElem":
            tag = str(found.S)
            while f"{tag}" in mapped and tag[1:] not in standard:
                tag = str(mapped[tag])
            assert tag[1:] in standard, found.S


def test_19005_2_6_8_no_attachments(pdf: pikepdf.Pdf) -> None:
    names: Any = root_of(pdf).get("/Names", {})
    assert "/EmbeddedFiles" not in names
    assert "/JavaScript" not in names
    assert "/AF" not in root_of(pdf)


def test_19005_2_6_9_no_layers(pdf: pikepdf.Pdf) -> None:
    assert "/OCProperties" not in root_of(pdf)


def test_19005_2_6_10_no_alternate_presentations(pdf: pikepdf.Pdf) -> None:
    names: Any = root_of(pdf).get("/Names", {})
    assert "/AlternatePresentations" not in names
    assert all("/PresSteps" not in page.obj for page in pdf.pages)


def test_19005_2_6_11_no_requirements(pdf: pikepdf.Pdf) -> None:
    assert "/Requirements" not in root_of(pdf)


# ISO 14289-1, clause 7: what makes it readable for everyone.


def test_14289_1_7_1_all_content_is_tagged_or_an_artifact(pdf: pikepdf.Pdf) -> None:
    assert root_of(pdf).MarkInfo.Marked is True
    assert root_of(pdf).MarkInfo.get("/Suspects", False) is False
    for page in pdf.pages:
        for piece in marked(page):
            assert piece.number is not None or piece.tag == "Artifact", piece


def test_14289_1_7_1_title_is_shown(pdf: pikepdf.Pdf) -> None:
    assert root_of(pdf).ViewerPreferences.DisplayDocTitle is True
    assert str(pdf.docinfo["/Title"])


def test_14289_1_7_2_language_is_said(pdf: pikepdf.Pdf) -> None:
    assert str(root_of(pdf).Lang) == "en-GB"


def test_14289_1_7_3_figures_have_an_alternative(press: Press, sheet: Sheet) -> None:
    figures = structure(press.full(sheet)).all("Figure")
    assert len(figures) == 2
    assert all(figure.attributes.get("alt") for figure in figures)


def test_14289_1_7_4_2_headings_skip_no_level(press: Press, sheet: Sheet) -> None:
    levels = [
        int(element.tag[1])
        for element in structure(press.full(sheet))
        if re.fullmatch(r"H\d", element.tag)
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_14289_1_7_5_header_cells_have_their_scope(press: Press, sheet: Sheet) -> None:
    headers = structure(press.full(sheet)).all("TH")
    assert [cell.attributes.get("scope") for cell in headers] == ["Column", "Column"]


def test_14289_1_7_6_lists_hold_items(press: Press, sheet: Sheet) -> None:
    lists = structure(press.full(sheet)).all("L")
    assert len(lists) == 4  # two of the text, the enclosures and the copies
    for found in lists:
        for item in found.kids:
            assert not isinstance(item, str)
            assert item.tag == "LI"
            tags = [kid if isinstance(kid, str) else kid.tag for kid in item.kids]
            assert tags == ["Lbl", "LBody"] if found in lists[:2] else ["LBody"]


def test_14289_1_7_9_notes_have_an_identifier(pdf: pikepdf.Pdf) -> None:
    elements = [found for found in dictionaries(pdf) if found.get("/Type") == "/StructElem"]
    roles = root_of(pdf).StructTreeRoot.RoleMap
    notes = [found for found in elements if standard(str(found.S), roles) == "/Note"]
    identifiers = {str(found.get("/ID", "")) for found in notes}
    assert len(identifiers - {""}) == len(notes) == 1
    # ISO 32000-1, table 322: what has an identifier is found by it.
    index = list(names(root_of(pdf).StructTreeRoot.IDTree))
    assert [name for name, _ in index] == sorted(name for name, _ in index)
    assert dict(index) == {str(found.ID): found.objgen for found in elements if "/ID" in found}


def names(tree: Any) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what a name tree holds. Source: ISO 32000-1, 7.9.6."""
    for kid in tree.get("/Kids", ()):
        yield from names(kid)
    pairs = list(tree.get("/Names", ()))
    for name, found in zip(pairs[::2], pairs[1::2], strict=True):
        yield str(name), found.objgen


def test_14289_1_7_18_1_annotations_are_described(pdf: pikepdf.Pdf) -> None:
    for found in links_of(pdf):
        assert str(found.get("/Contents", "")).strip(), found.get("/A", "a link within the letter")


def test_14289_1_7_18_3_tab_order_is_that_of_the_structure(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        assert page.obj.get("/Tabs") == "/S"


def test_14289_1_7_18_5_links_are_in_link_elements(pdf: pikepdf.Pdf) -> None:
    in_links = [
        kid.Obj.objgen
        for found in dictionaries(pdf)
        if found.get("/Type") == "/StructElem" and found.S == "/Link"
        for kid in found.K
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
    ]
    assert sorted(in_links) == sorted(found.objgen for found in links_of(pdf))


def test_14289_1_7_21_4_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        (leaf,) = font.DescendantFonts
        assert any(key.startswith("/FontFile") for key in leaf.FontDescriptor.keys())  # noqa: SIM118


# The same, by programs that share no code with these tests.


def test_checker_finds_nothing_else(press: Press, sheet: Sheet) -> None:
    result = outloud.check(str(press.full(sheet)))
    assert result.error is None
    assert [run.rule for run in result.runs if run.status == "crashed"] == []
    assert not result.findings


def test_another_checker_finds_nothing_either(press: Press, sheet: Sheet) -> None:
    assert not pdfua.validate(str(press.full(sheet))).findings
