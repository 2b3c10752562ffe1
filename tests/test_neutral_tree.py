"""The tree that every form of a letter is made of: no LaTeX in it, and no word lost on the way."""

from __future__ import annotations

import html
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import panflute as pf
import pytest

from filters import flow
from pipeline.engine import plan, recipe
from pipeline.model.job import Job
from pipeline.sources import site
from pipeline.writers import pandoc
from tests.conftest import ROOT, SEED

SITES = [ROOT / "letters", ROOT / "tests" / "jekyll-site", *([SEED] if SEED.is_dir() else [])]
MARKUP = """\
---
layout: coverletter
makepdf: true
links: footnotes
---
# A [job](https://x.example/job)

Dear World,

a <small>small</small> word[^1], [ein Wort]{: lang="de"}, again[^1],
and https://x.example/a/long/address/of/a/page/that/goes/on.

<p align="center">in the middle</p>

<div style="text-align: right">on the right</div>

    code

Sincerely,
Robin Placeholder

P.S. more

[^1]: a note
"""


@cache
def samples() -> dict[str, recipe.Draft]:
    found = {}
    for folder in SITES:
        opened = site.read(folder)
        for job in plan.find(opened):
            found[f"{folder.name}/{job.name}"] = recipe.draft(job, opened)
    return found


def names() -> list[str]:
    return [f"{f.name}/{job.name}" for f in SITES for job in plan.find(site.read(f))]


def raw_formats(tree: str) -> set[str]:
    """Return the formats of all raw markup in a tree."""
    found: set[str] = set()

    def look(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, (pf.RawInline, pf.RawBlock)):
            found.add(element.format)

    pandoc.load(tree).walk(look)
    return found


@pytest.mark.parametrize("name", names())
def test_tree_holds_no_latex(name: str) -> None:
    assert raw_formats(samples()[name].tree) == set()
    assert raw_formats(samples()[name].page) == {"latex"}


@pytest.fixture
def markup(tmp_path: Path) -> recipe.Draft:
    """A letter with all for which LaTeX must be told something."""
    file = tmp_path / "letter.md"
    file.write_text(MARKUP, "utf-8")
    return recipe.draft(Job(file, "letter"), site.read(tmp_path))


def test_what_only_latex_must_be_told_comes_with_its_writer(markup: recipe.Draft) -> None:
    assert raw_formats(markup.tree) == set()
    commands = r"\from \small \passage \footnotemark \allowbreak \begin{center} \begin{flushright}"
    for command in commands.split():
        assert command in recipe.latex(markup, "a4"), command


def test_only_the_letters_own_tex_is_in_the_tree(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("raw_tex: true\n", "utf-8")
    file = tmp_path / "letter.md"
    file.write_text("Dear \\emph{World},\n\n\\begin{center}\na\n\\end{center}\n", "utf-8")
    drafted = recipe.draft(Job(file, "letter"), site.read(tmp_path))
    assert raw_formats(drafted.tree) <= {"tex", "latex"}
    assert r"\from" not in drafted.tree


@pytest.mark.parametrize("key", ["coverpress-source", "coverpress-small", "coverpress-align"])
@pytest.mark.parametrize(
    "text",
    [
        '[x y]{{: {key}="1}}\\directlua{{}}" }}',
        'x\n{{: {key}="1}}\\directlua{{}}" }}',
        '```\nx\n```\n{{: {key}="1}}\\directlua{{}}" }}',
        '<span {key}="1}}\\directlua{{}}">x</span>',
        '<div markdown="1" {key}="1}}\\directlua{{}}">x</div>',
        '{{% assign k = "{key}" %}}[x y]{{: {{{{ k }}}}="1}}\\directlua{{}}" }}',
    ],
    ids=["span", "block", "code", "html", "div", "value"],
)
def test_no_attribute_of_a_letter_is_taken_for_one_of_ours(
    key: str, text: str, tmp_path: Path
) -> None:
    file = tmp_path / "letter.md"
    file.write_text(text.format(key=key) + "\n", "utf-8")
    latex = recipe.latex(recipe.draft(Job(file, "letter"), site.read(tmp_path)), "a4")
    body = latex.partition(r"\begin{document}")[2]
    assert "directlua" not in body.replace(r"\textbackslash directlua", "")


def written(tree: str, form: str) -> bytes:
    """Return what Pandoc writes of a letter's tree as `form`."""
    doc = pandoc.load(tree)
    flow.apply(doc)
    command = [str(pandoc.executable()), "--from=json", f"--to={form}", "--wrap=none", "--output=-"]
    run = subprocess.run(command, input=pandoc.dump(doc).encode(), capture_output=True, check=True)
    return run.stdout


def text_of_plain(made: bytes) -> str:
    return made.decode()


def text_of_html(made: bytes) -> str:
    in_lines = re.sub(r"</?(?:strong|em|span|a)\b[^>]*>", "", made.decode())
    return html.unescape(re.sub(r"<[^>]*>", " ", in_lines))


def text_of_docx(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = [package.read(f"word/{name}.xml").decode() for name in ("document", "footnotes")]
    lines = re.sub(r"</w:p>|<w:br ?/>", "\n", " ".join(parts))
    return html.unescape(re.sub(r"<[^>]*>", "", lines))


def words(text: str) -> Counter[str]:
    """Return the words and the numbers in `text`, raised and lowered ones as any other."""
    return Counter(re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFKC", text)))


def said(tree: str) -> Iterator[str]:
    """Yield every word that a letter's tree prints, read from Pandoc's JSON itself."""
    printed = "subject opening closing signature after recipient date references senderaddress"
    printed += " sendercontacts enclosures cc footer"
    loaded = json.loads(tree)
    metadata = loaded["meta"]
    yield from _said([metadata[key] for key in printed.split() if key in metadata])
    yield from _said(loaded["blocks"])


def _said(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _said(item)
    elif isinstance(node, dict):
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            yield content
        elif kind in ("Code", "CodeBlock"):
            yield content[1]
        elif kind == "Link" or kind in ("Span", "Div"):
            yield from _said(content[1])
        elif kind == "Header":
            yield from _said(content[2])
        elif kind == "MetaMap":
            yield from _said([part for key, part in content.items() if key != "kind"])
        elif kind != "Image":
            yield from _said(content)


@pytest.mark.parametrize(
    ("form", "text_of"),
    [("plain", text_of_plain), ("html", text_of_html), ("docx", text_of_docx)],
    ids=["plain", "html", "docx"],
)
@pytest.mark.parametrize("name", names())
def test_no_form_loses_a_word(name: str, form: str, text_of: Callable[[bytes], str]) -> None:
    tree = samples()[name].tree
    wanted = words(" ".join(said(tree)))
    assert sum(wanted.values()) > 20
    assert wanted - words(text_of(written(tree, form))) == Counter()


@pytest.mark.parametrize("stage", ["ast", "tex"])
def test_the_same_letter_is_the_same_in_every_process(stage: str) -> None:
    letter = str(ROOT / "letters" / "analyst.md")
    said = {
        subprocess.run(
            [sys.executable, "-m", "pipeline", "show", letter, "--stage", stage],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "random")
    }
    assert len(said) == 1
