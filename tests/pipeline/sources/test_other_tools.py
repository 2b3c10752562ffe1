"""Letters written for other tools are right letters without a change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from pipeline.sources import front_matter, other_tools
from tests.conftest import Command

CASES = Path(__file__).resolve().parents[2] / "cases" / "other_tools"
LETTERS = sorted(file for file in CASES.iterdir() if file.suffix != ".txt")
TODAY = {"en": "March 2, 2026", "en-GB": "2 March 2026", "fr": "2 mars 2026"}
TODAY |= {"es": "2 de marzo de 2026"}
PICTURE = re.compile(r"[\w/.-]*(?:signature|unterschrift)[\w.]*", re.IGNORECASE)


def test_the_page_has_every_key() -> None:
    page = (CASES.parents[2] / "docs" / "from-other-tools.md").read_text("utf-8")
    keys = {
        *(*other_tools.RECIPIENT, *other_tools.NAME, *other_tools.ADDRESS, *other_tools.PICTURE),
        *(*other_tools.DATE, *other_tools.PAPER, *other_tools.SIZE, *other_tools.LAYOUT),
        *(key for keys in other_tools.WORDS.values() for key in keys),
        *(key for keys in other_tools.LISTS.values() for key in keys),
        *(key for keys in other_tools.CONTACTS.values() for key in keys),
    }
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


@pytest.mark.parametrize(
    ("chunk", "is_right"),
    [
        ("```{r}\nprint(1)\n```", False),
        ("```{r, include=FALSE}\nprint(1)\n```", True),
        ("```{r}\n#| include: false\nprint(1)\n```", True),
        ("```{r setup}\n# nothing\nlibrary(x)\n```", True),
        ("I earn `r 1 + 1` euros.", False),
        ("```r\nprint(1)\n```", True),
    ],
)
def test_code_of_r_is_never_run(
    chunk: str, is_right: bool, tmp_path: Path, coverpress: Command
) -> None:
    letter = tmp_path / "one.Rmd"
    letter.write_text(f"---\nopening: Dear Kim,\n---\nI like ropes.\n\n{chunk}\n\nMore.\n")
    shown = coverpress("show", "--stage", "tex", letter)
    assert (shown.code == 0) == is_right, shown.err
    if not is_right:
        assert "one.Rmd:6:1: error: the letter has R code" in shown.err


@pytest.mark.parametrize(
    ("front", "is_foreign"),
    [
        ("opening: Dear Kim,\naddress: [Mudlark, Quay 3]", True),
        ("address: [Mudlark, Quay 3]", False),
        ("to: Mudlark\nboss: Kim", False),
        ("signature: images/me.png", True),
        ("signature: Kim Placeholder", False),
        ("opening: Dear Kim,\nclosing: Bye,\nsubject: Ropes", False),
        ("opening: Dear Kim,\nrecipient: [Mudlark]\nsender: {name: Robin}", False),
        ("format: din5008b", False),
        ("format: letter-pdf", True),
    ],
)
def test_a_letter_of_ours_stays_as_it_is(front: str, is_foreign: bool, tmp_path: Path) -> None:
    file = tmp_path / "one.md"
    letter = front_matter.parse(f"---\n{front}\n---\nI like ropes.\n", file)
    assert (other_tools.in_our_words(letter) != letter) == is_foreign


def test_a_key_that_the_text_prints_is_the_letters_own(tmp_path: Path) -> None:
    text = "---\nopening: Hi,\naddress: [Mudlark]\n---\nTo {{ page.address }}\n"
    letter = front_matter.parse(text, tmp_path / "one.md")
    assert other_tools.in_our_words(letter) == letter


def expected(letter: Path) -> tuple[list[str], set[str]]:
    """Return the lines that a reader must find, in order, and the keys that must be told."""
    lines = letter.with_suffix(".txt").read_text("utf-8").splitlines()
    told = next(line for line in lines if line.startswith("told:"))
    keys = re.sub(r"\([^)]*\)", "", told.removeprefix("told:")).split(",")
    shown = [line for line in lines if line and not line.startswith(("told:", "#"))]
    return shown, {key.strip() for key in keys if key.strip()}


def said(latex: str) -> str:
    """Return the words of the LaTeX of a letter."""
    body = latex.partition("\\begin{letter}")[2]
    body = re.sub(r"\\from\{\d+\}|\\href\{[^{}]*\}|\\(?:begin|end)\{\w+\}", "", body)
    body = body.replace("\\footnote", " ").replace("\\factbreak", "\n").replace("~", " ")
    body = re.sub(r"\\[A-Za-z]+\*? ?|[{}]|\\\\", " ", body)
    return " ".join(re.sub(r"\\([&%$#_])", r"\1", body).replace("\xa0", " ").split())


def wanted(line: str) -> str:
    line = line.replace("'", "’").replace("\xa0", " ")
    return " ".join(line.split())


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_it_is_read_as_its_tool_would(letter: Path, tmp_path: Path, coverpress: Command) -> None:
    copy = Path(shutil.copy(letter, tmp_path))
    for name in PICTURE.findall(letter.read_text("utf-8")):
        if "." in name.rpartition("/")[2] or "{" + name + "}" in letter.read_text("utf-8"):
            picture = tmp_path / (name if "." in name else f"{name}.png")
            picture.parent.mkdir(exist_ok=True)
            kind = "PDF" if picture.suffix == ".pdf" else None
            Image.new("RGB", (40, 20), "navy").save(picture, kind)
    shown = coverpress("show", "--stage", "tex", copy)
    assert shown.code == 0, shown.err
    text = said(shown.out)
    lines, keys = expected(letter)
    position = 0
    for line in lines:
        if line.startswith("{picture"):
            assert "includegraphics" in shown.out
            continue
        if line == "{today}":
            assert any(day in text for day in (*TODAY.values(), "2. März 2026"))
            continue
        found = text.find(wanted(line).replace("’", "’"), position)
        assert found >= 0, (line, text)
        position = found
    checked = coverpress("check", copy)
    assert checked.code == 0, checked.out
    about = "\n".join(
        line for line in checked.out.splitlines() if other_tools.SETTING_UNUSED.code in line
    )
    assert set(re.findall(r"`([\w-]+)`", about)) == keys
