"""Relative links, made absolute."""

import pytest

from filters import site_links
from tests.trees import read, show


def linked(target: str, url: str = "https://x.example", page: str = "/2026/edx/") -> str:
    doc = read(f"[a](<{target}>)")
    site_links.apply(doc, url, page)
    return show(doc.content).removeprefix("Para[Link[a](").removesuffix(")]")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/cv", "https://x.example/cv"),
        ("/cv?a=b#c", "https://x.example/cv?a=b#c"),
        ("cv.pdf", "https://x.example/2026/edx/cv.pdf"),
        ("../cv.pdf", "https://x.example/2026/cv.pdf"),
        ("?print", "https://x.example/2026/edx/?print"),
        ("//y.example/a", "https://y.example/a"),
    ],
)
def test_a_relative_link_becomes_absolute(target: str, expected: str) -> None:
    assert linked(target) == expected


@pytest.mark.parametrize(
    "target",
    ["#top", "", "https://y.example/a", "HTTP://y.example", "mailto:a@b.example", "tel:+49"],
)
def test_what_needs_no_site_stays_as_it_is(target: str) -> None:
    assert linked(target) == target


def test_a_page_that_is_a_file_lies_in_its_folder() -> None:
    assert linked("cv.pdf", page="/2026/edx.html") == "https://x.example/2026/cv.pdf"


def test_without_an_address_of_the_site_links_stay() -> None:
    doc = read("[a](/cv) [b](#c) [d](e.pdf) [f](/cv) ![g](h.png)")
    before = show(doc.content)
    site_links.apply(doc, "", "/edx/")
    assert show(doc.content) == before


def test_what_no_address_can_be_made_of_stays() -> None:
    doc = read("[a](/b)")
    doc.content[0].content[0].url = "//[x"
    site_links.apply(doc, "https://x.example")
    assert doc.content[0].content[0].url == "//[x"


def test_pictures_are_files_and_no_links() -> None:
    doc = read("![a](/b.png)")
    site_links.apply(doc, "https://x.example")
    assert show(doc.content) == show(read("![a](/b.png)").content)
