"""Employers by key, however they are written down: the same letter, and the same messages."""

from __future__ import annotations

import datetime
import io
import json
import sys
import types
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.files import reading
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from pipeline.sources import json_places, site, table
from pipeline.sources.site import Site
from tests.conftest import Command, MakeSite
from tests.pipeline.conftest import Write

RECORDS = {
    "acme": {"company": "Acme Placeholder Ltd", "address": "1 Sample Street", "empty": ""},
    "other": {"company": "Lindenblatt Verlag", "address": "2 Sample Street", "empty": ""},
}
COLUMNS = ("key", "company", "address", "empty")


def as_table(delimiter: str) -> str:
    rows = [COLUMNS, *((key, *record.values()) for key, record in RECORDS.items())]
    return "".join(delimiter.join(row) + "\n" for row in rows)


def as_yaml(record: dict[str, str], indent: str = "") -> str:
    return "".join(f'{indent}{key}: "{value}"\n' for key, value in record.items())


IN_YAML = "".join(f"{key}:\n{as_yaml(record, '  ')}" for key, record in RECORDS.items())
FORMS = {
    "yml": {"employers.yml": IN_YAML},
    "yaml": {"employers.yaml": IN_YAML},
    "json": {"employers.json": json.dumps(RECORDS, indent=2)},
    "csv": {"employers.csv": as_table(",")},
    "tsv": {"employers.tsv": as_table("\t")},
    "folder of YAML": {f"employers/{key}.yml": as_yaml(value) for key, value in RECORDS.items()},
    "folder of JSON": {
        f"employers/{key}.json": json.dumps(value) for key, value in RECORDS.items()
    },
}
PLACES = {
    "yml": "employers.yml:3:12",
    "yaml": "employers.yaml:3:12",
    "json": "employers.json:4:16",
    "csv": "employers.csv:2 (row 2, column C)",
    "tsv": "employers.tsv:2 (row 2, column C)",
    "folder of YAML": "employers/acme.yml:2:10",
    "folder of JSON": "employers/acme.json:1:48",
}
FRONT = "---\nlayout: coverletter\nmakepdf: true\nemployer: {}\n---\n"
every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture
def opened(form: str, write: Write, tmp_path: Path) -> Site:
    for name, text in FORMS[form].items():
        write(f"_data/{name}", text)
    return site.read(tmp_path)


def with_letter(make_site: MakeSite, form: str, letter: str) -> Path:
    data = {f"_data/{name}": text for name, text in FORMS[form].items()}
    # The small site has an `employers.yml` of its own.
    made = make_site({"one.md": letter})
    (made / "_data/employers.yml").unlink()
    for name, text in data.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(text, "utf-8")
    return made


@every_form
def test_records_are_the_same(opened: Site) -> None:
    found = {
        key: {name: text for name, text in record.items() if name != "key"}
        for key, record in opened.employers.items()
    }
    assert found == RECORDS


@every_form
def test_every_value_has_its_place(form: str, opened: Site) -> None:
    place = opened.records.place("acme", "address")
    assert place is not None
    assert str(place).removeprefix(f"{opened.data_folder}/") == PLACES[form]
    assert opened.records.place("nobody") is None


@every_form
def test_a_letter_prints_its_record(form: str, make_site: MakeSite, coverpress: Command) -> None:
    made = with_letter(
        make_site, form, FRONT.format("acme") + "I write to {{ employer.company }}.\n"
    )
    done = coverpress("show", str(made / "one.md"), "--site", made, "--stage", "liquid")
    assert done.out.strip() == "I write to Acme Placeholder Ltd."


@every_form
@pytest.mark.parametrize(
    ("letter", "said"),
    [
        (
            FRONT.format("acne") + "Dear World,\n",
            "one.md:4:11: error: there is no employer `acne` in the site's data\n",
        ),
        (
            FRONT.format("acme") + "Dear {{ employer.compnay }},\n",
            "one.md:6:9: error: `employer.compnay` is undefined, so nothing can be printed here\n",
        ),
        (
            FRONT.format("acme") + "I would love to join Lindenblatt Verlag.\n",
            "one.md:6:22: error: `Lindenblatt Verlag` is another employer, `other`",
        ),
    ],
    ids=["unknown", "undefined", "other"],
)
def test_messages_are_the_same(
    form: str, letter: str, said: str, make_site: MakeSite, coverpress: Command
) -> None:
    done = coverpress("check", "--site", with_letter(make_site, form, letter))
    assert done.code == 1
    assert said in done.out + done.err


