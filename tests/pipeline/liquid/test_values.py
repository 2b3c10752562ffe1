"""Whatever a value holds, and whichever filter it goes through: it stays a value."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.liquid import addresses, dates, filters, records, words
from pipeline.model.errors import LiquidError
from tests import trees

TEXT_FILTERS = {
    *addresses.FILTERS,
    *dates.FILTERS,
    *filters.FILTERS,
    *words.FILTERS,
    *("jsonify", "inspect"),
} - {"newline_to_br", "markdownify", "sassify", "scssify"}
ARGUMENTS = {
    "date": ": '%d %B'",
    "array_to_sentence_string": ": '*or*'",
    "expand_urls": ": 'https://x.example'",
    "format_date": ": '%o'",
}
awkward = st.text(
    st.sampled_from("*_#[]()<>&`~^|\\{}!\"'.:/@%-= \n1aé") | st.characters(), max_size=30
)


def markdown(template: str, value: object) -> str:
    """Return what is printed, with `¤` for each token."""
    rendered = trees.render(template, {"v": value, "site": {"baseurl": "/base"}})
    return re.sub(rf"{rendered.tokens.nonce}\d+z", "¤", rendered.text)


@pytest.mark.parametrize("name", sorted(TEXT_FILTERS))
@settings(max_examples=40, deadline=None)
@given(value=awkward.filter(bool))
def test_a_value_stays_a_value(name: str, value: str) -> None:
    template = f"{{{{ v | {name}{ARGUMENTS.get(name, '')} }}}}"
    try:
        printed = markdown(template, value)
    except LiquidError:  # no date, no list
        return
    # Numbers, true and false are what they are.
    assert re.fullmatch(
        r"|(?:https?://|mailto:|tel:)?¤|¤@¤|-?\d+|\d+(?:st|nd|rd|th)|true|false", printed, re.I
    )


@pytest.mark.parametrize("name", sorted(set(records.FILTERS) - {"jsonify", "inspect", "sample"}))
@settings(max_examples=20, deadline=None)
@given(values=st.lists(awkward.filter(bool), max_size=4))
def test_values_of_a_list_stay_values(name: str, values: list[str]) -> None:
    arguments = {"sort": "", "push": ": v[0]", "unshift": ": v[0]", "pop": ": 1", "shift": ": 1"}
    given_ = arguments.get(name, ": 'x', 'x'" if name.endswith("_exp") else ": 'x'")
    try:
        printed = markdown(f"{{% assign l = v | {name}{given_} %}}{{{{ l | join: ' ' }}}}", values)
    except LiquidError:
        return
    assert set(re.sub(r"https?://|mailto:|tel:|@", "", printed, flags=re.I)) <= {"¤", " "}


@settings(max_examples=60, deadline=None)
@given(value=awkward)
def test_lines_of_a_value_are_values(value: str) -> None:
    printed = markdown("{{ v | newline_to_br }}", value)
    assert set(re.sub(r"<br />|https?://|mailto:|tel:|@", "", printed, flags=re.I)) <= {"¤", "\n"}


@settings(max_examples=60, deadline=None)
@given(value=awkward)
def test_escaped_text_is_the_value_in_the_end(value: str) -> None:
    rendered = trees.render("{{ v | escape | append: '!' }}", {"v": value})
    assert rendered.tokens.replace(rendered.text, lambda text, _: text) == f"{value}!"
