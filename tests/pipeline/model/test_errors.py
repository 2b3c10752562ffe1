"""The tree of errors."""

from pathlib import Path

import pytest

from pipeline.model import errors
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean, nearest

FILE = Path("letters/edx.md")


def kinds(root: type[CoverpressError] = CoverpressError) -> list[type[CoverpressError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in kinds(child))]


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Location(FILE), "letters/edx.md"),
        (Location(FILE, 3), "letters/edx.md:3"),
        (Location(FILE, 3, 7), "letters/edx.md:3:7"),
    ],
)
def test_a_place_reads_as_editors_write_it(place: Location, shown: str) -> None:
    assert str(place) == shown


def test_every_kind_has_its_own_code() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))


def test_every_kind_has_an_exit_code() -> None:
    other = {kind.code: kind.exit_code for kind in kinds() if kind.exit_code != 1}
    assert other == {"usage": 2, "missing": 3}


def test_an_error_carries_what_where_and_what_next() -> None:
    error = errors.YamlError("not YAML", Location(FILE, 1), "Put it in quotes.")
    assert str(error) == "not YAML"
    assert error.finding == Diagnostic(
        "yaml", "not YAML", Location(FILE, 1), "Put it in quotes.", "error", is_fixed=True
    )
    assert error.findings == (error.finding,)


def test_a_check_tells_all_that_was_found_and_is_known_by_the_first_error() -> None:
    warning = Diagnostic("a.b", "one", Location(FILE, 1), severity="warning")
    grave = Diagnostic("a.c", "two", Location(FILE, 2), severity="error")
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
    assert did_you_mean(name, ["hooli", "acme"]) == hint


def test_a_hint_names_the_first_of_many() -> None:
    hint = did_you_mean("xyz", range(10, 30))
    assert hint == "Known here: 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, …."


def test_there_is_no_hint_where_nothing_is_known() -> None:
    assert did_you_mean("xyz", []) == ""


def test_a_slip_may_have_to_be_nearer() -> None:
    assert nearest("subtitle", ["title"]) == "title"
    assert nearest("subtitle", ["title"], 0.8) is None
