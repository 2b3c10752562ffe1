"""The employer's record in the metadata."""

from pathlib import Path
from typing import Any

import panflute as pf
import pytest

from filters import employer
from pipeline.writers import pandoc
from tests.trees import FILE, show


def test_record_in_the_metadata() -> None:
    doc = pf.Doc()
    record = {"company": "R&D *Co*", "jobtitle": "1. FC", "address": "1 Road\nTown", "open": True}
    employer.apply(doc, record)
    assert doc.get_metadata("employer.company") == "R&D *Co*"
    assert doc.get_metadata("employer.jobtitle") == "1. FC"
    assert doc.get_metadata("employer.open") is True
    assert doc.get_metadata("recipient") == ["R&D *Co*", "1 Road", "Town"]


def test_record_reaches_the_template_as_text(tmp_path: Path) -> None:
    hostile = r"C# & 100% $5 \textbf{x} _a_ ^ ~ {b} <c>"
    doc = pf.Doc()
    employer.apply(doc, {"jobtitle": hostile})
    template = tmp_path / "letter.latex"
    template.write_text("$employer.jobtitle$", "utf-8")
    latex = pandoc.write(pandoc.dump(doc), FILE, template, {})
    assert latex.strip() == (
        r"C\# \& 100\% \$5 \textbackslash textbf\{x\} \_a\_ \^{} \textasciitilde{} \{b\} "
        r"\textless c\textgreater{}"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a  b ", "MetaInlines[a  b]"),
        ("a\nb", "MetaInlines[a<br>b]"),
        ("*a* #b", "MetaInlines[*a* #b]"),
        (
            "https://a.example/b c",
            "MetaInlines[https://a.example/b c]",
        ),
        (
            "HTTPS://a.example/b",
            "MetaInlines[Link[HTTPS://a.example/b](HTTPS://a.example/b)]",
        ),
        ("a@b.example", "MetaInlines[Link[a@b.example](mailto:a@b.example)]"),
        ("javascript:alert(1)", "MetaInlines[javascript:alert(1)]"),
        ("", "MetaInlines[]"),
        (3, "MetaInlines[3]"),
        (1.5, "MetaInlines[1.5]"),
    ],
)
def test_text(value: Any, expected: str) -> None:
    assert show([employer.metadata(value)]) == expected


def test_what_has_no_value_is_not_there() -> None:
    found = employer.metadata({"a": None, "b": [None, "c"], "d": {"e": None}})
    assert sorted(found.content) == ["b", "d"]
    assert show(found["b"].content) == "MetaInlines[c]"
    assert list(found["d"].content) == []


@pytest.mark.parametrize("key", ["self", "args", "kwargs", "1", "a b", "é", "a.b", ""])
def test_keys_of_all_kinds(key: str) -> None:
    doc = pf.Doc()
    employer.apply(doc, {key: "a", "in": {key: "b"}})
    assert show([doc.metadata["employer"][key]]) == "MetaInlines[a]"
    assert show([doc.metadata["employer"]["in"][key]]) == "MetaInlines[b]"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, []),
        # A name alone may be that of a job; beside an address, it is the company's.
        ({"name": "A"}, []),
        ({"name": "Sample Engineer", "jobtitle": "Engineer of Samples"}, []),
        ({"name": "A", "address": "B"}, ["A", "B"]),
        ({"name": "A", "contact": "B"}, ["A", "B"]),
        ({"name": "A", "department": "B"}, ["A", "B"]),
        ({"name": "A", "country": "B"}, ["A", "B"]),
        ({"name": "A", "contact": {"phone": "1"}}, []),
        ({"name": "A", "jobtitle": "B", "address": "C"}, ["A", "C"]),
        ({"name": "A", "jobtitle": " A ", "address": "C"}, ["C"]),
        ({"company": "", "name": "A", "address": "C"}, ["A", "C"]),
        ({"company": "A", "name": "B", "contact": "C", "address": "D\n\n E \n"}, [*"ACDE"]),
        ({"company": "A", "address": ["B", "C\nD", None]}, [*"ABCD"]),
        ({"address": {"street": "A", "town": ["B", 3]}}, ["A", "B", "3"]),
        ({"company": True, "contact": None, "address": ""}, []),
    ],
)
def test_recipient(record: dict[str, Any], expected: list[str]) -> None:
    assert employer.recipient(record) == expected


def test_letter_without_a_recipient_has_none() -> None:
    doc = pf.Doc()
    employer.apply(doc, {})
    assert "recipient" not in doc.metadata
