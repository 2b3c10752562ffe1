"""The configuration's files: what they are called, and what stands over what."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.errors import CoverpressError
from pipeline.sources import config, site
from tests.conftest import LETTER, Command, MakeSite


def test_the_first_name_that_is_there_is_the_one(tmp_path: Path) -> None:
    (tmp_path / "_config.toml").write_text('[sender]\nname = "Toml"\n')
    assert site.read(tmp_path).config.value["sender"]["name"] == "Toml"
    (tmp_path / "_config.yaml").write_text("sender: {name: Yaml}\n")
    assert site.read(tmp_path).config.value["sender"]["name"] == "Yaml"
    (tmp_path / "_config.yml").write_text("sender: {name: Yml}\n")
    assert site.read(tmp_path).config.value["sender"]["name"] == "Yml"


def test_broken_toml_is_an_error_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "_config.toml").write_text('a = 1\nb = "x\n')
    with pytest.raises(CoverpressError, match="this is not TOML") as raised:
        site.read(tmp_path)
    assert str(raised.value.finding.place).endswith("_config.toml:2:7")


def test_later_files_stand_over_earlier_ones(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site(
        {
            "one.md": LETTER,
            "_config.yml": "sender: {name: Nobody}\n",
            "a.yml": "sender: {name: Robin Placeholder, place: Mockport}\nlang: de\n",
            "b.yml": "sender: {place: Exampleton}\n",
        }
    )
    for named in (["--config", f"{site}/a.yml,{site}/b.yml"], ["--config", site / "a.yml"]):
        shown = coverpress("show", "--site", site, *named, "--stage", "tex", site / "one.md")
        assert shown.code == 0, shown.err
        assert "Robin Placeholder" in shown.out
        assert "Nobody" not in shown.out
    missing = coverpress("list", "--site", site, "--config", site / "c.yml")
    assert missing.code == 2
    assert "there is no configuration" in missing.err


def test_mappings_are_merged_and_other_values_replaced() -> None:
    below = {"a": {"b": 1, "c": [1]}, "d": 1}
    assert config.overlaid(below, {"a": {"c": [2]}, "d": {"e": 1}}) == {
        "a": {"b": 1, "c": [2]},
        "d": {"e": 1},
    }


@pytest.mark.parametrize("key", ["data_dir", "includes_dir", "layouts_dir", "source"])
@pytest.mark.parametrize("value", ["[a, b]", "{a: b}", "5", '"a\\0b"', "x" * 300])
def test_a_folder_has_a_name(key: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text(f"{key}: {value}\n")
    with pytest.raises(CoverpressError, match="is not the name of a folder"):
        site.read(tmp_path)


FILES = {
    "_pages/a.md": ("include: [_pages]", True),
    "_pages/b.md": ("include: []", False),
    "_pages/c.md": ("include: ['_pages/*', _pages]", True),
    "~x.md": ("", False),
    "x.md~": ("", False),
    "#x.md": ("", False),
    "_posts/nodate.md": ("", False),
    "_posts/2026-01-02-dated.md": ("", True),
    "_jobs/a.md": ("collections: [jobs]", True),
    "_jobs/b.md": ("collections: {jobs: {output: true}}", True),
    "_jobs/c.md": ("collections: [{jobs: 1}]", False),
    "col/_jobs/d.md": ("{collections: [jobs], collections_dir: col}", True),
    "drafts/a.md": ("exclude: [drafts]", False),
    "drafts/b.md": ("exclude: drafts/", False),
    "drafts/c.md": ("{exclude: [drafts], include: [drafts]}", True),
    "a/node_modules/x.md": ("", True),
    "x.mkdn": ("", True),
}


@pytest.mark.parametrize("name", FILES)
def test_which_files_are_pages(name: str, tmp_path: Path) -> None:
    written, is_page = FILES[name]
    (tmp_path / "_config.yml").write_text(written)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("---\na: b\n---\nx")
    assert [page.name for page in site.read(tmp_path).pages()] == [Path(name).name] * is_page


def test_a_page_of_html_is_a_letter_too(make_site: MakeSite, coverpress: Command) -> None:
    text = (
        "---\nlayout: coverletter\nmakepdf: true\nemployer: acme\n---\n<!DOCTYPE html>\n"
        "<p>Dear Acme,</p>\n    <p>I like *ropes* of {{ employer.company }} -- <b>so</b>.</p>\n"
        "<ul><li>one</li></ul>\n<p>Kind regards,</p>\n<p>Robin Placeholder</p>\n"
    )
    plain = "<p>No front matter.</p>"
    site = make_site({"one.html": text, "other.html": plain, "_config.yml": ""})
    assert coverpress("list", "--site", site).out.count(".html") == 1
    shown = coverpress("show", "--site", site, "--stage", "tex", site / "one.html").out
    assert r"I like {}*ropes* of Acme Placeholder Ltd -\/- \textbf{so}." in shown
    assert r"\letteropening{Dear Acme,}" in shown
    assert r"\letterclosing{Kind regards,}{}{Robin Placeholder}" in shown
