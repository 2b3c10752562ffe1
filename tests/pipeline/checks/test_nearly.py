"""What is nearly right in a site, and is told at its place: keys, pages, files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks import examine, nearly
from pipeline.engine import discovery, plan
from pipeline.engine.rules import RULES
from pipeline.model.errors import EmployerError, SourceError, UsageError
from pipeline.sources import site as sites
from tests.pipeline.checks.site import look
from tests.pipeline.conftest import Write


def told(folder: Path) -> list[str]:
    about = examine.known(sites.read(folder), RULES)
    return [
        f"{one.place.file.name}:{one.place.line}:{one.place.column} {one.hint}"
        for one in examine.site(about)
        if one.place
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("compnay", "company"),
        ("adress", "address"),
        ("contct", "contact"),
        ("contcat", "contact"),
        ("Department", "department"),
        ("max-words", "max_words"),
    ],
)
def test_a_slip_in_a_record_is_told_at_the_key(
    write: Write, tmp_path: Path, written: str, meant: str
) -> None:
    write("_data/employers.yml", f"acme:\n  jobtitle: Cook\n  {written}: x\n")
    assert told(tmp_path) == [f"employers.yml:3:3 Did you mean `{meant}`?"]


@pytest.mark.parametrize(
    "records",
    [
        "acme: {company: Acme, county: Kent, contract: part-time, content: x, data: y}",
        "acme: {address: here, adress: there}",  # it has the known one
        "acme: {company: Acme, names: [A, B]}",  # it needs no `name`
        "a: {adresse: x}\nb: {adresse: y}",  # the site's own word
        "acme: {contacto: x}",  # which a letter asks for
    ],
)
def test_keys_of_their_own_are_no_slips(write: Write, tmp_path: Path, records: str) -> None:
    write("_data/employers.yml", records)
    write("a.md", "---\n---\n{{ employer.contacto }}")
    assert told(tmp_path) == []


def test_a_field_that_the_other_records_have_is_known(write: Write, tmp_path: Path) -> None:
    write("_data/employers.yml", "a: {motto: x}\nb: {motto: y}\nc: {mottto: z}\n")
    assert told(tmp_path) == ["employers.yml:3:5 Did you mean `motto`?"]


def test_a_slip_in_a_heading_of_a_table_is_told_once(write: Write, tmp_path: Path) -> None:
    write("_data/employers.csv", "key,compnay\na,A\nb,B\n")
    assert told(tmp_path) == ["employers.csv:1:None Did you mean `company`?"]


def test_the_name_of_a_contact(write: Write, tmp_path: Path) -> None:
    write("_data/employers.yml", "a:\n  contact:\n    nmae: Robin\n")
    assert told(tmp_path) == ["employers.yml:3:5 Did you mean `name`?"]


def test_a_field_that_is_not_indented_is_told(write: Write, tmp_path: Path) -> None:
    write("_data/employers.yml", "a:\n  company: A\n  note: x\naddress:\n  - 1 Street\nnote: y\n")
    write("a.md", "---\nlayout: coverletter\nmakepdf: true\nemployer: a\n---\nDear A,\n")
    opened = sites.read(tmp_path)
    assert [(one.code, one.place and one.place.line) for one in opened.notes] == [
        ("data.field", 4),
        ("data.field", 6),
    ]


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("layout: coverletter\nmakepfd: true", "3:1"),
        ("layout: coverletter\nmakepdf: ture", "3:10"),
        ("layout: coverleter\nmakepdf: true", "2:9"),
        ("layuot: coverletter\nmakepdf: true", "2:1"),
    ],
)
def test_a_slip_by_which_a_page_is_no_letter(
    write: Write, tmp_path: Path, front: str, place: str
) -> None:
    write("_data/employers.yml", "acme: {company: Acme}")
    write("one.md", f"---\n{front}\n---\nDear all,\n")
    (line,) = told(tmp_path)
    assert line.startswith(f"one.md:{place} Did you mean ")
    error = discovery.no_letters(sites.read(tmp_path))
    assert f"{error.finding.place}".endswith(f"one.md:{place}")
    assert error.finding.hint.startswith("Did you mean")


@pytest.mark.parametrize(
    "front",
    ["layout: coverletter", "layout: page\nmakepdf: true", "layout: coverletters\nmakepdf: true"],
)
def test_pages_that_mean_to_be_no_letters(write: Write, tmp_path: Path, front: str) -> None:
    write("_layouts/coverletters.html", "{{ content }}")
    write("one.md", f"---\n{front}\n---\nDear all,\n")
    assert list(nearly.check(sites.read(tmp_path))) == []


def test_a_folder_that_is_no_collection_is_named(write: Write, tmp_path: Path) -> None:
    write("_coverletters/one.md", "---\nlayout: coverletter\nmakepdf: true\n---\nDear all,\n")
    with pytest.raises(UsageError, match="its folder `_coverletters` is no collection") as caught:
        raise discovery.no_letters(sites.read(tmp_path))
    assert "`collections: {coverletters: {}}`" in caught.value.finding.hint
    write("_config.yml", "collections: {coverletters: {}}")
    assert len(plan.find(sites.read(tmp_path))) == 1


def test_front_matter_without_its_first_line_is_told(write: Write, tmp_path: Path) -> None:
    write("one.md", "layout: coverletter\nmakepdf: true\nsubject: x\n---\nDear all,\n")
    write("two.md", "Note: this is text\n---\nlayout: coverletter\nmakepdf: true\n")
    opened = sites.read(tmp_path)
    (job,) = plan.find(opened)
    with pytest.raises(SourceError, match="has no line `---` above it") as caught:
        opened.page(job.file)
    assert f"{caught.value.finding.place}".endswith("one.md:1:1")
    opened.page(tmp_path / "two.md")


@pytest.mark.parametrize(
    "name", ["_data/employer.yml", "_data/employers.yaml.txt", "data/employers.yml"]
)
def test_a_file_that_is_nearly_that_of_the_employers(tmp_path: Path, name: str) -> None:
    letter = "---\nemployer: acme\n---\nDear all,\n"
    files = {"_data/employers.yml": "", name: "acme: {company: Acme}"}
    with pytest.raises(EmployerError) as caught:
        look(tmp_path, letter, files)
    assert f"{Path(name)}` is not read as the employers" in caught.value.finding.hint


@pytest.mark.parametrize(
    ("name", "is_told"),
    [("config.yml", True), ("_config.yml.txt", True), ("_conifg.yml", True), ("other.yml", False)],
)
def test_a_file_that_is_nearly_the_configuration(
    write: Write, tmp_path: Path, name: str, is_told: bool
) -> None:
    write(name, "lang: de")
    assert told(tmp_path) == [f"{name}:1:None Rename it: `_config.yml`."] * is_told


def test_words_of_a_theme_may_be_read_as_true(write: Write, tmp_path: Path) -> None:
    write("_config.yml", "paginate_posts: yes\nsender: {name: on}\n")
    assert [line.partition(" ")[0] for line in told(tmp_path)] == ["_config.yml:2:16"]
