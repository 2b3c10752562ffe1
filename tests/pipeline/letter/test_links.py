"""Links of a letter, seen from its site."""

from pathlib import Path

from filters import inject
from pipeline.letter import links
from pipeline.letter.rendering import render
from pipeline.model.job import Job
from pipeline.sources import site
from tests import trees
from tests.conftest import Command, MakeSite
from tests.pipeline.conftest import Write

BODY = "[a](/cv) [b](more.pdf) [c](#d) [e]({{ site.data.facts.path }}) [f](/x{{ 1 }})\n"


def linked(write: Write, root: Path, config: str) -> str:
    write("_config.yml", config)
    write("_data/facts.yml", "path: /edx-resume\n")
    file = write("2026/edx.md", f"---\ntitle: x\n---\n\n{BODY}")
    opened = site.read(root)
    rendering = render(Job(file, "edx"), opened)
    doc = trees.read(rendering.rendered.text)
    inject.apply(doc, rendering.rendered.tokens.table())
    links.absolute(doc, opened, rendering)
    return trees.show(doc.content)


def test_links_are_seen_from_the_site_and_from_the_page(write: Write, tmp_path: Path) -> None:
    shown = linked(write, tmp_path, "url: https://x.example/\nbaseurl: /base\n")
    assert shown == (
        "Para[Link[a](https://x.example/cv) Link[b](https://x.example/base/2026/more.pdf)"
        " Link[c](#d) Link[e](https://x.example/edx-resume) Link[f](https://x.example/x1)]"
    )


def test_without_the_address_of_the_site_links_stay(write: Write, tmp_path: Path) -> None:
    shown = linked(write, tmp_path, "title: x\n")
    assert (
        shown
        == "Para[Link[a](/cv) Link[b](more.pdf) Link[c](#d) Link[e](/edx-resume) Link[f](/x1)]"
    )


def test_without_the_address_of_the_site_each_link_is_pointed_out(
    make_site: MakeSite, coverpress: Command
) -> None:
    letter = f"---\nlayout: coverletter\nmakepdf: true\n---\n\nDear all,\n\n{BODY}"
    root = make_site({"_data/facts.yml": "path: /edx-resume\n", "edx.md": letter})
    done = coverpress("check", "--site", root)
    for place, url in (
        ("8:5", "/cv"),
        ("8:14", "more.pdf"),
        ("8:39", "/edx-resume"),
        ("8:68", "/x1"),
    ):
        assert f"edx.md:{place}: warning: the link `{url}` leads nowhere" in done.out
