"""Sites: configuration, data, and the pages that may be letters."""

import os
import re
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError, SourceError, UsageError
from pipeline.model.location import Location
from pipeline.sources import site
from tests.pipeline.conftest import Write


def refusal(root: Path) -> Diagnostic:
    with pytest.raises(CoverpressError) as caught:
        site.read(root)
    return caught.value.finding


def pages(root: Path) -> list[str]:
    opened = site.read(root)
    return [page.relative_to(opened.source).as_posix() for page in opened.pages()]


# Configuration ---------------------------------------------------------------------------------

JEKYLL = """\
title: Robin's site
email: robin@placeholder.example
description: >- # this means to ignore newlines until "baseurl:"
  Write an awesome description here. # 1
baseurl: "" # the subpath of your site, e.g. /blog
url: "https://placeholder.example"
twitter_username: robin
timezone: Europe/Berlin
permalink: /:categories/:year/:month/:day/:title/
markdown: kramdown
kramdown:
  input: GFM
  toc_levels: 1..6
theme: minima
plugins:
  - jekyll-feed
collections:
  jobs:
    output: true
    permalink: /:collection/:path/
defaults:
  - scope:
      path: ""
      type: pages
    values:
      layout: default
header_pages: [about.md]
layouts_dir: _layouts
languages: [en, de]
author:
  name: Robin Placeholder
exclude: [Gemfile, vendor/bundle/]
keep_files: [.git]
sass:
  style: :compressed
tags: []
future: true
lsi: false
"""
OCTOPRESS = """\
# ----------------------- #
#      Main Configs       #
# ----------------------- #

url: http://placeholder.example
title: A blog
author: Robin Placeholder
simple_search: https://search.example/search
description:

date_format: "ordinal"
subscribe_rss: /atom.xml
subscribe_email:
root: /
permalink: /blog/:year/:month/:day/:title/
source: source
destination: public
plugins: plugins
code_dir: downloads/code
category_dir: blog/categories
markdown: rdiscount
rdiscount:
  extensions:
    - autolink
    - footnotes
pygments: false # default python pygments have been replaced
paginate: 10          # Posts per page on the blog index
paginate_path: "posts/:num"  # Directory base for pagination URLs
excerpt_link: "Read on &rarr;"  # "Continue reading" link text
excerpt_separator: "<!--more-->"
titlecase: true       # Converts page and post titles to titlecase
default_asides: [asides/recent_posts.html, asides/github.html]
# blog_index_asides:
github_repo_count: 0
twitter_tweet_button: true
google_plus_one_size: medium
disqus_short_name:
"""


@pytest.mark.parametrize("config", [JEKYLL, OCTOPRESS], ids=["jekyll", "octopress"])
def test_the_usual_configuration_of_a_site_is_read_without_a_word(
    write: Write, tmp_path: Path, config: str
) -> None:
    write("_config.yml", config)
    write("source/page.md")
    opened = site.read(tmp_path)
    assert opened.notes == ()
    assert list(settings.slips(opened.config)) == []
    assert opened.config.value["url"].endswith("placeholder.example")


def test_a_folder_without_configuration_and_data_is_a_site(tmp_path: Path) -> None:
    opened = site.read(tmp_path)
    assert (opened.config.value, opened.data, opened.employers) == ({}, {}, {})
    assert (list(opened.pages()), opened.notes) == ([], ())


def test_an_empty_configuration_is_one(write: Write, tmp_path: Path) -> None:
    write("_config.yml", "# nothing yet\n")
    assert site.read(tmp_path).config.value == {}


def test_a_configuration_that_is_no_mapping_is_an_error(write: Write, tmp_path: Path) -> None:
    file = write("_config.yml", "- a\n")
    found = refusal(tmp_path)
    assert found.message == "the configuration is not `key: value` lines"
    assert found.place == Location(file, 1, 1)


