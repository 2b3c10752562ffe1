"""The real letter, unmodified, on both papers: what a user of such a site expects."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.pdf import inspection
from tests.conftest import Command
from tests.pdf import contains_in_order, text_of, words_of

LETTER = "deeplearning-cover-letter"
POSTING = "http://resume.da3.net/deeplearning"
AWKWARD_TITLE = r"C# & R&D_Engineer [m/f]* 100% $5 ~ ^ \textbf{x}"
AWKWARD_URL = "https://x.y/a(b)c d?e=1&f_g=%20#h"


FOUND = [
    "4:7: warning: [date.far]",
    "21:1313: warning: [spelling.typo]",
    "23:773: warning: [damage.doubled]",
    "27:115: warning: [damage.mojibake]",
    "29:186: warning: [spelling.typo]",
]
"""What is wrong with the real letter, and all of it: nothing of it stops the build."""


def found(printed: str) -> list[str]:
    """Return the place, severity and code of every finding that was printed about the letter."""
    pattern = re.compile(rf"^\S*{LETTER}\.md:(\d+:\d+: \w+:) .* (\[[\w.]+\])$", re.MULTILINE)
    return [" ".join(match) for match in pattern.findall(printed)]


@pytest.fixture
def site(seed: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "site"
    shutil.copytree(seed, copy)
    for file in copy.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)
    copy.chmod(0o755)
    return copy


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new), "utf-8")


def body_words(letter: Path) -> list[str]:
    """Return the words of the letter that its author typed outside of links' targets and markup."""
    body = letter.read_text("utf-8").split("---\n", 2)[2]
    body = re.sub(r"\{%.*?%\}|\{:.*?\}|^###", "", body, flags=re.MULTILINE)
    body = body.replace("{{jobinfo.jobtitle}}", "Machine Learning Engineer")
    body = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", body)
    return words_of(re.sub(r"\b_(\w+)_\b", r"\1", body))


@pytest.mark.parametrize(
    ("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))], ids=["a4", "letter"]
)
def test_builds_unmodified(
    seed: Path, coverpress: Command, tmp_path: Path, paper: str, size: tuple[int, int]
) -> None:
    done = coverpress("build", "--site", seed, "--out", tmp_path, "--paper", paper)
    assert done.code == 0
    assert found(done.err) == FOUND
    pdf = tmp_path / f"{LETTER}-{paper}.pdf"
    pages = inspection.read(pdf, pdf)
    assert (round(pages.width), round(pages.height)) == size
    assert pages.count <= 2
    assert POSTING in pages.links
    text = text_of(pdf)
    assert "Cover Letter - Machine Learning Engineer" in text
    assert contains_in_order(words_of(text), body_words(seed / f"{LETTER}.md")) is None
    assert not re.search(r"\{\{|\{%|\{:|cp[0-9a-f]{12}v", text)
    assert "January 2, 2015" in text


def test_awkward_values_come_out_whole(site: Path, coverpress: Command, tmp_path: Path) -> None:
    records = site / "_data" / "employers.yml"
    edit(records, "jobtitle: Machine Learning Engineer", f"jobtitle: '{AWKWARD_TITLE}'")
    edit(records, f'"{POSTING}"', f'"{AWKWARD_URL}"')
    done = coverpress("build", "--site", site, "--out", tmp_path / "out", "--paper", "a4")
    assert done.code == 0, done.err
    pdf = tmp_path / "out" / f"{LETTER}-a4.pdf"
    assert f"Cover Letter - {AWKWARD_TITLE}" in text_of(pdf)
    # A URI holds no space (RFC 3986): a browser, too, would write %20.
    assert AWKWARD_URL.replace(" ", "%20") in inspection.read(pdf, pdf).links


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "likely"),
    [
        ("employer: deeplearning", "employer: deeplearnin", 6, 11, "deeplearning"),
        ("{{jobinfo.jobtitle}}", "{{ jobinfo.jobtitel }}", 14, 24, "jobtitle"),
    ],
    ids=["employer", "field"],
)
def test_slip_names_the_line_and_keeps_the_earlier_pdf(
    site: Path,
    coverpress: Command,
    tmp_path: Path,
    old: str,
    new: str,
    line: int,
    column: int,
    likely: str,
) -> None:
    out = tmp_path / "out"
    arguments = ("build", "--site", site, "--out", out, "--paper", "a4")
    assert coverpress(*arguments).code == 0
    pdf = out / f"{LETTER}-a4.pdf"
    before = pdf.read_bytes()
    edit(site / f"{LETTER}.md", old, new)
    done = coverpress(*arguments)
    assert done.code == 1
    assert f"{LETTER}.md:{line}:{column}: error: " in done.err
    assert f"Did you mean `{likely}`?" in done.err
    assert "kept the earlier PDF (out of date)" in done.err
    assert pdf.read_bytes() == before
    reported = json.loads(coverpress(*arguments, "--format", "json").out)
    (failure,) = reported["failures"]
    assert (failure["line"], failure["column"]) == (line, column)
    assert likely in failure["hint"]


def test_another_employer_gets_a_file_of_its_own(
    seed: Path, coverpress: Command, tmp_path: Path
) -> None:
    arguments = ("build", "--site", seed, "--out", tmp_path, "--paper", "a4")
    assert coverpress(*arguments, "--employer", "edx").code == 0
    (pdf,) = tmp_path.glob("*.pdf")
    assert pdf.name == f"{LETTER}-edx-a4.pdf"
    text = text_of(pdf)
    assert "Relationship Manager for Europe (Contract Role)" in text
    assert "Machine Learning Engineer" not in text.partition("TL;DR")[0]


def test_check_finds_the_slips_and_repairs_two(site: Path, coverpress: Command) -> None:
    done = coverpress("check", "--site", site)
    assert done.code == 0
    assert found(done.out) == FOUND
    for words in ("`requied`", "`technoglies`", "`Universität`", "`the` stands twice"):
        assert words in done.out
    letter = site / f"{LETTER}.md"
    before = letter.read_bytes()
    assert coverpress("check", "--site", site, "--fix").code == 0
    wanted = before.replace("Universit√§t".encode(), "Universität".encode())
    assert letter.read_bytes() == wanted.replace(b"contributed the the", b"contributed the")
