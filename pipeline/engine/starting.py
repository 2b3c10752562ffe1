"""A new folder of letters: who writes, one employer, one letter; or what a Jekyll site lacks."""

from __future__ import annotations

import json
import locale
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import language, sandbox, settings
from pipeline.engine import first_words, schemas
from pipeline.files import writing
from pipeline.model.errors import CoverpressError, UsageError, WriteError
from pipeline.model.location import Location
from pipeline.settings.looks import LOOKS
from pipeline.sources import config
from pipeline.sources import site as sites
from pipeline.sources.site import Site
from pipeline.sources.writing_yaml import block

_HINT = "Make room, or look who may write here."
_US_LETTER = {"US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "PA", "PR", "DO", "SV"}
"""Where paper is US Letter. Source: CLDR, `measurementData`, and the customs of Latin America."""
_SCHEMAS = Path(".schemas")
_HIDDEN = "build/\n_private/\n"
_RECORD = {
    "company": "Mudlark & Sons",
    "contact": "Ms. Ada Sample",
    "address": ["3 Specimen Quay", "Draftshire DR7 3AA"],
    "jobtitle": "Technical Writer",
    "jobpostingurl": "https://mudlark.example/jobs/7",
    "greeting": "Ms. Sample",
}
_SENDERS = ("basic_info", "basics", "contact", "about", "author", "profile", "me", "sender")
"""What mappings are called that say who somebody is; `basics` is JSON Resume's."""
_KEYS = {
    "name": ("name", "fullname", "full_name"),
    "address": ("address",),
    "phone": ("phone", "mobile", "telephone", "tel"),
    "email": ("email", "mail"),
    "url": ("url", "website", "homepage"),
}

STYLES = tuple(LOOKS)


@dataclass(frozen=True)
class About:
    """Who writes, and how their letters are to look."""

    name: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    lang: str = "en"
    paper: str = "a4"
    style: str = "modern"


def usual() -> About:
    """Return what git and the locale know of whoever is there."""
    tag = _language()
    country = tag.rpartition("-")[2]
    return About(
        name=sandbox.ask(["git", "config", "--get", "user.name"]).strip(),
        email=sandbox.ask(["git", "config", "--get", "user.email"]).strip(),
        lang=tag,
        paper="letter" if country in _US_LETTER else "a4",
    )


def _language() -> str:
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next(filter(None, named), "") or locale.getlocale()[0] or ""
    try:
        return language.find(said.partition(".")[0], Location(Path())).tag
    except CoverpressError:
        return "en"


def write(folder: Path, about: About) -> list[Path]:
    """Write a new folder of letters into `folder`, and return the files.

    Raises `WriteError`, before anything is written, where one of them is there.
    """
    files = _files(about)
    for name in files:
        if (folder / name).is_symlink() or ((folder / name).exists() and name != ".gitignore"):
            hint = "Name another folder: `coverpress init DIR`."
            raise WriteError("this file is there already", Location(folder / name), hint)
    writing.check_folder(folder)
    if (folder / ".gitignore").exists():
        del files[".gitignore"]
    for name, text in files.items():
        writing.write(text.encode(), folder / name, "the file", _HINT)
    return [folder / name for name in files]


def _files(about: About) -> dict[str, str]:
    tongue = language.find(about.lang, Location(Path("_config.yml")))
    sender = {
        "name": about.name or "Your Name",
        **({"address": list(about.address)} if about.address else {}),
        **{key: getattr(about, key) for key in ("email", "phone") if getattr(about, key)},
    }
    general = {"lang": tongue.tag, "papers": [about.paper], "style": about.style}
    return {
        "_config.yml": (
            f"{_wired(_SCHEMAS / 'config.json')}"
            "# Who you are, and how all letters look. A letter may say otherwise.\n"
            f"{block({'sender': sender})}\n{block(general)}"
        ),
        "_data/employers.yml": (
            f"{_wired(Path('..') / _SCHEMAS / 'employers.json')}"
            "# A record for each employer, below its key. Add one:"
            ' coverpress new KEY "Company"\n'
            f"{block({'mudlark': _RECORD})}"
        ),
        "first-letter.md": _first_letter(sender["name"]),
        ".gitignore": _HIDDEN,
        **{
            f"{_SCHEMAS}/{name}.json": f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n"
            for name, schema in schemas.of_files().items()
        },
    }


def _first_letter(name: str) -> str:
    front = f"layout: coverletter\nmakepdf: true\nemployer: mudlark\ndate: {settings.today()}\n"
    # The sample is English, whatever the letters to come will be.
    subject = "### Application: [{{ employer.jobtitle }}]({{ employer.jobpostingurl }})"
    return f"---\n{front}lang: en\n---\n{subject}\n\n{first_words.SAMPLE}{name}\n"


def _wired(schema: Path) -> str:
    return f"# yaml-language-server: $schema={schema.as_posix()}\n"


def is_there(folder: Path) -> bool:
    """Tell whether `folder` is a site already, such as Jekyll's."""
    return config.file_of(folder).is_file() or (folder / "_data").is_dir()


@dataclass(frozen=True)
class Proposed:
    """What a site lacks for letters, in the words of its own data."""

    site: Site
    sender: str
    """YAML for its configuration; '' where that has a sender."""
    letters: int


def propose(folder: Path) -> Proposed:
    """Return what the site in `folder` lacks; nothing is written. Raises as reading it does."""
    from pipeline.engine import discovery

    site = sites.read(folder)
    letters = len(discovery.letters(site, site.source))
    if site.config.value.get("sender"):
        return Proposed(site, "", letters)
    found = next(_persons(site.data, "site.data"), None)
    if found is None:
        sample = {"name": "Your Name", "address": ["12 Sample Street"], "email": "you@home.example"}
        return Proposed(site, block({"sender": sample}), letters)
    name, person = found
    sender = {
        key: f"{{{{ {name}.{own} }}}}"
        for key, names in _KEYS.items()
        for own in names
        if person.get(own) and not isinstance(person[own], (dict, list))
    }
    return Proposed(site, block({"sender": sender}), letters)


def _persons(data: Any, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each mapping in `data` that says who somebody is, with what Liquid calls it."""
    if not isinstance(data, dict):
        return
    for key in sorted(data, key=lambda key: key not in _SENDERS):
        inner, called = data[key], f"{name}.{key}"
        if key == "employers" or not isinstance(inner, dict):
            continue
        if any(inner.get(own) for own in _KEYS["name"]) and (
            key in _SENDERS or any(inner.get(own) for own in _KEYS["email"])
        ):
            yield called, inner
        yield from _persons(inner, called)


def read_about(given: Mapping[str, Any], usual: About) -> About:
    """Return what is `given`, and what is usual for the rest. Raises `UsageError`."""
    about = About(**{**vars(usual), **{key: value for key, value in given.items() if value}})
    try:
        language.find(about.lang, Location(Path("--lang")))
    except CoverpressError as error:
        raise UsageError(str(error), hint=error.finding.hint) from None
    return about
