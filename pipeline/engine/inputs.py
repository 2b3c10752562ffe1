"""What a letter's PDF is made of, written down where it is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline import settings
from pipeline.engine.program import program
from pipeline.letter.pictures import Picture
from pipeline.letter.rendering import Rendering
from pipeline.model.inputs import Inputs, digest
from pipeline.model.job import Part
from pipeline.settings import style

_OF_SITE = ("kramdown", "url", "baseurl")
"""Keys of the configuration that reach the page beside the settings."""


def of(
    rendering: Rendering,
    sender: Mapping[str, Any],
    pictures: Mapping[str, Picture],
    part: Part,
    templates: Path,
) -> Inputs:
    """Return what a `part` of a letter is made of.

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
        settings=_settings(rendering, part),
        program=program(templates),
    )


def _text(rendering: Rendering) -> str:
    tokens = rendering.rendered.tokens
    values = {token: value for token, (value, _) in tokens.values.items()}
    return digest([rendering.rendered.text, values, tokens.escaped])


def _settings(rendering: Rendering, part: Part) -> dict[str, Any]:
    wanted = rendering.settings
    look = wanted.style
    return {
        "paper": part.paper,
        "form": part.form,
        "txt_wrap": wanted.txt_wrap,
        "txt_letterhead": wanted.txt_letterhead,
        "language": wanted.language.tag,
        "date": str(wanted.day) if wanted.day else None,
        # A PDF without a date of its own bears that of the day on which it is made.
        "day": str(wanted.day or settings.today()),
        "raw_tex": wanted.raw_tex,
        "title": wanted.title,
        "author": wanted.author,
        "description": wanted.description,
        "keywords": list(wanted.keywords),
        "footer": wanted.footer,
        "name": rendering.job.name,
        "url": str(rendering.names["page"]["url"]),
        **wanted.parts,
        **{key: getattr(look, key) for key in style.KEYS},
        "format": look.format.name,
    }


__all__ = ["of", "program"]