def test_the_source_folder_holds_pages_and_data(write: Write, tmp_path: Path) -> None:
    write("_config.yml", "source: source\n")
    write("source/_data/employers.yml", "acme: {company: Acme}\n")
    write("source/letter.md")
    write("README.md")
    opened = site.read(tmp_path)
    assert opened.employers == {"acme": {"company": "Acme"}}
    assert opened.includes == tmp_path / "source/_includes"
    assert pages(tmp_path) == ["letter.md"]


def test_a_source_folder_that_is_not_there_is_an_error_at_its_line(
    write: Write, tmp_path: Path
) -> None:
    file = write("_config.yml", "title: x\nsource: sorce\n")
    found = refusal(tmp_path)
    assert found.message == "the folder `sorce` does not exist"
    assert found.place == Location(file, 2, 9)


def test_a_site_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "nowhere").message


@pytest.mark.parametrize("key", ["source", "data_dir", "includes_dir"])
@pytest.mark.parametrize("absolute", [True, False])
def test_a_folder_outside_the_site_is_an_error_at_its_line(
    write: Write, tmp_path: Path, key: str, absolute: bool
) -> None:
    write("outside/a.yml", "a: 1\n")
    path = str(tmp_path / "outside") if absolute else "../outside"
    file = write("site/_config.yml", f"title: x\n{key}: {path}\n")
    found = refusal(tmp_path / "site")
    assert "lies outside the site" in found.message
    assert found.place == Location(file, 2, len(key) + 3)


def test_the_folders_may_have_other_names(write: Write, tmp_path: Path) -> None:
    write("_config.yml", "data_dir: facts\nincludes_dir: parts\n")
    write("facts/employers.yml", "acme: {company: Acme}\n")
    opened = site.read(tmp_path)
    assert opened.employers == {"acme": {"company": "Acme"}}
    assert opened.includes == tmp_path / "parts"


# Data ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.yml", "- x\n- 01234\n", ["x", "01234"]),
        ("a.yaml", "x: 1.10\n", {"x": "1.10"}),
        ("a.YML", "x: 1\n", {"x": 1}),
        ("a.yml", "", None),
        ("a.yml", "\ufeffx: ü\r\n", {"x": "ü"}),
        ("a.json", '{"x": [1, true, null, "ü"]}', {"x": [1, True, None, "ü"]}),
        ("a.json", "[1.5, 1.10, 1e5]", [1.5, "1.10", "1e5"]),
        ("a.json", f"[{'9' * 5000}]", ["9" * 5000]),
        ("a.json", '\ufeff"x"\r\n', "x"),
        ("a.csv", "name,city\r\nA,\"B, C\"\r\n", [{"name": "A", "city": "B, C"}]),
        ("a.csv", "\ufeffname\n01234\n\nB\n", [{"name": "01234"}, {"name": "B"}]),
        ("a.csv", "name,,\nA,,\n", [{"name": "A", "": ""}]),
        ("a.csv", 'name\n"two\nlines"\n', [{"name": "two\nlines"}]),
        ("a.csv", "name,city\n", []),
        ("a.csv", "", []),
        ("a.tsv", "name\tcity\nA, B\tC\n", [{"name": "A, B", "city": "C"}]),
    ],
)  # fmt: skip
def test_each_kind_of_data_is_read_as_it_is_written(
    write: Write, tmp_path: Path, name: str, content: str, expected: object
) -> None:
    write(f"_data/{name}", content)
    assert site.read(tmp_path).data == {"a": expected}


def test_data_of_another_encoding_is_read_when_it_is_named(write: Write, tmp_path: Path) -> None:
    write("_data/a.yml", "x: ü\n".encode("cp1252"))
    write("_data/b.json", '"ü"'.encode("cp1252"))
    write("_data/c.csv", "ü\nß\n".encode("cp1252"))
    data = site.read(tmp_path, "cp1252").data
    assert data == {"a": {"x": "ü"}, "b": "ü", "c": [{"ü": "ß"}]}


