"""Addresses of pages and posts: each style of permalink, as Jekyll has it."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline import liquid, settings
from pipeline.letter import variables
from pipeline.model.location import Location
from pipeline.sources import defaults, site
from tests.pipeline.conftest import Write

FILES = {
    "about.md": "---\ntitle: About\n---\n",
    "edx/index.md": "---\ntitle: Index\n---\n",
    "feed.xml": "---\ntitle: Feed\n---\n",
    "my page.md": "---\ntitle: Space\n---\n",
    "_posts/2015-01-02-First_Über.md": "---\ncategories: [Big Jobs, cat]\n---\n",
    "_recipes/hot/soup.md": "---\ntitle: Soup\n---\n",
}
LIST = """---
layout: null
---
{% assign all = site.pages | concat: site.documents | sort: "path" %}{% for p in all %}{% unless\
 p.path == "list.html" %}{{ p.path }} {{ p.url }}
{% endunless %}{% endfor %}"""
# The style; the addresses of the files, sorted by path.
STYLES: dict[str, tuple[str, ...]] = {
    "date": (
        "/big%20jobs/cat/2015/01/02/First_%C3%9Cber.html",
        "/recipes/hot/soup.html",
        "/about.html",
        "/edx/",
        "/feed.xml",
        "/my%20page.html",
    ),
    "pretty": (
        "/big%20jobs/cat/2015/01/02/First_%C3%9Cber/",
        "/recipes/hot/soup/",
        "/about/",
        "/edx/",
        "/feed.xml",
        "/my%20page/",
    ),
    "none": (
        "/big%20jobs/cat/First_%C3%9Cber.html",
        "/recipes/hot/soup.html",
        "/about.html",
        "/edx/",
        "/feed.xml",
        "/my%20page.html",
    ),
    "ordinal": (
        "/big%20jobs/cat/2015/002/First_%C3%9Cber.html",
        "/recipes/hot/soup.html",
        "/about.html",
        "/edx/",
        "/feed.xml",
        "/my%20page.html",
    ),
    "weekdate": (
        "/big%20jobs/cat/2015/W01/Fri/First_%C3%9Cber.html",
        "/recipes/hot/soup",
        "/about",
        "/edx/",
        "/feed.xml",
        "/my%20page",
    ),
    "/blog/:year/:i_month/:short_month/:title/": (
        "/blog/2015/1/Jan/First_%C3%9Cber/",
        "/recipes/hot/soup/",
        "/about/",
        "/edx/",
        "/feed.xml",
        "/my%20page/",
    ),
    "/:slug-:y_day:output_ext": (
        "/first-%C3%BCber-002.html",
        "/recipes/hot/soup.html",
        "/about.html",
        "/edx/",
        "/feed.xml",
        "/my%20page.html",
    ),
}


def make(write: Write, style: str) -> None:
    config = f"permalink: {style}\ntimezone: Etc/UTC\ncollections: {{recipes: {{output: true}}}}\n"
    write("site/_config.yml", config)
    for name, text in FILES.items():
        write(f"site/{name}", text)
    write("site/list.html", LIST)


def urls(text: str) -> tuple[str, ...]:
    return tuple(line.rpartition(" ")[2] for line in text.strip().splitlines())


each_style = pytest.mark.parametrize(("style", "expected"), STYLES.items(), ids=str)


@each_style
def test_addresses_here(
    style: str, expected: tuple[str, ...], write: Write, tmp_path: Path
) -> None:
    make(write, style)
    opened = site.read(tmp_path / "site")
    letter = defaults.read(tmp_path / "site/list.html", opened)
    wanted = settings.read(letter.front, opened.config)
    names: dict[str, Any] = variables.names(letter, wanted, {}, opened)
    place = Location(letter.file, letter.body_line, 1)
    rendered = liquid.render(letter.body, place, names, opened.includes)
    assert urls(rendered.tokens.resolve(rendered.text)) == expected


@each_style
def test_addresses_of_jekyll(
    style: str, expected: tuple[str, ...], write: Write, tmp_path: Path
) -> None:
    if not shutil.which("jekyll"):
        pytest.skip("Jekyll is not installed")
    make(write, style)
    source, out = tmp_path / "site", tmp_path / "out"
    run = subprocess.run(
        ["jekyll", "build", "-s", str(source), "-d", str(out), "--disable-disk-cache"],
        env={**os.environ, "TZ": "UTC", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    listed = next(file for file in (out / "list.html", out / "list/index.html") if file.is_file())
    assert urls(listed.read_text("utf-8")) == expected


def test_the_pages_of_a_site_are_read_once(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(write, "date")
    opened = site.read(tmp_path / "site")
    letter = defaults.read(tmp_path / "site/about.md", opened)
    wanted = settings.read(letter.front, opened.config)
    first = variables.names(letter, wanted, {}, opened)["site"]
    assert "pages" not in first  # and none are read where no letter asks
    pages = first["pages"]
    monkeypatch.setattr(defaults, "read", None)
    assert variables.names(letter, wanted, {}, opened)["site"]["pages"] == pages


def test_a_page_that_cannot_be_read_is_in_no_list(write: Write, tmp_path: Path) -> None:
    make(write, "date")
    write("site/broken.md", "---\na: [\n---\n")
    write("site/latin.md", b"---\ntitle: \xfc\n---\n")
    opened = site.read(tmp_path / "site")
    letter = defaults.read(tmp_path / "site/about.md", opened)
    names = variables.names(letter, settings.read(letter.front, opened.config), {}, opened)
    paths = {page["path"] for page in names["site"]["pages"]}
    assert paths == {"about.md", "edx/index.md", "feed.xml", "list.html", "my page.md"}


def test_posts_of_the_future_are_in_no_list(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1420243200")  # 3 January 2015
    make(write, "date")
    write("site/_posts/2015-01-04-later.md", "---\n---\n")
    opened = site.read(tmp_path / "site")
    letter = defaults.read(tmp_path / "site/about.md", opened)
    names = variables.names(letter, settings.read(letter.front, opened.config), {}, opened)
    assert [post["slug"] for post in names["site"]["posts"]] == ["First_Über"]


def test_collections_may_be_a_list(write: Write, tmp_path: Path) -> None:
    make(write, "date")
    write("site/_config.yml", "collections: [recipes]\n")
    opened = site.read(tmp_path / "site")
    letter = defaults.read(tmp_path / "site/about.md", opened)
    names = variables.names(letter, settings.read(letter.front, opened.config), {}, opened)
    assert [page["url"] for page in names["site"]["recipes"]] == ["/recipes/hot/soup.html"]
