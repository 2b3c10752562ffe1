"""The formats' measures, against their standards' numbers."""

import dataclasses

import pytest

from pipeline.engine.verification import SIZES
from pipeline.settings import PAPERS
from pipeline.settings.page_formats import FORMATS, LINE_DISTANCE, MILLIMETRES_A_POINT, Format

INCH = 25.4
HEIGHTS = {paper: height / 72 * INCH for paper, (_, height) in SIZES.items()}
WIDTHS = {paper: width / 72 * INCH for paper, (width, _) in SIZES.items()}
WINDOWED = [format_ for format_ in FORMATS.values() if format_.window]

each = pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS)
each_windowed = pytest.mark.parametrize("format_", WINDOWED, ids=lambda format_: format_.name)


def test_there_are_these() -> None:
    assert list(FORMATS) == ["modern", "din5008a", "din5008b", "sn-left", "sn-right", "nf", "us"]
    assert [name for name, format_ in FORMATS.items() if not format_.window] == ["modern"]


@each
def test_a_format_is_for_some_paper_and_keeps_margins(format_: Format) -> None:
    assert format_.papers
    assert set(format_.papers) <= set(PAPERS)
    assert format_.left >= 18
    assert format_.right >= 18
    assert format_.standard


@each_windowed
def test_the_window_lies_on_the_paper_and_above_the_text(format_: Format) -> None:
    window = format_.window
    assert window
    for paper in format_.papers:
        assert 0 < window.left < window.left + window.width < WIDTHS[paper]
        assert 0 < window.top < window.top + window.height <= window.text_top
        assert 0 < window.facts_left < window.facts_left + window.facts_width < WIDTHS[paper]
        assert window.top <= window.facts_top < window.text_top
        assert all(0 < fold < HEIGHTS[paper] for fold in window.folds)
    assert list(window.folds) == sorted(window.folds)


@each_windowed
def test_the_facts_stand_beside_the_window(format_: Format) -> None:
    window = format_.window
    assert window
    right_of_it = window.facts_left >= window.left + window.width
    assert right_of_it or window.facts_left + window.facts_width <= window.left


@each_windowed
def test_the_window_shows_whole_lines_below_the_return_address(format_: Format) -> None:
    window = format_.window
    assert window
    line = LINE_DISTANCE * MILLIMETRES_A_POINT
    assert window.lines * line <= window.height - window.remarks < (window.lines + 1) * line
    assert window.lines >= 5


@each_windowed
def test_the_address_is_in_one_panel_of_the_folded_sheet(format_: Format) -> None:
    window = format_.window
    assert window
    if window.folds:
        assert window.top + window.height <= window.folds[0]


@pytest.mark.parametrize(("name", "top", "folds"), [("a", 27, (87, 192)), ("b", 45, (105, 210))])
def test_din_5008(name: str, top: float, folds: tuple[float, float]) -> None:
    """DIN 5008:2020-03: the address field, its two zones, the text below, the fold marks."""
    format_ = FORMATS[f"din5008{name}"]
    window = format_.window
    assert window
    assert (format_.papers, format_.left, format_.right) == (("a4",), 25, 20)
    assert (window.left, window.top, window.width, window.height) == (20, top, 85, 45)
    assert (window.remarks, round(window.height - window.remarks, 1)) == (17.7, 27.3)
    assert window.left + window.inset == 25
    assert window.text_top == pytest.approx(top + 45 + 8.46)
    assert (window.folds, window.lines) == (folds, 6)


@pytest.mark.parametrize(("name", "left", "width"), [("sn-left", 20, 100), ("sn-right", 112, 90)])
def test_sn_010130(name: str, left: float, width: float) -> None:
    """SN 010130: the address to the left or to the right; the window is 45 mm high."""
    window = FORMATS[name].window
    assert window
    assert (window.left, window.width, window.height) == (left, width, 45)
    assert FORMATS[name].papers == ("a4",)


def test_nf_z_11_001() -> None:
    """NF Z 11-001: the address to the right, the sheet in three equal parts."""
    window = FORMATS["nf"].window
    assert window
    assert window.left + window.width == 200
    assert (window.width, window.height) == (100, 45)
    assert window.folds == (HEIGHTS["a4"] // 3, HEIGHTS["a4"] // 3 * 2)


def test_the_window_of_a_number_10_envelope() -> None:
    """USPS DMM 601: 1 1/8 in by 4 1/2 in, 7/8 in from the left and 1/2 in from the bottom."""
    window = FORMATS["us"].window
    assert window
    assert (window.left / INCH, window.width / INCH) == pytest.approx((7 / 8, 9 / 2))
    assert window.height / INCH == pytest.approx(9 / 8)
    panel = HEIGHTS["letter"] / INCH / 3
    assert panel - (window.top + window.height) / INCH == pytest.approx(1 / 2)
    assert FORMATS["us"].papers == ("letter",)
    assert window.lines >= 5


def test_a_format_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FORMATS["modern"].left = 0  # type: ignore[misc]
