"""Letter files."""

from pathlib import Path

import pytest

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError
from pipeline.model.location import Location
from pipeline.sources import front_matter, site
from pipeline.sources.front_matter import Letter
from tests.pipeline.conftest import Write

FILE = Path("letter.md")
LAYOUTS = ("coverletter",)
HEAD = "---\nlayout: coverletter\nmakepdf: true\n"


def parse(content: str) -> Letter:
    return front_matter.parse(content, FILE)


def refusal(content: str) -> Diagnostic:
    with pytest.raises(CoverpressError) as caught:
        parse(content)
    return caught.value.finding


@pytest.mark.parametrize(
    ("content", "front", "body", "body_line"),
    [
        ("---\na: 1\n---\nDear\n", {"a": 1}, "Dear\n", 4),
        ("---\na: 1\n...\nDear\n", {"a": 1}, "Dear\n", 4),
        ("--- \t\na: 1\n---  \nDear", {"a": 1}, "Dear", 4),
        ("---\na: 1\n---\n", {"a": 1}, "", 4),
        ("---\na: 1\n---", {"a": 1}, "", 3),
        ("---\n---\nDear\n", {}, "Dear\n", 3),
        ("---\n# later\n\n---\nDear\n", {}, "Dear\n", 5),
        ("---\na: 1\n---\n\n---\nb: 2\n---\n", {"a": 1}, "\n---\nb: 2\n---\n", 4),
        ("---\na: |\n  ---\n  x\n---\nDear\n", {"a": "---\nx\n"}, "Dear\n", 6),
        ("---\na: 1 --- 2\n---\nDear\n", {"a": "1 --- 2"}, "Dear\n", 4),
        ("Dear\n\n---\n\nSincerely\n", {}, "Dear\n\n---\n\nSincerely\n", 1),
        ("\n---\n\nSincerely\n", {}, "\n---\n\nSincerely\n", 1),
        ("----\nDear\n", {}, "----\nDear\n", 1),
        ("---", {}, "---", 1),
        ("", {}, "", 1),
    ],
)
def test_front_matter_and_body_are_split_as_jekyll_splits_them(
    content: str, front: object, body: str, body_line: int
) -> None:
    letter = parse(content)
    assert letter.front.value == front
    assert letter.body == body
    assert letter.body_line == body_line


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("employer: b", "the key `employer` stands here a second time"),
        ("date: 2026-02-30", "`2026-02-30` is not a date: there is no such day or time"),
    ],
)
def test_what_is_in_doubt_is_refused_in_a_letters_own_settings(line: str, message: str) -> None:
    found = refusal(f"---\nemployer: a\n{line}\n---\n")
    assert (found.code, found.message) == ("yaml", message)
    assert found.place
    assert (found.place.file, found.place.line) == (FILE, 3)


def test_a_key_that_stands_twice_with_one_value_is_read() -> None:
    assert parse("---\ncomments: no\ncomments: no\n---\n").get("comments") is False


def test_a_file_of_windows_is_split_in_the_same_places(write: Write) -> None:
    file = write("letter.md", b"\xef\xbb\xbf---\r\na: 1\r\n---\r\nDear\r\n")
    letter = site.read(file.parent).page(file)
    assert letter.front.value == {"a": 1}
    assert letter.front.place("a") == Location(file, 2, 4)
    assert (letter.body, letter.body_line) == ("Dear\n", 4)


def test_an_encoding_is_obeyed(write: Write) -> None:
    file = write("letter.md", "---\na: ü\n---\nß".encode("cp1252"))
    letter = site.read(file.parent, "cp1252").page(file)
    assert (letter.get("a"), letter.get("b"), letter.body) == ("ü", None, "ß")


def test_a_slip_in_the_front_matter_has_its_line_in_the_file() -> None:
    assert refusal("---\na: 1\nb: x: y\n---\n").place == Location(FILE, 3, 5)


