"""Builds after builds: what is up to date is told and left alone, and whatever changed is built."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.engine import cache, keeping, manifest, program
from pipeline.typeset import engine
from tests import edits
from tests.conftest import Command, MakeSite

LETTER = """\
---
layout: coverletter
makepdf: true
employer: acme
date: 2026-03-02
---
Dear Acme,

teh words of this letter are few.

Kind regards,
Robin Placeholder
"""
CONFIG = "sender: {name: Robin Placeholder}\n"
OTHER = LETTER.replace("few", "other ones").replace("teh", "the")
Build = Callable[..., Any]


@pytest.fixture
def folder(make_site: MakeSite) -> Path:
    return make_site({"_config.yml": CONFIG, "one.md": LETTER, "two.md": OTHER})


@pytest.fixture
def build(folder: Path, coverpress: Command) -> Build:
    """A function that builds the letters for one paper, and returns the state of each PDF."""

    def run(*words: str | Path) -> dict[str, str]:
        done = coverpress("build", "--site", folder, "--paper", "a4", "--format", "json", *words)
        return {Path(pdf["path"]).stem: pdf["state"] for pdf in json.loads(done.out)["pdfs"]}

    return run


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def begin(build: Build, shelf: Path) -> Build:
    """Like `build`, where it does not matter whether another test has built the same before."""
    return lambda *words: build(*words, "--cache", shelf)


BUILT = {"one-a4": "built", "two-a4": "built"}
SAME = {"one-a4": "up to date", "two-a4": "up to date"}


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def no_tex(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A function after which LuaLaTeX must not be asked for anything."""

    def fail(*_: object) -> str:
        raise AssertionError("LuaLaTeX was started")

    return lambda: monkeypatch.setattr(engine, "run", fail)


def test_a_second_build_does_nothing_and_tells_the_same(folder: Path, coverpress: Command) -> None:
    words = ("build", "--site", folder, "--paper", "a4")
    first, second = coverpress(*words), coverpress(*words)
    assert first.out.splitlines()[-1].startswith("2 letters: 2 built; 1 warning (")
    (line,) = second.out.splitlines()
    assert line.startswith("2 letters: 2 up to date; 1 warning (")
    assert (second.code, second.err) == (first.code, first.err)
    assert "`teh` is a common misspelling" in second.err


def test_nothing_is_written_where_nothing_changed(build: Build) -> None:
    assert build() == BUILT
    before = {file: file.stat().st_mtime_ns for file in Path("build").iterdir()}
    assert build() == SAME
    assert {file: file.stat().st_mtime_ns for file in Path("build").iterdir()} == before


def test_a_letter_that_changed_is_built_and_no_other(
    folder: Path, build: Build, begin: Build
) -> None:
    begin()
    rewrite(folder / "one.md", "few", "many")
    assert build() == {"one-a4": "built", "two-a4": "up to date"}