@every_form
def test_an_address_that_is_too_long_is_told_where_it_stands(
    form: str, make_site: MakeSite, coverpress: Command
) -> None:
    letter = FRONT.format("acme\nformat: din5008b") + "Dear World,\n"
    made = with_letter(make_site, form, letter)
    (file,) = (name for name, text in FORMS[form].items() if "1 Sample Street" in text)
    lines = ["one", "two", "three", "four", "five", "six", "seven"]
    text = FORMS[form][file]
    if file.endswith(".json"):
        changed = text.replace('"1 Sample Street"', json.dumps(lines))
    elif file.endswith("sv"):
        changed = text.replace("1 Sample Street", '"' + "\n".join(lines) + '"')
    else:
        changed = text.replace('"1 Sample Street"', json.dumps(lines))
    (made / "_data" / file).write_text(changed, "utf-8")
    done = coverpress("check", "--site", made)
    assert "the address has 8 lines, 2 more than the window of `din5008b`" in done.out + done.err
    assert PLACES[form].rpartition(":")[0] in done.out + done.err


# Tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "column"), [("a,id,key", 2), ("a,id,b", 1), ("a,b,c", 0), ("key,id,a", 0)]
)
def test_the_key_of_a_row(write: Write, tmp_path: Path, headings: str, column: int) -> None:
    write("_data/employers.csv", f"{headings}\nx0,x1,x2\n")
    assert list(site.read(tmp_path).employers) == [f"x{column}"]


def test_liquid_sees_rows_as_in_jekyll(write: Write, tmp_path: Path) -> None:
    write("_data/employers.csv", as_table(","))
    assert [row["key"] for row in site.read(tmp_path).data["employers"]] == list(RECORDS)


def test_a_row_without_a_key_is_pointed_out(write: Write, tmp_path: Path) -> None:
    write("_data/employers.csv", "company,key\nAcme,acme\nNobody,\n,\n")
    opened = site.read(tmp_path)
    (note,) = opened.notes
    assert note.code == "data.key"
    assert str(note.place).endswith("employers.csv:3 (row 3, column B)")
    assert list(opened.employers) == ["acme"]


def test_a_key_that_stands_twice_stops_only_who_names_it(
    make_site: MakeSite, coverpress: Command
) -> None:
    made = make_site({"one.md": FRONT.format("acme") + "Dear World,\n"})
    (made / "_data/employers.yml").unlink()
    rows = 'key,company\nacme,"Acme\nLtd"\nother,Other\n\nother,Another\n'
    (made / "_data/employers.csv").write_text(rows, "utf-8")
    assert coverpress("show", str(made / "one.md"), "--site", made, "--stage", "liquid").code == 0
    (made / "one.md").write_text(FRONT.format("other") + "Dear World,\n", "utf-8")
    done = coverpress("check", "--site", made)
    assert (
        "employers.csv:6 (row 5, column A): error: two rows have the key `other`"
        in done.err + done.out
    )
    assert "the other is row 3, column A" in done.err + done.out


def test_a_cell_of_several_lines_counts_as_one_row() -> None:
    read = table.load('a,b\n"one\ntwo",x\n3,4\n', Path("t.csv"))
    assert read.value == [{"a": "one\ntwo", "b": "x"}, {"a": "3", "b": "4"}]
    assert read.place(0, "b") == Location(Path("t.csv"), 2, cell="row 2, column B")
    assert read.place(1, "a") == Location(Path("t.csv"), 4, cell="row 3, column A")


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    names = [table.letters(index) for index in (0, 25, 26, 51, 52, 701, 702)]
    assert names == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


MERGED = (
    "Company;Job Title;Contact;Street;ZIP Code;City;E-Mail\n"
    'Mudlark & Sons;"Engineer\nGrade 2";Ada;3 Specimen Quay;DR7 3AA;Draftshire;a@x.example\n'
    "Müller GmbH;Dev;;4 Quay;12345;Berlin;\n"
    "Müller GmbH;Lead;;;;Berlin;\n"
)


