"""The looks of a page, as its PDF has them: letterheads, contacts, properties, breaks, and room."""

from __future__ import annotations

import string
from pathlib import Path

import outloud
import pdfua
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pipeline.model.errors import CoverpressError
from pipeline.settings.looks import LETTERHEADS, LOOKS
from tests.page_tools import (
    MILLIMETRE,
    Box,
    Element,
    Press,
    draft,
    line,
    lines,
    opened,
    picture,
    structure,
    typeset,
)

WIDTH = 210.0
NAME = "Robin Placeholder"
SENDER = """\
sender:
  name: Robin Placeholder
  tagline: Civil engineer
  address: [12 Sample Street, Exampleton EX4 2PL]
  phone: ["+44 20 5550 0100", "+49 30 5550 0100"]
  email: [robin@placeholder.example, jobs@placeholder.example]
  url: https://robin.example
  links: {Code: "https://code.example/robin"}
"""
EMPLOYERS = "acme:\n  company: Acme Placeholder Ltd\n  address: [Musterallee 3, 10115 Berlin]\n"
TEXT = "Dear Acme team,\n\nthis is a letter. It was set to be looked at.\n\nKind regards,\nRobin\n"


def site_of(front: str = "", config: str = SENDER, text: str = TEXT) -> dict[str, str]:
    keys = f"layout: coverletter\nmakepdf: true\nemployer: acme\ndate: 2026-03-02\n{front}"
    letter = f"---\n{keys}---\n{text}"
    return {"_config.yml": config, "_data/employers.yml": EMPLOYERS, "a.md": letter}


def page_of(press: Press, front: str = "", config: str = SENDER) -> list[Box]:
    return lines(press.pdf(press.site(site_of(front, config)), "a"))


@pytest.mark.parametrize("letterhead", LETTERHEADS)
def test_letterhead_stands_where_it_should(press: Press, letterhead: str) -> None:
    found = page_of(press, f"letterhead: {letterhead}\n")
    name, text = line(found, NAME), line(found, "this is a letter")
    street, mail = line(found, "12 Sample Street"), line(found, "robin@placeholder.example")
    middle = (name.left + name.right) / 2
    if letterhead == "centred":
        assert middle == pytest.approx(WIDTH / 2, abs=0.5)
        assert (street.left + street.right) / 2 == pytest.approx(WIDTH / 2, abs=0.5)
    elif letterhead == "right":
        assert name.right == pytest.approx(WIDTH - text.left, abs=0.5)
    else:
        assert name.left == pytest.approx(text.left, abs=0.5)
    if letterhead == "split":
        assert street.right == pytest.approx(WIDTH - text.left, abs=0.5)
        assert street.top < name.bottom
        assert mail.top > street.bottom
    else:
        assert street.top > line(found, "Civil engineer").bottom > name.bottom
    assert max(box.bottom for box in (street, mail)) < line(found, "Acme Placeholder").top


def test_band_is_behind_the_letterhead_and_no_further(press: Press) -> None:
    pdf = press.pdf(press.site(site_of("letterhead: band\n")), "a")
    found = lines(pdf)
    with opened(pdf) as document:
        page = document.pages[0]
        filled = [
            [float(number) for number in drawn.operands]
            for drawn in pikepdf.parse_content_stream(page)
            if str(drawn.operator) == "re"
        ]
    widest = max(filled, key=lambda rectangle: rectangle[2])
    assert widest[2] == pytest.approx(595.276, abs=1)
    height = abs(widest[3]) * 25.4 / 72
    assert line(found, NAME).bottom < height
    assert height < line(found, "Acme Placeholder").top


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_can_be_read_aloud(press: Press, look: str) -> None:
    pdf = press.pdf(press.site(site_of(f"style: {look}\n")), "a")
    assert not outloud.check(str(pdf)).findings
    assert not pdfua.validate(str(pdf)).findings


