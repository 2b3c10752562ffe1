"""The first page of each format and of each sample, compared with a stored picture of it.

Two pictures are alike if, once slightly blurred, no more than `TOLERANCE` of their pixels differ by
more than `SHADE`. Another renderer's smoothing stays below that; a line of text that stands 2 mm
from its place does not, as the tests at the end show.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from tests.conftest import ROOT
from tests.page_tools import MODERN, SAMPLE_NAMES, SAMPLES, Press, Sheet, each_sheet, lines

GOLDEN = ROOT / "tests" / "golden" / "pages"
DPI = 40
FINER = 5
"""A page is drawn so many times finer and then reduced, which leaves less to the renderer."""
LEVELS = 16
SHADE = 16
"""Of 255 between black and white."""
TOLERANCE = 12
"""In pixels; a page has some 150,000. Another smoothing makes 0, a line's shift at least 25."""
MOST_BYTES = 25_000
TWO_MILLIMETRES = round(2 / 25.4 * DPI)


def page_of(
    pdf: Path, finer: int = FINER, smoothing: Image.Resampling = Image.Resampling.BOX
) -> Image.Image:
    """Return the first page of `pdf` in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        size = (round(page.get_width() * DPI / 72), round(page.get_height() * DPI / 72))
        drawn: Image.Image = page.render(scale=finer * DPI / 72, grayscale=True).to_pil()
        return drawn.convert("L").resize(size, smoothing)
    finally:
        document.close()


def stored(picture: Image.Image) -> Image.Image:
    """Return `picture` with as few shades as a file of it needs."""
    step = 255 // (LEVELS - 1)
    return picture.point([round(shade / step) * step for shade in range(256)])


def save(picture: Image.Image, file: Path) -> None:
    palette = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=LEVELS)
    file.parent.mkdir(exist_ok=True)
    palette.save(file, optimize=True, bits=4)


def differing(one: Image.Image, other: Image.Image) -> int:
    """Return how many pixels differ by more than what another renderer makes of them."""
    assert one.size == other.size
    blurred = [picture.filter(ImageFilter.BoxBlur(1.5)) for picture in (one, other)]
    histogram = ImageChops.difference(*blurred).histogram()
    return sum(histogram[SHADE + 1 :])


def check(pdf: Path, name: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / f"{name}.png"
    picture = stored(page_of(pdf))
    if request.config.getoption("--update-golden"):
        save(picture, golden)
    assert golden.stat().st_size < MOST_BYTES
    with Image.open(golden) as opened:
        assert differing(opened.convert("L"), picture) <= TOLERANCE


@each_sheet
def test_first_page_of_format(press: Press, sheet: Sheet, request: pytest.FixtureRequest) -> None:
    check(press.full(sheet), "-".join(sheet), request)


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_first_page_of_sample(press: Press, name: str, request: pytest.FixtureRequest) -> None:
    check(press.pdf(SAMPLES, name), f"sample-{name}", request)


def test_every_picture_has_its_page(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        pytest.skip("they are being written")
    wanted = {"-".join(sheet) for sheet in each_sheet.args[1]}
    wanted |= {f"sample-{name}" for name in SAMPLE_NAMES}
    assert {file.stem for file in GOLDEN.glob("*.png")} == wanted


# The tolerance: what must be seen is seen, and what must not matter does not.


@pytest.fixture(scope="session")
def letter(press: Press) -> Path:
    return press.full(MODERN)


@pytest.mark.parametrize("finer", [3, 4, 7])
@pytest.mark.parametrize("smoothing", [Image.Resampling.BOX, Image.Resampling.BILINEAR])
def test_another_smoothing_is_alike(letter: Path, finer: int, smoothing: Image.Resampling) -> None:
    page = page_of(letter)
    assert differing(page, page_of(letter, finer, smoothing)) <= TOLERANCE / 2
    assert differing(page, stored(page)) == 0


@pytest.mark.parametrize("offset", [(0, 1), (0, -1), (1, 0), (-1, 0)], ids=str)
def test_line_that_is_shifted_is_seen(letter: Path, offset: tuple[int, int]) -> None:
    page = page_of(letter)
    for line in lines(letter):
        # Pixels around the ink of the line.
        box = [round(edge / 25.4 * DPI) for edge in (line.left, line.top, line.right, line.bottom)]
        left, top, right, bottom = box[0] - 1, box[1] - 1, box[2] + 2, box[3] + 2
        shifted = page.copy()
        shifted.paste(255, (left, top, right, bottom))
        block = page.crop((left, top, right, bottom))
        corner = (left + offset[0] * TWO_MILLIMETRES, top + offset[1] * TWO_MILLIMETRES)
        shifted.paste(block, corner)
        assert differing(page, shifted) > TOLERANCE, line.text
