"""The cases in `cases/jekyll/*.txt`: what Jekyll prints is what is printed here.

Each case is a page of one small site. That the expected text is Jekyll's own is tested wherever
Jekyll is installed; that it is ours, everywhere.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline import liquid, settings
from pipeline.letter import variables
from pipeline.model.errors import CoverpressError
from pipeline.model.location import Location
from pipeline.sources import defaults, site
from tests.case_files import read_cases

FILES = {
    "_config.yml": """\
title: A site
url: https://Robin.example
baseurl: /base
own: {list: [a, b]}
collections: {recipes: {output: true}}
timezone: Etc/UTC
defaults:
  - scope: {path: ""}
    values: {tone: plain, deep: {a: 1}}
  - scope: {path: sub, type: pages}
    values: {tone: warm}
  - scope: {path: sub/deeper}
    values: {tone: hot}
  - scope: {path: cases}
    values: {from: defaults, deep: {b: 2}}
  - scope: {path: "", type: posts}
    values: {tone: dry}
""",
    "_data/facts.yml": "path: /edx-resume\nlist: [a, b, c]\nindex: 1\na: x\nb: y\n",
    "_data/people.yml": """\
- {name: Ada, role: dev, age: 30, tags: [x, y], at: {city: Rom}, hired: true}
- {name: Bo, role: ops, age: 40, tags: [z], at: {city: Bonn}}
- {name: Cy, age: 20, tags: [], at: {city: Ulm}}
- {name: Ann, role: dev, age: 9, tags: [x], at: {city: Rom}}
""",
    "_data/mixed.yml": "none:\nlist: [a, null, true, 1, 1.5]\ndeep: [[a, [b]], [null, c]]\n",
    "_data/nested/inner.json": '{"key": "json"}',
    "_data/table.csv": "a,b\n1,2\n3,4\n",
    "_data/tabs.tsv": "a\tb\nx\ty\nz\tw\n",
    "_data/my file.yml": "x: spaced\n",
    "_includes/a.md": "[a]",
    "_includes/deep/b.md": "[{{ include.x }}{{ include.y }}{{ include.z }}{{ include.w }}]",
    "_includes/deep/ab.md": "[ab{{ include.x }}]",
    "_includes/outer.md": "[{% include inner.md word='Hi' who=include.who %} {{ include.who }}]",
    "_includes/inner.md": "{{ include.word }} {{ include.who }}",
    "cases/part.txt": "[part]",
    "cases/inner/part.txt": "[inner {{ include.x }}]",
    "about.md": "---\ntitle: About\nname: own\nurl: own\ndir: own\n---\n",
    "named.md": "---\ntitle: Named\npath: own\npermalink: /by-name/:basename/\n---\n",
    "sub/index.md": "---\ntitle: Sub\n---\n",
    "sub/deeper/page.md": "---\ntitle: Deeper\ntone: own\n---\n",
    "sub/deeper/more.html": "---\ntitle: More\n---\n",
    "hidden.md": "---\ntitle: Hidden\npublished: false\n---\n",
    "files/cv.pdf": "x",
    "_posts/2015-01-02-first-post.md": "---\ntags: [t1, t2]\ncategory: cat\nname: own\n---\nOne\n",
    "_posts/deep/2016-03-04-Other_post.md": "---\ntitle: Other\ntags: t1 t3\n---\n",
    "old/_posts/2014-05-06-old.md": "---\ndate: 2014-05-07 10:00\npermalink: /old/:title/\n---\n",
    "_recipes/soup.md": "---\ntitle: Soup\n---\n",
}
FRONT = "---\nlayout: null\ntitle: A page\n---\n"
CASES = read_cases("jekyll")


def page(name: str) -> str:
    """Return the path of a case's page."""
    return f"cases/{re.sub(r'[^a-z]+', '-', name.lower())}.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("jekyll")
    files = FILES | {page(str(case.id)): f"{FRONT}{case.values[0]}" for case in CASES}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("jekyll"):
        pytest.skip("Jekyll is not installed")
    out = tmp_path_factory.mktemp("built")
    command = ["jekyll", "build", "--source", str(folder), "--destination", str(out)]
    environment = {**os.environ, "TZ": "UTC", "LANG": "C.UTF-8", "JEKYLL_ENV": "development"}
    run = subprocess.run(  # the `-s` above leaves no cache in the site
        [*command, "--disable-disk-cache"], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return out


def rendered(file: Path, root: Path) -> str:
    opened = site.read(root)
    letter = defaults.read(file, opened)
    names: dict[str, Any] = variables.names(
        letter, settings.read(letter.front, opened.config), {}, opened
    )
    place = Location(file, letter.body_line, 1)
    try:
        result = liquid.render(letter.body, place, names, opened.includes)
    except CoverpressError as error:
        return f"{error.finding.place}: {error} {error.finding.hint}"
    return result.tokens.resolve(result.text)


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


each_case = pytest.mark.parametrize(
    ("name", "expected"),
    [pytest.param(case.id, case.values[1], id=case.id) for case in CASES],
)


@each_case
def test_what_is_printed_here(name: str, expected: str, folder: Path) -> None:
    text = rendered(folder / page(name), folder)
    assert lines(text) == lines(expected.removeprefix(">>> text"))


@each_case
def test_what_jekyll_prints(name: str, expected: str, built: Path) -> None:
    text = (built / page(name)).read_text("utf-8")
    assert lines(text) == lines(expected.removeprefix(">>> text"))
