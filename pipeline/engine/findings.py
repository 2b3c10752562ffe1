"""Findings as plain data and back, as they are kept from one build to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.model.diagnostic import Diagnostic, Fix
from pipeline.model.location import Location
from pipeline.model.rule import SEVERITIES


def plain(findings: Sequence[Diagnostic]) -> list[list[Any]]:
    """Return `findings` as lists and texts."""
    return [
        [
            *(one.code, one.message, _place(one.place), one.hint, one.severity, one.words),
            one.repair and [_place(one.repair.place), one.repair.old, one.repair.new],
            one.is_fixed,
        ]
        for one in findings
    ]


def findings(plain: object, is_of_site: Callable[[Path], bool]) -> tuple[Diagnostic, ...]:
    """Return what `plain` has made a list of.

    Raises `ValueError` where it was not made by it, or a place is in a file that is not of the
    site: its line would be shown.
    """
    if not isinstance(plain, list):
        raise ValueError("no list of findings")
    found = tuple(map(_finding, plain))
    places = [place for one in found for place in (one.place, one.repair and one.repair.place)]
    if not all(is_of_site(file) for file in {place.file for place in places if place}):
        raise ValueError("a place outside of the site")
    return found


def _finding(plain: object) -> Diagnostic:
    match plain:
        case [
            str(code),
            str(message),
            place,
            str(hint),
            str(severity),
            str(words),
            repair,
            bool(is_fixed),
        ] if severity in SEVERITIES:
            at = _location(place)
            return Diagnostic(code, message, at, hint, severity, words, _fix(repair), is_fixed)
    raise ValueError("no finding")


def _fix(plain: object) -> Fix | None:
    match plain:
        case None:
            return None
        case [place, str(old), str(new)] if located := _location(place):
            return Fix(located, old, new)
    raise ValueError("no repair")


def _place(place: Location | None) -> list[Any] | None:
    return None if place is None else [str(place.file), place.line, place.column, place.cell]


def _location(plain: object) -> Location | None:
    match plain:
        case None:
            return None
        case [str(file), int() | None as line, int() | None as column, str(cell)]:
            return Location(Path(file), line, column, cell)
    raise ValueError("no place")
