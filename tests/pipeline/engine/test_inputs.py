"""What a PDF was made of: what changes its bytes changes its key, and nothing else does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pipeline.engine import inputs, plan, recipe
from pipeline.model.inputs import Inputs
from pipeline.model.job import PDF, Part
from pipeline.settings.fields import FIELDS
from pipeline.sources import site
from tests.conftest import Command, MakeSite

LETTER = """\
---
layout: coverletter
makepdf: true
employer: acme
date: 2026-03-02
---
Dear {{ employer.contact | default: "World" }},

{% include hello.md %} {% for thing in site.data.things %}{{ thing.name }} {% endfor %}
{% if site.data.flags.long %}{{ page.more }}{% endif %}

[About]({% link about.md %})

![A picture](/picture.png)
"""
FILES = {
    "_config.yml": "title: a site\naccent: 1F3A5F\n"
    'sender: {name: Robin Placeholder, email: "{{ site.data.mails[page.employer] }}"}\n',
    "_data/employers.yml": "acme: {company: Acme}\nother: {company: Other}\n",
    "_data/things.yml": "- {name: one, unused: 1}\n- {name: two}\n",
    "_data/mails.yml": "acme: robin@placeholder.example\nother: sam@placeholder.example\n",
    "_data/flags.yml": "long: false\nshort: false\n",
    "_includes/hello.md": "Hello from {{ site.author }}{{ employer.company }}.\n",
    "_includes/other.md": "Nobody includes this.\n",
    "letter.md": LETTER.replace("{{ site.author }}", ""),
    "other.md": LETTER,
    "about.md": "---\npermalink: /about/\n---\nAbout.\n",
}
FILES["_includes/hello.md"] = "Hello from {{ employer.company }}.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    Image.new("RGB", (3, 3)).save(tmp_path / "site" / "picture.png")
    return tmp_path / "site"


def made_of(folder: Path, paper: str = "a4", templates: Path = recipe.TEMPLATES) -> Inputs:
    opened = site.read(folder)
    (job,) = plan.find(opened, [folder / "letter.md"])
    drafted = recipe.draft(job, opened)
    part = Part(PDF, paper)
    return inputs.of(drafted.rendering, drafted.sender, drafted.pictures, part, templates)


def change(name: str, old: str, new: str) -> Callable[[Path], object]:
    def changed(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), "utf-8")

    return changed


@pytest.mark.parametrize(
    "changed",
    [
        change("letter.md", "Dear", "Hello"),
        change("letter.md", "2026-03-02", "2026-03-03"),
        change("_includes/hello.md", "Hello", "Hi"),
        change("_data/employers.yml", "company: Acme", "company: Acne"),
        change("_data/employers.yml", "company: Acme", "company: Acme, contact: Sam"),
        change("_data/things.yml", "name: two", "name: three"),
        change("_data/flags.yml", "long: false", "long: null"),
        change("_config.yml", "accent: 1F3A5F", "accent: 1F3A5E"),
        change("_config.yml", "Robin", "Sam"),
        change("_data/mails.yml", "robin@", "rob@"),
        change("about.md", "/about/", "/me/"),
        change("_config.yml", "title: a site", "title: a site\nurl: https://x.example"),
        change("_config.yml", "title: a site", "title: a site\nkramdown: {hard_wrap: true}"),
        lambda folder: Image.new("RGB", (3, 4)).save(folder / "picture.png"),
    ],
    ids=[
        *("text", "date", "include", "record", "new field", "item", "branch", "setting", "sender"),
        *("value of the sender", "address of a page", "url", "kramdown", "picture"),
    ],
)
def test_what_a_letter_uses_changes_its_key(
    changed: Callable[[Path], object], folder: Path
) -> None:
    before = made_of(folder)
    changed(folder)
    assert made_of(folder).key != before.key


@pytest.mark.parametrize(
    "changed",
    [
        change("other.md", "Dear", "Hello"),
        change("_includes/other.md", "Nobody", "Somebody"),
        change("_data/employers.yml", "company: Other", "company: Another"),
        change("_data/mails.yml", "sam@", "s@"),
        change("_data/flags.yml", "short: false", "short: true"),
        change("_config.yml", "title: a site", "title: another site"),
        lambda folder: (folder / "letter.md").touch(),
    ],
    ids=["letter", "include", "record", "mail", "value", "config", "time"],
)
def test_what_it_does_not_use_changes_nothing(
    changed: Callable[[Path], object], folder: Path
) -> None:
    before = made_of(folder)
    changed(folder)
    assert made_of(folder).key == before.key


def test_a_letter_without_a_date_bears_the_day_on_which_it_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change("letter.md", "date: 2026-03-02", "date: none")(folder)
    keys = []
    for seconds in ("1772409600", "1772496000"):  # 2 and 3 March 2026
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
        keys.append(made_of(folder).key)
    assert keys[0] != keys[1]


def test_every_setting_that_a_letter_may_give_is_an_input(folder: Path) -> None:
    only_checked = {"mentions", "max_chars", "max_words", "check"}
    only_chosen = {"layout", "makepdf", "employer", "employers", "forms", "output"}
    # A look is what it says of others: of the letterhead among them.
    called = {"lang": "language", "papers": "paper", "style": "letterhead"}
    given = {field.key for field in FIELDS if field.in_letter and not field.is_part}
    given -= only_checked | only_chosen | {"sender"}  # which has a place of its own
    change("letter.md", "date:", "subject: Words\ndate:")(folder)
    found = made_of(folder).settings
    assert {called.get(key, key) for key in given} <= set(found)
    assert found["subject"] == "Words"  # a part is there where it is given


def test_every_paper_has_a_key_of_its_own(folder: Path) -> None:
    assert made_of(folder, "a4").key != made_of(folder, "letter").key


def test_the_template_is_an_input(folder: Path, tmp_path: Path) -> None:
    templates = tmp_path / "latex"
    shutil.copytree(recipe.TEMPLATES, templates)
    assert made_of(folder, templates=templates).key == made_of(folder).key
    inputs.program.cache_clear()
    (templates / "page.latex").write_text("% another page\n", "utf-8")
    assert made_of(folder, templates=templates).key != made_of(folder).key


def test_names_are_told_that_are_read_and_that_may_be(folder: Path) -> None:
    found = made_of(folder)
    assert set(found.files) == {"letter.md", "_includes/hello.md"}
    assert {"employer.company", "site.data.flags.long", "site.data.things", "thing.name"} <= set(
        found.values
    )
    assert "page.more" not in found.values
    assert "page.more" in found.asks


def test_the_report_says_it_of_each_pdf_and_keeps_values_to_itself(
    make_site: MakeSite, coverpress: Command
) -> None:
    letter = (
        "---\nlayout: coverletter\nmakepdf: true\nemployer: acme\n---\nDear {{ employer.phone }},\n"
    )
    made = make_site({"one.md": letter, "_data/employers.yml": "acme: {phone: +1 555 0100}\n"})
    arguments = ("build", "--site", made, "--paper", "a4", "--format", "json")
    first, second = (json.loads(coverpress(*arguments).out)["pdfs"][0] for _ in range(2))
    assert first["key"] == second["key"]
    assert len(first["key"]) == 64
    assert set(first["inputs"]) == {
        *("files", "pictures", "values", "text", "sender", "asks", "settings", "program")
    }
    assert "555 0100" not in json.dumps(first)
    assert first["inputs"]["settings"]["paper"] == "a4"
