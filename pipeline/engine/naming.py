"""The names of PDFs, where a letter or its site asks for others than the usual: `output:`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import settings
from pipeline.model.document import Document
from pipeline.model.errors import Problems, SettingError
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean
from pipeline.settings import PAPERS
from pipeline.settings.fields import RECORD_KEYS, SENDER
from pipeline.settings.values import Values
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

KEY = "output"
PAPER_NAMES = {"a4": "A4", "letter": "US Letter"}
"""What a person calls each paper."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_OWN = ("letter", "key", "date", "paper")
_ROOTS = ("employer", "sender", "page")
# What Windows, macOS or a shell takes for something else than a part of a name.
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')
_MOST_BYTES = 180  # of 255, which file systems take, with room for the paper and the ending
_ENDS = " .-–—_,"
# Where nothing stands between two separators, one will do.
_HOLE = re.compile(r"(\s[-–—|]|[,_])(?:\s*[-–—|,_](?=\s|$))+")
# Source: "Naming Files, Paths, and Namespaces" in Microsoft's documentation.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


def asks(front: Document, config: Document) -> bool:
    """Tell whether a letter's front matter or its site's configuration gives names to PDFs."""
    return Values(front, config, Problems()).is_given(KEY)


Stems = tuple[tuple[str, str], ...]


def of(letter: Letter, site: Site) -> Callable[[Job], Stems]:
    """Return what gives the PDFs of a job of `letter` their names, without ending, by paper.

    A name that says nothing of the paper gets it where the letter has several. What is returned
    raises `SettingError` at the placeholder that means nothing, and where nothing is left of a
    name.
    """
    values = Values(letter.front, site.config, Problems())
    wanted = settings.read(letter.front, site.config, problems=Problems())
    own = letter.get("sender")
    known = {
        "date": wanted.day.isoformat() if wanted.day else "",
        "sender": own if isinstance(own, dict) else site.config.value.get("sender"),
        "page": letter.front.value,
    }
    pattern, place = str(values.read(KEY)), values.place(KEY)

    def named(job: Job) -> Stems:
        key = job.employer or wanted.employer or ""
        names = {**known, "letter": job.name.rpartition("/")[2], "key": key}
        names["employer"] = site.employers.get(key)
        return _on_papers(_Pattern(pattern, place, site), names, wanted.papers)

    return named


@dataclass(frozen=True)
class _Pattern:
    text: str
    place: Location
    site: Site

    def filled(self, names: Mapping[str, Any]) -> str:
        """Return the name with `names` in the places of the placeholders."""

        def value(found: re.Match[str]) -> str:
            return _value(found[1].strip(), names, self.site, self.place)

        name = _safe(_PLACEHOLDER.sub(value, self.text))
        if not name:
            raise SettingError(
                f"nothing is left of the name `{self.text}`",
                self.place,
                "Write a word beside its `{…}`.",
            )
        return name


def _on_papers(pattern: _Pattern, names: Mapping[str, Any], papers: Sequence[str]) -> Stems:
    """Return the name on none and on each paper; a letter has `papers` by its own words."""
    found = {paper: pattern.filled({**names, "paper": PAPER_NAMES[paper]}) for paper in PAPERS}
    on_none = pattern.filled({**names, "paper": ""})
    usual = {found[paper] for paper in papers}
    for paper, name in found.items():
        is_other = paper not in papers and name in usual
        if is_other or len(usual) < len(papers):
            found[paper] = f"{name} ({PAPER_NAMES[paper]})"
    return (("", on_none), *found.items())


def _value(placeholder: str, names: Mapping[str, Any], site: Site, place: Location) -> str:
    """Return what stands for a placeholder, which is nothing where its value is missing."""
    root, *path = placeholder.split(".")
    if (root not in _OWN or path) and (root not in _ROOTS or not path):
        likely = (*_OWN, *(f"{root}.{key}" for root in _ROOTS for key in _keys(root, site)))
        raise SettingError(
            f"`{{{placeholder}}}` means nothing in a name", place, did_you_mean(placeholder, likely)
        )
    value = names.get(root)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if value is None and path and path[0] not in (known := _keys(root, site, names)):
        raise SettingError(
            f"there is no `{placeholder}`", place, did_you_mean(path[0], sorted(known))
        )
    text = _text(value)
    if "{{" in text or "{%" in text:
        raise SettingError(
            f"`{{{placeholder}}}` is Liquid, which no file's name can be made of",
            place,
            "Name another value, or a field of the employer's record.",
        )
    return _UNSAFE.sub("-", text)


def _keys(root: str, site: Site, names: Mapping[str, Any] | None = None) -> set[str]:
    """Return the keys that mean something below `root`, or that something has."""
    if root == "employer":
        records = (one for one in site.employers.values() if isinstance(one, dict))
        return {*RECORD_KEYS}.union(*records)
    value = (names or {}).get(root)
    own = set(value) if isinstance(value, dict) else set()
    return own | ({field.key for field in SENDER} if root == "sender" else {*settings.LETTER_KEYS})


def _text(value: Any) -> str:
    """Return a value as one says it: of a list its first line, of a person the name."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = next(iter(value), None)
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _safe(name: str) -> str:
    """Return `name` as one that every file system takes, and that looks like what it is."""
    text = unicodedata.normalize("NFC", _UNSAFE.sub("-", " ".join(name.split())))
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    text = _HOLE.sub(r"\1", text)
    while len(text.encode()) > _MOST_BYTES:
        text = text[:-1]
    text = text.strip(_ENDS)
    return f"_{text}" if _DEVICE.match(text) else text


__all__ = ["PAPER_NAMES", "asks", "of"]
