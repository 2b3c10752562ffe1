"""What a letter can speak of."""

from pathlib import Path
from typing import Any

import pytest

from pipeline import settings
from pipeline.letter import variables
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import EmployerError, SettingError
from pipeline.model.job import Job
from pipeline.settings import Settings
from pipeline.settings.page_formats import FORMATS
from pipeline.sources import front_matter, site
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site
from tests.pipeline.conftest import Write

EMPLOYERS = "acme:\n  company: Acme\nempty:\ntext: Acme\n"


@pytest.fixture
def opened(write: Write, tmp_path: Path) -> Site:
    write("_config.yml", "title: Robin's site\ntime: noon\ndata: hidden\n")
    write("_data/employers.yml", EMPLOYERS)
    return site.read(tmp_path)


def record(opened: Site, front: str, employer: str | None = None) -> dict[str, Any]:
    letter = front_matter.parse(f"---\n{front}\n---\n", opened.root / "2026/edx.md")
    wanted = settings.read(letter.front, opened.config, employer)
    return variables.record_of(letter, wanted, opened)


def names(opened: Site, file: Path, front: str, employer: str | None = None) -> dict[str, Any]:
    letter = front_matter.parse(f"---\n{front}\n---\n", file)
    wanted = settings.read(letter.front, opened.config, employer)
    return variables.names(letter, wanted, {"company": "Acme"}, opened)


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
        "url": "/2026/edx.html",
        "dir": "/2026/",
        "content": "",
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
    assert seen["site"]["time"] == "1970-01-02 00:00:00 +0000"


