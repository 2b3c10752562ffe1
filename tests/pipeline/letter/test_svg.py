"""Drawings in SVG: what is in them is drawn, what they name is refused."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.letter import redrawing, svg
from pipeline.letter.redrawing import PictureError
from tests.conftest import LETTER, Command, MakeSite

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
RED = '<rect width="10" height="10" fill="#f00"/>'


def drawing(inside: str = RED, attributes: str = 'viewBox="0 0 20 10"', before: str = "") -> bytes:
    return f"{before}<svg {NAMES} {attributes}>{inside}</svg>".encode()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGBA")


def png() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (2, 2), "blue").save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


@pytest.mark.parametrize(
    ("attributes", "inches"),
    [
        ('width="96" height="48" viewBox="0 0 20 10"', (1.0, 0.5)),
        ('width="1in" viewBox="0 0 20 10"', (1.0, 0.5)),
        ('height="25.4mm" viewBox="0 0 20 10"', (2.0, 1.0)),
        ('width="100%" viewBox="0 0 192 96"', (2.0, 1.0)),
        ('width="9600" height="4800" viewBox="0 0 20 10"', (100.0, 50.0)),
    ],
)
def test_it_has_the_size_that_it_says(attributes: str, inches: tuple[float, float]) -> None:
    made = Image.open(io.BytesIO(redrawing.redrawn(drawing(attributes=attributes), "SVG")))
    dots = made.info["dpi"][0]
    assert made.width / dots == pytest.approx(inches[0], rel=0.01)
    assert made.height / dots == pytest.approx(inches[1], rel=0.01)
    assert max(made.size) <= 3508
    red = opened(redrawing.redrawn(drawing(attributes=attributes), "SVG"))
    assert red.getpixel((1, 1)) == (255, 0, 0, 255)
    assert red.getpixel((red.width - 2, 1)) == (0, 0, 0, 0)  # what is not drawn is not white


def test_parts_of_its_own_are_drawn() -> None:
    inside = (
        '<defs><linearGradient id="g"><stop stop-color="lime"/></linearGradient></defs>'
        '<rect id="r" width="10" height="10" style="fill: url(#g)"/>'
        f'<use xlink:href="#r" x="10"/><image href="{png()}" width="4" height="4"/>'
    )
    made = opened(redrawing.redrawn(drawing(inside, 'width="20" height="10"'), "SVG"))
    assert made.getpixel((made.width - 3, 3)) == (0, 255, 0, 255)
    assert made.getpixel((3, 3)) == (0, 0, 255, 255)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('<image href="{file}" width="10" height="10"/>', "names another file"),
        ('<image xlink:href="file://{file}" width="10" height="10"/>', "names another file"),
        ('<image href="https://x.example/a.png" width="9" height="9"/>', "names another file"),
        ('<use href="{file}#a"/>', "names another file"),
        ('<feImage href="{file}"/>', "names another file"),
        ('<rect style="fill: url({file}#a)" width="9" height="9"/>', "names another file"),
        ("<style>@import '{file}';</style>", "names another file"),
        ("<style>rect {{ fill: u\\72l({file}) }}</style>", "names another file"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "names another file"),
        ("<text>words</text>", "has words in it"),
        ("<g><text><tspan>words</tspan></text></g>", "has words in it"),
        ("<foreignObject><p>x</p></foreignObject>", "has HTML in it"),
        ("<g>" * 200 + "</g>" * 200, "too many parts"),
        ("<g/>" * 30_000, "too many parts"),
        ("<g>", "is broken"),
    ],
)
def test_what_it_names_is_refused(inside: str, words: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (10, 10), "blue").save(secret)
    with pytest.raises(PictureError, match=words):
        redrawing.redrawn(drawing(inside.format(file=secret) if "{" in inside else inside), "SVG")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html></html>",
        b"\x89PNG",
        drawing(attributes='width="1e9" height="1"'),
        drawing(attributes='viewBox="0 0 0 0"'),
        drawing(before='<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'),
        drawing(before='<!DOCTYPE svg [<!ENTITY a SYSTEM "/etc/hostname">]>', inside="&a;"),
    ],
)
def test_what_is_no_drawing_is_an_error(data: bytes) -> None:
    with pytest.raises(svg.SvgError):
        svg.draw(data, 3508)


def test_a_letter_shows_it(make_site: MakeSite, coverpress: Command, tmp_path: Path) -> None:
    letter = LETTER.replace("this is a letter.", "this is me:\n\n![A knot](knot.svg){:width='2cm'}")
    site = make_site({"one.md": letter, "knot.svg": drawing().decode()})
    built = coverpress("build", "--site", site, "--paper", "a4", "--out", tmp_path / "out")
    assert built.code == 0, built.err
    site.joinpath("knot.svg").write_bytes(drawing("<text>Knot</text>"))
    said = coverpress("build", "--site", site, "--paper", "a4", "--out", tmp_path / "out")
    assert "one.md:14:11: error: the picture `knot.svg` has words in it" in said.err
