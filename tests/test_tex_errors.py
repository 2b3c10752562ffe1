"""What TeX stumbles over is told at the letter's own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Command, MakeSite

WORD = "a1b2c3d4e5" * 20
LETTER = """\
---
layout: coverletter
makepdf: true
employer: acme
{front}---

Dear Acme,

This is a line of text.
{text}
This is another line of text.

Kind regards,
Robin Placeholder
"""
CASES = {
    "command": (r"a \nonsense{x} here", 10, "TeX does not know the command `\\nonsense`"),
    "alone": ("\n\\nonsense\n", 11, "TeX does not know the command `\\nonsense`"),
    "after-emphasis": ("\n*text*\n\n\\nonsense\n", 13, "does not know the command `\\nonsense`"),
    "in-environment": (
        "\n\\begin{itemize}\n\\item good\n\\item \\nonsense\n\\end{itemize}\n",
        13,
        "does not know the command `\\nonsense`",
    ),
    "environment": (r"\begin{nonsense}x\end{nonsense}", 10, "the environment `nonsense`"),
    "far-in-environment": (
        "\n\\begin{center}\ngood\n\n\\nonsense\n\\end{center}\n",
        14,
        "the command `\\nonsense`",
    ),
    "note": ("A note[^1] here.\n\n[^1]: one \\nonsense two\n", 12, "the command `\\nonsense`"),
    "heading": ("\n## A heading \\nonsense\n", 11, "the command `\\nonsense`"),
    "table-sign": (r"\hbox{a & b}", 10, "`&` stands outside of a table"),
    "font": (r"{\fontspec{No Such Font} x}", 10, "No Such Font"),
    "file": (r"\input{nonsense}", 10, "does not find, the file nonsense"),
    "list": ("\n- one\n- two \\nonsense\n- three\n", 12, "the command `\\nonsense`"),
    "quotation": ("\n> one\n> two \\nonsense\n", 12, "the command `\\nonsense`"),
    "table": ("\n| a | b |\n|---|---|\n| c | \\nonsense |\n", 13, "the command `\\nonsense`"),
}


@pytest.mark.parametrize("name", CASES)
def test_raw_tex_that_fails(
    name: str, make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    text, line, message = CASES[name]
    site = make_site({"_config.yml": "raw_tex: true", "a.md": LETTER.format(text=text, front="")})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 1
    assert f"a.md:{line}:" in done.err
    assert message in done.err
    if "the command `" in message:
        column = LETTER.format(text=text, front="").splitlines()[line - 1].index("\\nonsense") + 1
        assert f"a.md:{line}:{column}: error" in done.err
    assert len(done.err.splitlines()) <= 6, "never the log"


def test_the_line_of_an_include(make_site: MakeSite, coverpress: Command, tmp_path: Path) -> None:
    text = "\n{% include part.md %}\n"
    files = {
        "_config.yml": "raw_tex: true",
        "_includes/part.md": "one line\nand \\nonsense here\n",
        "a.md": LETTER.format(text=text, front=""),
    }
    done = coverpress("build", "--site", make_site(files), "--out", tmp_path, "--paper", "a4")
    assert "_includes/part.md:2:5: error: LuaLaTeX failed" in done.err


def test_the_log_is_shown_if_it_is_asked_for(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    text = LETTER.format(text="\\nonsense", front="")
    site = make_site({"_config.yml": "raw_tex: true", "a.md": text})
    job = ("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert "This is LuaHBTeX" not in coverpress(*job).err
    shown = coverpress(*job, "--verbose").err
    assert "This is LuaHBTeX" in shown
    assert "Undefined control sequence" in shown


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"see {WORD} there", "10:5"),
        (f"`{'x' * 200}`", "10:2"),
        (f"\n- one\n- {WORD}\n", "12:3"),
        (f"\n| a | b |\n|---|---|\n| c | {WORD} |\n", "13:"),
        (f"\n    one\n    {'code' * 50}\n", "12:5"),
    ],
    ids=["word", "code", "item", "cell", "block"],
)
def test_a_line_that_sticks_out(
    text: str, place: str, make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    site = make_site({"a.md": LETTER.format(text=text, front="")})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 0
    assert f"a.md:{place}" in done.err
    assert "sticks out into the margin by" in done.err


def test_a_part_of_the_front_matter_that_sticks_out(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    site = make_site({"a.md": LETTER.format(text="text", front=f"subject: {WORD}\n")})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert "a.md:5:10: warning: a line sticks out" in done.err


RUNE = "\U00012345"
RECORD = f"""\
acme:
  company: Acme
  address: |
    12 Some Street
    {RUNE} Town
  long: {WORD}
"""


@pytest.mark.parametrize(
    ("front", "text", "config", "place"),
    [
        ("", "text", "{}", "_data/employers.yml:5:1: error: no font has the character"),
        ("", "{{ employer.long }}", "{}", "_data/employers.yml:6:9: warning: a line sticks out"),
        ("enclosures:\n- one\n- a \U00012346\n", "text", "{}", "a.md:7:3: error: no font has"),
        (
            "",
            "text",
            "sender:\n  name: Robin\n  place: \U00012347",
            "_config.yml:3:10: error: no font has",
        ),
        ("", f"Text[^1] here.\n\n[^1]: {WORD}\n", "{}", "a.md:12:7: warning: a line sticks out"),
    ],
    ids=["address", "value", "list", "sender", "footnote"],
)
def test_the_line_where_it_was_written(
    front: str,
    text: str,
    config: str,
    place: str,
    make_site: MakeSite,
    coverpress: Command,
    tmp_path: Path,
) -> None:
    record = RECORD if "employers.yml:5" in place else RECORD.replace(RUNE, "Some")
    front += "date: 2026-03-02\n" if "place:" in config else ""
    letter = LETTER.format(text=text, front=front)
    site = make_site({"_config.yml": config, "_data/employers.yml": record, "a.md": letter})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert place in done.err


def test_the_line_of_an_address_that_is_too_wide(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    record = f"acme:\n  company: Acme\n  address:\n    - Town\n    - R & D {'very ' * 20}wide\n"
    letter = LETTER.format(text="text", front="format: din5008b\n")
    site = make_site({"_data/employers.yml": record, "a.md": letter})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert "_data/employers.yml:5:7: error: the line `R & D very" in done.err