def test_the_day_of_the_site_begins_in_its_time_zone(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    write("_config.yml", "timezone: Etc/GMT+5\n")
    seen = names(site.read(tmp_path), tmp_path / "edx.md", "title: x")
    assert seen["site"]["time"] == "1970-01-02 00:00:00 -0500"


def test_the_page_names_the_employer_that_the_command_line_names(opened: Site) -> None:
    seen = names(opened, opened.root / "edx.md", "employer: acme", employer="other")
    assert seen["page"]["employer"] == "other"


def test_a_letter_outside_the_site_goes_by_its_name(opened: Site, tmp_path: Path) -> None:
    assert names(opened, tmp_path.parent / "edx.md", "a: 1")["page"]["path"] == "edx.md"


# Formats ---------------------------------------------------------------------------------------


def papers_refused(opened: Site, front: str, *papers: str) -> Diagnostic | None:
    """Return what is said of the papers of the command line, if they are refused."""
    letter = front_matter.parse(f"---\n{front}\n---\n", opened.root / "edx.md")
    wanted = settings.read(letter.front, opened.config)
    try:
        variables.check_papers(Job(letter.file, "edx", papers=papers), wanted, letter)
    except SettingError as error:
        return error.finding
    return None


def test_papers_of_the_command_line_must_be_those_of_the_format(opened: Site) -> None:
    found = papers_refused(opened, "title: x\nformat: us", "letter", "a4")
    assert found
    assert found.message == (
        "the format `us` (block style, #10 window envelope) is not for the paper `a4`"
    )
    assert str(found.place) == f"{opened.root / 'edx.md'}:3:9"
    assert found.hint == "Build it with `--paper letter`, or choose another `format:`."


def test_a_format_of_the_configuration_has_no_line_in_the_letter(
    write: Write, tmp_path: Path
) -> None:
    write("_config.yml", "format: nf\n")
    found = papers_refused(site.read(tmp_path), "title: x", "letter")
    assert found
    assert str(found.place) == str(tmp_path / "edx.md")


@pytest.mark.parametrize(
    ("front", "papers"),
    [
        ("format: us", ()),
        ("format: us", ("letter",)),
        ("format: nf", ("a4",)),
        ("title: x", ("a4", "letter")),
    ],
)
def test_other_papers_are_good(opened: Site, front: str, papers: tuple[str, ...]) -> None:
    assert papers_refused(opened, front, *papers) is None


def address_notes(
    record: dict[str, Any], wanted: Settings, letter: Letter, opened: Site
) -> list[Diagnostic]:
    return list(variables.check_address(record, wanted, letter, opened, {}))


def address_refused(opened: Site, format_: str, lines: int, key: str = "acme") -> Diagnostic | None:
    letter = front_matter.parse(
        f"---\nformat: {format_}\nemployer: {key}\n---\n", opened.root / "x.md"
    )
    wanted = settings.read(letter.front, opened.config)
    record = {"company": "Acme", "address": [f"Line {number}" for number in range(1, lines)]}
    try:
        assert address_notes(record, wanted, letter, opened) == []
    except SettingError as error:
        return error.finding
    return None


WINDOWED = [(name, format_.window.lines) for name, format_ in FORMATS.items() if format_.window]


@pytest.mark.parametrize(("name", "most"), WINDOWED)
def test_an_address_that_is_too_long_for_the_window_says_by_how_many_lines(
    opened: Site, name: str, most: int
) -> None:
    assert address_refused(opened, name, most) is None
    for too_many in (1, 3):
        found = address_refused(opened, name, most + too_many)
        assert found
        assert found.message == (
            f"the address has {most + too_many} lines, {too_many} more than the window of"
            f" `{name}` shows ({FORMATS[name].standard})"
        )
        assert "choose `format: modern`" in found.hint


def test_without_a_window_an_address_may_be_long(opened: Site) -> None:
    assert address_refused(opened, "modern", 40) is None


def test_an_address_that_is_too_long_is_an_error_in_the_data(write: Write, tmp_path: Path) -> None:
    write("_data/employers.yml", "x: {}\nacme:\n  company: Acme\n  address: a\n  country: b\n")
    opened = site.read(tmp_path)
    found = address_refused(opened, "nf", 40)
    assert found
    assert str(found.place) == f"{tmp_path / '_data/employers.yml'}:4:12"


def test_the_address_has_all_parts_of_the_record(opened: Site) -> None:
    letter = front_matter.parse("---\nformat: din5008b\n---\n", opened.root / "x.md")
    wanted = settings.read(letter.front, opened.config)
    record = {
        "company": "Acme",
        "department": "Recruiting",
        "contact": "Ms. Sample",
        "address": "1 Specimen Street\nDraftshire",
        "country": "Placeholderland",
    }
    assert address_notes(record, wanted, letter, opened) == []
    with pytest.raises(SettingError, match="has 7 lines, 1 more than"):
        address_notes(record | {"address": "a\nb\nc"}, wanted, letter, opened)


@pytest.mark.parametrize(("name", "_"), WINDOWED)
def test_an_empty_window_is_pointed_out(write: Write, tmp_path: Path, name: str, _: int) -> None:
    write("_data/employers.yml", "x: {}\nacme:\n  name: Sample Engineer\n")
    opened = site.read(tmp_path)
    record = opened.employers["acme"]
    for front, place in (
        (f"format: {name}\nemployer: acme\n", f"{tmp_path / '_data/employers.yml'}:2:1"),
        (f"format: {name}\n", f"{tmp_path / 'x.md'}:2:9"),
    ):
        letter = front_matter.parse(f"---\n{front}---\n", opened.root / "x.md")
        wanted = settings.read(letter.front, opened.config)
        (found,) = address_notes(record, wanted, letter, opened)
        assert found.message == f"there is no address for the window of `{name}`"
        assert str(found.place) == place
        assert found.hint


def test_without_a_window_an_address_may_be_missing(opened: Site) -> None:
    letter = front_matter.parse("---\n---\n", opened.root / "x.md")
    wanted = settings.read(letter.front, opened.config)
    assert address_notes({}, wanted, letter, opened) == []


WIDE = "Office of Human Resources and Talent Acquisition, Second Floor, 1500 Sample Street"


@pytest.mark.parametrize(
    ("record", "front", "place"),
    [
        ("company: Acme", "employer: acme", "employers.yml:1:1"),
        ("address: [1 Street]", "employer: acme", "employers.yml:2:3"),
        ("company: Acme\n  contact: Robin", "employer: acme", "employers.yml:1:1"),
        ("company: Acme", "recipient: Robin Placeholder", "x.md:3:12"),
        (f"company: Acme\n  address:\n    - {WIDE}", "employer: acme", "employers.yml:4:7"),
        ("company: Acme", f"recipient:\n  - Acme\n  - {WIDE}", "x.md:5:5"),
    ],
)
def test_an_address_that_is_not_whole_or_too_wide_is_told_where_it_stands(
    write: Write, tmp_path: Path, record: str, front: str, place: str
) -> None:
    write("_data/employers.yml", f"acme:\n  {record}\n")
    opened = site.read(tmp_path)
    letter = front_matter.parse(f"---\nformat: us\n{front}\n---\n", tmp_path / "x.md")
    wanted = settings.read(letter.front, opened.config)
    held = variables.record_of(letter, wanted, opened)
    (found,) = address_notes(held, wanted, letter, opened)
    assert (found.code, str(found.place).rpartition("/")[2]) == ("page.address", place)


def test_too_many_lines_of_a_recipient_are_told_there(write: Write, tmp_path: Path) -> None:
    text = f"---\nformat: us\nrecipient: [{', '.join('abcdefghi')}]\n---\n"
    letter = front_matter.parse(text, tmp_path / "x.md")
    opened = site.read(tmp_path)
    wanted = settings.read(letter.front, opened.config)
    with pytest.raises(SettingError, match="has 9 lines") as caught:
        address_notes({}, wanted, letter, opened)
    assert str(caught.value.finding.place) == f"{tmp_path / 'x.md'}:3:1"


@pytest.mark.parametrize(
    ("config", "front", "told"),
    [
        ("sender: {name: Robin}", "", []),
        ("lang: en", "sender: {name: Robin}", []),
        ("lang: en", "", ["_config.yml:1: there is no sender, whom letters show"]),
        (
            "lang: en\nsender:\nfont: heros",
            "",
            ["_config.yml:2:1: there is no sender, whom letters show"],
        ),
        ("sender:\n  phone: 1", "", ["_config.yml:1:1: the sender has no name"]),
        ("sender:\n  phone: 1\n  name:", "", ["_config.yml:3:3: the sender has no name"]),
        ("lang: en", "sender: {phone: 1}", ["x.md:2:1: the sender has no name"]),
        (
            "sender: {name: Robin}",
            "format: nf",
            ["_config.yml:1:1: the sender has no address, which `nf` prints in the window"],
        ),
        ("sender: {name: Robin}", "format: us", []),
        ("sender: {name: Robin, address: [1 Street, Town]}", "format: nf", []),
    ],
)
def test_a_sender_that_is_missing_or_not_whole(
    write: Write, tmp_path: Path, config: str, front: str, told: list[str]
) -> None:
    write("_config.yml", config)
    opened = site.read(tmp_path)
    letter = front_matter.parse(f"---\n{front}\n---\n", tmp_path / "x.md")
    wanted = settings.read(letter.front, opened.config)
    found = variables.check_sender(wanted, letter, opened)
    assert [f"{one.place}: {one.message}".rpartition("/")[2] for one in found] == told


def test_what_may_be_the_sender_is_named(write: Write, tmp_path: Path) -> None:
    write("_config.yml", "author: Robin Placeholder\nemail: robin@placeholder.example")
    opened = site.read(tmp_path)
    letter = front_matter.parse("---\n---\n", tmp_path / "x.md")
    (found,) = variables.check_sender(settings.read(letter.front, opened.config), letter, opened)
    assert "The site's `author:`, `email:` may say what belongs there." in found.hint


def test_without_a_configuration_nobody_is_missed(tmp_path: Path) -> None:
    opened = site.read(tmp_path)
    letter = front_matter.parse("---\n---\n", tmp_path / "x.md")
    wanted = settings.read(letter.front, opened.config)
    assert list(variables.check_sender(wanted, letter, opened)) == []