def test_folders_of_data_are_nested_mappings(write: Write, tmp_path: Path) -> None:
    file = write("_data/hr/eu/people.yml", "a: 1\n")
    write("_data/v1.2/x.json", "1")
    opened = site.read(tmp_path)
    assert opened.data == {"hr": {"eu": {"people": {"a": 1}}}, "v12": {"x": 1}}
    assert opened.documents["hr.eu.people"].place("a") == Location(file, 1, 4)


@pytest.mark.parametrize(
    ("name", "key"),
    [("my people.yml", "my_people"), ("a.b.yml", "ab"), ("x-1_y.yml", "x-1_y"), ("ä.yml", "ä")],
)
def test_a_file_has_the_key_that_jekyll_gives_it(
    write: Write, tmp_path: Path, name: str, key: str
) -> None:
    write(f"_data/{name}", "1")
    assert site.read(tmp_path).data == {key: 1}


def test_other_files_among_the_data_are_left_alone(write: Write, tmp_path: Path) -> None:
    write("_data/employers.yml", "acme: {company: Acme}\n")
    for name in (
        "employers.yml~",
        "employers.yml.bak",
        "employers.txt",
        ".employers.yml",
        "#x.yml#",
    ):
        write(f"_data/{name}", b"\xff")
    assert list(site.read(tmp_path).data) == ["employers"]


@pytest.mark.parametrize("other", ["a.json", "a.yaml", "a/b.yml", "a!.csv"])
def test_two_files_for_one_key_are_an_error(write: Write, tmp_path: Path, other: str) -> None:
    write("_data/a.yml", "1")
    write(f"_data/{other}", "1")
    assert refusal(tmp_path).message == "another file gives `site.data.a` already"


@pytest.mark.parametrize(
    ("name", "content", "message", "line"),
    [
        ("a.yml", b"x: 1\ny: \xfc\n", "byte 8 (0xFC) is not UTF-8", 2),
        ("a.json", '{\n"x" 1}', "not JSON: Expecting ':' delimiter", 2),
        ("a.json", "", "not JSON: Expecting value", 1),
        ("a.json", "[NaN]", "`NaN` is no number", None),
        ("a.json", "[-Infinity]", "`-Infinity` is no number", None),
        ("a.json", "[" * 100_000, "nested too deeply", None),
        ("a.csv", 'a\n"x"y\n', "not a table", 2),
        ("a.csv", b"a\n\xfc\n", "byte 2 (0xFC) is not UTF-8", 2),
    ],
)
def test_data_that_cannot_be_trusted_is_an_error(
    write: Write, tmp_path: Path, name: str, content: str | bytes, message: str, line: int | None
) -> None:
    file = write(f"_data/{name}", content)
    opened = site.read(tmp_path)
    (found,) = opened.notes
    assert (found.code, found.severity) == ("data.unread", "warning")
    assert message in found.message
    assert found.place
    assert (found.place.file, found.place.line) == (file, line)
    for ask in (lambda it: it["x"], bool, list, len, lambda it: "x" in it, lambda it: it.get("x")):
        with pytest.raises(SourceError, match=re.escape(message)):
            ask(opened.data["a"])


@pytest.mark.parametrize(
    ("name", "content", "value", "code", "line"),
    [
        ("a.json", '{"x": 1,\n"x": 2}', {"x": 2}, "data.twice", None),
        ("a.csv", "a,b\n1,2\n3\n", [{"a": "1", "b": "2"}, {"a": "3", "b": None}], "data.row", 3),
        ("a.csv", "a,b\n1,2,3\n", [{"a": "1", "b": "2"}], "data.row", 2),
        ("a.csv", "a,b,a\n1,2,3\n", [{"a": "1", "b": "2"}], "data.heading", 1),
    ],
)
def test_data_is_read_as_jekyll_reads_it_and_what_is_odd_is_told(
    write: Write, tmp_path: Path, name: str, content: str, value: object, code: str, line: int
) -> None:
    write(f"_data/{name}", content)
    opened = site.read(tmp_path)
    assert opened.data["a"] == value
    (found,) = opened.notes
    assert (found.code, found.severity) == (code, "warning")
    assert found.place
    assert found.place.line == line


