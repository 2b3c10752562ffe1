"""All that makes a page and is no letter's: the code, the template, the versions of the rest."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pipeline
from pipeline.model.inputs import digest
from pipeline.writers.templates import TEMPLATES as TEMPLATES

_CODE = ("pipeline", "filters")
# Those that decide what is printed.
_LIBRARIES = ("panflute", "python-liquid", "babel", "pillow", "pikepdf", "resvg-py")


@cache
def program(templates: Path) -> Mapping[str, str]:
    """Return the versions of all that makes a page, and the hashes of the template and the code.

    Raises `MissingError` where Pandoc or LuaLaTeX is not there.
    """
    from importlib import metadata  # takes as long as all letters of a site that did not change

    from pipeline import typeset
    from pipeline.writers import pandoc

    return {
        "coverpress": pipeline.__version__,
        **own(templates),
        "pandoc": pandoc.version(),
        "tex": typeset.version(),
        **{name: metadata.version(name) for name in _LIBRARIES},
    }


def own(templates: Path) -> Mapping[str, str]:
    """Return the hashes of the code and of the template."""
    package = Path(pipeline.__file__).parents[1]
    files = (file for name in _CODE for file in (package / name).rglob("*"))
    code = (file for file in files if file.suffix in (".py", ".lua", ".toml", ".txt"))
    return {
        "code": _hash_of_all(code, package),
        "template": _hash_of_all(templates.iterdir(), templates),
    }


def stamp(templates: Path) -> str:
    """Return what cannot stay the same where `program` changes, and is known at once.

    Of the code and the template that is their content. Pandoc, LuaLaTeX and the libraries are put
    into their places by installers, so that the state of their files is enough: their content is
    what `program` asks for, where this has changed.
    """
    pandoc = importlib.util.find_spec("pypandoc")
    folder = Path(pandoc.origin).parent / "files" if pandoc and pandoc.origin else Path()
    named = (os.environ.get("PYPANDOC_PANDOC"), shutil.which("lualatex"))
    programs = [*sorted(folder.glob("pandoc*")), *(Path(name) for name in named if name)]
    installed = sorted(
        name
        for folder in sys.path
        if Path(folder).is_dir()
        for name in os.listdir(folder or ".")  # noqa: PTH208  which takes a tenth of the time
        if name.endswith(".dist-info")
    )
    return digest(
        [
            *(pipeline.__version__, sys.version),
            *(own(templates), [state(file) for file in programs], installed),
        ]
    )


def state(file: Path) -> list[str | int]:
    """Return what changes with a file that an installer writes: no content is read.

    The time of its last change, unlike that of its content, cannot be set by hand.
    """
    try:
        about = file.stat()
    except OSError:
        return [str(file)]
    return [
        *(str(file.resolve()), about.st_size, about.st_ino),
        *(about.st_mtime_ns, about.st_ctime_ns),
    ]


def _hash_of_all(files: Iterable[Path], folder: Path) -> str:
    found = {file.relative_to(folder).as_posix(): hash_of(file) for file in files if file.is_file()}
    return digest(found)


def hash_of(file: Path) -> str:
    """Return the SHA-256 of the program's own `file`, or of one of what it stands on."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
