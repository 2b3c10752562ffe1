"""The page "From Jekyll", held to its word: its site is built, here and by Jekyll."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline import liquid, settings
from pipeline.files import reading
from pipeline.letter import variables
from pipeline.liquid.environment import JekyllEnvironment
from pipeline.model.location import Location
from pipeline.sources import front_matter, site
from tests.conftest import ROOT, Command

PAGE = (ROOT / "docs" / "from-jekyll.md").read_text("utf-8")
*BLOCKS, PARTS = re.findall(r"^```(?:yaml|markdown)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
NAMES = ("_config.yml", "_data/employers.yml", "_includes/skills.md", "letters/mudlark.md")
TEXTS = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
SHOWN = next(text for text in TEXTS if text.lstrip().startswith("### "))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The page's site."""
    for name, text in zip(NAMES, BLOCKS, strict=True):
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(re.sub(r"\A(?:#|<!--).*\n", "", text), "utf-8")
    return tmp_path / "site"


def test_liquid_prints_what_is_shown(root: Path, coverpress: Command) -> None:
    done = coverpress("show", root / NAMES[-1], "--stage", "liquid")
    assert (done.code, done.err) == (0, "")
    assert done.out.strip() == SHOWN.strip()


def test_the_layouts_parts_are_brought_back(tmp_path: Path, coverpress: Command) -> None:
    letter = (
        "---\nlayout: coverletter\nmakepdf: true\nto: Mudlark\nstreet: 3 Quay\nboss: Ms. Sample\n"
        "sent: 2026-03-02\n---\nI like ropes.\n"
    )
    (tmp_path / "_config.yml").write_text(PARTS)
    (tmp_path / "one.md").write_text(letter)
    shown = coverpress("show", tmp_path / "one.md", "--stage", "tex").out
    assert all(words in shown for words in ("Mudlark", "3 Quay", "Dear Ms.~Sample,", "March 2"))


def test_links_and_values_are_as_is_said(root: Path, coverpress: Command) -> None:
    done = coverpress("show", root / NAMES[-1], "--stage", "tex")
    assert r"\href{https://robin.example/mudlark-resume}{CV}" in done.out
    assert r"C\# Engineer {[}m/f{]}" in done.out


def test_jekyll_prints_what_is_shown(root: Path, tmp_path: Path) -> None:
    if not shutil.which("jekyll"):
        pytest.skip("Jekyll is not installed")
    letter = root / NAMES[-1]  # as a page without Markdown, of the same name
    letter.rename(letter.with_suffix(".html"))
    command = ["jekyll", "build", "--source", str(root), "--destination", str(tmp_path / "out")]
    environment = {**os.environ, "TZ": "UTC", "LANG": "C.UTF-8"}
    run = subprocess.run(
        [*command, "--disable-disk-cache"], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    built = (tmp_path / "out/letters/mudlark.html").read_text("utf-8")
    assert built.strip() == SHOWN.strip()


def test_survey_says_what_is_shown(coverpress: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, *shown = next(text for text in TEXTS if text.startswith("$")).splitlines()
    done = coverpress(*command.split()[2:])
    printed = done.out.splitlines()
    gap = shown.index("…")
    assert printed[:gap] == shown[:gap]
    assert printed[-len(shown[gap + 1 :]) :] == shown[gap + 1 :]


def row(name: str) -> list[str]:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {name} |"))
    return re.findall(r"`([^`{ ]+)`", line.split("|", 2)[2])


def test_tags_and_filters_that_are_named_exist() -> None:
    environment = JekyllEnvironment(Path(), Path("letter.md"), reading.read, "cpnoncev")
    assert set(row("tags")) <= set(environment.names)
    assert set(row("filters")) <= set(environment.filters)


def test_names_of_page_and_site_exist(root: Path) -> None:
    post = root / "_posts/2026-01-02-a.md"
    post.parent.mkdir()
    post.write_text("---\ntitle: A\n---\nText\n", "utf-8")
    opened = site.read(root)
    keys = row("`page`")
    of_pages = keys[: keys.index("dir") + 1]
    for file, every in ((root / NAMES[-1], of_pages), (post, set(keys) - {"dir"})):
        letter = front_matter.parse(file.read_text("utf-8"), file)
        wanted = settings.read(letter.front, opened.config)
        names = variables.names(letter, wanted, {}, opened)
        asked = [f"page.{key}" for key in every]
        asked += [f"site.{key}" for key in row("`site`") if key != "_config.yml"]
        asked += [f"jekyll.{key}" for key in row("`jekyll`")]
        for name in asked:
            text = f"{{% if {name} == nil %}}no{{% else %}}yes{{% endif %}}"
            place = Location(file, letter.body_line, 1)
            assert liquid.render(text, place, names, opened.includes).text == "yes", name
