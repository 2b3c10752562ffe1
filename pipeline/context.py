"""What a letter can speak of: its employer's record, and the names that its Liquid sees."""

from __future__ import annotations

from typing import Any

from pipeline import settings
from pipeline.errors import EmployerError, did_you_mean
from pipeline.settings import Settings
from pipeline.site import Site
from pipeline.source import Letter


def record_of(letter: Letter, wanted: Settings, site: Site) -> dict[str, Any]:
    """Return the record of the letter's employer; a letter without an employer has an empty one.

    Raises `EmployerError` at the letter's `employer:` for one that the site does not know.
    """
    key = wanted.employer
    if key is None:
        return {}
    record = site.employers.get(key)
    if isinstance(record, dict):
        return record
    if key in site.employers:
        raise EmployerError(
            f"the record of the employer `{key}` has no `key: value` lines",
            site.documents["employers"].place(key) if "employers" in site.documents else None,
            "Write at least its `company:`.",
        )
    hint = did_you_mean(key, site.employers)
    if not site.employers:
        hint = f"Write its record, below the line `{key}:`, into `{site.folder / 'employers.yml'}`."
    raise EmployerError(
        f"there is no employer `{key}` in the site's data", letter.front.place("employer"), hint
    )


def names(
    letter: Letter, wanted: Settings, record: dict[str, Any], site: Site
) -> dict[str, dict[str, Any]]:
    """Return what Liquid sees: `site` and `page` as in Jekyll, and the record as `employer`."""
    path = site.path_of(letter.file)
    page = {
        "path": path.as_posix(),
        "name": path.name,
        "slug": path.stem,
        "url": f"/{path.with_suffix('').as_posix()}",
        **letter.front.value,
    }
    if wanted.employer is not None:
        page["employer"] = wanted.employer
    time = f"{settings.today():%Y-%m-%d 00:00:00}"
    return {
        "site": {"time": time, **site.config.value, "data": site.data},
        "page": page,
        "employer": record,
    }
