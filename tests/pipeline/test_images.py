"""The pictures of a letter."""

from pathlib import Path

import pytest

from pipeline import images
from pipeline.errors import Place, SourceError
from tests.trees import build, show

PLACE = Place(Path("in/letter.md"), 7, 3)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a letter in a folder, and what lies outside of the site."""
    for name in ("secret.png", "site/a.png", "site/b c.JPG", "site/notes.svg", "site/in/d.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "site/link.png").symlink_to("../secret.png")
    (tmp_path / "site/circle.png").symlink_to("circle.png")
    (tmp_path / "site/outside").symlink_to("..")
    return tmp_path / "site"


def collect(text: str, site: Path, **names: str) -> tuple[str, dict[str, Path]]:
    doc = build(text, **names)
    files = images.collect(doc, site / "in/letter.md", site, lambda _: PLACE)
    return show(doc.content), dict(files)


def test_pictures_get_plain_names(site: Path) -> None:
    shown, files = collect('![x](d.pdf "t") *![y](/b%20c.JPG)* [![](../a.png)](/u)', site)
    assert shown == (
        'Para[Image[x](image1.pdf "t") Emph[Image[y](image2.jpg)] Link[Image[](image3.png)](/u)]'
    )
    assert {name: file.resolve() for name, file in files.items()} == {
        "image1.pdf": site / "in/d.pdf",
        "image2.jpg": site / "b c.JPG",
        "image3.png": site / "a.png",
    }


def test_the_path_can_be_a_value(site: Path) -> None:
    _, files = collect("![]({{ where }})", site, where="/b c.JPG")
    assert list(files.values()) == [site / "b c.JPG"]


def test_letter_without_pictures(site: Path) -> None:
    assert collect("[a](a.png)", site) == ("Para[Link[a](a.png)]", {})


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://acme.example/a.png", "is on the web"),
        ("file:///etc/a.png", "is on the web"),
        ("e.png", "is not there"),
        ("/e.png", "is not there"),
        ("//acme.example/a.png", "is not there"),
        ("/a.png?x=1", "is not there"),
        ("/in", "is not there"),
        ("data:image/png,AAAA", "is not there"),
        ("../../secret.png", "lies outside the site"),
        ("%2e%2e/%2e%2e/secret.png", "lies outside the site"),
        ("/../secret.png", "lies outside the site"),
        ("/link.png", "lies outside the site"),
        ("/outside/secret.png", "lies outside the site"),
        ("../../not-there.png", "lies outside the site"),
        ("/notes.svg", "is of a kind that cannot be set"),
        ("letter.md", "is not there"),
        ("a%00.png", "is no path of a file"),
        ("a" * 5_000 + ".png", "is no path of a file"),
        ("/circle.png", "is no path of a file"),
    ],
)
def test_what_is_no_picture_of_the_site(url: str, message: str, site: Path) -> None:
    with pytest.raises(SourceError, match=message) as error:
        collect(f"![]({url})", site)
    assert error.value.finding.place == PLACE
    assert len(error.value.finding.message) < 200


def test_letter_outside_of_the_source_may_use_its_own_folder(site: Path, tmp_path: Path) -> None:
    doc = build("![](secret.png)")
    files = images.collect(doc, tmp_path / "letter.md", site, lambda _: PLACE)
    assert files["image1.png"] == tmp_path / "secret.png"
