"""The pictures of a letter: from the site, and from nowhere else."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import shorten

import panflute as pf
import pikepdf
from PIL import Image

from filters.markup.walk import walk
from pipeline.files import reading
from pipeline.files.paths import lies_in
from pipeline.model.errors import SourceError
from pipeline.model.location import Location

_KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".pdf": "PDF"}


def collect(
    doc: pf.Doc, letter: Path, site_source: Path, place_of: Callable[[str], Location]
) -> Mapping[str, Path]:
    """Give every picture of `doc` a plain name, and return which file each name stands for.

    `place_of` tells where in the letter a path is written. A path is seen from the letter, or from
    the site's source folder if it begins with `/`. Raises `SourceError` for a picture that is not
    there, lies outside the site, or that TeX cannot set.
    """
    files: dict[str, Path] = {}

    def rename(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Image):
            file = _file(element.url, letter, site_source, place_of(element.url))
            name = f"image{len(files) + 1}{file.suffix.lower()}"
            files[name] = file
            element.url = name

    walk(doc, rename)
    return files


def _file(url: str, letter: Path, site_source: Path, place: Location) -> Path:
    if "://" in url:
        raise SourceError(
            f"the picture `{url}` is on the web",
            place,
            "Save it into the site, and name it by its path.",
        )
    path = urllib.parse.unquote(url)
    file = site_source / path.lstrip("/") if path.startswith("/") else letter.parent / path
    try:
        is_there = reading.is_file(file)
    except (OSError, ValueError) as error:  # no name of a file, or links in a circle
        raise SourceError(
            f"the picture `{shorten(url, 80)}` is no path of a file", place
        ) from error
    if not any(lies_in(file, folder) for folder in (site_source, letter.parent)):
        raise SourceError(
            f"the picture `{url}` lies outside the site", place, "Copy it into the site."
        )
    if not is_there:
        raise SourceError(
            f"the picture `{url}` is not there", place, f"It was looked for as `{file}`."
        )
    if file.suffix.lower() not in _KINDS:
        raise SourceError(
            f"the picture `{url}` is of a kind that cannot be set",
            place,
            f"Save it as one of {', '.join(sorted(_KINDS))}.",
        )
    _check(file, url, place)
    return file


def _check(file: Path, url: str, place: Location) -> None:
    """Raise `SourceError` where `file` is not what its name says, so that TeX would stop at it."""
    kind = _KINDS[file.suffix.lower()]
    try:
        if kind == "PDF":
            with pikepdf.open(file) as opened:
                opened.pages[0]
            return
        with Image.open(file, formats=[kind]) as picture:
            picture.load()
    except (OSError, ValueError, IndexError, SyntaxError, pikepdf.PdfError) as error:
        raise SourceError(
            f"the picture `{url}` is broken, or no {kind} file",
            place,
            "Open it in another program and save it anew.",
        ) from error
    except Image.DecompressionBombError as error:
        raise SourceError(
            f"the picture `{url}` is far too large", place, "Save it with fewer pixels."
        ) from error
