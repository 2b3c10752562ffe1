"""A new letter, and the record of its employer, beside those that are there.

Nothing is written over. The file of the records keeps its comments and its order: text is put at
its end, and it is read again before anything is written.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import language, settings
from pipeline.engine import discovery, first_words
from pipeline.files import reading, writing
from pipeline.files.paths import must_be_of
from pipeline.model.document import Document
from pipeline.model.errors import CoverpressError, SourceError, UsageError, WriteError
from pipeline.model.location import Location
from pipeline.sources import data, employers, front_matter
from pipeline.sources.site import Site
from pipeline.sources.writing_yaml import block, scalar

_KEY = re.compile(r"[^\W_][\w-]*")
_HINT = "Make room, or look who may write here."
_FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?)^(?P<end>---|\.\.\.)[ \t]*\n", re.DOTALL | re.M)


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    key: str
    company: str
    lang: str = ""
    """The letter's language; '' for that of all letters."""
    job: str = ""
    url: str = ""
    like: Path | None = None
    """A letter whose text is taken over."""


@dataclass(frozen=True)
class Added:
    """A file that was written."""

    file: Path
    text: str


def add(site: Site, wanted: Wanted) -> tuple[Added, Added]:
    """Add a record and a letter to `site`, and return the two files.

    Raises `UsageError` where one of them is there, and `SourceError` where the file of the records
    is of a kind that cannot be added to.
    """
    if not _KEY.fullmatch(wanted.key):
        raise UsageError(
            f"`{wanted.key}` cannot be the key of an employer",
            hint="Use letters, digits, `-` and `_`, for example `mudlark`.",
        )
    if not wanted.company.strip():
        raise UsageError("the company has no name", hint='Write it in quotes: "Mudlark & Sons".')
    if place := site.records.place(wanted.key):
        raise UsageError(
            f"there is an employer `{wanted.key}` already", place, "Choose another key."
        )
    letter = _letter(site, wanted)
    record = _record(site, wanted)
    for added in (record, letter):
        must_be_of(site.root, added.file)
    for added, what in ((record, "the record"), (letter, "the letter")):
        writing.write(added.text.encode(site.encoding), added.file, what, _HINT)
    return record, letter


def _record(site: Site, wanted: Wanted) -> Added:
    """Return the file of the records with the new one in it."""
    fields = {"company": wanted.company, "jobtitle": wanted.job, "jobpostingurl": wanted.url}
    record = {key: value for key, value in fields.items() if value}
    file = _file_of_records(site)
    if file.is_dir():
        own = file / f"{wanted.key}.yml"
        _must_be_new(own)
        return Added(own, block(record))
    before = reading.read(file, site.encoding) if file.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    text = _WAYS[file.suffix.lower()](before, wanted.key, record, site)
    _must_be_all(site, file, text, wanted.key, record)
    return Added(file, text)


def _file_of_records(site: Site) -> Path:
    document = site.documents.get(employers.NAME)
    if document is not None:
        return document.file
    folder = site.data_folder / employers.NAME
    return folder if folder.is_dir() else site.data_folder / f"{employers.NAME}.yml"


def _in_yaml(before: str, key: str, record: Mapping[str, Any], _: Site) -> str:
    between = "\n" if before.strip() else ""
    return f"{before}{between}{block({key: record})}"


def _in_json(before: str, key: str, record: Mapping[str, Any], _: Site) -> str:
    entry = json.dumps({key: record}, indent=2, ensure_ascii=False)[1:-1].strip("\n")
    kept, _brace, _end = before.rstrip().rpartition("}")
    kept = kept.rstrip()
    return f"{kept}{'' if kept.endswith('{') else ','}\n{entry}\n}}\n"


def _in_table(before: str, key: str, record: Mapping[str, Any], site: Site) -> str:
    mark = "\t" if site.documents[employers.NAME].file.suffix.lower() == ".tsv" else ","
    headings = next(csv.reader(io.StringIO(before), delimiter=mark), [])
    column = next((name for name in ("key", "id") if name in headings), headings[0])
    missing = [name for name in record if name not in headings]
    if missing:
        raise SourceError(
            f"the table has no column `{missing[0]}`",
            Location(site.documents[employers.NAME].file, 1),
            "Add the column, or leave the option out.",
        )
    row = io.StringIO()
    cells = {column: key, **record}
    writer = csv.writer(row, delimiter=mark, lineterminator="\n")
    writer.writerow([cells.get(name, "") for name in headings])
    return before + row.getvalue()


