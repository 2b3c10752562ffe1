"""Every filter by itself, as `pandoc --filter filters/NAME.py`: the same as in process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import panflute as pf
import pytest

from filters import (
    attributes,
    blocks,
    columns,
    employer,
    flow,
    html_markup,
    identifiers,
    inject,
    letter,
    marks,
    notes,
    plain_words,
    quotes,
    site_links,
    spaces,
    tongue,
    unseen,
)
from filters.latex import (
    appearance,
    ascii_links,
    beside,
    code,
    link_notes,
    long_items,
    long_words,
    lost,
    ordinals,
    ornaments,
    passages,
    places,
    plain_attributes,
    properties,
    stars,
)
from filters.latex import notes as repeated_notes
from pipeline import markdown
from pipeline.model import sourcemap
from pipeline.writers import pandoc
from tests.trees import FILE, render

ROOT = Path(__file__).resolve().parents[2]
RECORD = {"company": "R&D *Co*", "url": "https://acme.example", "postcode": "01234", "no": "NO"}
TEXT = """\
# Application - [{{ company }}]({{ url }})
{: #application }

Dear {{ company }} team, dear Dr. Example,

See [our page](https://acme.example/a/long/address/of/a/page): "{{ company }}", [my CV](cv.pdf).
It is https://acme.example/a/long/address/of/a/page, of the 1er avril, or
[one](https://müller.example/).
\\*starred

I <small>really</small> <b lang="de">know</b><br>
*{{ company }}*{: .x key="{{ company }}"} and `{{ company }}`.
{: .first}

## {{ company }}

- a
- {{ company }} and so much more that an item of a list takes more than a single line of the page
{: #list}

<div>{{ company }}</div>

|{{ company }}|b|
|-|-|
|c|"d"|

    a line of code

A control \x07 and a lost letter, \ufffd.

Sincerely,
Jane Placeholder

P.S. {{ company }}[^1] and[^1]

[^1]: again
"""
YAML = "acme:\n" + "".join(f'  {key}: "{value}"\n' for key, value in RECORD.items())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the letter's tree, its tokens, and the record."""
    folder = tmp_path_factory.mktemp("alone")
    rendered = render(TEXT, dict(RECORD))
    prepared = markdown.prepare(sourcemap.plant(rendered.marked))
    doc, _ = pandoc.read(prepared.markdown, FILE)
    (folder / "tree.json").write_text(pandoc.dump(doc), "utf-8")
    for neutral in (marks, attributes, notes, html_markup, letter):
        neutral.apply(doc)
    (folder / "neutral.json").write_text(pandoc.dump(doc), "utf-8")
    for neutral in (marks, attributes, notes, html_markup, letter):
        neutral.apply(doc)
    (folder / "neutral.json").write_text(pandoc.dump(doc), "utf-8")
    (folder / "tokens.json").write_text(json.dumps(rendered.tokens.table()), "utf-8")
    (folder / "my_employers_.yml").write_text(YAML, "utf-8")
    return folder


def tree_for(name: str) -> str:
    """Return the file of the tree that the filter `name` is for."""
    return "neutral.json" if name.startswith(("latex/", "flow", "plain_words")) else "tree.json"


def run(folder: Path, name: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run Pandoc on the tree with one filter; Pandoc takes its Python from the PATH."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = (
        pandoc.executable(),
        "--from=json",
        "--to=json",
        f"--filter={ROOT}/filters/{name}.py",
    )
    return subprocess.run(
        [*command, *options, tree_for(name)],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONWARNINGS": "error"},
        capture_output=True,
        encoding="utf-8",
    )


def tokens(folder: Path) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((folder / "tokens.json").read_text("utf-8"))
    return table


EMPLOYER_OPTIONS = ("-Memployer=acme", "-Memployers=my_employers_.yml")


@pytest.mark.parametrize(
    ("name", "apply", "options"),
    [
        ("attributes", lambda doc, _: attributes.apply(doc), ()),
        (
            "inject",
            lambda doc, folder: inject.apply(doc, tokens(folder)),
            ("-Mtokens=tokens.json",),
        ),
        ("identifiers", lambda doc, _: identifiers.apply(doc), ()),
        ("spaces", lambda doc, _: spaces.apply(doc, "de"), ("-Mlang=de",)),
        ("blocks", lambda doc, _: blocks.apply(doc), ()),
        ("columns", lambda doc, _: columns.apply(doc), ()),
        ("quotes", lambda doc, _: quotes.apply(doc), ()),
        ("notes", lambda doc, _: notes.apply(doc), ()),
        ("html_markup", lambda doc, _: html_markup.apply(doc), ()),
        ("employer", lambda doc, _: employer.apply(doc, RECORD), EMPLOYER_OPTIONS),
        ("flow", lambda doc, _: flow.apply(doc), ()),
        ("plain_words", lambda doc, _: plain_words.apply(doc), ()),
        ("letter", lambda doc, _: letter.apply(doc), ()),
        ("latex/link_notes", lambda doc, _: link_notes.apply(doc), ()),
        ("latex/long_words", lambda doc, _: long_words.apply(doc), ()),
        ("latex/ascii_links", lambda doc, _: ascii_links.apply(doc), ()),
        ("latex/long_items", lambda doc, _: long_items.apply(doc), ()),
        ("latex/properties", lambda doc, _: properties.apply(doc), ("-Mpdftitle=A & B",)),
        ("latex/stars", lambda doc, _: stars.apply(doc), ()),
        ("latex/appearance", lambda doc, _: appearance.apply(doc), ()),
        ("latex/beside", lambda doc, _: beside.apply(doc), ()),
        ("latex/ornaments", lambda doc, _: ornaments.apply(doc), ()),
        ("latex/notes", lambda doc, _: repeated_notes.apply(doc), ()),
        ("latex/ordinals", lambda doc, _: ordinals.apply(doc, "fr"), ("-Mlang=fr",)),
        ("latex/passages", lambda doc, _: passages.apply(doc), ()),
        ("latex/lost", lambda doc, _: lost.apply(doc), ()),
        ("latex/code", lambda doc, _: code.apply(doc), ()),
        ("latex/plain_attributes", lambda doc, _: plain_attributes.apply(doc), ()),
        ("latex/places", lambda doc, _: places.apply(doc), ()),
        ("marks", lambda doc, _: marks.apply(doc), ()),
        (
            "site_links",
            lambda doc, _: site_links.apply(doc, "https://x.example", "/a/"),
            ("-Msite_url=https://x.example", "-Mpage_url=/a/"),
        ),
        ("unseen", lambda doc, _: unseen.apply(doc), ()),
        ("tongue", lambda doc, _: tongue.apply(doc, "de"), ("-Mlang=de",)),
    ],
)
def test_alone_and_in_process_are_equal(
    name: str, apply: Callable[[pf.Doc, Path], None], options: tuple[str, ...], folder: Path
) -> None:
    alone = run(folder, name, *options)
    assert alone.returncode == 0, alone.stderr
    doc = pandoc.load((folder / tree_for(name)).read_text("utf-8"))
    before = doc.to_json()
    for option in options:  # Pandoc puts them into the metadata, which the filter reads
        key, _, value = option.removeprefix("-M").partition("=")
        doc.metadata[key] = pf.MetaString(value)
    apply(doc, folder)
    expected = json.loads(pandoc.dump(doc))
    found = json.loads(alone.stdout)
    assert found["blocks"] == expected["blocks"]
    assert found["meta"] == expected["meta"]
    assert (found["blocks"], found["meta"]) != (before["blocks"], before["meta"])


def test_every_filter_is_here() -> None:
    folder = ROOT / "filters"
    found = (*folder.glob("*.py"), *folder.glob("latex/*.py"))
    names = {file.relative_to(folder).with_suffix("").as_posix() for file in found}
    names -= {"__init__", "latex/__init__"}
    (mark,) = test_alone_and_in_process_are_equal.pytestmark
    assert {case[0] for case in mark.args[1]} == names


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("inject", (), "Say `-M tokens=FILE`"),
        ("employer", (), "say `-M employer=KEY -M employers=FILE`"),
        ("employer", ("-Memployer=acne", EMPLOYER_OPTIONS[1]), "has no employer `acne`"),
        ("employer", ("-Memployer=acme", "-Memployers=empty.yml"), "has no employer `acme`"),
    ],
)
def test_what_is_missing_is_said(
    name: str, options: tuple[str, ...], message: str, folder: Path
) -> None:
    (folder / "empty.yml").write_text("# nothing\n", "utf-8")
    alone = run(folder, name, *options)
    assert alone.returncode == 83  # Pandoc's code for a filter that failed
    assert message in alone.stderr
