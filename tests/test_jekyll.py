"""Real Jekyll beside ours: short constructs, kramdown's own cases, and a whole site.

Where Jekyll or kramdown is missing, these are skipped; `.ci/run` installs them.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from pipeline import markdown
from pipeline.engine import plan, recipe
from pipeline.sources import site
from tests.commands import succeed
from tests.html_outline import outline
from tests.markdown_html import has_kramdown, html_of, kramdowns, tree

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "tests" / "jekyll-site"
CONSTRUCTS = ROOT / "tests" / "cases" / "constructs.txt"
CONFORMANCE = ROOT.parent / "shared" / "conformance" / "kramdown"

needs_kramdown = pytest.mark.skipif(not has_kramdown(), reason="kramdown (Ruby) is not installed")
needs_jekyll = pytest.mark.skipif(not shutil.which("jekyll"), reason="Jekyll is not installed")
needs_cases = pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="kramdown's cases are not here")


# Constructs --------------------------------------------------------------------------------------


def constructs() -> list[tuple[str, str, str]]:
    """Return name, text and the reason to differ, if any, of every construct."""
    found = []
    for case in CONSTRUCTS.read_text("utf-8").split("\n=== ")[1:]:
        name, _, rest = case.partition("\n")
        text, _, reason = rest.partition("\n>>> differs\n")
        found.append((name, text.rstrip("\n") + "\n", reason.strip()))
    return found


@pytest.fixture(scope="module")
def theirs() -> dict[str, str]:
    cases = constructs()
    made = kramdowns([text for _, text, _ in cases])
    return {name: markup for (name, _, _), markup in zip(cases, made, strict=True)}


@needs_kramdown
@pytest.mark.parametrize(("name", "text", "reason"), constructs(), ids=lambda value: value[:30])
def test_construct(name: str, text: str, reason: str, theirs: dict[str, str]) -> None:
    ours = outline(html_of(tree(text)))
    assert (ours != outline(theirs[name])) == bool(reason)


def test_there_are_enough_constructs() -> None:
    names = [name for name, _, _ in constructs()]
    assert len(set(names)) == len(names) >= 330
    assert sum(bool(reason) for _, _, reason in constructs()) <= 16


# kramdown's own cases ----------------------------------------------------------------------------

DIFFERENT = {
    "block/03_paragraph/standalone_image": "a picture with a caption: the letter has a picture",
    "block/06_codeblock/whitespace": "spaces of code made visible by a class",
    "block/08_list/item_ial": "Pandoc's items hold no attributes",
    "block/13_definition_list/auto_ids": "terms get no identifiers",
    "block/13_definition_list/item_ial": "Pandoc's terms and definitions hold no attributes",
    "block/14_table/escaping": "code that begins in a row and ends in the next",
    "span/01_link/image_in_a": "the alternative text of a picture, with a picture in it",
    "span/02_emphasis/empty": "four stars: ours stay as they are",
    "span/02_emphasis/normal": "six underscores in the words of a link",
    "span/04_footnote/inside_footnote": "a footnote in a footnote: its mark is printed as written",
    "span/04_footnote/placement": "`{:footnotes}`: they stand at the foot of the page",
}
"""The cases of which ours is another HTML, and why."""

FLOORS = {
    "block/01_blank_line": 2,
    "block/02_eob": 3,
    "block/03_paragraph": 5,
    "block/04_header": 5,
    "block/05_blockquote": 6,
    "block/06_codeblock": 11,
    "block/07_horizontal_rule": 4,
    "block/08_list": 12,
    "block/10_ald": 1,
    "block/11_ial": 3,
    "block/12_extension": 3,
    "block/13_definition_list": 10,
    "block/14_table": 6,
    "span/01_link": 6,
    "span/03_codespan": 3,
    "span/04_footnote": 4,
    "span/abbreviations": 3,
    "span/autolinks": 1,
    "span/escaped_chars": 1,
    "span/extension": 3,
    "span/ial": 1,
    "span/line_breaks": 1,
    "span/text_substitutions": 7,
}
"""How many cases of a folder at least agree."""


def conformance() -> list[str]:
    files = sorted(CONFORMANCE.rglob("*.text"))
    return [file.relative_to(CONFORMANCE).with_suffix("").as_posix() for file in files]


def agrees(name: str) -> bool:
    file = CONFORMANCE / f"{name}.text"
    options = file.with_suffix(".options")
    with_ids = options.exists() and "auto_ids: true" in options.read_text("utf-8")
    reading = markdown.Options(gfm=False)
    ours = html_of(tree(file.read_text("utf-8"), with_ids=with_ids, options=reading))
    return outline(ours) == outline(file.with_suffix(".html").read_text("utf-8"))


@needs_cases
def test_kramdowns_own_cases() -> None:
    different = {name for name in conformance() if not agrees(name)}
    assert different == set(DIFFERENT)
    same = Counter(name.rpartition("/")[0] for name in conformance() if name not in different)
    assert all(same[folder] >= floor for folder, floor in FLOORS.items())
    assert sum(same.values()) >= 100


# A site ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def jekylls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Jekyll's HTML of every letter of the site, by the letter's file."""
    folder = tmp_path_factory.mktemp("jekyll")
    copy = folder / "site"
    shutil.copytree(SITE, copy)
    command = ["jekyll", "build", "--quiet", "--destination", str(folder / "out")]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    pages = {}
    for file in (folder / "out").rglob("*.html"):
        markup = file.read_text("utf-8")
        name = re.search(r'<meta name="file" content="([^"]+)">', markup)
        body = re.search(r"<body>(.*)</body>", markup, re.DOTALL)
        assert name, file
        assert body, file
        pages[name[1]] = body[1]
    return pages


