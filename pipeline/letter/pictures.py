"""The pictures of a letter: from the site, and from nowhere else."""

from __future__ import annotations

import hashlib
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from textwrap import shorten

import panflute as pf

from filters.markup.walk import walk
from pipeline.files import reading
from pipeline.files.paths import lies_in
from pipeline.letter import redrawing
from pipeline.letter.redrawing import PictureError
from pipeline.model.errors import Problems, SourceError
from pipeline.model.location import Location
from pipeline.model.suggestion import nearest
from pipeline.sandbox.share import stage
from pipeline.sources.site import Site

_KINDS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".gif": "GIF",
    ".webp": "WEBP",
    ".svg": "SVG",
    ".pdf": "PDF",
}
_SET_AS = {"JPEG": ".jpg", "PDF": ".pdf", **dict.fromkeys(("PNG", "GIF", "WEBP", "SVG"), ".png")}
_MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Picture:
    """A picture of the site, as TeX is given it."""

    file: Path
    hash: str
    """The SHA-256 of the file."""
    data: bytes
    """What is set: the picture written anew."""


def collect(
    doc: pf.Doc, letter: Path, site: Site, place_of: Callable[[str], Location]
) -> Mapping[str, Picture]:
    """Give every picture of `doc` a plain name, and return what each name stands for.

    `place_of` tells where in the letter a path is written. A path is seen from the letter, or from
    the site's source folder if it begins with `/`. Raises `SourceError` for a picture that is not
    there, lies outside the site, or that cannot be set; `CheckError` for several.
    """
    problems = Problems()
    found: dict[str, Picture] = {}
    by_file: dict[Path, Picture] = {}

    def rename(image: pf.Image) -> None:
        place = place_of(image.url)
        file = _file(image.url, letter, site, place)
        if file not in by_file:
            stage(f"its picture `{shorten(image.url, 80)}`", place)
            by_file[file] = _picture(file, image.url, letter, site, place)
        name = f"image{len(found) + 1}{_SET_AS[_KINDS[file.suffix.lower()]]}"
        found[name] = by_file[file]
        image.url = name

    def attempt(element: pf.Element, _: pf.Doc) -> None:
        problems.attempt(partial(rename, element), None)

    walk(doc, attempt, pf.Image)
    problems.settle()
    return found


def _file(url: str, letter: Path, site: Site, place: Location) -> Path:
    if "://" in (own := _path_of_own(url, site)):
        raise SourceError(
            f"the picture `{url}` is on the web",
            place,
            "Save it into the site, and name it by its path.",
        )
    path = urllib.parse.unquote(own)
    file = site.source / path.lstrip("/") if path.startswith("/") else letter.parent / path
    base = _base(site)
    try:
        is_there = reading.is_file(file)
        if not is_there and base and path.startswith(f"{base}/"):  # as the site's server has it
            file = site.source / path.removeprefix(f"{base}/")
            is_there = reading.is_file(file)
    except (OSError, ValueError) as error:  # no name of a file, or links in a circle
        raise SourceError(
            f"the picture `{shorten(url, 80)}` is no path of a file", place
        ) from error
    if not any(lies_in(file, folder) for folder in (site.source, letter.parent)):
        raise SourceError(
            f"the picture `{url}` lies outside the site", place, "Copy it into the site."
        )
    if not is_there:
        beside = (one.name for one in file.parent.iterdir()) if file.parent.is_dir() else ()
        meant = nearest(file.name, beside)
        hint = f"Not found: `{file}`." + (f" Did you mean `{meant}`?" if meant else "")
        raise SourceError(f"the picture `{url}` is not there", place, hint)
    if file.suffix.lower() not in _KINDS:
        raise SourceError(
            f"the picture `{url}` is of a kind that cannot be set",
            place,
            f"Save it as one of {', '.join(sorted(_KINDS))}.",
        )
    return file


def _path_of_own(url: str, site: Site) -> str:
    """Return `url` as a path of the site where it names its own address, as Jekyll recommends.

    That is what `absolute_url` and `{{ site.url }}` make.
    """
    address = urllib.parse.urlsplit(str(site.config.value.get("url") or ""))
    try:
        named = urllib.parse.urlsplit(url)
    except ValueError:
        return url
    is_own = named.netloc and named.netloc.casefold() == address.netloc.casefold()
    if not is_own or named.scheme not in ("", "http", "https"):
        return url
    return named.path or "/"


def _base(site: Site) -> str:
    base = str(site.config.value.get("baseurl") or "").strip("/")
    return f"/{base}" if base else ""


def _picture(file: Path, url: str, letter: Path, site: Site, place: Location) -> Picture:
    folder = None if lies_in(file, site.root) else letter.parent
    try:
        data = site.load(file, folder, _MOST_BYTES)
        made = redrawing.redrawn(data, _KINDS[file.suffix.lower()])
    except PictureError as error:
        raise SourceError(f"the picture `{url}` {error}", place, error.hint) from error
    except SourceError as error:
        message = f"the picture `{shorten(url, 80)}`: {error}"
        raise SourceError(message, place, error.finding.hint) from error
    return Picture(file, hashlib.sha256(data).hexdigest(), made)