def test_front_matter_that_is_never_closed_is_an_error() -> None:
    found = refusal("---\na: 1\n\nDear\n")
    assert found.message == "the front matter is never closed"
    assert found.place == Location(FILE, 1, 1)
    assert "`---`" in found.hint


@pytest.mark.parametrize("text", ["layout coverletter", "- a\n- b", "layout:coverletter"])
def test_front_matter_that_is_no_mapping_is_an_error(text: str) -> None:
    found = refusal(f"---\n{text}\n---\n")
    assert found.message == "the front matter is not a list of `key: value` lines"
    assert found.place == Location(FILE, 2, 1)


@pytest.mark.parametrize("above", ["\n", "\n \n", " "])
def test_front_matter_below_an_empty_line_is_an_error_and_never_text(above: str) -> None:
    found = refusal(f"{above}{HEAD}---\nDear\n")
    assert found.message == "the front matter does not begin in the first line"
    assert found.place == Location(FILE, above.count("\n") + 1, 1)


# Discovery -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("layout: coverletter\nmakepdf: true", True),
        ("layout: coverletter\nmakepdf: True", True),
        ("layout: coverletter\nmakepdf: yes", True),
        ("layout: coverletter\nmakepdf: YES", True),
        ("layout: coverletter\nmakepdf: 'true'", True),
        ("layout: coverletter\nmakepdf: false", False),
        ("layout: coverletter\nmakepdf: no", False),
        ("layout: coverletter\nmakepdf:", False),
        ("layout: coverletter\nmakepdf: 1", False),
        ("layout: coverletter", False),
        ("makepdf: true", False),
        ("layout: page\nmakepdf: true", False),
        ("layout: [coverletter]\nmakepdf: true", False),
        ("layout: letter\nmakepdf: true", True),
    ],
)
def test_a_letter_says_its_layout_and_makepdf(front: str, expected: bool) -> None:
    letter = parse(f"---\n{front}\n---\n")
    assert front_matter.is_letter(letter, ("coverletter", "letter")) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"{HEAD}title: a: b\n---\n", True),
        (f"{HEAD}title: a: b\n---\n".replace("\n", "\r\n"), True),
        (f"\ufeff{HEAD}title: a: b\n---\n", True),
        (f"\n{HEAD}---\n", True),
        ("---\nmakepdf true\nlayout: 'coverletter' # yes\n---\n", True),
        ("---\nlayout: coverletter\nmakepdf: false\ntitle: a: b\n---\n", False),
        ("---\nlayout: coverletter\ntitle: a: b\n---\n", False),
        ("---\nlayout: post\nmakepdf: true\ntitle: a: b\n---\n", False),
        ("---\nlayout: coverletters\nmakepdf: true\ntitle: a: b\n---\n", False),
        (f"How to write one:\n\n{HEAD}---\n", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_cannot_be_read_counts_if_it_looks_like_a_letter(
    write: Write, content: str, expected: bool, encoding: str
) -> None:
    file = write("letter.md", content.encode(encoding))
    assert front_matter.looks_like_letter(file, LAYOUTS) is expected


def test_a_file_that_is_not_utf8_counts_if_it_looks_like_a_letter(write: Write) -> None:
    file = write("letter.md", f"{HEAD}---\n".encode() + b"M\xfcnchen")
    assert front_matter.looks_like_letter(file, LAYOUTS)


def test_a_file_that_cannot_be_opened_counts(tmp_path: Path) -> None:
    assert front_matter.looks_like_letter(tmp_path / "gone.md", LAYOUTS)


def test_a_layout_may_hold_any_character(write: Write) -> None:
    file = write("letter.md", "---\nlayout: a.b(c\nmakepdf: true\nx: y: z\n---\n")
    assert front_matter.looks_like_letter(file, ("a.b(c",))
    assert not front_matter.looks_like_letter(file, ("aXb(c",))
