"""What a letter can speak of: its employer's record, and the names that its Liquid sees."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from filters import employer
from pipeline import settings
from pipeline.letter import addressees, site_pages
from pipeline.liquid import times
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import EmployerError, SettingError
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.model.suggestion import did_you_mean
from pipeline.settings import Settings
from pipeline.settings.page_formats import ADDRESS_SIZE, MILLIMETRES_A_POINT, RETURN_LINE
from pipeline.sources import employers, table
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

PAGE_ADDRESS = Rule(
    "page.address",
    WARNING,
    "The format has a window, and the address for it is missing, not whole, or too wide.",
    because="The letter may be sent without an envelope.",
    within=LETTER,
)
SETTING_SENDER = Rule(
    "setting.sender",
    WARNING,
    "The sender is missing, or lacks a name, or the address that the window's format prints.",
    "`name:` without a value",
)
RULES = (PAGE_ADDRESS, SETTING_SENDER)

_LIKE_A_SENDER = ("author", "title", "name", "email")
_LEAST_LINES = 2
# Of an em, in the fonts that come along, as far as they are alike.
_WIDTHS = (("ijl.,:;'’|!()[]/ ", 0.28), ("ftrI-", 0.35), ("mwMW@&", 0.87))
_SURELY = 1.1  # times as wide as the window: only TeX knows it exactly
_JEKYLL = "4.3.1"
"""The version of Jekyll that Liquid here is held against."""


def record_of(letter: Letter, wanted: Settings, site: Site) -> dict[str, Any]:
    """Return the record of the letter's employer; a letter without an employer has an empty one.

    Raises `EmployerError` at the letter's `employer:` for one that the site does not know.
    """
    key = wanted.employer
    if key is None:
        return {}
    record = site.employers.get(key)
    if key in site.records.twice:
        first, second = site.records.twice[key]
        raise EmployerError(
            f"two rows have the key `{key}`, so it is not clear which is meant",
            second,
            f"Give each row a key of its own: the other is {first.cell}.",
        )
    if isinstance(record, dict):
        _refuse_ragged(key, site)
        return record
    if key in site.employers:
        raise EmployerError(
            f"the record of the employer `{key}` has no `key: value` lines",
            site.records.place(key) or addressees.place(letter),
            "Write at least its `company:`.",
        )
    hint = did_you_mean(key, site.employers)
    if not site.employers:
        file = site.data_folder / "employers.yml"
        hint = f"Write its record, below the line `{key}:`, into `{file}`."
        if nearly := employers.misnamed(site.data_folder, site.root):
            hint = f"The file `{nearly}` is not read as the employers: rename it `{file}`."
    raise EmployerError(
        f"there is no employer `{key}` in the site's data", letter.front.place("employer"), hint
    )


def _refuse_ragged(key: str, site: Site) -> None:
    """Raise `EmployerError` where the record's row of a table has too many or too few fields.

    Its values may stand below other headings than they belong to.
    """
    document, path = site.records.sources[key]
    here = document.place(*path).line
    for note in document.notes:
        if note.code == table.DATA_ROW.code and note.place and note.place.line == here:
            raise EmployerError(note.message, note.place, note.hint)


def check_papers(job: Job, wanted: Settings, letter: Letter) -> None:
    """Raise `SettingError` where the command line names a paper that the format is not for."""
    for paper in job.papers:
        if paper not in wanted.style.format.papers:
            format_ = wanted.style.format
            raise SettingError(
                f"the format `{format_.name}` ({format_.standard}) is not for the paper `{paper}`",
                letter.front.place("format") if letter.get("format") else Location(letter.file),
                f"Build it with `--paper {format_.papers[0]}`, or choose another `format:`.",
            )


def check_address(
    record: dict[str, Any],
    wanted: Settings,
    letter: Letter,
    site: Site,
    parts: Mapping[str, Location],
) -> Iterator[Diagnostic]:
    """Yield a warning where the format has a window, and no whole address to stand in it.

    `parts` are the places of the parts that the site gives. Raises `SettingError` where the address
    is too long for the window.
    """
    format_ = wanted.style.format
    window = format_.window
    if window is None:
        return
    given = wanted.parts.get("recipient")
    lines = list(given) if given else employer.recipient(record)
    place = _address_place(wanted, letter, site, parts)
    if len(lines) > window.lines:
        too_many = len(lines) - window.lines
        raise SettingError(
            f"the address has {len(lines)} lines, {too_many} more than the window of"
            f" `{format_.name}` shows ({format_.standard})",
            place,
            f"Shorten the {'recipient' if given else 'address'}, or choose `format: modern`.",
        )
    street = employer.lines([record.get("address"), record.get("country")])
    if len(lines) < _LEAST_LINES or not (given or street):
        yield _not_whole(wanted, lines, place)
    for line in lines:
        if _millimetres(line) > _SURELY * (window.width - window.inset):
            yield Diagnostic.by(
                PAGE_ADDRESS,
                f"the line `{shorten(line, 60)}` is too wide for the window of `{format_.name}`",
                _line_place(line, wanted, letter, site) or place,
                "Write it as two lines, or choose `format: modern`.",
            )


def _not_whole(wanted: Settings, lines: Sequence[str], place: Location) -> Diagnostic:
    name = wanted.style.format.name
    message = f"there is no address for the window of `{name}`"
    if lines:
        message = (
            f"`{shorten(', '.join(lines), 60)}` is no whole address for the window of `{name}`"
        )
    hint = "Name an employer, or choose `format: modern`."
    if wanted.parts.get("recipient"):
        hint = "Write the street and the town below it, or choose `format: modern`."
    elif wanted.employer:
        hint = "Write `company:` and `address:` into the employer's record."
    return Diagnostic.by(PAGE_ADDRESS, message, place, hint)


def _address_place(
    wanted: Settings, letter: Letter, site: Site, parts: Mapping[str, Location]
) -> Location:
    """Return where the address stands, or else what asks for one."""
    if wanted.parts.get("recipient"):
        return parts.get("recipient") or letter.front.place("recipient")
    place = site.records.place(wanted.employer or "", "address")
    asking = (key for key in ("employer", "recipient", "format") if key in letter.front.value)
    return place or letter.front.place(next(asking, ""))


def _line_place(line: str, wanted: Settings, letter: Letter, site: Site) -> Location | None:
    if wanted.parts.get("recipient"):
        return letter.front.find(line, "recipient")
    document, path = site.records.sources[wanted.employer or ""]
    return document.find(line, *path)


def _millimetres(line: str) -> float:
    """Return about how wide `line` is in the type of an address."""
    widths = (
        next((width for signs, width in _WIDTHS if sign in signs), 0.68 if sign.isupper() else 0.52)
        for sign in line
    )
    return sum(widths) * ADDRESS_SIZE * MILLIMETRES_A_POINT


def check_sender(wanted: Settings, letter: Letter, site: Site) -> Iterator[Diagnostic]:
    """Yield a warning where the letter has no sender, or one without what is printed of it."""
    own = letter.get("sender")
    document = letter.front if own and not isinstance(own, str) else site.config
    sender = document.value.get("sender")
    place = document.key_place("sender")
    if not sender and site.config.file.is_file():
        hint = "Write `sender:` with `name:` and `address:` below it."
        likely = [key for key in _LIKE_A_SENDER if document.value.get(key)]
        if likely:
            listed = ", ".join(f"`{key}:`" for key in likely)
            hint += f" The site's {listed} may say what belongs there."
        yield Diagnostic.by(SETTING_SENDER, "there is no sender, whom letters show", place, hint)
    if not sender or not isinstance(sender, dict):
        return
    if not employer.lines(sender.get("name")):
        where = document.key_place("sender", "name") if "name" in sender else place
        hint = "Write `name:` below `sender:`."
        yield Diagnostic.by(SETTING_SENDER, "the sender has no name", where, hint)
    window = wanted.style.format.window
    if window and window.remarks >= RETURN_LINE and not employer.lines(sender.get("address")):
        where = document.key_place("sender", "address") if "address" in sender else place
        yield Diagnostic.by(
            SETTING_SENDER,
            f"the sender has no address, which `{wanted.style.format.name}` prints in the window",
            where,
            "Write `address:` below `sender:`.",
        )


def names(
    letter: Letter, wanted: Settings, record: dict[str, Any], site: Site
) -> dict[str, dict[str, Any]]:
    """Return what Liquid sees: `site`, `page`, `jekyll` as in Jekyll, the record as `employer`."""
    now = times.now_of(site.config.value.get("timezone"), f"{settings.today():%Y-%m-%d}")
    time = times.strftime(now, "%Y-%m-%d %H:%M:%S %z")
    page = site_pages.names(letter, site, now)
    if wanted.employer is not None:
        page["employer"] = wanted.employer
    seen = {"baseurl": None, "permalink": "date", **site.config.value}
    seen |= {"time": time, "data": site.data}
    environment = os.environ.get("JEKYLL_ENV", "development")
    return {
        "site": site_pages.Lazy(seen, site_pages.lists(site, now)),
        "page": page,
        "employer": record,
        "jekyll": {"environment": environment, "version": _JEKYLL},
    }