def test_a_table_from_a_spreadsheet(write: Write, tmp_path: Path) -> None:
    write("_data/employers.csv", "\ufeff" + MERGED.replace("\n", "\r\n"))
    opened = site.read(tmp_path)
    first, second, third = opened.employers.values()
    assert list(opened.employers) == ["mudlark-sons", "müller-gmbh-dev", "müller-gmbh-lead"]
    assert first["jobtitle"] == first["Job Title"] == "Engineer\nGrade 2"
    assert first["address"] == ["3 Specimen Quay", "Draftshire DR7 3AA"]
    assert second["address"] == ["4 Quay", "12345 Berlin"]
    assert third["address"] == ["Berlin"]
    assert str(opened.records.place("müller-gmbh-dev", "jobtitle")).endswith(
        "employers.csv:4 (row 3, column B)"
    )
    assert list(opened.data["employers"][0]) == MERGED.partition("\n")[0].split(";")
    assert [(note.code, note.severity) for note in opened.notes] == [
        ("data.named", "note"),
        ("data.keys", "note"),
    ]
    assert "`Job Title` is `employer.jobtitle`" in opened.notes[0].message
    assert "made of `Company`: `mudlark-sons`" in opened.notes[1].message


@pytest.mark.parametrize(
    ("headings", "cells", "lines"),
    [
        ("key,address1,address2", "a,1 Quay,Hall 3", ["1 Quay", "Hall 3"]),
        ("key,city,state,zip", "a,Springfield,IL,62701", ["Springfield, IL 62701"]),
        ("key,address,city", "a,1 Quay,Berlin", "1 Quay"),
        ("key,Address,Street", "a,1 Quay,2 Quay", "1 Quay"),
        ("key,street,zip,city", "a,,,", None),
    ],
)
def test_an_address_in_several_columns(
    write: Write, tmp_path: Path, headings: str, cells: str, lines: list[str] | str | None
) -> None:
    write("_data/employers.csv", f"{headings}\n{cells}\n")
    assert site.read(tmp_path).employers["a"].get("address") == lines


def test_two_headings_of_one_name_stay_two(write: Write, tmp_path: Path) -> None:
    write("_data/employers.csv", "key,Job Title,jobtitle,JobTitle\na,1,2,3\n")
    record = site.read(tmp_path).employers["a"]
    assert record == {"key": "a", "Job Title": "1", "jobtitle": "2", "JobTitle": "3"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("employers.csv", "key\tcompany\na\tb,c\n"), ("employers.tsv", "key;company\na;b,c\n")],
)
def test_what_parts_the_cells_is_found_out(
    write: Write, tmp_path: Path, name: str, text: str
) -> None:
    write(f"_data/{name}", text)
    assert site.read(tmp_path).employers == {"a": {"key": "a", "company": "b,c"}}


def test_a_table_of_windows_says_how_to_save_it(write: Write, tmp_path: Path) -> None:
    write("_data/employers.csv", MERGED.encode("cp1252"))
    with pytest.raises(SourceError, match="is not UTF-8") as caught:
        site.read(tmp_path)
    assert "`CSV UTF-8`" in caught.value.finding.hint
    assert site.read(tmp_path, "cp1252").employers["müller-gmbh-dev"]


@pytest.mark.parametrize(
    ("cell", "severity"), [("N/A", "error"), ("#N/A", "error"), ("NULL", "error"), ("-", "warning")]
)
def test_what_stands_in_an_empty_cell_is_a_hole_where_it_is_printed(
    make_site: MakeSite, coverpress: Command, cell: str, severity: str
) -> None:
    letter = FRONT.format("a") + "Dear {{ employer.who }},\n\nit is {{ employer.job }} and mine.\n"
    made = make_site({"one.md": letter})
    (made / "_data/employers.yml").unlink()
    rows = f"key,who,job,unused\na,World,{cell},{cell}\n"
    (made / "_data/employers.csv").write_text(rows, "utf-8")
    done = coverpress("check", "--site", made)
    said = f"employers.csv:2 (row 2, column C): {severity}: `{cell}` stands for nothing in `job`"
    assert said in done.out
    assert done.out.count("hole.placeholder") == 1


def workbook_of(rows: list[list[object]], formats: dict[str, str] | None = None) -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks need openpyxl")
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for cell, format_ in (formats or {}).items():
        book.active[cell].number_format = format_
    book.save(data)
    return data.getvalue()


