"""Pictures are written anew, and what is more than a page can show is an error in plain words."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from pipeline.letter import redrawing
from pipeline.letter.redrawing import PictureError


def pixels(
    size: tuple[int, int] = (60, 30), kind: str = "PNG", mode: str = "RGB", **how: object
) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, 1).save(stream, kind, **how)
    return stream.getvalue()


def pdf(draw: Callable[[pikepdf.Pdf], object], **how: object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 100))
    made.pages[0].Contents = made.make_stream(b"1 0 0 rg 10 10 50 50 re f")
    draw(made)
    stream = io.BytesIO()
    made.save(stream, **how)  # type: ignore[arg-type]
    return stream.getvalue()


def nothing(_: pikepdf.Pdf) -> None:
    pass


def form(made: pikepdf.Pdf, content: bytes, inside: pikepdf.Object | None = None) -> pikepdf.Object:
    stream = made.make_stream(content)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = [0, 0, 200, 100]
    if inside is not None:
        stream.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=inside))
    return made.make_indirect(stream)


def show(made: pikepdf.Pdf, drawn: pikepdf.Object) -> None:
    made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=drawn))
    made.pages[0].Contents = made.make_stream(b"/A Do")


def doubling(made: pikepdf.Pdf) -> None:
    drawn = form(made, b"0 0 10 10 re f")
    for _ in range(30):
        drawn = form(made, b"/A Do /A Do", drawn)
    show(made, drawn)


def circle(made: pikepdf.Pdf) -> None:
    drawn = form(made, b"/A Do")
    drawn.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=drawn))
    show(made, drawn)


def sized(*box: float) -> Callable[[pikepdf.Pdf], None]:
    def draw(made: pikepdf.Pdf) -> None:
        made.pages[0].mediabox = pikepdf.Array(box)

    return draw


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "RGBA", "CMYK", "I;16"])
def test_pixels_stay_what_they_are(kind: str, mode: str) -> None:
    try:
        given = pixels(kind=kind, mode=mode, dpi=(150, 150))
    except OSError:
        pytest.skip(f"no {kind} is {mode}")
    made = Image.open(io.BytesIO(redrawing.redrawn(given, kind)))
    assert (made.format, made.size) == (kind, (60, 30))
    assert round(float(made.info["dpi"][0])) == 150
    assert made.tobytes() == Image.open(io.BytesIO(given)).tobytes()


def test_a_photograph_is_turned_and_says_no_more_where_it_was_taken() -> None:
    said = Image.Exif()
    said[0x0112] = 6
    said[0x010F] = "A maker of cameras"
    made = Image.open(io.BytesIO(redrawing.redrawn(pixels(kind="JPEG", exif=said), "JPEG")))
    assert made.size == (30, 60)
    assert not dict(made.getexif())


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_no_printer_shows_is_taken_off(kind: str) -> None:
    made = Image.open(io.BytesIO(redrawing.redrawn(pixels((5000, 2500), kind), kind)))
    assert made.size[0] <= 3508
    # As large on the page as before.
    assert made.size[0] / float(made.info["dpi"][0]) == pytest.approx(5000 / 72, rel=0.01)


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (pixels((6000, 6000), mode="L"), "PNG", "is far too large"),
        (pixels()[:60], "PNG", "is broken, or no PNG file"),
        (pixels(kind="JPEG")[:300], "JPEG", "is broken, or no JPEG file"),
        (pixels(kind="GIF"), "PNG", "is broken, or no PNG file"),
        (pdf(nothing)[:-200], "PDF", "is broken, or no PDF file"),
        (pdf(nothing, encryption=pikepdf.Encryption(owner="a", user="b")), "PDF", "is encrypted"),
        (pdf(lambda made: made.pages.__delitem__(0)), "PDF", "has no page"),
        (pdf(sized(0, 0, 0, 10)), "PDF", "has a page of 0 × 10 points"),
        (pdf(sized(0, 0, 1e7, 10)), "PDF", "has a page of 10000000 × 10 points"),
        (pdf(doubling), "PDF", "draws parts of itself again and again"),
        (pdf(circle), "PDF", "draws parts of itself again and again"),
    ],
)
def test_what_cannot_be_set_is_said(data: bytes, kind: str, message: str) -> None:
    with pytest.raises(PictureError, match=message) as error:
        redrawing.redrawn(data, kind)
    assert error.value.hint


def test_a_pdf_keeps_its_drawing_and_nothing_else() -> None:
    def draw(made: pikepdf.Pdf) -> None:
        page = made.pages[0]
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.Root.OpenAction = action
        page.obj.AA = pikepdf.Dictionary(O=action)
        page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])
        drawn = form(made, b"0 0 9 9 re f")
        drawn.OPI, drawn.Metadata = pikepdf.Dictionary(), made.make_stream(b"<x>secret</x>")
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=drawn))
        page.Contents = made.make_stream(b"q /A Do Q")
        made.attachments["x"] = pikepdf.AttachedFileSpec(made, b"file", filename="x")  # type: ignore[call-arg]
        made.add_blank_page()

    made = redrawing.redrawn(pdf(draw), "PDF")
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) == 1
        assert opened.pages[0].Contents.read_bytes().strip() == b"q /A Do Q"
        assert opened.pages[0].Resources.XObject.A.read_bytes().strip() == b"0 0 9 9 re f"
        everything = b"".join(repr(one).encode() for one in opened.objects)
    for word in (b"JavaScript", b"Annots", b"OpenAction", b"Metadata", b"OPI", b"EmbeddedFile"):
        assert word not in everything
    assert made == redrawing.redrawn(pdf(draw), "PDF"), "the same bytes each time"


def test_a_pdf_that_anybody_may_open_is_set() -> None:
    locked = pdf(nothing, encryption=pikepdf.Encryption(owner="a", user=""))
    with pikepdf.open(io.BytesIO(redrawing.redrawn(locked, "PDF"))) as opened:
        assert not opened.is_encrypted


def test_streams_are_packed_once() -> None:
    def draw(made: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(made, zlib.compress(zlib.compress(b"0 0 9 9 re f")))
        stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
        made.pages[0].Contents = made.make_indirect(stream)

    with pikepdf.open(io.BytesIO(redrawing.redrawn(pdf(draw), "PDF"))) as opened:
        assert opened.pages[0].Contents.get("/Filter") == "/FlateDecode"
