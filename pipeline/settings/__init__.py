"""What a letter wants, from its front matter and, for all letters, from the configuration."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline import language
from pipeline.language import Language
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document
from pipeline.model.errors import Problems, SettingError
from pipeline.model.job import FORMS
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.model.suggestion import slip, typed_wrong
from pipeline.settings import dates, style
from pipeline.settings.dates import today
from pipeline.settings.fields import BY_KEY, FIELDS, FONTS, PAPERS, SENDER, Field
from pipeline.settings.page_formats import Format
from pipeline.settings.style import Style
from pipeline.settings.values import Values

SETTING_UNKNOWN = Rule(
    "setting.unknown",
    WARNING,
    "A key, or a name, has no meaning, and is nearly one that has.",
    "`closign:`",
    because="The key may be your own.",
    within=LETTER,
)
RULES = (SETTING_UNKNOWN,)

PARTS = tuple(field.key for field in FIELDS if field.is_part)
"""The parts of a letter that its front matter may give."""

CONFIG_KEYS = tuple(field.key for field in FIELDS if field.in_config)
LETTER_KEYS = tuple(field.key for field in FIELDS if field.in_letter)
_JEKYLLS = ("link", "page")  # no slips of `links` and `pages`


@dataclass(frozen=True)
class Settings:
    """One letter's settings, checked."""

    employer: str | None
    language: Language
    day: datetime.date | None
    papers: tuple[str, ...]
    forms: tuple[str, ...]
    txt_wrap: int | None
    txt_letterhead: bool
    style: Style
    raw_tex: bool
    title: str
    author: str
    description: str
    keywords: tuple[str, ...]
    footer: str
    parts: Mapping[str, str | list[str]]


def read(
    front: Document,
    config: Document,
    employer: str | None = None,
    pages: int | None = None,
    problems: Problems | None = None,
) -> Settings:
    """Return the settings of the letter with the front matter `front`.

    `employer` and `pages` are what the command line says; they stand before the letter's own.

    Raises `SettingError` at the value that cannot be used, or `CheckError` with all of them. With
    `problems`, each is one of them, and the default stands for it.
    """
    found = Problems() if problems is None else problems
    values = Values(front, config, found)
    spoken = _spoken(values)
    said = (front.value.get("author"), front.value.get("sender"))
    people = (*said, config.value.get("sender"), config.value.get("author"))
    names = (
        BY_KEY["author"].kind.read(person, "author", Location(front.file)) for person in people
    )
    written, place = values.read("date"), values.place("date")
    wanted_style = style.read(front, config, pages, found)
    given = [key for key in PARTS if front.value.get(key) is not None]
    wanted = Settings(
        employer=employer or values.read("employer") or None,
        language=spoken,
        day=found.attempt(lambda: dates.day(written, spoken.tag, place), None),
        papers=found.attempt(
            lambda: _papers(values, wanted_style.format), wanted_style.format.papers
        ),
        forms=values.read("forms"),
        txt_wrap=values.read("txt_wrap"),
        txt_letterhead=values.read("txt_letterhead"),
        style=wanted_style,
        raw_tex=values.read("raw_tex"),
        title=values.read("title"),
        author=next(filter(None, names), ""),
        description=values.read("description"),
        keywords=tuple(filter(None, values.read("keywords"))),
        footer=values.read("footer"),
        parts={key: values.read(key) for key in given},
    )
    for key in ("max_chars", "max_words"):
        values.read(key)
    if problems is None:
        found.settle()
    return wanted


def _spoken(values: Values) -> Language:
    """Return the letter's language: its `lang`, or the `locale` that Jekyll's plug-ins go by."""
    wanted: Language = values.read("lang")
    for document in (values.front, values.config):
        if document.value.get("lang"):
            break
        if isinstance(locale := document.value.get("locale"), str):
            try:
                return language.find(locale, document.place("locale"))
            except SettingError:  # no setting of ours: whatever it is, it stops no letter
                break
    return wanted