def test_a_workbook_is_a_table(write: Write, tmp_path: Path) -> None:
    day = datetime.datetime(2026, 3, 2)
    rows: list[list[object]] = [["Company", "Zip", "City", "Start", "Wage", "Open"]]
    rows += [["Acme", 1234, "Berlin", day, 1.0, True], [None], ["Other", None, "#N/A"]]
    write("_data/employers.xlsx", workbook_of(rows, {"B2": "00000"}))
    opened = site.read(tmp_path)
    acme, other = opened.employers["acme"], opened.employers["other"]
    assert acme["address"] == ["01234 Berlin"]
    assert (acme["start"], acme["wage"], acme["open"]) == ("2026-03-02", "1", "true")
    assert other["zip"] == ""
    assert str(opened.records.place("other", "city")).endswith(".xlsx (row 4, column C)")


def test_a_workbook_beside_a_table_is_left_alone(write: Write, tmp_path: Path) -> None:
    write("_data/employers.csv", "key\na\n")
    write("_data/employers.xlsx", b"no workbook")
    assert list(site.read(tmp_path).employers) == ["a"]


def test_a_workbook_that_is_none_is_an_error(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("_data/employers.xlsx", b"no workbook")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(SourceError, match="openpyxl, which is not installed") as caught:
        site.read(tmp_path)
    assert "save the table as CSV" in caught.value.finding.hint
    monkeypatch.setitem(sys.modules, "openpyxl", types.ModuleType("openpyxl"))
    with pytest.raises(SourceError, match="the workbook cannot be read"):
        site.read(tmp_path)


# JSON ------------------------------------------------------------------------------------------

trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(trees, st.sampled_from([None, 1, "\t"]))
def test_every_value_of_json_has_a_place(value: object, indent: int | str | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    lines = text.split("\n")
    places = json_places.find(text, Path("x.json"))

    def look(inside: object, path: tuple[str | int, ...]) -> None:
        at = places[path]
        assert at.line is not None
        assert at.column is not None
        rest = "\n".join([lines[at.line - 1][at.column - 1 :], *lines[at.line :]])
        parts = list(inside.items()) if isinstance(inside, dict) else []
        parts += list(enumerate(inside)) if isinstance(inside, list) else []
        if isinstance(inside, (dict, list)):
            in_object = path and isinstance(path[-1], str)
            begins = json.dumps(path[-1], ensure_ascii=False) if in_object else "{["
            assert rest.startswith(begins) if in_object else rest[0] in begins
        else:
            assert rest.startswith(json.dumps(inside, ensure_ascii=False))
        for key, part in parts:
            look(part, (*path, key))

    look(value, ())


# Reading ---------------------------------------------------------------------------------------


def test_no_file_of_a_site_is_read_twice_in_a_run(
    make_site: MakeSite, coverpress: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = {
        f"{name}.md": FRONT.format("acme") + "{% for page in site.pages %}{% endfor %}Dear World,\n"
        for name in ("one", "two", "three")
    }
    made = make_site({**letters, "about.md": "---\nlayout: page\n---\nNo letter.\n"})
    read: Counter[str] = Counter()
    decode = reading.decode

    def counted(data: bytes, file: Path, encoding: str = "utf-8") -> str:
        read[file.name] += 1
        return decode(data, file, encoding)

    monkeypatch.setattr(reading, "decode", counted)
    assert coverpress("check", "--site", made).code == 0
    assert {name: count for name, count in read.items() if count > 1} == {}
    assert set(read) >= {*letters, "about.md", "employers.yml"}


def test_all_files_of_a_site_have_its_encoding(make_site: MakeSite, coverpress: Command) -> None:
    made = make_site({"one.md": FRONT.format("acme") + "{% include gruss.md %}"})
    for name, text in {
        "_includes/gruss.md": "Grüße, {{ employer.company }}",
        "_data/employers.yml": "acme: {company: Müller}\n",
        "about.md": "---\ntitle: Über\n---\n",
    }.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_bytes(text.encode("cp1252"))
    letter = str(made / "one.md")
    done = coverpress("show", letter, "--site", made, "--stage", "liquid", "--encoding", "cp1252")
    assert done.out.strip() == "Grüße, Müller"
