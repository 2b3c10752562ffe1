"""New folders, and new letters: `init` and `new`."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest

from pipeline.sources import site as sites
from tests.conftest import LETTER, Command, MakeSite

ME = ("--name", "Robin Placeholder", "--address", "12 Sample Street, Exampleton EX4 2PL")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is known of whoever runs the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def test_a_new_folder_and_two_letters_are_fit_to_send(coverpress: Command) -> None:
    done = coverpress("init", "--yes", *ME)
    assert (done.code, done.err) == (0, "")
    assert "coverpress watch --open" in done.out
    assert Path(".gitignore").read_text("utf-8") == "build/\n_private/\n"
    new = coverpress("new", "linde", "Linde: Söhne GmbH", "--lang", "de", "--job", "C# #1")
    assert new.out == "_data/employers.yml  the record\nlinde.md  the letter\n"
    text = Path("linde.md").read_text("utf-8")
    assert "lang: de\n" in text
    assert "Sehr geehrte Damen und Herren," in text
    assert "Robin Placeholder" in text
    done = coverpress("check", "--strict")
    assert (done.code, done.out) == (0, "2 letters checked: no problems.\n")


def test_init_takes_what_git_and_the_locale_know(
    coverpress: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "git").write_text("[user]\nname = Ada: Sample\nemail = ada@home.example\n", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "git"))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert coverpress("init", "mine", "--yes").code == 0
    site = sites.read(Path("mine"))
    assert site.config.value == {
        "sender": {"name": "Ada: Sample", "email": "ada@home.example"},
        "lang": "en-US",
        "papers": ["letter"],
        "style": "modern",
    }


def test_init_writes_over_nothing(coverpress: Command) -> None:
    Path("first-letter.md").write_text("mine", "utf-8")
    Path(".gitignore").write_text("*.log\n", "utf-8")
    done = coverpress("init", "--yes")
    assert done.code == 1
    assert "first-letter.md: error: this file is there already" in done.err
    assert sorted(entry.name for entry in Path().iterdir()) == [".gitignore", "first-letter.md"]
    Path("first-letter.md").unlink()
    assert coverpress("init", "--yes").code == 0
    assert Path(".gitignore").read_text("utf-8") == "*.log\n"


def test_a_jekyll_site_is_told_what_it_lacks(coverpress: Command, make_site: MakeSite) -> None:
    resume = "basic_info: {name: Robin, email: r@home.example}\nreferee: {name: Ada}\n"
    site = make_site({"_config.yml": "title: x\n", "_data/resume.yml": resume, "a.md": LETTER})
    before = sorted(site.rglob("*"))
    done = coverpress("init", site)
    assert done.code == 0
    assert '    name: "{{ site.data.resume.basic_info.name }}"\n' in done.out
    assert '    email: "{{ site.data.resume.basic_info.email }}"\n' in done.out
    assert "There is 1 letter in it." in done.out
    assert sorted(site.rglob("*")) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_init_asks_seven_questions_at_a_terminal(
    coverpress: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"Robin Placeholder\n12 Sample Street, Exampleton\n\n\nklingon\nde\n\nswiss\n")
    with os.fdopen(theirs) as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: terminal.readline()[:-1])
        done = coverpress("init")
    os.close(ours)
    assert done.code == 0, done.err
    assert "`klingon` is not a language" in done.out + done.err
    config = Path("_config.yml").read_text("utf-8")
    assert "name: Robin Placeholder\n" in config
    assert "lang: de\npapers:\n  - a4\nstyle: swiss\n" in config


@pytest.mark.parametrize(
    ("name", "text", "added"),
    [
        ("employers.yml", "# mine\na: {company: A}  # b\n", "\nlinde:\n  company: Linde & Co\n"),
        ("employers.csv", "key,company\na,A\n", "linde,Linde & Co\n"),
        ("employers.tsv", "company\tid\nA\ta\n", "Linde & Co\tlinde\n"),
    ],
)
def test_records_keep_their_comments_and_order(
    coverpress: Command, tmp_path: Path, name: str, text: str, added: str
) -> None:
    file = tmp_path / "here/_data" / name
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    assert coverpress("new", "linde", "Linde & Co").code == 0
    assert file.read_text("utf-8") == text + added
    done = coverpress("new", "linde", "Another")
    assert done.code == 2
    assert "there is an employer `linde` already" in done.err


def test_records_in_json_and_in_a_folder_are_added_to(coverpress: Command) -> None:
    file = Path("_data/employers.json")
    file.parent.mkdir()
    file.write_text('{"a": {"company": "A"}}\n', "utf-8")
    assert coverpress("new", "b", 'B "x"').code == 0
    assert list(sites.read(Path()).employers) == ["a", "b"]
    file.unlink()
    Path("_data/employers").mkdir()
    assert coverpress("new", "c", "C").code == 0
    assert Path("_data/employers/c.yml").read_text("utf-8") == "company: C\n"


def test_what_cannot_be_added_to_is_left_alone(coverpress: Command) -> None:
    file = Path("_data/employers.yml")
    file.parent.mkdir()
    file.write_text("{a: {company: A}}\n", "utf-8")
    done = coverpress("new", "b", "B")
    assert done.code == 1
    assert "nothing can be added at the end of this file" in done.err
    assert file.read_text("utf-8") == "{a: {company: A}}\n"
    assert not Path("b.md").exists()


def test_a_letter_begins_with_the_text_of_another(coverpress: Command, make_site: MakeSite) -> None:
    site = make_site({"letters/one.md": LETTER, "two.md": LETTER})
    assert (
        coverpress("new", "b", "B", "--site", site, "--from", "letters/one", "--url", "u").code == 0
    )
    text = (site / "letters/b.md").read_text("utf-8")
    assert text == LETTER.replace("employer: acme", "employer: b")


@pytest.mark.parametrize("key", ["../x", "a/b", ".x", "", "a b"])
def test_a_key_is_a_name_and_no_path(coverpress: Command, make_site: MakeSite, key: str) -> None:
    done = coverpress("new", key, "B", "--site", make_site({}))
    assert done.code == 2
    assert "cannot be the key of an employer" in done.err