def letter_layouts(config: Document) -> tuple[str, ...]:
    """Return the names of the layouts that make a page a letter."""
    names = config.value.get("letter_layouts")
    if names is None:
        return ("coverletter",)
    if isinstance(names, str):
        return (names,)
    if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
        return tuple(names)
    raise SettingError(
        "`letter_layouts` is not a list of layouts",
        config.place("letter_layouts"),
        "Write `letter_layouts: [coverletter]`.",
    )


def slips(config: Document, front: Document | None = None) -> Iterator[Diagnostic]:
    """Yield a warning for each key, or name of a layout or font, that looks like a slip.

    They are looked for in the front matter of a letter if it is given, or else in `config`.
    """
    if front:
        yield from _slips(front, LETTER_KEYS)
        yield from _slips_of_sender(front)
        yield from _slips_of_values(front, {"layout": letter_layouts(config), "font": FONTS})
        return
    has_theme = any(config.value.get(key) for key in ("theme", "remote_theme"))
    # Among the keys of a theme, only what is surely one is told.
    yield from _slips(config, CONFIG_KEYS, find=typed_wrong if has_theme else slip)
    yield from _slips_of_sender(config)
    if not has_theme:
        yield from _slips_of_values(config, {"font": FONTS})


def _slips_of_sender(document: Document) -> Iterator[Diagnostic]:
    if isinstance(document.value.get("sender"), dict):
        yield from _slips(document, [field.key for field in SENDER], "sender")


def _slips(
    document: Document,
    known: Collection[str],
    *above: str,
    find: Callable[[str, Iterable[object]], str | None] = slip,
) -> Iterator[Diagnostic]:
    values = document.value
    for key in above:
        values = values[key]
    for key, value in values.items():
        place = document.key_place(*above, key)
        if key in (*known, *_JEKYLLS) or place.file != document.file:  # or `defaults:` has it
            continue
        likely = find(key, known)
        if likely and not _is_of_theme(key, value, likely):
            yield Diagnostic.by(
                SETTING_UNKNOWN,
                f"the key `{key}` has no meaning here",
                place,
                f"Did you mean `{likely}`?",
            )


def _is_of_theme(key: str, value: Any, likely: str) -> bool:
    """Tell whether a theme has a key that is nearly one of ours: its `fonts:` are a list."""
    return likely in style.KEYS and (isinstance(value, (list, dict, bool)) or key == f"{likely}s")


def _slips_of_values(
    document: Document, known: Mapping[str, Iterable[str]]
) -> Iterator[Diagnostic]:
    for key, names in known.items():
        value = document.value.get(key)
        if not isinstance(value, str) or value in names or value.casefold() in FONTS:
            continue
        if document.place(key).file == document.file and (likely := slip(value, names)):
            yield Diagnostic.by(
                SETTING_UNKNOWN,
                f"there is no {key} `{value}` among those that are known here",
                document.place(key),
                f"Did you mean `{likely}`?",
            )


def _papers(values: Values, format_: Format) -> tuple[str, ...]:
    """Return the letter's own papers, or those of the site, or of all, that its format is for."""
    wanted, place = values.read("papers") or PAPERS, values.place("papers")
    own = values.is_own("papers")
    fitting = tuple(paper for paper in wanted if paper in format_.papers)
    if (own and fitting != wanted) or not fitting:
        raise SettingError(
            f"the format `{format_.name}` ({format_.standard}) is not for the paper"
            f" `{next(paper for paper in wanted if paper not in format_.papers)}`",
            place,
            f"Write `papers: {format_.papers[0]}`, or choose another `format:`.",
        )
    return fitting


__all__ = [
    "CONFIG_KEYS",
    "FORMS",
    "LETTER_KEYS",
    "PAPERS",
    "PARTS",
    "Field",
    "Settings",
    "letter_layouts",
    "read",
    "slips",
    "today",
]