def test_employers_that_cannot_be_read_stop_every_letter(write: Write, tmp_path: Path) -> None:
    write("_data/employers.json", "{")
    assert "not JSON" in refusal(tmp_path).message


def test_data_linked_from_outside_the_site_is_an_error(write: Write, tmp_path: Path) -> None:
    write("site/_data/b.yml", "1")
    link = tmp_path / "site/_data/a.yml"
    link.symlink_to(write("outside/a.yml", "secret: 1\n"))
    found = refusal(tmp_path / "site")
    assert found.message == "the data lies outside the site"
    assert found.place == Location(link)


def test_a_folder_of_data_linked_from_outside_the_site_is_an_error(
    write: Write, tmp_path: Path
) -> None:
    write("outside/a.yml", "secret: 1\n")
    write("site/_data/b.yml", "1")
    (tmp_path / "site/_data/a").symlink_to(tmp_path / "outside")
    assert refusal(tmp_path / "site").message == "the data lies outside the site"


def test_data_linked_within_the_site_is_read(write: Write, tmp_path: Path) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/a.yml").symlink_to(write("shared/a.yml", "1"))
    assert site.read(tmp_path).data == {"a": 1}


@pytest.mark.parametrize(("name", "target"), [("a.yml", "a.yml"), ("a", ".")])
def test_a_link_that_leads_nowhere_is_an_error(
    write: Write, tmp_path: Path, name: str, target: str
) -> None:
    write("_data/b.yml", "1")
    (tmp_path / "_data" / name).symlink_to(target)
    assert refusal(tmp_path).place == Location(tmp_path / "_data" / name)


def test_a_link_to_nothing_is_data_that_cannot_be_read(write: Write, tmp_path: Path) -> None:
    write("_data/b.yml", "1")
    (tmp_path / "_data/a.yml").symlink_to("gone.yml")
    (found,) = site.read(tmp_path).notes
    assert (found.code, found.place) == ("data.unread", Location(tmp_path / "_data/a.yml"))


def test_a_data_folder_that_is_a_file_holds_no_data(write: Write, tmp_path: Path) -> None:
    write("_data", "x")
    assert site.read(tmp_path).data == {}


@pytest.mark.parametrize("content", ["- acme\n", "acme\n", ""])
def test_employers_that_are_no_records_are_none(write: Write, tmp_path: Path, content: str) -> None:
    write("_data/employers.yml", content)
    assert site.read(tmp_path).employers == {}


def test_what_was_pointed_out_comes_from_configuration_and_data(
    write: Write, tmp_path: Path
) -> None:
    config = write("_config.yml", "a: C# #1\n")
    data = write("_data/a.yml", "b: no\nday: 2026-02-30\nx: 1\nx: 2\n")
    notes = site.read(tmp_path).notes
    assert [(note.code, note.place) for note in notes] == [
        ("yaml.comment", Location(config, 1, 6)),
        ("yaml.boolean", Location(data, 1, 4)),
        ("yaml.date", Location(data, 2, 6)),
        ("yaml.duplicate", Location(data, 4, 1)),
    ]


# Pages -----------------------------------------------------------------------------------------


