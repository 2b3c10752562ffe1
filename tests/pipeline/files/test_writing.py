"""Finished files into their place."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from pipeline.files import writing
from pipeline.model.errors import WriteError
from tests.pipeline.conftest import Write


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_file_is_put_into_a_new_folder(write: Write, tmp_path: Path) -> None:
    writing.place(write("made.pdf", b"new"), tmp_path / "out/2026/edx-a4.pdf")
    assert files_in(tmp_path / "out/2026") == {"edx-a4.pdf": b"new"}


def test_a_file_takes_the_place_of_the_earlier_one(write: Write, tmp_path: Path) -> None:
    old = write("out/edx-a4.pdf", b"old and longer")
    writing.place(write("made.pdf", b"new"), old)
    assert files_in(tmp_path / "out") == {"edx-a4.pdf": b"new"}


def test_the_earlier_file_is_replaced_and_not_written_to(write: Write, tmp_path: Path) -> None:
    """Whoever has the earlier file open goes on reading the earlier one."""
    old = write("out/edx-a4.pdf", b"old")
    with old.open("rb") as reader:
        writing.place(write("made.pdf", b"new"), old)
        assert reader.read() == b"old"


@pytest.mark.parametrize(
    "step",
    [(os, "fsync"), (shutil, "copyfileobj"), (Path, "replace"), (Path, "open")],
    ids=lambda step: step[1],
)
@pytest.mark.parametrize("earlier", [True, False])
def test_a_full_disk_leaves_everything_as_it_was(
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: tuple[object, str],
    earlier: bool,
) -> None:
    made = write("made.pdf", b"new")
    before = {"edx-a4.pdf": b"old"} if earlier else {}
    (tmp_path / "out").mkdir()
    for name, data in before.items():
        write(f"out/{name}", data)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(*step, full)
        with pytest.raises(WriteError, match="No space left on device") as caught:
            writing.place(made, tmp_path / "out/edx-a4.pdf")
    assert files_in(tmp_path / "out") == before
    assert made.read_bytes() == b"new"
    place = caught.value.finding.place
    assert place
    assert place.file == tmp_path / "out/edx-a4.pdf"
    assert "--out" in caught.value.finding.hint


def test_an_interrupt_leaves_everything_as_it_was(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    old = write("out/edx-a4.pdf", b"old")
    made = write("made.pdf", b"new")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        writing.place(made, old)
    assert files_in(tmp_path / "out") == {"edx-a4.pdf": b"old"}


@pytest.mark.parametrize("name", ["out/edx-a4.pdf", "file/edx-a4.pdf"])
def test_a_place_that_cannot_be_written_to_is_an_error(
    write: Write, tmp_path: Path, name: str
) -> None:
    made = write("made.pdf", b"new")
    write("file", b"this is no folder")
    write("out/edx-a4.pdf/in-the-way", b"")  # a folder of the PDF's name
    with pytest.raises(WriteError):
        writing.place(made, tmp_path / name)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["edx-a4.pdf"]


def test_the_folder_of_tex_takes_the_place_of_the_earlier_one(write: Write, tmp_path: Path) -> None:
    write("out/x.tex.d/old.log", b"")
    write("tex/letter.tex", b"new")
    writing.keep_folder(tmp_path / "tex", tmp_path / "out/x.tex.d")
    assert files_in(tmp_path / "out/x.tex.d") == {"letter.tex": b"new"}


def test_a_folder_of_tex_that_cannot_be_kept_is_an_error_with_a_reason(
    write: Write, tmp_path: Path
) -> None:
    write("out", b"this is no folder")
    write("tex/letter.tex", b"new")
    with pytest.raises(WriteError, match="Not a directory"):
        writing.keep_folder(tmp_path / "tex", tmp_path / "out/x.tex.d")
