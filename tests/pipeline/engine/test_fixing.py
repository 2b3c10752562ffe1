"""Repairs: what cannot be wrong is changed, and not a byte besides."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engine import fixing
from pipeline.model.diagnostic import Fix
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from tests.pipeline.conftest import Write


def repaired(file: Path, *repairs: tuple[int, int, str, str], encoding: str = "utf-8") -> bytes:
    wanted = [Fix(Location(file, line, column), old, new) for line, column, old, new in repairs]
    fixing.apply(fixing.prepare(wanted, encoding))
    return file.read_bytes()


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_stay(write: Write, end: bytes, mark: bytes) -> None:
    lines = (b"One \t ", "zw\N{SQUARE ROOT}\N{SECTION SIGN}i".encode(), b"", b"the", b"the end")
    file = write("letter.md", mark + end.join(lines))
    after = repaired(file, (2, 3, "√§", "ä"), (4, 1, "the\nthe", "the"))
    assert after == mark + end.join((b"One \t ", "zwäi".encode(), b"", b"the end"))


def test_the_mark_counts_no_column(write: Write) -> None:
    file = write("letter.md", b"\xef\xbb\xbfthe the end")
    assert repaired(file, (1, 4, " the", "")) == b"\xef\xbb\xbfthe end"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le"])
def test_the_encoding_stays(write: Write, encoding: str) -> None:
    file = write("letter.md", "Grüße\r\nthe the Ende".encode(encoding))
    after = repaired(file, (2, 4, " the", ""), encoding=encoding)
    assert after == "Grüße\r\nthe Ende".encode(encoding)


def test_what_is_not_there_any_more_is_left_out(write: Write) -> None:
    file = write("letter.md", "one two three")
    wanted = [Fix(Location(file, line, 1), old, "x") for line, old in ((1, "two"), (9, "one"))]
    assert fixing.prepare(wanted) == []


def test_of_two_that_overlap_the_first_is_made(write: Write) -> None:
    file = write("letter.md", "the the the")
    assert repaired(file, (1, 1, "the the", "the"), (1, 5, "the the", "the")) == b"the the"


def test_the_mode_stays(write: Write) -> None:
    file = write("letter.md", "the the")
    file.chmod(0o640)
    assert repaired(file, (1, 4, " the", "")) == b"the"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_link_is_not_followed(write: Write, tmp_path: Path) -> None:
    file = write("real.md", "the the")
    link = tmp_path / "letter.md"
    link.symlink_to(file)
    with pytest.raises(SourceError, match="is a link"):
        repaired(link, (1, 4, " the", ""))
    assert file.read_text("utf-8") == "the the"


def test_nothing_is_written_before_it_is_asked_for(write: Write) -> None:
    file = write("letter.md", "one\nthe the end\nthree\n")
    (prepared,) = fixing.prepare([Fix(Location(file, 2, 4), " the", "")])
    assert file.read_text("utf-8") == "one\nthe the end\nthree\n"
    assert prepared.diff("letter.md") == (
        "--- a/letter.md\n+++ b/letter.md\n@@ -1,3 +1,3 @@\n one\n-the the end\n+the end\n three\n"
    )


def test_a_last_line_without_end_is_one_in_the_diff(write: Write) -> None:
    file = write("letter.md", "the the")
    (prepared,) = fixing.prepare([Fix(Location(file, 1, 4), " the", "")])
    assert prepared.diff("x").endswith(
        "-the the\n\\ No newline at end of file\n+the\n\\ No newline at end of file\n"
    )


def test_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        fixing.prepare([Fix(Location(tmp_path / "x.md", 1, 1), "a", "b")])


@given(st.text(alphabet="ab \n\r\té√§", max_size=40), st.integers(0, 40))
def test_only_the_text_at_the_place_changes(text: str, at: int) -> None:
    import tempfile

    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    offset = min(at, len(plain))
    before = plain[:offset]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    old = plain[offset : offset + 3]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "letter.md"
        file.write_bytes(text.encode())
        fixing.apply(fixing.prepare([Fix(Location(file, line, column), old, "Z")] if old else []))
        after = file.read_bytes().decode()
    expected = plain[:offset] + "Z" + plain[offset + 3 :] if old else plain
    assert after.replace("\r\n", "\n").replace("\r", "\n") == expected
