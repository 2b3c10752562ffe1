"""What a letter can speak of."""

from pathlib import Path
from typing import Any

import pytest

from pipeline import context, settings, site, source
from pipeline.errors import EmployerError
from pipeline.site import Site
from tests.pipeline.conftest import Write

EMPLOYERS = "acme:\n  company: Acme\nempty:\ntext: Acme\n"


@pytest.fixture
def opened(write: Write, tmp_path: Path) -> Site:
    write("_config.yml", "title: Robin's site\ntime: noon\ndata: hidden\n")
    write("_data/employers.yml", EMPLOYERS)
    return site.read(tmp_path)


def record(opened: Site, front: str, employer: str | None = None) -> dict[str, Any]:
    letter = source.parse(f"---\n{front}\n---\n", opened.root / "2026/edx.md")
    wanted = settings.read(letter.front, opened.config, employer)
    return context.record_of(letter, wanted, opened)


def names(opened: Site, file: Path, front: str, employer: str | None = None) -> dict[str, Any]:
    letter = source.parse(f"---\n{front}\n---\n", file)
    wanted = settings.read(letter.front, opened.config, employer)
    return context.names(letter, wanted, {"company": "Acme"}, opened)


def test_a_letter_has_the_record_of_its_employer(opened: Site) -> None:
    assert record(opened, "employer: acme") == {"company": "Acme"}
    assert record(opened, "employer: nobody", employer="acme") == {"company": "Acme"}
    assert record(opened, "title: x") == {}


def test_an_unknown_employer_is_an_error_at_its_line(opened: Site) -> None:
    with pytest.raises(EmployerError) as caught:
        record(opened, "title: x\nemployer: acne")
    found = caught.value.finding
    assert found.message == "there is no employer `acne` in the site's data"
    assert (found.place and found.place.line, found.hint) == (3, "Did you mean `acme`?")


@pytest.mark.parametrize(("key", "place"), [("empty", "3:1"), ("text", "4:7")])
def test_an_employer_without_facts_is_an_error_in_the_data(
    opened: Site, key: str, place: str
) -> None:
    with pytest.raises(EmployerError, match="has no `key: value` lines") as caught:
        record(opened, f"employer: {key}")
    assert str(caught.value.finding.place) == f"{opened.root / '_data/employers.yml'}:{place}"


def test_a_site_without_employers_says_where_to_write_them(tmp_path: Path) -> None:
    with pytest.raises(EmployerError) as caught:
        record(site.read(tmp_path), "employer: acme")
    assert str(tmp_path / "_data/employers.yml") in caught.value.finding.hint
    assert "`acme:`" in caught.value.finding.hint


def test_liquid_sees_the_site_the_page_and_the_employer(
    opened: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    seen = names(opened, opened.root / "2026/edx.md", "title: Hello\nemployer: acme\nnumber: 1.10")
    assert seen["page"] == {
        "path": "2026/edx.md",
        "name": "edx.md",
        "slug": "edx",
        "url": "/2026/edx",
        "title": "Hello",
        "employer": "acme",
        "number": "1.10",
    }
    assert seen["site"]["title"] == "Robin's site"
    assert seen["site"]["data"]["employers"]["acme"] == {"company": "Acme"}
    assert seen["employer"] == {"company": "Acme"}


def test_the_time_of_the_site_is_the_start_of_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    seen = names(site.read(tmp_path), tmp_path / "edx.md", "title: x")
    assert seen["site"] == {"time": "1970-01-02 00:00:00", "data": {}}


def test_the_page_names_the_employer_that_the_command_line_names(opened: Site) -> None:
    seen = names(opened, opened.root / "edx.md", "employer: acme", employer="other")
    assert seen["page"]["employer"] == "other"


def test_a_letter_outside_the_site_goes_by_its_name(opened: Site, tmp_path: Path) -> None:
    assert names(opened, tmp_path.parent / "edx.md", "a: 1")["page"]["path"] == "edx.md"