def test_settings_stand_before_a_look(press: Press) -> None:
    root = press.site(site_of("style: swiss\nfont: pagella\n"))
    style = draft(root, "a").rendering.settings.style
    assert (style.font, style.letterhead) == ("pagella", "split")


def test_a_theme_s_style_is_no_look(press: Press) -> None:
    root = press.site(site_of(config=f"style: dark\n{SENDER}"))
    assert draft(root, "a").rendering.settings.style.letterhead == "left"


def test_every_way_to_reach_the_sender_is_a_link(press: Press) -> None:
    pdf = press.pdf(press.site(site_of()), "a")
    with opened(pdf) as document:
        found = [str(one.A.URI) for one in document.pages[0].obj.Annots]
    assert found == [
        "tel:+442055500100",
        "tel:+493055500100",
        "mailto:robin@placeholder.example",
        "mailto:jobs@placeholder.example",
        "https://robin.example",
        "https://code.example/robin",
    ]
    shown = " ".join(box.text for box in lines(pdf))
    assert "+44 20 5550 0100 · +49 30 5550 0100" in shown
    assert "robin.example · Code" in shown


@pytest.mark.parametrize(
    ("key", "value"),
    [("phone", "[[1, 2]]"), ("url", "{a: {b: c}}"), ("email", "true"), ("place", "{city: X}")],
)
def test_what_is_no_contact_is_an_error_at_its_line(press: Press, key: str, value: str) -> None:
    config = f"sender:\n  name: Robin Placeholder\n  {key}: {value}\n"
    with pytest.raises(CoverpressError, match=f"`{key}` is ") as caught:
        draft(press.site(site_of(config=config)), "a")
    place = caught.value.finding.place
    assert place is not None
    assert (place.file.name, place.line) == ("_config.yml", 3)