@pytest.fixture(scope="module")
def drafts() -> dict[str, recipe.Draft]:
    opened = site.read(SITE)
    return {
        job.file.relative_to(opened.source).as_posix(): recipe.draft(job, opened)
        for job in plan.find(opened)
    }


@needs_jekyll
def test_every_letter_is_in_both(drafts: dict[str, recipe.Draft], jekylls: dict[str, str]) -> None:
    assert len(drafts) >= 15
    assert set(drafts) == set(jekylls)


def letters() -> list[str]:
    source = SITE / "source"
    return sorted(
        file.relative_to(source).as_posix()
        for file in source.rglob("[!_]*.md")
        if "_includes" not in file.parts
    )


@needs_jekyll
@pytest.mark.parametrize("name", letters())
def test_letter_says_what_jekyll_says(
    name: str, drafts: dict[str, recipe.Draft], jekylls: dict[str, str]
) -> None:
    """Word for word, with the kinds of blocks, the emphasis and the targets of links."""
    rendered = drafts[name].rendering.rendered
    ours = html_of(tree(rendered.text, tokens=rendered.tokens.table()))
    assert outline(ours) == outline(jekylls[name])


@needs_jekyll
@pytest.mark.parametrize("name", ["2012/first.md", "2018/umlaute.md", "2020/branches.md"])
def test_page_holds_every_word_in_order(name: str, jekylls: dict[str, str], tmp_path: Path) -> None:
    file = SITE / "source" / name
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "build",
        "--paper",
        "a4",
        "--out",
        str(tmp_path),
        str(file),
    ]
    succeed(*command, cwd=ROOT)
    (pdf,) = tmp_path.rglob("*.pdf")
    with pypdfium2.PdfDocument(pdf) as opened:
        page = letters_of("".join(page.get_textpage().get_text_range() for page in opened))
    at = 0
    for line in re.sub(r"<[^>]+>", "\n", jekylls[name]).split("\n"):
        words = letters_of(html.unescape(line))
        at = page.find(words, at)
        assert at >= 0, line
        at += len(words)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text: hyphens and marks at line ends do not count."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if letter.isalnum())
