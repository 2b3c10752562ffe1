"""kramdown's attribute lists, lists and comments: the cases in `cases/kramdown/*.txt`."""

import time

import pytest

from pipeline import kramdown
from tests.case_files import read_cases
from tests.trees import read, show


@pytest.mark.parametrize(("given", "expected"), read_cases("kramdown"))
def test_case(given: str, expected: str) -> None:
    assert f">>> tree\n{show(read(given).content)}".rstrip() == expected


@pytest.mark.parametrize(
    "text", ["", "\n", "plain text\nin two lines\n", "a\n\n    code\n", "``` x\n* a\n```\n"]
)
def test_what_has_nothing_of_kramdowns_is_left_as_it_is(text: str) -> None:
    assert kramdown.prepare(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "{: " * 20_000,
        "a\n{: " + '"' * 20_000,
        "*a*{: x}" * 5_000,
        "```\n\n" * 5_001,
        "``` x\n" * 20_000,
        "`" * 20_000,
        "` `` " * 2_000,
        "{::comment}" * 2_000,
        "> " * 20_000,
        "- " * 20_000,
    ],
)
def test_much_of_it_takes_no_time(text: str) -> None:
    started = time.monotonic()
    kramdown.prepare(text)
    assert time.monotonic() - started < 5
