"""The formats of a letter: papers, margins, and where a window envelope shows the address.

All lengths are millimetres from the paper's upper left corner. The windows are those of the
standards' envelopes; where a standard speaks of zones in the window, the zones too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MILLIMETRES_A_POINT = 25.4 / 72.27
"""TeX's point."""
ADDRESS_SIZE = 10
"""Of the address, in points."""
RETURN_LINE = 5.0
"""Millimetres: DIN 5008's height of the line with the return address."""
LINE_DISTANCE = 12.5
"""Of the address, in points: six lines fill the address zone of DIN 5008."""


@dataclass(frozen=True)
class Window:
    """Where the address is, so that a window envelope shows it."""

    left: float
    top: float
    width: float
    height: float
    inset: float
    """From the window's left edge to the address."""
    remarks: float
    """The height of the zone for the return address, at the window's top."""
    facts_left: float
    """The date and the references stand beside it: where they begin, and how wide they may be.
    Where the standard does not say, they begin at the height of the address."""
    facts_top: float
    facts_width: float
    text_top: float
    """Where what follows the address begins."""
    folds: tuple[float, ...]
    """Where the page is folded; a mark is set at the left edge."""
    hole: float | None = None
    """Where the mark for a hole punch is, if the standard has one."""
    clear: float = 0.0
    """What stays free at the window's bottom, since the sheet moves in its envelope; a longer
    address is set smaller."""

    @property
    def head(self) -> float:
        """How far down the letterhead may come: the window shows none of it."""
        return min(self.facts_top, self.top)

    @property
    def lines(self) -> int:
        """How many lines of an address it shows."""
        return int((self.height - self.remarks) / MILLIMETRES_A_POINT / LINE_DISTANCE)


@dataclass(frozen=True)
class Format:
    """A format: its papers, its margins, and its window if it has one."""

    name: str
    papers: tuple[str, ...]
    left: float
    right: float
    standard: str
    window: Window | None = None


_INCH = 25.4

_ALL = (
    Format("modern", ("a4", "letter"), 25, 25, "no window"),
    # DIN 5008:2020-03, form A and B: the address field is 85 mm by 45 mm, 20 mm from the left;
    # its remarks zone is 17.7 mm high, its address zone 27.3 mm; text begins 8.46 mm below it.
    # The information block stands 125 mm from the left, 5 mm lower than the field, 75 mm wide.
    Format(
        "din5008a",
        ("a4",),
        25,
        20,
        "DIN 5008, form A",
        Window(
            *(20, 27, 85, 45),
            inset=5,
            remarks=17.7,
            facts_left=125,
            facts_top=32,
            facts_width=75,
            text_top=80.46,
            folds=(87, 192),
            hole=148.5,
        ),
    ),
    Format(
        "din5008b",
        ("a4",),
        25,
        20,
        "DIN 5008, form B",
        Window(
            *(20, 45, 85, 45),
            inset=5,
            remarks=17.7,
            facts_left=125,
            facts_top=50,
            facts_width=75,
            text_top=98.46,
            folds=(105, 210),
            hole=148.5,
        ),
    ),
    # SN 010130: the window of a C5 or C5/6 envelope, 100 mm (left) or 90 mm (right) by 45 mm.
    Format(
        "sn-left",
        ("a4",),
        25,
        20,
        "SN 010130, window left",
        Window(
            *(20, 35.5, 100, 45),
            inset=5,
            remarks=10,
            facts_left=128,
            facts_top=45.5,
            facts_width=62,
            text_top=89,
            folds=(105, 210),
        ),
    ),
    Format(
        "sn-right",
        ("a4",),
        25,
        20,
        "SN 010130, window right",
        Window(
            *(112, 45, 90, 45),
            inset=5,
            remarks=10,
            facts_left=25,
            facts_top=55,
            facts_width=79,
            text_top=98.5,
            folds=(105, 210),
        ),
    ),
    # NF Z 11-001: the address stands at the right, in a window of 100 mm by 45 mm, and the sheet
    # is folded in three equal parts.
    Format(
        "nf",
        ("a4",),
        25,
        20,
        "NF Z 11-001",
        Window(
            *(100, 35, 100, 45),
            inset=10,
            remarks=5,
            facts_left=25,
            facts_top=40,
            facts_width=67,
            text_top=99,
            folds=(99, 198),
            clear=3,
        ),
    ),
    # A #10 envelope is 4 1/8 in by 9 1/2 in; its window of 1 1/8 in by 4 1/2 in lies 7/8 in from
    # the left and 1/2 in from the bottom (USPS DMM 601). A Letter sheet folded in three is
    # 3 2/3 in high and rests on the envelope's bottom: the window then shows it from
    # 3 2/3 - 1/2 - 1 1/8 in on.
    Format(
        "us",
        ("letter",),
        _INCH,
        _INCH,
        "block style, #10 window envelope",
        Window(
            left=7 / 8 * _INCH,
            top=(11 / 3 - 1 / 2 - 9 / 8) * _INCH,
            width=4.5 * _INCH,
            height=9 / 8 * _INCH,
            inset=1 / 8 * _INCH,
            remarks=2,
            facts_left=145,
            facts_top=(11 / 3 - 1 / 2 - 9 / 8) * _INCH + 2,
            facts_width=8.5 * _INCH - _INCH - 145,
            text_top=(11 / 3 - 1 / 2) * _INCH + 6,
            folds=(),
            clear=3.2,
        ),
    ),
)

FORMATS: Mapping[str, Format] = {format_.name: format_ for format_ in _ALL}
"""The formats by name."""
