"""Which employers belong to the sender's own life: what the whole site shows, not one letter.

It is shown by letters to several employers that have the name, by the sender's data, by a résumé,
and by a record that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import settings
from pipeline.checks import names, phrases
from pipeline.checks.names import Names
from pipeline.model.document import texts
from pipeline.model.errors import CoverpressError
from pipeline.sources import defaults, front_matter
from pipeline.sources.site import Site

_SEVERAL = 2  # other employers, in whose letters the name stands
_STOP = re.compile(r"[.!?](?:\s|\Z)")
_OWN_VALUE = "{{ employer"
_RESUMES = re.compile(
    r"r[eé]sum[eé]|cv|curriculum\w*|vita|lebenslauf|career|work|experience|employment|education"
    r"|history|about|author|bio|profile|me",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Neighbour:
    """Another letter of the site, as it was written."""

    employer: str | None
    language: str
    """Its code, without a country."""
    text: str


@dataclass(frozen=True)
class Pages:
    """What the pages of a site say, as far as a rule wants to know."""

    letters: Mapping[Path, Neighbour]
    """By their resolved path."""
    resume: str
    """The sender's data, and the data and pages that are a résumé by their name."""


def pages(site: Site) -> Pages:
    """Return what the pages of `site` say. What cannot be read is told where it is built."""
    layouts = settings.letter_layouts(site.config)
    letters: dict[Path, Neighbour] = {}
    data = [value for name, value in site.data.items() if _RESUMES.fullmatch(name)]
    resume = texts([site.config.value.get("sender"), *data])
    for file in site.pages():
        try:
            letter = defaults.read(file, site)
        except CoverpressError:
            continue
        if front_matter.is_letter(letter, layouts):
            employer = letter.get("employer")
            tag = str(letter.get("lang") or site.config.value.get("lang") or "en")
            letters[file.resolve()] = Neighbour(
                employer and str(employer),
                re.split("[-_]", tag)[0].lower(),
                " ".join(letter.body.split()),
            )
        elif _RESUMES.fullmatch(file.stem):
            resume.append(letter.body)
    return Pages(letters, "\n".join(resume))


def find(said: Pages, employers: Mapping[str, Any], known: Names) -> frozenset[str]:
    """Return the keys of the `employers` that belong to the sender's own life."""
    to: dict[str | None, str] = {}
    for letter in said.letters.values():
        to[letter.employer] = to.get(letter.employer, "") + letter.text
    letters: dict[str, set[str]] = {}
    for letter in said.letters.values():
        own = letter.employer
        if own and (_OWN_VALUE in letter.text or known.names_employer(letter.text, own)):
            for key in _others(letter, known, to):
                letters.setdefault(key, set()).add(own)
    lived = {key for key, others in letters.items() if len(others) >= _SEVERAL}
    lived |= {key for key, record in employers.items() if _is_past(record)}
    for _, found in known.find(said.resume):
        lived |= {name.key for name in found if name.kind == names.COMPANY}
    return frozenset(lived)


def _others(letter: Neighbour, known: Names, to: Mapping[str | None, str]) -> Iterator[str]:
    """Yield the keys of the others whom a letter names, but not as those whom it applies to.

    Words that stand in the letter `to` one of them may be what is left of that letter.
    """
    for match, found in known.find(letter.text, letter.language):
        keys = {name.key for name in found if name.kind == names.COMPANY}
        start, end = match.span()
        before = letter.text[max(0, start - phrases.FAR) : start]
        stop = _STOP.search(letter.text, end)
        sentence = _STOP.split(before)[-1] + letter.text[start : stop.start() if stop else end]
        if letter.employer in keys or phrases.is_applied_to(before, letter.language):
            continue
        after = letter.text[end : end + phrases.FAR]
        is_lived = phrases.is_lived(before, after, letter.language)
        yield from (key for key in keys if is_lived or sentence not in to.get(key, ""))


def _is_past(record: object) -> bool:
    return isinstance(record, dict) and (
        record.get("past") is True or record.get("status") == "past"
    )
