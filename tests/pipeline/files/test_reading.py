"""Bytes to text."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.files import reading
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from tests.pipeline.conftest import Write

FILE = Path("letter.md")


def refusal(data: bytes, encoding: str = "utf-8") -> Diagnostic:
    with pytest.raises(SourceError) as caught:
        reading.decode(data, FILE, encoding)
    return caught.value.finding


def test_a_file_of_windows_reads_as_one_of_unix(write: Write) -> None:
    file = write("letter.md", codecs.BOM_UTF8 + "Grüße\r\n\r\nZeile\r".encode())
    assert reading.read(file) == "Grüße\n\nZeile\n"


def test_an_empty_file_is_empty_text(write: Write) -> None:
    assert reading.read(write("letter.md")) == ""
    assert reading.read(write("marked.md", codecs.BOM_UTF8)) == ""


def test_a_byte_order_mark_within_the_text_stays() -> None:
    assert reading.decode("a\ufeffb".encode(), FILE) == "a\ufeffb"


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-1", "mac-roman", "utf-16", "utf-32"])
def test_another_encoding_is_read_when_it_is_named(encoding: str) -> None:
    assert reading.decode("Grüße\r\n".encode(encoding), FILE, encoding) == "Grüße\n"


def test_a_byte_that_is_not_utf8_has_its_offset_line_and_column() -> None:
    found = refusal("---\r\na: ö\r\n---\r\nGrüße ".encode() + b"M\xfcnchen")
    assert found.message == "byte 26 (0xFC) is not UTF-8"
    assert found.place == Location(FILE, 4, 8)
    assert "--encoding cp1252" in found.hint


def test_lines_of_an_old_mac_are_counted_too() -> None:
    assert refusal(b"a\rb\r\xfc").place == Location(FILE, 3, 1)


def test_a_letter_cut_off_at_the_end_is_an_error() -> None:
    assert refusal("ü".encode()[:1]).message == "byte 0 (0xC3) is not UTF-8"


def test_a_byte_that_the_named_encoding_lacks_is_an_error() -> None:
    found = refusal(b"a\x81", "cp1252")
    assert found.message == "byte 1 (0x81) is not CP1252"
    assert found.place == Location(FILE, 1, 2)


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
def test_a_marked_encoding_of_windows_is_named(name: str) -> None:
    found = refusal("Dear".encode(name))
    assert found.message == f"the file is {name.upper()}, not UTF-8"
    assert f"--encoding {name}" in found.hint


def test_a_nul_is_an_error_with_its_place() -> None:
    assert refusal(b"ab\nc\0").place == Location(FILE, 2, 2)
    assert "utf-16-le" in refusal("Dear".encode("utf-16-le")).hint


@pytest.mark.parametrize("name", [".", "missing.md"])
def test_what_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        reading.read(tmp_path / name)


LINES = st.lists(
    st.text(
        st.characters(
            max_codepoint=0xFFEFF, exclude_categories=["Cs"], exclude_characters="\0\r\n\ufeff"
        )
    )
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_line_ends_and_a_byte_order_mark_never_change_the_lines(
    lines: list[str], end: str, mark: str
) -> None:
    data = (mark + end.join(lines)).encode()
    assert reading.decode(data, FILE) == "\n".join(lines)


@given(LINES, LINES)
def test_a_wrong_byte_is_found_wherever_it_is(before: list[str], after: list[str]) -> None:
    start = "\r\n".join(before)
    place = refusal(start.encode() + b"\xff" + "\n".join(after).encode()).place
    last = before[-1] if before else ""
    assert place == Location(FILE, max(1, len(before)), len(last) + 1)
