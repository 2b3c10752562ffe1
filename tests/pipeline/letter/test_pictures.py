"""The pictures of a letter."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline.letter import pictures
from pipeline.model.errors import SourceError
from pipeline.model.location import Location
from pipeline.sources import site as sites
from tests.trees import build, show

PLACE = Location(Path("in/letter.md"), 7, 3)


def draw(file: Path) -> None:
    """Write the smallest file of its kind."""
    if file.suffix == ".pdf":
        pdf = pikepdf.new()
        pdf.add_blank_page()
        pdf.save(file)
    elif file.suffix == ".svg":
        file.touch()
    else:
        Image.new("RGB", (1, 1)).save(file)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a letter in a folder, and what lies outside of the site."""
    for name in ("secret.png", "site/a.png", "site/b c.JPG", "site/notes.bmp", "site/in/d.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        draw(tmp_path / name)
    (tmp_path / "site/link.png").symlink_to("../secret.png")
    (tmp_path / "site/circle.png").symlink_to("circle.png")
    (tmp_path / "site/outside").symlink_to("..")
    return tmp_path / "site"


def collect(text: str, site: Path, **names: str) -> tuple[str, dict[str, Path]]:
    doc = build(text, **names)
    found = pictures.collect(doc, site / "in/letter.md", sites.read(site), lambda _: PLACE)
    return show(doc.content), {name: picture.file for name, picture in found.items()}


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
        ("/notes.bmp", "is of a kind that cannot be set"),
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
    found = pictures.collect(doc, tmp_path / "letter.md", sites.read(site), lambda _: PLACE)
    assert found["image1.png"].file == tmp_path / "secret.png"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b""),
        ("a.png", b"not a picture"),
        ("a.png", b"half"),
        ("in/d.pdf", b""),
        ("in/d.pdf", b"%PDF-1.7 and nothing else"),
        ("b c.JPG", b"a PNG"),
    ],
)
def test_a_broken_picture_is_an_error_at_its_place(site: Path, name: str, content: bytes) -> None:
    file = site / name
    if content == b"half":
        Image.effect_noise((64, 64), 50).save(file)
        content = file.read_bytes()[:200]
    elif content == b"a PNG":
        content = (site / "a.png").read_bytes()
    file.write_bytes(content)
    with pytest.raises(SourceError, match=r"is broken, or no (PNG|PDF|JPEG) file") as error:
        collect(f"![x](/{name.replace(' ', '%20')})", site)
    assert error.value.finding.place == PLACE


@pytest.mark.parametrize(
    "url",
    [
        "https://me.example/own/a.png",
        "http://ME.example/own/a.png",
        "https://me.example/a.png",
        "//me.example/own/a.png",
        "/own/a.png",
        "/a.png",
    ],
)
def test_a_picture_may_be_addressed_as_the_sites_own(site: Path, url: str) -> None:
    config = "url: https://me.example/\nbaseurl: /own/\n"
    (site / "_config.yml").write_text(config, "utf-8")
    _, files = collect(f"![x]({url})", site)
    assert files["image1.png"] == site / "a.png"


@pytest.mark.parametrize("name", ["a.gif", "a.webp"])
def test_other_pictures_of_the_web_become_png(site: Path, name: str) -> None:
    Image.new("RGB", (4, 4)).save(site / name)
    shown, files = collect(f"![x](/{name})", site)
    assert shown == "Para[Image[x](image1.png)]"
    assert files == {"image1.png": site / name}
