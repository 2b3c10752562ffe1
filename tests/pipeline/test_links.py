"""Links of a letter, seen from its site."""

from pathlib import Path

from filters import inject
from pipeline import links, site
from pipeline.compose import compose
from pipeline.errors import Finding, Place
from pipeline.orders import Order
from tests import trees
from tests.pipeline.conftest import Write

BODY = "[a](/cv) [b](more.pdf) [c](#d) [e]({{ site.data.facts.path }}) [f](/x{{ 1 }})\n"


def linked(write: Write, root: Path, config: str) -> tuple[str, list[Finding]]:
    write("_config.yml", config)
    write("_data/facts.yml", "path: /edx-resume\n")
    file = write("2026/edx.md", f"---\ntitle: x\n---\n\n{BODY}")
    opened = site.read(root)
    composed = compose(Order(file, "edx"), opened)
    doc = trees.read(composed.rendered.text)
    inject.apply(doc, composed.rendered.tokens.table())
    found = list(links.absolute(doc, opened, composed))
    return trees.show(doc.content), found


def test_links_are_seen_from_the_site_and_from_the_page(write: Write, tmp_path: Path) -> None:
    shown, found = linked(write, tmp_path, "url: https://x.example/\nbaseurl: /base\n")
    assert found == []
    assert shown == (
        "Para[Link[a](https://x.example/cv) Link[b](https://x.example/base/2026/more.pdf)"
        " Link[c](#d) Link[e](https://x.example/edx-resume) Link[f](https://x.example/x1)]"
    )


def test_without_the_address_of_the_site_each_link_is_pointed_out(
    write: Write, tmp_path: Path
) -> None:
    shown, found = linked(write, tmp_path, "title: x\n")
    assert "Link[a](/cv)" in shown
    file = tmp_path / "2026/edx.md"
    assert [(finding.code, finding.place) for finding in found] == [
        ("link.relative", Place(file, 5, 5)),
        ("link.relative", Place(file, 5, 14)),
        ("link.relative", Place(file, 5, 39)),
        ("link.relative", Place(file, 5, 68)),
    ]
    assert found[2].message == "the link `/edx-resume` leads nowhere outside of the site"
    assert "`url: https://…`" in found[0].hint
