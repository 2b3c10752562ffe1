"""Where the address is, measured in the PDF, against the standards for window envelopes.

The measures are written here anew, in millimetres from the upper left corner of the paper, and
not taken from the program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pipeline.model.errors import CoverpressError, SettingError
from pipeline.settings.page_formats import FORMATS
from tests.page_tools import (
    CONFIG,
    SHEETS,
    Box,
    Press,
    Sheet,
    draft,
    folds,
    line,
    lines,
    typeset,
)

INCH = 25.4
WINDOWS = {
    # DIN 5008:2020-03, form A and form B: the address field, 85 mm by 45 mm.
    "din5008a": Box(20, 27, 105, 72),
    "din5008b": Box(20, 45, 105, 90),
    # SN 010130: the address field at the left, 100 mm by 45 mm; at the right, 90 mm by 45 mm.
    "sn-left": Box(20, 35.5, 120, 80.5),
    "sn-right": Box(112, 45, 202, 90),
    # NF Z 11-001: the address field at the right, 100 mm by 45 mm.
    "nf": Box(100, 35, 200, 80),
    # USPS DMM 601.6.3 has the window 7/8 in from the left and 1/2 in from the bottom of a #10
    # envelope, 4 1/2 in by 1 1/8 in; the upper third of the sheet, 3 2/3 in, stands on its bottom.
    "us": Box(
        7 / 8 * INCH,
        (11 / 3 - 1 / 2 - 9 / 8) * INCH,
        (7 / 8 + 9 / 2) * INCH,
        (11 / 3 - 1 / 2) * INCH,
    ),
}
DIN_RETURN_ZONE = 17.7
"""DIN 5008:2020-03: the zone for additions and remarks, with the return address, at the top."""
DIN_ADDRESS_LINES = 6
"""DIN 5008:2020-03: the address zone."""
# DIN 5008:2020-03: the information block, in form A and form B.
DIN_BLOCK_LEFT, DIN_BLOCK_WIDTH = 125, 75
DIN_BLOCK_TOPS = {"din5008a": 32, "din5008b": 50}
FOLDS = {
    "din5008a": [87, 148.5, 192],  # DIN 5008:2020-03, the mark for a hole punch among them
    "din5008b": [105, 148.5, 210],
    "sn-left": [105, 210],  # SN 010130
    "sn-right": [105, 210],
    "nf": [99, 198],  # a third of the sheet, for an envelope of 110 mm by 220 mm
    "us": [],
    "modern": [],
}
MOST_LINES = {"din5008a": 6, "din5008b": 6, "sn-left": 7, "sn-right": 7, "nf": 9, "us": 6}
"""The lines of 12.5 points below the return address; a postal address has at most seven."""
LEFT_EDGES = {
    "din5008a": 25,  # DIN 5008:2020-03: 5 mm from the field's edge, as the text
    "din5008b": 25,
    "sn-left": 25,
    "sn-right": 117,
    "nf": 110,
    "us": INCH,
}
FITTING = "Institut für angewandte Beispiele und Muster"
"""Some 75 mm at the size of an address, which is near what the narrowest window shows."""
RETURN = "Robin Placeholder · 12 Sample Street · Exampleton EX4 2PL"
TEXT = (
    "Dear Dr Beispiel,\n\nthis is a letter. It was set to be measured.\n\nYours sincerely,\nRobin\n"
)

each_windowed_sheet = pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS if sheet.format_ in WINDOWS], ids="-".join, scope="session"
)
each_din_sheet = pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS if "din" in sheet.format_], ids="-".join, scope="session"
)


def site_with(address: Sequence[str]) -> Mapping[str, str]:
    listed = "".join(f"    - {line}\n" for line in address[1:])
    front = "layout: coverletter\nmakepdf: true\nemployer: acme\ndate: 2026-03-02\n"
    return {
        "_config.yml": CONFIG,
        "_data/employers.yml": f"acme:\n  company: {address[0]}\n  address:\n{listed}",
        "a.md": f"---\n{front}subject: A subject\nyour_ref: AC-7\n---\n{TEXT}",
    }


def address_of(count: int) -> list[str]:
    return [FITTING, *(f"Line {number} of the address" for number in range(2, count)), "Berlin"]


def measured(press: Press, sheet: Sheet, address: Sequence[str]) -> tuple[list[Box], list[Box]]:
    """Return the lines of `address` where they stand, and all other lines of the page."""
    found = lines(press.pdf(press.site(site_with(address)), "a", sheet))
    there = [line(found, said) for said in address]
    return there, [box for box in found if box not in there]


@pytest.mark.parametrize("length", ["shortest", "longest"])
@each_windowed_sheet
def test_address_is_in_the_window(press: Press, sheet: Sheet, length: str) -> None:
    window = WINDOWS[sheet.format_]
    address = address_of(2 if length == "shortest" else MOST_LINES[sheet.format_])
    recipient, others = measured(press, sheet, address)
    assert [box for box in recipient if box not in window] == []
    assert [box.top for box in recipient] == sorted(box.top for box in recipient)
    # What else the window shows is the return address, above the address; nothing is cut.
    shown = [box for box in others if touches(box, window)]
    assert [box.text for box in shown] == [RETURN] or (sheet.format_ == "us" and not shown)
    assert all(box in window and box.bottom < recipient[0].top for box in shown)


def touches(box: Box, window: Box) -> bool:
    beside = box.right < window.left or box.left > window.right
    return not (beside or box.bottom < window.top or box.top > window.bottom)


@each_windowed_sheet
def test_address_begins_where_the_standard_has_it(press: Press, sheet: Sheet) -> None:
    recipient, _ = measured(press, sheet, address_of(2))
    wanted = LEFT_EDGES[sheet.format_]
    for box in recipient:
        assert box.left == pytest.approx(wanted, abs=0.5), box.text


@each_windowed_sheet
def test_full_address_is_in_the_window(press: Press, sheet: Sheet) -> None:
    found = lines(press.full(sheet))
    address = ("Acme Placeholder Ltd", "Department of Samples", "Dr Ines Beispiel", "GERMANY")
    assert all(line(found, said) in WINDOWS[sheet.format_] for said in address)


@pytest.mark.parametrize("length", ["shortest", "longest"])
@each_din_sheet
def test_zones_of_din_5008(press: Press, sheet: Sheet, length: str) -> None:
    address = address_of(2 if length == "shortest" else DIN_ADDRESS_LINES)
    recipient, others = measured(press, sheet, address)
    field = WINDOWS[sheet.format_]
    zones = field.top + DIN_RETURN_ZONE
    assert line(others, RETURN) in Box(field.left, field.top, field.right, zones)
    assert all(box in Box(field.left, zones, field.right, field.bottom) for box in recipient)


@each_din_sheet
def test_margins_of_din_5008(press: Press, sheet: Sheet) -> None:
    found = lines(press.full(sheet))
    # The text begins 25 mm from the left and two lines (8.46 mm) below the field, and ends 20 mm
    # from the right at the latest.
    field = WINDOWS[sheet.format_]
    text = [box for box in found if box.top > field.bottom]
    assert text[0].text == "Application: Sample Engineer"
    assert text[0].top > field.bottom + 8.46
    for said in ("Application", "Dear Dr Beispiel", "Your vacancy", "What I have done"):
        assert line(found, said).left == pytest.approx(25, abs=0.5)
    assert max(box.right for box in found) <= 210 - 20 + 0.1


@each_din_sheet
def test_information_block_of_din_5008(press: Press, sheet: Sheet) -> None:
    found = lines(press.full(sheet))
    block = [line(found, said) for said in ("AC-7/2026", "RP-1", "Exampleton, 2 March 2026")]
    for box in block:
        assert box.left == pytest.approx(DIN_BLOCK_LEFT, abs=0.4), box.text
        assert box.right <= DIN_BLOCK_LEFT + DIN_BLOCK_WIDTH
    top = DIN_BLOCK_TOPS[sheet.format_]
    assert top <= block[0].top < top + 3  # a line's letters are less high than the line


@pytest.mark.parametrize("sheet", SHEETS, ids="-".join, scope="session")
def test_references_and_date_are_lines_of_one_kind(press: Press, sheet: Sheet) -> None:
    found = lines(press.full(sheet))
    first, second, date = (line(found, said) for said in ("AC-7/2026", "RP-1", "2 March 2026"))
    assert first.left == pytest.approx(date.left, abs=0.3)
    assert first.left == pytest.approx(second.left, abs=0.3)
    # All three have letters below the line, or a comma: what differs in height is less than that.
    assert first.bottom < second.bottom < date.bottom
    assert second.top - first.top == pytest.approx(date.top - second.top, abs=0.6)


@pytest.mark.parametrize("sheet", SHEETS, ids="-".join, scope="session")
def test_fold_marks(press: Press, sheet: Sheet) -> None:
    assert folds(press.full(sheet)) == pytest.approx(FOLDS[sheet.format_], abs=0.2)


@each_windowed_sheet
def test_one_line_more_does_not_fit(press: Press, sheet: Sheet) -> None:
    most = MOST_LINES[sheet.format_]
    root = press.site(site_with(address_of(most + 1)))
    with pytest.raises(SettingError, match=f"{most + 1} lines, 1 more than the window") as caught:
        draft(root, "a", sheet.format_)
    place = caught.value.finding.place
    assert place is not None
    assert (place.file.name, place.line) == ("employers.yml", 3)


@each_windowed_sheet
def test_three_lines_more_do_not_fit(press: Press, sheet: Sheet) -> None:
    most = MOST_LINES[sheet.format_]
    root = press.site(site_with(address_of(most + 3)))
    with pytest.raises(SettingError, match=f"{most + 3} lines, 3 more than the window"):
        draft(root, "a", sheet.format_)


@each_windowed_sheet
def test_line_that_is_too_wide_is_said(press: Press, sheet: Sheet, tmp_path: Path) -> None:
    address = [
        "Acme",
        "A very long line of an address, " * 6 + "which no window can show",
        "Berlin",
    ]
    drafted = draft(press.site(site_with(address)), "a", sheet.format_)
    try:
        said = [str(finding) for finding in typeset(drafted, sheet.paper, tmp_path).warnings]
    except CoverpressError as error:
        said = [str(error)]
    assert any("address" in text and "wide" in text for text in said)


def test_program_agrees_on_the_lines_of_an_address() -> None:
    assert {
        name: format_.window.lines for name, format_ in FORMATS.items() if format_.window
    } == MOST_LINES
    assert MOST_LINES["din5008a"] == MOST_LINES["din5008b"] == DIN_ADDRESS_LINES


# The ruler itself.


def test_what_lies_in_a_box() -> None:
    window = Box(20, 45, 105, 90)
    assert Box(25, 60, 70, 63) in window
    assert Box(25, 60, 105.5, 63) not in window
    assert Box(25, 44, 70, 47) not in window
    assert touches(Box(25, 44, 70, 47), window)
    assert not touches(Box(113, 60, 150, 63), window)