def test_a_file_time_decides_nothing(folder: Path, build: Build, begin: Build) -> None:
    begin()
    for file in (*folder.rglob("*"), *Path("build").glob("*.pdf")):
        os.utime(file, (1, 1))
    assert build() == SAME
    times = (folder / "one.md").stat()
    rewrite(folder / "one.md", "few", "not")
    os.utime(folder / "one.md", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert build()["one-a4"] == "built"


@pytest.mark.parametrize(
    "spoil",
    [
        Path.unlink,
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(b"%PDF-1.7 of somebody else"),
    ],
    ids=["deleted", "truncated", "replaced"],
)
def test_a_pdf_that_was_spoilt_is_built_again(
    build: Build, begin: Build, spoil: Callable[[Path], Any]
) -> None:
    begin()
    file = Path("build/one-a4.pdf")
    before = file.read_bytes()
    spoil(file)
    assert build() == {"one-a4": "built", "two-a4": "up to date"}
    assert file.read_bytes() == before


def test_force_builds_all(build: Build, begin: Build) -> None:
    begin()
    assert build("--force") == BUILT


def test_what_changes_no_page_starts_no_tex(
    folder: Path, build: Build, begin: Build, no_tex: Callable[[], None]
) -> None:
    begin()
    no_tex()
    rewrite(folder / "_config.yml", "sender", "# a comment\nsender")
    rewrite(folder / "one.md", "date:", "# a comment\ndate:")
    assert build() == SAME


def test_a_finding_moves_with_its_line(folder: Path, coverpress: Command) -> None:
    words = ("build", "--site", folder, "--paper", "a4")
    coverpress(*words)
    rewrite(folder / "one.md", "date:", "# a comment\ndate:")
    assert "one.md:10:1: warning: `teh`" in coverpress(*words).err


def test_a_letter_that_fails_is_never_up_to_date(folder: Path, coverpress: Command) -> None:
    rewrite(folder / "one.md", "few", "{{ employer.nothing }}")
    words = ("build", "--site", folder, "--paper", "a4")
    first, second = coverpress(*words), coverpress(*words)
    assert (first.code, second.code) == (1, 1)
    assert second.err == first.err
    assert second.out.startswith("2 letters: 1 up to date, 1 failed; 1 warning (")


def test_an_undated_letter_is_built_anew_on_another_day(
    folder: Path, build: Build, begin: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(folder / "one.md", "2026-03-02", "today")
    begin()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772496000")  # 3 March 2026
    assert build() == {"one-a4": "built", "two-a4": "up to date"}


def test_a_date_that_comes_to_be_far_is_told(
    folder: Path, coverpress: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("build", "--site", folder, "--paper", "a4")
    assert "[date.far]" not in coverpress(*words).err
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780272000")  # 1 June 2026
    done = coverpress(*words)
    assert "is 91 days ago [date.far]" in done.err
    assert done.out.startswith("2 letters: 2 up to date; 3 warnings (")


def test_a_new_employer_in_the_data_is_looked_for_in_every_letter(
    folder: Path, coverpress: Command
) -> None:
    rewrite(folder / "two.md", "Dear Acme,", "Dear Lindenblatt,")
    words = ("build", "--site", folder, "--paper", "a4")
    assert coverpress(*words).code == 0
    with (folder / "_data/employers.yml").open("a", encoding="utf-8") as file:
        file.write("linden: {company: Lindenblatt}\n")
    done = coverpress(*words)
    assert done.code == 1
    assert "`Lindenblatt` is another employer" in done.err


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"format": "of another version"}', b"\xff\x00", b"[" * 10**5]
)
def test_a_damaged_manifest_is_put_aside(build: Build, begin: Build, data: bytes) -> None:
    begin("one.md")
    file = Path("build") / manifest.NAME
    file.write_bytes(data)
    assert build("one.md") == {"one-a4": "built"}
    assert file.with_name(f"{manifest.NAME}.damaged").read_bytes() == data
    assert build("one.md") == {"one-a4": "up to date"}


def test_a_manifest_that_is_a_link_is_not_followed(
    build: Build, begin: Build, tmp_path: Path
) -> None:
    begin("one.md")
    file, elsewhere = Path("build") / manifest.NAME, tmp_path / "elsewhere"
    file.rename(elsewhere)
    before = elsewhere.read_bytes()
    file.symlink_to(elsewhere)
    assert build("one.md") == {"one-a4": "built"}
    assert elsewhere.read_bytes() == before
    assert not file.is_symlink()


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, part in parts:
        found.append((*path, key))
        found += _leaves(part, (*path, key)) if isinstance(part, (dict, list)) else []
    return found


def test_a_manifest_with_anything_in_it_stops_no_build(
    folder: Path, build: Build, tmp_path: Path
) -> None:
    build("--cache", tmp_path / "cache")
    file = Path("build") / manifest.NAME
    whole = json.loads(file.read_text("utf-8"))
    paths = [path for path in _leaves(whole) if path[0] in ("letters", "sites")]
    chance = random.Random(1)  # noqa: S311  no secret
    values: tuple[Any, ...] = (
        None,
        1,
        "x",
        [],
        {},
        ["x"],
        {"x": 1},
        "../../x",
        "/etc/passwd",
        True,
    )
    for path in chance.sample(paths, 8):
        spoilt = json.loads(file.read_text("utf-8"))
        at = spoilt
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = chance.choice(values)
        file.write_text(json.dumps(spoilt), "utf-8")
        found = build("--cache", tmp_path / "cache")
        assert set(found) == {"one-a4", "two-a4"}, path
        file.write_text(json.dumps(whole), "utf-8")


def test_a_finding_of_a_manifest_shows_no_file_outside_of_the_site(
    folder: Path, coverpress: Command, tmp_path: Path
) -> None:
    words = ("build", "--site", folder, "--paper", "a4", "one.md")
    coverpress(*words)
    secret = tmp_path / "secret"
    secret.write_text("a secret\n", "utf-8")
    file = Path("build") / manifest.NAME
    data = json.loads(file.read_text("utf-8"))
    (record,) = data["letters"].values()
    record["papers"]["a4"]["told"][0][2] = [str(secret), 1, 1, ""]
    file.write_text(json.dumps(data), "utf-8")
    done = coverpress(*words)
    assert "a secret" not in done.out + done.err
    assert "`teh` is a common misspelling" in done.err


def test_the_cache_spares_a_clean_clone_the_work(
    folder: Path, build: Build, tmp_path: Path, no_tex: Callable[[], None]
) -> None:
    shelf = ("--cache", tmp_path / "cache")
    assert build(*shelf) == BUILT
    before = {file.name: file.read_bytes() for file in Path("build").glob("*.pdf")}
    shutil.rmtree("build")
    no_tex()
    assert build(*shelf) == {"one-a4": "from cache", "two-a4": "from cache"}
    assert {file.name: file.read_bytes() for file in Path("build").glob("*.pdf")} == before
    assert build(*shelf) == SAME


@pytest.mark.parametrize(
    "spoil",
    [lambda data: data[:-1], lambda data: b"{}\n", lambda data: data.replace(b"%PDF", b"%XXX")],
    ids=["truncated", "without a head", "changed"],
)
def test_what_the_cache_holds_is_verified(
    folder: Path, build: Build, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    shelf = ("one.md", "--cache", tmp_path / "cache")
    build(*shelf)
    before = Path("build/one-a4.pdf").read_bytes()
    shutil.rmtree("build")
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(spoil(file.read_bytes()))
    assert build(*shelf) == {"one-a4": "built"}
    assert Path("build/one-a4.pdf").read_bytes() == before


def test_a_cache_that_cannot_be_written_is_a_note(
    folder: Path, coverpress: Command, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    shelf = tmp_path / "file" / "cache"
    done = coverpress("build", "--site", folder, "--paper", "a4", "--cache", shelf)
    assert done.code == 0
    assert done.err.count(f"Nothing is kept for later in {shelf}") == 1


def test_a_cache_forgets_what_was_not_used_for_longest(tmp_path: Path) -> None:
    shelf = cache.Cache(tmp_path)
    keys = [character * 64 for character in "abc"]
    for second, key in enumerate(keys):
        assert shelf.put(key, {}, b"x" * 1000) == ""
        os.utime(tmp_path / key, (second, second))
    (tmp_path / "somebody's own").write_bytes(b"x" * 5000)
    assert shelf.get(keys[0]) is not None  # which uses it
    shelf.prune(2500)
    assert sorted(file.name for file in tmp_path.iterdir()) == [keys[0], keys[2], "somebody's own"]


def test_a_file_of_tex_that_changed_has_its_letters_built(build: Build, begin: Build) -> None:
    begin("one.md")
    file = Path("build") / manifest.NAME
    data = json.loads(file.read_text("utf-8"))
    (files,) = data["tex"].values()
    assert any(name.endswith("scrlttr2.cls") for name in files)
    assert any(name.endswith("texgyrepagella-regular.otf") for name in files)
    # As if the state of one of them were another, and so its content.
    name = next(name for name in files if name.endswith("scrlttr2.cls"))
    data["states"][name][-1] = "0" * 64
    file.write_text(json.dumps(data), "utf-8")
    assert build("one.md") == {"one-a4": "built"}


def test_another_program_builds_all(
    build: Build, begin: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin("one.md")
    versions = {**program.program(program.TEMPLATES), "pandoc": "3.9.9"}
    monkeypatch.setattr(program, "stamp", lambda _: "of another program")
    monkeypatch.setattr(keeping, "program", lambda _: versions)
    assert build("one.md") == {"one-a4": "built"}


def test_two_sites_may_share_a_folder(
    folder: Path, build: Build, begin: Build, coverpress: Command, tmp_path: Path
) -> None:
    begin()
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "two.md").rename(other / "three.md")
    (other / "one.md").unlink()
    assert coverpress("build", "--site", other, "--paper", "a4").code == 0
    assert build() == SAME


def test_after_edits_a_build_does_what_is_needed_and_no_more(
    tmp_path: Path, coverpress: Command
) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()

    def build(site: Path, out: Path, whole: bool) -> Any:
        words = [*edits.arguments(site, out), *(["--force"] if whole else [])]
        with edits.remembering(runs):
            return json.loads(coverpress(*words).out)

    trial = edits.Trial(tmp_path, 4, 3, build)
    chance = random.Random(5)  # noqa: S311  no secret
    for edit in (chance.choice(edits.ALL) for _ in range(10)):
        assert trial.step(edit) == [], edit.__name__
    assert sum(trial.needless.values()) == 0
