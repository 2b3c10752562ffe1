"""What a letter can speak of: its employer's record, and the names that its Liquid sees."""

from __future__ import annotations

import os
from typing import Any

from filters import employer
from pipeline import settings
from pipeline.letter import site_pages
from pipeline.liquid import times
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import EmployerError, SettingError
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.rule import WARNING, Rule
from pipeline.model.suggestion import did_you_mean
from pipeline.settings import Settings
from pipeline.sources import employers, table
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

PAGE_ADDRESS = Rule("page.address", WARNING, "The format has a window, and the record no address.")
RULES = (PAGE_ADDRESS,)

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
            site.records.place(key) or letter.front.place("employer"),
            "Write at least its `company:`.",
        )
    hint = did_you_mean(key, site.employers)
    if not site.employers:
        file = site.data_folder / "employers.yml"
        hint = f"Write its record, below the line `{key}:`, into `{file}`."
        if nearly := employers.misnamed(site.data_folder):
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
    record: dict[str, Any], wanted: Settings, letter: Letter, site: Site
) -> tuple[Diagnostic, ...]:
    """Return a warning where the format has a window, and `record` no address to stand in it.

    Raises `SettingError` where the address is too long for the window.
    """
    window = wanted.style.format.window
    if window is None:
        return ()
    lines = wanted.parts.get("recipient") or employer.recipient(record)
    if not lines:
        return (_empty_window(wanted, letter, site),)
    if len(lines) > window.lines:
        too_many = len(lines) - window.lines
        raise SettingError(
            f"the address has {len(lines)} lines, {too_many} more than the window of"
            f" `{wanted.style.format.name}` shows ({wanted.style.format.standard})",
            site.records.place(wanted.employer or "", "address") or Location(letter.file),
            "Shorten the record's address, or choose `format: modern`.",
        )
    return ()


def _empty_window(wanted: Settings, letter: Letter, site: Site) -> Diagnostic:
    place = site.records.place(wanted.employer or "") or Location(letter.file)
    hint = "Name an employer, or choose `format: modern`."
    if wanted.employer:
        hint = "Write `company:` and `address:` into the employer's record."
    name = wanted.style.format.name
    return Diagnostic.by(
        PAGE_ADDRESS, f"there is no address for the window of `{name}`", place, hint
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