_WAYS = {
    ".yml": _in_yaml,
    ".yaml": _in_yaml,
    ".json": _in_json,
    ".csv": _in_table,
    ".tsv": _in_table,
}


def _must_be_all(site: Site, file: Path, text: str, key: str, record: Mapping[str, Any]) -> None:
    """Raise `SourceError` where `text` would not be read as all that was there, and the record."""
    try:
        document = data.load(text, file, file.suffix.lower())
        found = employers.of({employers.NAME: document.value}, {employers.NAME: document}).records
        earlier = {name: value for name, value in found.items() if name != key}
        is_right = earlier == dict(site.employers) and found[key].items() >= record.items()
    except (CoverpressError, KeyError, AttributeError):
        is_right = False
    if not is_right:
        raise SourceError(
            "nothing can be added at the end of this file, as it is written",
            Location(file),
            f"Write the record yourself: `{key}: {{company: {scalar(record['company'])}}}`.",
        )


def _letter(site: Site, wanted: Wanted) -> Added:
    folder, text = _folder(site), ""
    if wanted.like is not None:
        folder, text = wanted.like.parent, reading.read(wanted.like, site.encoding)
    file = folder / f"{wanted.key}.md"
    _must_be_new(file)
    if text:
        return Added(file, _for_another(text, wanted, wanted.like or file))
    return Added(file, _begun(site, wanted, file))


def _folder(site: Site) -> Path:
    """Return the folder of all letters; where they are in several, the site's."""
    folders = {file.parent for file in discovery.letters(site, site.source)}
    return folders.pop() if len(folders) == 1 else site.source


def _begun(site: Site, wanted: Wanted, file: Path) -> str:
    """Return a letter that says as much as can be said without its author."""
    said = {"lang": wanted.lang} if wanted.lang else {}
    own = settings.read(Document(file, said, {}, ()), site.config)
    words = first_words.of(own.language.code)
    front: dict[str, Any] = {
        "layout": settings.letter_layouts(site.config)[0],
        "makepdf": True,
        "employer": wanted.key,
        "date": settings.today().isoformat(),
    }
    if wanted.lang:
        front["lang"] = own.language.tag
    title = "{{ employer.jobtitle }}" if wanted.job else ""
    title = f"[{title}]({{{{ employer.jobpostingurl }}}})" if title and wanted.url else title
    lines = "".join(
        f"{key}: {value if key == 'date' else scalar(value)}\n" for key, value in front.items()
    )
    subject = f"{words.subject}: {title}" if title else words.subject
    return (
        f"---\n{lines}---\n### {subject}\n\n{words.opening}\n\n{words.body}\n\n"
        f"<!-- {words.to_do} -->\n\n{words.closing}\n{own.author}\n"
    )


def _for_another(text: str, wanted: Wanted, like: Path) -> str:
    """Return the letter `text` for another employer: its front matter names that one and a day."""
    front = _FRONT.match(text)
    if front is None:
        raise SourceError("this letter has no front matter to take over", Location(like, 1))
    lines = front["front"]
    values = {"employer": wanted.key, "date": settings.today().isoformat()}
    given = front_matter.parse(text, like).front.value
    if wanted.lang:
        values["lang"] = language.find(wanted.lang, Location(like)).tag
    for key, value in values.items():
        line = f"{key}: {value}\n"
        pattern = re.compile(rf"^{key}[ \t]*:.*\n", re.MULTILINE)
        if pattern.search(lines):
            lines = pattern.sub(line, lines, count=1)
        elif key != "date" or "date" in given:
            lines += line
    return f"---\n{lines}{front['end']}\n{text[front.end() :]}"


def _must_be_new(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise WriteError("this file is there already", Location(file), "Choose another key.")
