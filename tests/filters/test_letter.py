"""The parts of a letter: the cases in `cases/letter/*.txt`."""

import panflute as pf
import pytest

from filters import letter
from tests.case_files import read_cases
from tests.trees import build, read, show


def part(value: pf.MetaValue) -> str:
    """Return a field of the metadata: blocks in lines of their own, a line of text as one."""
    separator = "\n" if isinstance(value, pf.MetaBlocks) else ""
    return separator.join(show([element]) for element in value.content)


@pytest.mark.parametrize(("given", "expected"), read_cases("letter"))
def test_case(given: str, expected: str) -> None:
    doc = read(given)
    letter.apply(doc)
    parts = [f">>> {key}\n{part(value)}" for key, value in doc.metadata.content.items()]
    assert "\n".join([*parts, f">>> text\n{show(doc.content)}"]).rstrip() == expected


@pytest.mark.parametrize(
    ("key", "text", "left"),
    [
        ("subject", "# A\n\nDear B,\n\nC", "Header1[A]\nPara[Dear B,]\nPara[C]"),
        ("opening", "Dear B,\n\nC", "Para[Dear B,]\nPara[C]"),
        ("closing", "C\n\nSincerely,\nD", "Para[C]\nPara[Sincerely,↵D]"),
    ],
)
def test_what_the_front_matter_says_stays(key: str, text: str, left: str) -> None:
    doc = read(text)
    doc.metadata[key] = "given"
    letter.apply(doc)
    assert doc.get_metadata(key) == "given"
    assert show(doc.content) == left


def test_signature_of_the_front_matter_stays() -> None:
    doc = read("A\n\nSincerely,\nB")
    doc.metadata["signature"] = "C"
    letter.apply(doc)
    assert doc.get_metadata("signature") == "C"
    assert doc.get_metadata("closing") == "Sincerely,"
    assert show(doc.content) == "Para[A]"


@pytest.mark.parametrize("name", ["Ms. Example", "Acme Inc.", "the [HR] *team*", "R&D (Dept. 4)"])
def test_salutation_with_a_value_is_one(name: str) -> None:
    doc = build("Dear {{ name }},\n\nText.", name=name)
    letter.apply(doc)
    assert doc.get_metadata("opening") == f"Dear {name},"
    assert show(doc.content) == "Para[Text.]"


def test_letter_that_is_empty() -> None:
    doc = read("")
    letter.apply(doc)
    assert list(doc.metadata.content) == []
