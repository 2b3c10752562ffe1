"""Pictures written anew: TeX and the readers of a PDF never see the bytes of a stranger.

What is written is what a page can use: pixels and colours, or the drawing of a PDF's first page. It
has no scripts, links, files, places where a photograph was taken, or parts that draw each other
without end. The work is done in a letter's own process, which has a limit of time and memory.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from pipeline.letter import svg

_MOST_PIXELS = 30_000_000
"""A page of A4 at 600 dots an inch has 35 million, and no printer shows the difference to 300."""
_SIDE = 3_508
"""Pixels of the longer side of A4, at 300 dots an inch: what is more is taken off."""
_DOTS = 72.0
"""Dots an inch where a picture does not say, as TeX takes it."""
_ORIENTATION = 0x0112  # of a photograph, in its Exif data
_SANE_DOTS = (10.0, 10_000.0)
_MOST_OF_A_PROFILE = 2**20  # bytes of a profile of colours
_MOST_POINTS = 14_400.0
"""The longest side of a PDF's page (ISO 32000-1, annex C.2): 5.08 metres."""
_MOST_DRAWN = 5_000
"""Forms within forms, each counted as often as it is drawn."""
_KEPT_OF_A_PAGE = ("/Type", "/MediaBox", "/CropBox", "/Resources", "/Contents", "/Rotate", "/Group")
_DROPPED_OF_A_STREAM = (
    *("/AF", "/OPI", "/Alternates", "/Ref", "/PS", "/Measure", "/PtData"),
    *("/Metadata", "/PieceInfo", "/StructParent", "/StructParents", "/LastModified"),
)


class PictureError(Exception):
    """A picture that cannot be set: what it is, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def redrawn(data: bytes, kind: str) -> bytes:
    """Return the picture `data`, of the `kind` PNG, JPEG, GIF, WEBP, SVG or PDF, written anew.

    GIF, WebP and SVG, which no PDF has, become PNG: of what moves, the first picture.

    Raises `PictureError` where it is no such picture, or more of one than a page can show.
    """
    try:
        if kind == "SVG":
            drawn = svg.draw(data, _SIDE)
            return _of_pixels(drawn.png, "PNG", drawn.dots)
        return _of_pdf(data) if kind == "PDF" else _of_pixels(data, kind)
    except PictureError:
        raise
    except svg.SvgError as error:
        raise PictureError(str(error), error.hint) from error
    except pikepdf.PasswordError as error:
        raise PictureError("is encrypted", "Save it without a password.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (OSError, ValueError, IndexError, KeyError, SyntaxError, TypeError) as error:
        raise _broken(kind) from error
    except (ArithmeticError, EOFError, pikepdf.PdfError, RuntimeError) as error:
        raise _broken(kind) from error


def _broken(kind: str) -> PictureError:
    hint = "Open it in another program and save it anew."
    return PictureError(f"is broken, or no {kind} file", hint)


def _too_large() -> PictureError:
    return PictureError("is far too large", "Save it with fewer pixels.")


def _of_pixels(data: bytes, kind: str, said: float = 0.0) -> bytes:
    """Return a picture of pixels; `said` are its dots to the inch where it does not know them."""
    with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=[kind]) as picture:
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        dots = said or _dots(picture)
        if kind == "JPEG":  # its decoder can leave out what is too fine
            picture.draft(picture.mode, (_SIDE, _SIDE))
        if picture.width * picture.height > _MOST_PIXELS:
            raise _too_large()
        width = picture.width
        picture.load()
        profile = picture.info.get("icc_profile")
        is_turned = picture.getexif().get(_ORIENTATION, 1) != 1
        made: Image.Image = picture  # changed in place: a large one is not held twice
        if is_turned:
            ImageOps.exif_transpose(picture, in_place=True)
        if (longest := max(picture.size)) > _SIDE:
            made = picture.convert("RGBA") if picture.mode == "P" else picture
            made.thumbnail((_SIDE, _SIDE))
            dots *= max(made.size) / longest
        options: dict[str, Any] = {"dpi": (dots, dots)}
        if profile and len(profile) <= _MOST_OF_A_PROFILE:
            options["icc_profile"] = profile
        if kind != "JPEG":
            kind = "PNG"
            options |= {"compress_level": 1}
        else:
            is_same = not is_turned and picture.width == width
            options |= {"quality": "keep" if is_same else 92}
        stream = io.BytesIO()
        made.save(stream, kind, **options)
        return stream.getvalue()


def _dots(picture: Image.Image) -> float:
    """Return the dots an inch of a `picture`, before anything is left out of it."""
    said = picture.info.get("dpi") or (_DOTS, _DOTS)
    dots = float(said[0])
    return dots if _SANE_DOTS[0] <= dots <= _SANE_DOTS[1] else _DOTS


def _of_pdf(data: bytes) -> bytes:
    # What was cut off is not guessed at: half a picture is a hole in the letter.
    with (
        pikepdf.open(io.BytesIO(data), attempt_recovery=False) as source,
        pikepdf.new() as made,
    ):
        if not source.pages:
            raise PictureError("has no page", "Save it anew, with one.")
        page = source.pages[0]
        _check_box([float(edge) for edge in page.mediabox])
        made.pages.append(page)
        copied = made.pages[0].obj
        for key in [key for key in copied.keys() if key not in _KEPT_OF_A_PAGE]:  # noqa: SIM118
            del copied[key]
        _check_drawing(copied)
        for stream in _streams(copied):
            for key in _DROPPED_OF_A_STREAM:
                if key in stream:
                    del stream[key]
        written = io.BytesIO()
        made.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            recompress_flate=True,
        )
        return written.getvalue()


def _check_box(box: list[float]) -> None:
    width, height = abs(box[2] - box[0]), abs(box[3] - box[1])
    if not (0 < width <= _MOST_POINTS and 0 < height <= _MOST_POINTS):
        raise PictureError(
            f"has a page of {width:.0f} × {height:.0f} points, which cannot be set",
            "Save it anew, on a page of an ordinary size.",
        )


def _check_drawing(page: pikepdf.Dictionary) -> None:
    """Raise `PictureError` where forms draw each other without end, or very often."""
    counts: dict[tuple[int, int], int] = {}
    working: set[tuple[int, int]] = set()

    def drawn(holder: pikepdf.Object) -> int:
        """Return how many forms are drawn for `holder`, itself included."""
        name = holder.objgen
        if name in counts and name != (0, 0):
            return counts[name]
        if name in working:
            raise _endless()
        working.add(name)
        forms = _forms(holder)
        total = 1
        for step in pikepdf.parse_content_stream(holder, "Do") if forms else ():
            if step.operands and (form := forms.get(str(step.operands[0]))) is not None:
                total += drawn(form)
            if total > _MOST_DRAWN:
                raise _endless()
        working.discard(name)
        counts[name] = total
        return total

    drawn(page)


def _endless() -> PictureError:
    return PictureError(
        "draws parts of itself again and again",
        "Print it into a new PDF, or save it as a PNG.",
    )


def _forms(holder: pikepdf.Object) -> dict[str, pikepdf.Object]:
    found = holder.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    return {key: item for key, item in found.items() if str(item.get("/Subtype", "")) == "/Form"}


def _streams(root: pikepdf.Object) -> Iterator[pikepdf.Stream]:
    """Yield every stream that is reached from `root`, each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += list(one)
            continue
        if not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        if one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        if isinstance(one, pikepdf.Stream):
            yield one
        waiting += [one[key] for key in one.keys()]  # noqa: SIM118  it is no mapping