def images(pdf: Path) -> list[Box]:
    """Return where the pictures of the first page stand, from left to right."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        height = page.get_height()
        found = [drawn.get_bounds() for drawn in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])]
    finally:
        document.close()
    edges = ((left, height - top, right, height - low) for left, low, right, top in found)
    return sorted(
        (Box(*(edge / MILLIMETRE for edge in box)) for box in edges), key=lambda box: box.left
    )


@pytest.mark.parametrize(
    ("front", "is_turned"),
    [("letterhead: split\n", False), ("format: din5008a\nletterhead: right\n", True)],
)
def test_pictures_stand_beside_the_letterhead(press: Press, front: str, is_turned: bool) -> None:
    named = "  photo: {src: me.png, alt: 'A face, smiling'}\n  logo: logo.png\n"
    sender = "\n".join(SENDER.splitlines()[:2]) + "\n  icons: true\n"
    sender += f"  email: robin@placeholder.example\n{named}"
    files = {"me.png": picture(350, 450), "logo.png": picture(200, 200)}
    root = press.site({**site_of(front, sender), **files})
    pdf = press.pdf(root, "a")
    found, shown = lines(pdf), images(pdf)
    photo, logo = shown if is_turned else reversed(shown)
    name = next(box for box in found if box.text.startswith("Robin"))
    assert logo.bottom - logo.top == pytest.approx(14, abs=0.1)
    assert photo.bottom - photo.top == pytest.approx(16 if "din" in front else 30, abs=0.1)
    assert abs(logo.top - name.top) < 2
    assert abs(photo.top - logo.top) < 0.1
    for box in found:
        for one in shown:
            assert box.right < one.left or box.left > one.right or box.top > one.bottom
    # A face has its words, said behind the name; a logo, and the sign before an address, have none.
    told = structure(pdf)
    assert [figure.attributes["alt"] for figure in told.all("Figure")] == ["A face, smiling"]
    outline = "\n".join(told.outline())
    assert outline.index("Robin") < outline.index("A face")
    assert "robin@placeholder.example" in [box.text for box in found]
    assert not outloud.check(str(pdf)).findings
    assert not pdfua.validate(str(pdf)).findings


def test_an_address_longer_than_the_letterhead_goes_on_in_the_next_line(press: Press) -> None:
    address = f"https://placeholder.example/{'/'.join(['things'] * 9)}"
    config = f"letterhead: split\nsender:\n  name: {NAME}\n  url: {address}\n"
    found = page_of(press, config=config)
    text = line(found, "this is a letter")
    parts = [box for box in found if "things" in box.text]
    assert len(parts) > 1
    assert all(box.right < WIDTH - text.left + 0.5 for box in parts)


@pytest.mark.parametrize("value", ["[a.png]", "{alt: A face}", "true", "{src: [a.png]}"])
def test_what_is_no_picture_is_an_error_at_its_line(press: Press, value: str) -> None:
    config = f"sender:\n  name: Robin Placeholder\n  photo: {value}\n"
    with pytest.raises(CoverpressError, match="`photo` is no path of a picture") as caught:
        draft(press.site(site_of(config=config)), "a")
    place = caught.value.finding.place
    assert place is not None
    assert (place.file.name, place.line) == ("_config.yml", 3)


# Properties ------------------------------------------------------------------------------------

SIGNS = string.punctuation.replace("\\", "")


@pytest.mark.parametrize(
    "said", [f"All of {SIGNS}, é, – and 漢", r"a\b ^^41 \input{x}", "# % ~ & $ _ {"]
)
def test_properties_come_out_as_they_were_written(press: Press, said: str) -> None:
    quoted = "'" + said.replace("'", "''") + "'"
    front = "".join(f"{key}: {quoted}\n" for key in ("title", "author", "description", "keywords"))
    with opened(press.pdf(press.site(site_of(front)), "a")) as document:
        info = document.docinfo
        for key in ("/Title", "/Author", "/Subject", "/Keywords"):
            assert str(info[key]) == said
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == said
            assert metadata["dc:creator"] == [said]
            assert metadata["dc:description"] == said
            assert metadata["dc:subject"] == {said}


def test_title_is_the_heading_without_notes_and_addresses(press: Press) -> None:
    text = "# [Builder & more[^1]](https://acme.example/?a=1&b=2)\n\n" + TEXT + "\n[^1]: A note.\n"
    with opened(press.pdf(press.site(site_of("links: footnotes\n", text=text)), "a")) as document:
        assert str(document.docinfo["/Title"]) == "Builder & more"


# Breaks and signs ------------------------------------------------------------------------------


def test_stars_and_brackets_begin_a_line(press: Press) -> None:
    rows = "| a | b |\n|---|---|\n| *x | y |\n| *z | \\[w] |"
    words = f"for 50 an hour.\\\\\n\\* negotiable\n\n{rows}\n\nIt is."
    text = TEXT.replace("this is a letter.", words)
    said = " ".join(box.text for box in lines(press.pdf(press.site(site_of(text=text)), "a")))
    for words in ("* negotiable", "*x", "*z", "[w]"):
        assert words in said


def test_address_moves_to_the_next_line_whole(press: Press) -> None:
    address = "https://resume.example/edx/of/many/things"
    text = TEXT.replace("It was", f"{'word ' * 11}{address} is there. It was")
    shown = [box.text for box in lines(press.pdf(press.site(site_of(text=text)), "a"))]
    assert [said for said in shown if address in said]


def test_address_longer_than_a_line_is_broken_behind_a_sign(press: Press) -> None:
    address = f"https://resume.example/{'/'.join(['things'] * 20)}"
    text = TEXT.replace("It was", f"See {address} there. It was")
    shown = [box.text for box in lines(press.pdf(press.site(site_of(text=text)), "a"))]
    parts = [said for said in shown if "things" in said]
    assert len(parts) > 1
    assert all(said.endswith("/") for said in parts[:-1])
    assert not any(said.endswith((":", "://")) for said in shown)


def test_picture_without_words_is_no_figure(press: Press) -> None:
    files = {**site_of(text=TEXT.replace("It was", "![](plan.png)\n\nIt was"))}
    root = press.site({**files, "plan.png": picture(60, 40)})
    made = press.pdf(root, "a")
    with opened(made) as document:
        tags = {str(found.S) for found in document.objects if _is_element(found)}
    assert "/Figure" not in tags
    assert "/P" in tags
    assert not outloud.check(str(made)).findings


def test_a_note_to_the_subject_is_a_note(press: Press) -> None:
    made = press.pdf(press.site(site_of(text=f"# Builder[^1]\n\n{TEXT}\n[^1]: A note.\n")), "a")
    (note,) = structure(made).all("Note")
    assert [kid.tag for kid in note.kids if isinstance(kid, Element)] == ["Lbl", "P"]
    assert "NOTE-003" not in [found.rule for found in outloud.check(str(made)).findings]


def _is_element(found: object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/StructElem"


# What has no room ------------------------------------------------------------------------------

LONG = """\
sender:
  name: Dr. Robin Alexandra Placeholder-Specimen
  address:
    - Kastanienallee 148, Hinterhaus
    - 10435 Exampleton an der Probe
    - Germany
