"""One grammar: the words that the checks see are the words of the page, for all that tests know.

The page is the tree that Pandoc writes; its words are read from Pandoc's JSON here, and from the
prose there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import panflute as pf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.markup.inner import NOTE_AGAIN
from pipeline import markdown
from pipeline.engine import plan, recipe
from pipeline.letter import prose_reader
from pipeline.letter.prose import FILL, Prose
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.sourcemap import MappedText
from pipeline.sources import site
from pipeline.writers import pandoc
from tests.case_files import FOLDER, read_cases
from tests.conftest import ROOT, SEED
from tests.markdown_html import tree
from tests.pipeline.checks import corpus

FILE = Path("letter.md")
CONFORMANCE = ROOT.parent / "shared" / "conformance" / "kramdown"
needs_cases = pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="kramdown's cases are not here")
_TYPED = str.maketrans("‘’“”", "''\"\"")


def of_page(doc: pf.Doc) -> Iterator[str]:
    """Yield what the tree prints, a piece a word at most."""
    yield from _said(json.loads(pandoc.dump(doc))["blocks"])


def _said(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _said(item)
    elif isinstance(node, dict) and "t" in node:
        kind: str = node["t"]
        content: Any = node.get("c")
        match kind:
            case "Str":
                yield content
            case "Code" | "CodeBlock" | "RawInline" | "RawBlock" | "Math":
                yield content[1]
            case "Link" | "Div" | "Quoted":
                yield from _said(content[1])
            case "Span":
                if NOTE_AGAIN not in dict(content[0][2]):
                    yield from _said(content[1])
            case "Header":
                yield from _said(content[2])
            case "Image":
                pass
            case _:
                yield from _said(content)


def letters(text: str) -> str:
    """Return the letters and digits of `text`, sorted: footnotes stand elsewhere in the source."""
    said = unicodedata.normalize("NFC", text).translate(_TYPED)
    return "".join(sorted(re.sub(r"[\W_]", "", said)))


def words(text: str) -> list[str]:
    return sorted(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)))


def differs(found: Prose, doc: pf.Doc) -> str:
    """Return what is different between the prose and the page, or nothing."""
    if found.text != found.source.text:
        return f"no place: {found.text.removeprefix(found.source.text).split()}"
    page = list(of_page(doc))
    seen = found.shown.replace(FILL, " ")
    # Emphasis within a word is syntax in the source, and nothing in the tree.
    missing = letters("".join(page)), letters(seen)
    return "" if missing[0] == missing[1] else f"page: {words(' '.join(page))}\nseen: {words(seen)}"


def read(text: str, options: markdown.Options | None = None) -> tuple[Prose, pf.Doc]:
    doc = tree(text, with_ids=False, options=options)
    mapped = MappedText(text, [0], [Location(FILE, 1, 1)], [False])
    return prose_reader.read(doc, mapped, ()), doc


PIECES = (
    *("Dear ", "a", "b c", " the the ", "[", "](", ")", "]", "](https://x.example/a)", "<!--"),
    *("-->", "{::comment}", "{:/}", "{: .b}", "`", "```\n", "~~~\n", "*", "_", "**", "# ", "> "),
    *("- ", "1. ", "\n", "\n\n", "\t", "    ", "\\", "&", "&amp;", "&eacute;", "<b>", "</b>"),
    *("<a b>", '"', "'", "--", "...", "<<", "|", "[^1]", "\n\n[^1]: n", "[c]", "\n\n[c]: u"),
    *("<br>", "x@y.z", "<div>", "</div>", "<p>", "<ul><li>", "{::nomarkdown}", "$$", "://", "1"),
    *("[ ] ", "é", "b"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_text(pieces: list[str]) -> None:
    found, doc = read("".join(pieces))
    assert letters("".join(of_page(doc))) == letters(found.shown.replace(FILL, " "))


def constructs() -> list[tuple[str, str]]:
    cases = (FOLDER / "constructs.txt").read_text("utf-8").split("\n=== ")[1:]
    texts = (case.partition("\n") for case in cases)
    return [(name, rest.partition("\n>>> differs\n")[0] + "\n") for name, _, rest in texts]


@pytest.mark.parametrize(("name", "text"), constructs(), ids=lambda value: value[:60])
def test_construct(name: str, text: str) -> None:
    assert name
    assert differs(*read(text)) == ""


def conformance() -> list[str]:
    files = sorted(CONFORMANCE.rglob("*.text"))
    return [file.relative_to(CONFORMANCE).with_suffix("").as_posix() for file in files]


@needs_cases
@pytest.mark.parametrize("name", conformance() or ["none"])
def test_kramdowns_own_cases(name: str) -> None:
    text = (CONFORMANCE / f"{name}.text").read_text("utf-8")
    assert differs(*read(text, markdown.Options(gfm=False))) == ""


def sites() -> list[tuple[Path, str]]:
    folders = [ROOT / "letters", ROOT / "tests" / "jekyll-site"]
    folders += [SEED] if SEED.is_dir() else []
    return [(folder, job.name) for folder in folders for job in plan.find(site.read(folder))]


@pytest.mark.parametrize(("folder", "name"), sites())
def test_letter_of_a_site(folder: Path, name: str) -> None:
    opened = site.read(folder)
    (job,) = (job for job in plan.find(opened) if job.name == name)
    reading = recipe.read(job, opened)
    assert differs(reading.prose, reading.doc) == ""


def corpora() -> list[tuple[str, str]]:
    found = [(file.stem, file.read_text("utf-8")) for file in (FOLDER / "letters").glob("*.md")]
    found += [(name, text) for name, (_, text) in corpus.TEXTS.items()]
    for kind in ("check", "planted"):
        for case in read_cases(kind):
            given, expected = case.values[:2]
            text = str(given) if kind == "check" else str(expected)
            found.append((str(case.id), text))
    return sorted(found)


@pytest.mark.parametrize(("name", "text"), corpora(), ids=lambda value: value[:60])
def test_letter_of_a_corpus(name: str, text: str, tmp_path: Path) -> None:
    assert name
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    body = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "R&D *value* <b>", body))
    file = tmp_path / "letter.md"
    file.write_text("{% raw %}" + body + "{% endraw %}", "utf-8")
    reading = recipe.read(Job(file, "letter"), site.read(tmp_path))
    assert differs(reading.prose, reading.doc) == ""


@pytest.mark.parametrize(
    "text",
    ["x" * 200_000, "a " * 20_000, "<!-- " + "hidden " * 4000 + "--> seen", "- a\n" * 3000],
    ids=["word", "words", "comment", "items"],
)
def test_no_length_is_too_much(text: str) -> None:
    assert differs(*read(text)) == ""
