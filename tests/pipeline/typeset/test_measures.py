"""The scale of a page: where it begins, in which order it gives, and where it ends."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.settings.page_formats import FORMATS
from pipeline.settings.style import Style
from pipeline.typeset import measures
from pipeline.typeset.measures import Spacing

sizes = st.floats(9, 14)
formats = st.sampled_from(list(FORMATS.values()))
ROOMY = ("size", "leading", "left", "right", "top", "bottom", "air", "gap", "signature")
"""The measures of which more is roomier."""


def look(format_: Any = FORMATS["modern"], size: float = 11.0, space: float = 18.0) -> Style:
    return Style(format_, "pagella", size, "000000", "plain", None, "left", space)


def test_it_begins_where_the_books_are() -> None:
    first = measures.scale(look()).steps[0]
    assert 66 <= first.characters <= 80
    assert 1.3 <= first.leading <= 1.4
    assert first.left == first.right == 32
    assert first.signature == 18
    assert not first.is_beside


def test_white_goes_first_then_the_date_moves_then_lines_and_margins_last() -> None:
    scale = measures.scale(look())
    begins = {
        name: next(
            number
            for number, step in enumerate(scale.steps)
            if getattr(step, name) != getattr(scale.steps[0], name)
        )
        for name in ("air", "is_beside", "leading", "size", "characters")
    }
    assert [*begins] == sorted(begins, key=lambda name: begins[name])
    assert scale.steps[scale.comfortable] == Spacing(
        *(10.5, 1.2, 82, 28, 28, 20, 20), air=0.5, gap=0.45, signature=14, is_beside=True
    )


def test_it_ends_at_the_limits() -> None:
    assert measures.scale(look()).steps[-1] == Spacing(
        *(10, 1.1, 106, 18, 18, 16, 16), air=0.25, gap=0.3, signature=9, is_beside=True
    )


def test_up_to_ninety_characters_it_is_not_smaller_than_a_letter_can_be_read() -> None:
    steps = [step for step in measures.scale(look()).steps if step.characters <= 90]
    assert min(step.size for step in steps) == pytest.approx(10.3)


@given(sizes, formats, st.floats(5, 40), st.integers(0, 5))
def test_each_step_is_tighter(size: float, format_: Any, space: float, footer: int) -> None:
    steps = measures.scale(look(format_, size, space), footer).steps
    for before, after in itertools.pairwise(steps):
        assert before != after or (size, space) != (11, 18)
        assert all(getattr(before, name) >= getattr(after, name) for name in ROOMY)
        assert before.characters <= after.characters
        assert before.is_beside <= after.is_beside


@given(sizes, formats)
def test_beside_a_window_the_left_margin_stays(size: float, format_: Any) -> None:
    scale = measures.scale(look(format_, size))
    if format_.window:
        assert {step.left for step in scale.steps} == {format_.left}
        assert min(step.right for step in scale.steps) >= format_.right


@given(st.floats(9, 14).filter(lambda size: size != 11))
def test_the_author_s_size_is_kept_as_long_as_it_is_comfortable(size: float) -> None:
    scale = measures.scale(look(size=size))
    assert {step.size for step in scale.steps[: scale.comfortable + 1]} == {size}
    assert scale.steps[-1].size == min(size, 10)


@pytest.mark.parametrize("lines", [1, 2, 4])
def test_a_footer_has_room_on_every_step(lines: int) -> None:
    scale = measures.scale(look(), lines)
    assert min(step.bottom for step in scale.steps) >= 12 + 3.6 * lines


@given(sizes, formats, st.integers(0, 200))
def test_the_template_is_told_all_measures(size: float, format_: Any, number: int) -> None:
    scale = measures.scale(look(format_, size))
    number %= len(scale.steps)
    latex, step = scale.latex(number), scale.steps[number]
    told = dict(re.findall(r"\\def\\(\w+)measure\{([\d.]+)(?:pt|mm)?\}", latex))
    assert float(told["size"]) == pytest.approx(step.size, abs=0.01)
    assert float(told["line"]) == pytest.approx(step.line, abs=0.01)
    for name in ("left", "right", "top", "bottom", "signature", "air", "gap", "characters"):
        assert float(told[name]) == pytest.approx(getattr(step, name), abs=0.06)
    assert (r"\besidedatetrue" in latex) is step.is_beside
    assert latex.count("{", latex.index("scalemeasure")) == len(scale.steps) + 2
