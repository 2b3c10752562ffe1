"""To whom a letter goes: the employers that it names itself, by key, by pattern or by a condition.

Patterns are those of file names (`*`, `?`, `[ab]`); a condition is Liquid's, on a record's fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from pipeline import liquid, settings
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError, EmployerError, LiquidError, SettingError
from pipeline.model.location import Location
from pipeline.model.rule import SITE, WARNING, Rule
from pipeline.model.suggestion import did_you_mean, slip
from pipeline.settings.fields import BY_KEY, RECORD
from pipeline.settings.kinds import ALL, Chosen
from pipeline.sources import defaults, front_matter
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

LETTERS_NOBODY = Rule(
    "letters.nobody",
    WARNING,
    "No record is one of the `employers:` that a letter is for, so that it is not built.",
    "`employers: {where: \"status == 'open'\"}` where none is open",
    because="It may have gone to all of them.",
    within=SITE,
)
RULES = (LETTERS_NOBODY,)

KEY = "employers"
_MAGIC = frozenset("*?[")


def chosen(letter: Letter, site: Site) -> tuple[str, ...] | None:
    """Return the keys of the employers that `letter` is for; None where it has no `employers:`.

    Raises `SettingError`, `EmployerError` or `LiquidError` at what it says.
    """
    wanted = _wanted(letter)
    if wanted is None:
        return None
    here = letter.front.place(KEY)
    if letter.get("employer") not in (None, ""):
        raise SettingError(
            "the letter has an `employer:`, and `employers:` besides",
            here,
            "Keep the one, or write its key into the list of the others.",
        )
    if wanted.where:
        return _where(wanted.where, letter, site)
    found: dict[str, None] = {}
    for pattern in wanted.patterns:
        keys = matching(pattern, site)
        if not keys and pattern != ALL:
            hint = did_you_mean(pattern, site.employers)
            raise EmployerError(f"there is no employer `{pattern}` in the site's data", here, hint)
        found |= dict.fromkeys(keys)
    return tuple(found)


def place(letter: Letter) -> Location:
    """Return where `letter` says to whom it goes."""
    return letter.front.place(KEY if is_for_several(letter) else "employer")


def is_for_several(letter: Letter) -> bool:
    """Tell whether `letter` has `employers:` that mean something here."""
    return letter.get(KEY) is not None and not BY_KEY[KEY].is_of_tool(letter.get(KEY))


def matching(pattern: str, site: Site) -> tuple[str, ...]:
    """Return the keys of the employers that `pattern` names: one, or all that it fits."""
    if pattern in site.employers:
        return (pattern,)
    if not _MAGIC & set(pattern):
        return ()
    return tuple(key for key in _records(site) if fnmatchcase(key, pattern))


def nobody(site: Site) -> Iterator[Diagnostic]:
    """Yield a warning for each letter of `site` that is for no employer by its own words."""
    layouts = settings.letter_layouts(site.config)
    for file in site.pages():
        try:
            letter = defaults.read(file, site)
            is_left = front_matter.is_letter(letter, layouts) and chosen(letter, site) == ()
        except CoverpressError:  # it is told where it is built
            continue
        if is_left:
            yield Diagnostic.by(
                LETTERS_NOBODY,
                "no record is one of the `employers:` of this letter, so that it is not built",
                letter.front.place(KEY),
                "Correct the condition, or the records.",
            )


def _wanted(letter: Letter) -> Chosen | None:
    if not is_for_several(letter):
        return None
    found: Chosen = BY_KEY[KEY].kind.read(letter.get(KEY), KEY, letter.front.place(KEY))
    return found


def _records(site: Site) -> Iterable[str]:
    """Return the keys of what are records, or are meant to be."""
    return (key for key in map(str, site.employers) if key not in site.records.stray)


def _where(condition: str, letter: Letter, site: Site) -> tuple[str, ...]:
    here = letter.front.place(KEY, "where")
    records = {key: _fields(key, site.employers[key]) for key in _records(site)}
    try:
        found, sought = liquid.having(condition, here, records, site.includes, site.text)
    except LiquidError as error:
        raise SettingError(
            f"the condition cannot be asked: {error}",
            here,
            "Write it as in `{% if … %}`: `{where: \"status == 'open'\"}`.",
        ) from error
    known = {*(field.key for field in RECORD)}.union(*records.values())
    for name in sorted(sought):
        # What no record has may be what none has yet; but no hand means to write a slip.
        if name not in known and (likely := slip(name, known)):
            raise SettingError(f"no record has a field `{name}`", here, f"Did you mean `{likely}`?")
    return found


def _fields(key: str, record: object) -> Mapping[str, Any]:
    return {"key": key, **record} if isinstance(record, dict) else {"key": key}
