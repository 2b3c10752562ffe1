"""What is nearly right in a site: keys of records, pages that are no letters, names of files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pipeline import settings
from pipeline.files import reading
from pipeline.letter import addressees
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document, KeyPath
from pipeline.model.errors import CoverpressError
from pipeline.model.location import Location
from pipeline.model.suggestion import slip, typed_wrong
from pipeline.settings import SETTING_UNKNOWN
from pipeline.settings.fields import RECORD
from pipeline.sources import config, defaults, front_matter
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

_LIQUID = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_KNOWN = (*(field.key for field in RECORD), "name")
# Keys of their own, near as they are: a county is no country, and a contract no contact.
_OTHERS = frozenset("county contract contracts content contents context page post part".split())
_SEVERAL = 2  # records that have a field which the page does not print


def check(site: Site) -> Iterator[Diagnostic]:
    """Yield a warning for all that is nearly what a site without it lacks."""
    yield from letters(site)
    yield from addressees.nobody(site)
    yield from _records(site)
    yield from _configuration(site)


def letters(site: Site) -> Iterator[Diagnostic]:
    """Yield a warning for each slip by which a page of `site` is no letter to build."""
    layouts = settings.letter_layouts(site.config)
    for file in site.pages():
        try:
            letter = defaults.read(file, site)
        except CoverpressError:  # it is told where it is built, if it is a letter
            continue
        if letter.has_front_matter and not front_matter.is_letter(letter, layouts):
            yield from _slips_of_letter(letter, layouts, site)


def _slips_of_letter(letter: Letter, layouts: tuple[str, ...], site: Site) -> list[Diagnostic]:
    """Return the slips without which the page is a letter; none where it would not be one."""
    front, found = letter.front, []
    for key, values in (("layout", layouts), ("makepdf", front_matter.MAKE)):
        written = next((one for one in (key, *front.value) if _means(one, key, front)), None)
        if written is None:
            return []
        if written != key:
            found.append(
                _slip(f"the key `{written}` has no meaning", front.key_place(written), key)
            )
        value = str(front.value[written])
        if value in values or (key == "makepdf" and value.casefold() in values):
            continue
        likely = slip(value, values[:1] if key == "makepdf" else values)
        if not likely or (key == "layout" and (site.layouts / f"{value}.html").is_file()):
            return []
        found.append(_slip(f"it says `{written}: {value}`", front.place(written), likely))
    return found


def _means(written: str, key: str, front: Document) -> bool:
    if key in front.value:
        return written == key
    return written != key and slip(written, [key]) is not None


def _slip(what: str, place: Location, likely: str) -> Diagnostic:
    message = f"this page is no letter to build: {what}"
    return Diagnostic.by(SETTING_UNKNOWN, message, place, f"Did you mean `{likely}`?")


def _records(site: Site) -> Iterator[Diagnostic]:
    """Yield a warning for each field of a record that is a slip of one which the record lacks.

    Records have fields of their own. One that others have as often as the known one is such, and
    so is one that Liquid asks for.
    """
    records = {key: one for key, one in site.employers.items() if isinstance(one, dict)}
    counts = Counter(field for record in records.values() for field in record)
    usual = [name for name, count in counts.items() if count >= max(_SEVERAL, len(records) / 2)]
    asked = cache(lambda: _asked(site))
    for key, record in records.items():
        if key not in site.records.sources:
            continue
        document, above = site.records.sources[key]
        is_table = isinstance(document.value, list)
        if is_table and above != (0,):
            continue  # all rows have the same fields
        for path, name, likely in _slips(record, _KNOWN if is_table else (*_KNOWN, *usual)):
            is_own = not is_table and 1 < counts[name] >= counts[likely]
            if not is_own and not re.search(rf"[.\"']{re.escape(name)}\b", asked()):
                yield Diagnostic.by(
                    SETTING_UNKNOWN,
                    f"the key `{name}` has no meaning in the record of `{key}`",
                    Location(document.file, 1)
                    if is_table
                    else document.key_place(*above, *path, name),
                    f"Did you mean `{likely}`?",
                )


def _slips(record: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[tuple[KeyPath, str, str]]:
    """Yield the path, the key and what was meant of each field that is a slip."""
    lacking = [name for name in known if name not in record]
    if "company" in record:
        lacking = [name for name in lacking if name != "name"]
    for key in record:
        if key not in known and key not in _OTHERS and (likely := slip(key, lacking)):
            yield (), key, likely
    person = record.get("contact")
    if isinstance(person, dict) and "name" not in person:
        for key in person:
            if likely := slip(key, ["name"]):
                yield ("contact",), key, likely


def _asked(site: Site) -> str:
    """Return all Liquid of the site's pages and includes, and of its configuration."""
    texts = [str(site.config.value)]
    for file in site.pages():
        try:
            texts.append(site.page(file).body)
        except CoverpressError:
            continue
    for folder in (site.includes, site.layouts):
        for file in folder.rglob("*"):
            try:
                texts += [site.text(file, folder)] if file.is_file() else []
            except CoverpressError:
                continue
    return "\n".join(found for text in texts for found in _LIQUID.findall(text))


def _configuration(site: Site) -> Iterator[Diagnostic]:
    """Yield a warning where there is no configuration, but a file with nearly its name."""
    if site.config_names or site.config.file.is_file():
        return
    for file in sorted(site.root.iterdir()):
        name = file.name.removesuffix(".txt").casefold()
        stem, _, ending = name.partition(".")
        if f"_config.{ending}" not in config.NAMES or not reading.is_file(file):
            continue
        if typed_wrong(stem, ["config"]):
            yield Diagnostic.by(
                SETTING_UNKNOWN,
                f"the file `{file.name}` is not read, and the site has no configuration",
                Location(file, 1),
                f"Rename it: `_config.{ending}`.",
            )
