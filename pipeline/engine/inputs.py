"""What a letter's PDF is made of, written down where it is made."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pipeline
from pipeline import settings, typeset
from pipeline.letter.pictures import Picture
from pipeline.letter.rendering import Rendering
from pipeline.model.inputs import Inputs, digest
from pipeline.settings import style
from pipeline.writers import pandoc

_CODE = ("pipeline", "filters")
# Those that decide what is printed.
_LIBRARIES = ("panflute", "python-liquid", "babel", "pillow", "pikepdf", "resvg-py")
_OF_SITE = ("kramdown", "url", "baseurl")
"""Keys of the configuration that reach the page beside the settings."""


def of(
    rendering: Rendering,
    sender: Mapping[str, Any],
    pictures: Mapping[str, Picture],
    paper: str,
    templates: Path,
) -> Inputs:
    """Return what the PDF of a letter on `paper` is made of.

    `sender` is the configuration's, its Liquid rendered; `pictures` are the letter's files by the
    names that they have on the page, `templates` is the folder of the LaTeX template. Raises
    `MissingError` where Pandoc or LuaLaTeX is not there.
    """
    site = rendering.site
    files = (rendering.letter.file, *rendering.rendered.includes)
    values = {name: digest(value) for name, value in rendering.rendered.asked.items()}
    values["employer"] = digest(rendering.record)
    values |= {
        f"site.{key}": digest(site.config.value[key])
        for key in _OF_SITE
        if key in site.config.value
    }
    return Inputs(
        files={site.path_of(file).as_posix(): site.hash_of(file) for file in files},
        pictures={name: picture.hash for name, picture in sorted(pictures.items())},
        values=dict(sorted(values.items())),
        text=_text(rendering),
        sender=digest(sender),
        asks=rendering.rendered.may_ask,
        settings=_settings(rendering, paper),
        program=program(templates),
    )


def _text(rendering: Rendering) -> str:
    tokens = rendering.rendered.tokens
    values = {token: value for token, (value, _) in tokens.values.items()}
    return digest([rendering.rendered.text, values, tokens.escaped])


def _settings(rendering: Rendering, paper: str) -> dict[str, Any]:
    wanted = rendering.settings
    look = wanted.style
    return {
        "paper": paper,
        "language": wanted.language.tag,
        "date": str(wanted.day) if wanted.day else None,
        # A PDF without a date of its own bears that of the day on which it is made.
        "day": str(wanted.day or settings.today()),
        "raw_tex": wanted.raw_tex,
        "title": wanted.title,
        "author": wanted.author,
        "description": wanted.description,
        "footer": wanted.footer,
        "name": rendering.job.name,
        "url": str(rendering.names["page"]["url"]),
        **wanted.parts,
        **{key: getattr(look, key) for key in style.KEYS},
        "format": look.format.name,
    }


@cache
def program(templates: Path) -> Mapping[str, str]:
    """Return the versions of all that makes a page, and the hashes of the template and the code."""
    package = Path(pipeline.__file__).parents[1]
    files = (file for name in _CODE for file in (package / name).rglob("*"))
    code = (file for file in files if file.suffix in (".py", ".toml"))
    return {
        "coverpress": pipeline.__version__,
        "code": _hash_of_all(code, package),
        "template": _hash_of_all(templates.iterdir(), templates),
        "pandoc": pandoc.version(),
        "tex": typeset.version(),
        **{name: importlib.metadata.version(name) for name in _LIBRARIES},
    }


def _hash_of_all(files: Iterable[Path], folder: Path) -> str:
    found = {
        file.relative_to(folder).as_posix(): _hash_of(file) for file in files if file.is_file()
    }
    return digest(found)


def _hash_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