"""


def test_a_long_return_address_takes_two_lines(press: Press) -> None:
    found = lines(press.pdf(press.site(site_of("format: din5008b\n", LONG)), "a"))
    small = [box for box in found if 45 < box.top < 45 + 17.7 and box.left < 100]
    assert len(small) == 2
    assert all(box.right <= 105 for box in small)
    assert "Germany" in small[1].text


@pytest.mark.parametrize(
    ("front", "config", "message", "line_number"),
    [
        (
            "format: din5008b\n",
            LONG.replace("Hinterhaus", f"{'Hinterhaus ' * 5}und noch viel weiter hinten"),
            "too long for two lines in the window",
            3,
        ),
        (
            "format: din5008a\n",
            LONG + "  phone: [" + ", ".join(f"'+49 30 5550 01{n:02}'" for n in range(30)) + "]\n",
            "the letterhead is too high for `din5008a`",
            1,
        ),
        (
            "",
            "footer: |\n" + "".join(f"  Line {n} of {'a very wide foot ' * 9}\n" for n in range(9)),
            "the footer has more than the foot of the page has room for",
            1,
        ),
    ],
)
def test_what_has_no_room_is_an_error_at_its_line(
    press: Press,
    tmp_path: Path,
    front: str,
    config: str,
    message: str,
    line_number: int,
) -> None:
    drafted = draft(press.site(site_of(front, config)), "a")
    with pytest.raises(CoverpressError, match=message) as caught:
        typeset(drafted, "a4", tmp_path)
    place = caught.value.finding.place
    assert place is not None
    assert (place.file.name, place.line) == ("_config.yml", line_number)


def test_a_word_wider_than_the_window_is_an_error_at_its_line(press: Press, tmp_path: Path) -> None:
    files = site_of("format: nf\n")
    files["_data/employers.yml"] = EMPLOYERS.replace("Acme Placeholder Ltd", "WM" * 15)
    with pytest.raises(CoverpressError, match="WMWM` of the employer's address is too") as caught:
        typeset(draft(press.site(files), "a"), "a4", tmp_path)
    place = caught.value.finding.place
    assert place is not None
    assert (place.file.name, place.line) == ("employers.yml", 2)


def test_lines_of_a_footer_are_lines(press: Press) -> None:
    config = f"{SENDER}footer: |\n  Bank of Exampleton\n  IBAN XX00 0000\n"
    found = page_of(press, config=config)
    first, second = line(found, "Bank of Exampleton"), line(found, "IBAN")
    assert second.top > first.bottom
    assert second.bottom < 297 - 5
    assert (first.left + first.right) / 2 == pytest.approx(WIDTH / 2, abs=0.5)