def test_pages_are_the_markdown_files_that_jekyll_looks_at(write: Write, tmp_path: Path) -> None:
    for name in (
        "b.md", "a.markdown", "c.MD", "2026/d.mkdown", "2026/build/e.md", "2026/f.txt",
        "_drafts/x.md", ".git/x.md", "#x.md#", "_x.md", ".x.md", "build/x.md", "vendor/x.md",
        "node_modules/x.md", "folder.md/g.md",
    ):  # fmt: skip
        write(name)
    assert pages(tmp_path) == [
        "2026/build/e.md", "2026/d.mkdown", "a.markdown", "b.md", "c.MD", "folder.md/g.md",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [
        ("[old, 2026/b.md]", ["2026/old/c.md", "a.md"]),
        ("[old/]", ["2026/b.md", "2026/old/c.md", "a.md"]),
        ("['*/old', a*]", ["2026/b.md", "old/d.md"]),
        ("a.md", ["2026/b.md", "2026/old/c.md", "old/d.md"]),
        ("", ["2026/b.md", "2026/old/c.md", "a.md", "old/d.md"]),
        ("[1, null]", ["2026/b.md", "2026/old/c.md", "a.md", "old/d.md"]),
    ],
)
def test_what_the_configuration_excludes_is_no_page(
    write: Write, tmp_path: Path, exclude: str, expected: list[str]
) -> None:
    write("_config.yml", f"exclude: {exclude}\n")
    for name in ("a.md", "2026/b.md", "2026/old/c.md", "old/d.md"):
        write(name)
    assert pages(tmp_path) == expected


def test_links_to_folders_are_not_followed_and_links_to_files_are(
    write: Write, tmp_path: Path
) -> None:
    write("site/a.md")
    (tmp_path / "site/loop").symlink_to(tmp_path / "site")
    (tmp_path / "site/b.md").symlink_to(write("drafts/b.md"))
    (tmp_path / "site/gone.md").symlink_to("nowhere.md")
    assert pages(tmp_path / "site") == ["a.md", "b.md"]


def test_a_path_in_the_site_is_seen_from_its_source(write: Write, tmp_path: Path) -> None:
    write("_config.yml", "source: source\n")
    inside, outside = write("source/2026/a.md"), write("b.md")
    opened = site.read(tmp_path)
    assert opened.path_of(inside) == Path("2026/a.md")
    assert opened.path_of(Path(os.path.relpath(inside))) == Path("2026/a.md")
    assert opened.path_of(outside) == Path("b.md")


# The site around a letter ----------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["_config.yml", "_data/a.yml"])
def test_the_site_is_the_nearest_folder_above_that_looks_like_one(
    write: Write, tmp_path: Path, mark: str
) -> None:
    write("_config.yml")
    write(f"site/{mark}")
    letter = write("site/2026/may/a.md")
    assert site.meant(None, [letter]).resolve() == tmp_path / "site"
    assert site.meant(None, [letter.parent]).resolve() == tmp_path / "site"
    assert site.meant(None, [tmp_path / "site"]).resolve() == tmp_path / "site"


def test_without_a_path_the_site_is_here_or_in_letters(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no letters found in this folder"):
        site.meant(None)
    write("letters/a.md")
    assert site.meant(None) == Path("letters")
    write("_config.yml")
    assert site.meant(None) == Path()


def test_letters_of_two_sites_are_not_built_with_one_sender(write: Write, tmp_path: Path) -> None:
    named = [write(f"{name}/{name}.md", "---\n---\n") for name in ("one", "two")]
    for name in ("one", "two"):
        write(f"{name}/_config.yml", f"sender: {{name: {name}}}")
    with pytest.raises(UsageError, match="these letters are of different sites"):
        site.meant(None, named)
    assert site.meant(None, named[:1]) == tmp_path / "one"
    assert site.meant(tmp_path, named) == tmp_path


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("fonts: [Open Sans]", []),
        ("fonts: Open Sans", []),
        ("theme: minima\nfont_sise: 11", []),
        ("theme: minima\nlagn: de", ["the key `lagn` has no meaning here"]),
        ("font_sise: 11", ["the key `font_sise` has no meaning here"]),
    ],
)
def test_the_keys_of_a_theme_are_no_slips(
    write: Write, tmp_path: Path, config: str, told: list[str]
) -> None:
    write("_config.yml", config)
    assert [note.message for note in settings.slips(site.read(tmp_path).config)] == told
