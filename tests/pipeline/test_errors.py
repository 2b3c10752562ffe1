"""The tree of errors."""

from pathlib import Path

import pytest

from pipeline import errors
from pipeline.errors import CoverpressError, Place

FILE = Path("letters/edx.md")


def kinds(root: type[CoverpressError] = CoverpressError) -> list[type[CoverpressError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in kinds(child))]


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place(FILE), "letters/edx.md"),
        (Place(FILE, 3), "letters/edx.md:3"),
        (Place(FILE, 3, 7), "letters/edx.md:3:7"),
    ],
)
def test_a_place_reads_as_editors_write_it(place: Place, shown: str) -> None:
    assert str(place) == shown


def test_every_kind_has_its_own_code() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))


def test_every_kind_has_an_exit_code() -> None:
    other = {kind.code: kind.exit_code for kind in kinds() if kind.exit_code != 1}
    assert other == {"usage": 2, "missing": 3}


def test_an_error_carries_what_where_and_what_next() -> None:
    error = errors.YamlError("not YAML", Place(FILE, 1), "Put it in quotes.")
    assert str(error) == "not YAML"
    assert error.finding == errors.Finding(
        "yaml", "not YAML", Place(FILE, 1), "Put it in quotes.", "error"
    )
    assert error.findings == (error.finding,)


def test_a_check_tells_all_that_was_found_and_is_known_by_the_first_error() -> None:
    warning = errors.Finding("a.b", "one", Place(FILE, 1), severity="warning")
    grave = errors.Finding("a.c", "two", Place(FILE, 2), severity="error")
    error = errors.CheckError((warning, grave))
    assert (str(error), error.finding) == ("two", grave)
    assert error.findings == (warning, grave)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("acne", "Did you mean `acme`?"),
        ("ACME", "Did you mean `acme`?"),
        ("xyz", "Known here: acme, hooli."),
    ],
)
def test_a_hint_names_the_likely_one_or_all(name: str, hint: str) -> None:
    assert errors.did_you_mean(name, ["hooli", "acme"]) == hint


def test_a_hint_names_the_first_of_many() -> None:
    hint = errors.did_you_mean("xyz", range(10, 30))
    assert hint == "Known here: 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, …."


def test_there_is_no_hint_where_nothing_is_known() -> None:
    assert errors.did_you_mean("xyz", []) == ""


def test_a_slip_may_have_to_be_nearer() -> None:
    assert errors.nearest("subtitle", ["title"]) == "title"
    assert errors.nearest("subtitle", ["title"], 0.8) is None
