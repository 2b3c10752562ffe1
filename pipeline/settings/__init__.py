"""What a letter wants, from its front matter and, for all letters, from the configuration."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipeline import language
from pipeline.language import Language
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document
from pipeline.model.errors import Problems, SettingError
from pipeline.model.suggestion import nearest
from pipeline.settings import style
from pipeline.settings.formats import Format
from pipeline.settings.style import Style

PAPERS = ("a4", "letter")
PARTS = (
    *("place", "your_ref", "our_ref", "subject", "opening", "closing", "signature"),
    *("signature_image", "enclosures", "cc"),
)
"""The parts of a letter that its front matter may give."""

_SHARED_KEYS = ("date", "lang", "papers", "check", "mentions", *style.KEYS)
CONFIG_KEYS = ("sender", "letter_layouts", "footer", "raw_tex", *_SHARED_KEYS)
LETTER_KEYS = (
    *("employer", "layout", "makepdf", "title", "author", "description"),
    *("max_chars", "max_words"),
    *_SHARED_KEYS,
    *PARTS,
)
# Nearer than Jekyll's own keys lie to ours: `subtitle` is no slip of `title`.
_SLIP = 0.8
_JEKYLLS = ("link", "page")  # no slips of `links` and `pages`
# Jekyll's dates: a day, and perhaps a time of any form.
_DATE = re.compile(r"(\d{4})([-/])(\d\d?)\2(\d\d?)(?:[Tt ]\s*\d\d?:\d\d.*)?")
# Behind dots the month is the second everywhere; `1/2/2015` is January or February.
_DOTTED = re.compile(r"(\d\d?)\. ?(\d\d?)\. ?(\d{4})")
_NAMED = re.compile(
    r"(?P<day>\d\d?)(?:\.|st|nd|rd|th)? (?:of )?(?P<month>[^\W\d_]+)\.?,? (?P<year>\d{4})"
    r"|(?P<month2>[^\W\d_]+)\.? (?P<day2>\d\d?)(?:st|nd|rd|th)?,? (?P<year2>\d{4})"
)


@dataclass(frozen=True)
class Settings:
    """One letter's settings, checked."""

    employer: str | None
    language: Language
    day: datetime.date | None
    papers: tuple[str, ...]
    look: Style
    raw_tex: bool
    title: str
    author: str
    description: str
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
    attempt = found.attempt

    def text(key: str) -> str:
        return attempt(lambda: _text(front, key), "")

    lang_document = front if front.value.get("lang") else config
    english = language.find("en", lang_document.place("lang"))
    spoken = attempt(lambda: _language(lang_document), english)
    day_document = front if front.value.get("date") is not None else config
    author = _name(front, "author") or _name(config, "sender") or _name(config, "author")
    wanted = style.read(front, config, pages, found)
    given = [key for key in PARTS if front.value.get(key) is not None]
    parts: dict[str, str | list[str]] = {}
    for key in given:
        parts[key] = attempt(partial(_part, front, key), [])
    read = Settings(
        employer=employer or text("employer") or None,
        language=spoken,
        day=attempt(lambda: _day(day_document, spoken.tag), None),
        papers=attempt(lambda: _papers(front, config, wanted.format), wanted.format.papers),
        look=wanted,
        raw_tex=attempt(lambda: _boolean(config, "raw_tex"), False),
        title=text("title"),
        author=author,
        description=text("description"),
        footer=attempt(lambda: _footer(config), ""),
        parts=parts,
    )
    if problems is None:
        found.settle()
    return read


def _language(document: Document) -> Language:
    return language.find(_text(document, "lang") or "en", document.place("lang"))


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
    """Yield a warning for each key that looks like a slip of a known one.

    They are looked for in the front matter of a letter if it is given, or else in `config`.
    """
    document, known = (front, LETTER_KEYS) if front else (config, CONFIG_KEYS)
    for key in document.value:
        if key in (*known, *_JEKYLLS):
            continue
        if likely := nearest(key, known, _SLIP):
            yield Diagnostic(
                "setting.unknown",
                f"the key `{key}` has no meaning here",
                document.place(key),
                f"Did you mean `{likely}`?",
            )


def _text(document: Document, key: str) -> str:
    value = document.value.get(key)
    if value is None:
        return ""
    if isinstance(value, (dict, list, bool)):
        raise SettingError(f"`{key}` is not text", document.place(key), f"Write `{key}: text`.")
    return str(value).strip()


def _footer(config: Document) -> str:
    """Return the foot of the first page; a footer that is no text belongs to a Jekyll theme."""
    is_theirs = isinstance(config.value.get("footer"), (dict, list, bool))
    return "" if is_theirs else _text(config, "footer")


def _boolean(document: Document, key: str) -> bool:
    value = document.value.get(key, False)
    if not isinstance(value, bool):
        message = f"`{key}` is neither `true` nor `false`"
        raise SettingError(message, document.place(key), f"Write `{key}: true`.")
    return value


def _name(document: Document, key: str) -> str:
    """Return a person's name, as far as it is plain text; Jekyll has it as `name:` below `key`."""
    value = document.value.get(key)
    name = value.get("name") if isinstance(value, dict) else value
    return name.strip() if isinstance(name, str) and "{{" not in name else ""


def _papers(front: Document, config: Document, format_: Format) -> tuple[str, ...]:
    """Return the letter's own papers, or those of the site, or of all, that its format is for."""
    own = _named_papers(front)
    wanted = own or _named_papers(config) or PAPERS
    fitting = tuple(paper for paper in wanted if paper in format_.papers)
    if (own and fitting != own) or not fitting:
        raise SettingError(
            f"the format `{format_.name}` ({format_.standard}) is not for the paper"
            f" `{next(paper for paper in wanted if paper not in format_.papers)}`",
            (front if own else config).place("papers"),
            f"Write `papers: {format_.papers[0]}`, or choose another `format:`.",
        )
    return fitting


def _named_papers(document: Document) -> tuple[str, ...]:
    value = document.value.get("papers")
    written = value if isinstance(value, list) else [] if value is None else [value]
    if any(isinstance(item, dict) for item in written):
        return ()  # a Jekyll site's own: the papers that somebody has published
    names = [str(name).casefold() for name in written]
    for name, as_written in zip(names, written, strict=True):
        if name not in PAPERS:
            raise SettingError(
                f"`{as_written}` is no paper that letters are set on",
                document.place("papers"),
                f"Write `papers: [{', '.join(PAPERS)}]`, or one of them.",
            )
    return tuple(dict.fromkeys(names))


def _day(document: Document, tag: str) -> datetime.date | None:
    text = _text(document, "date")
    if text.casefold() in ("", "none") or "%" in text:  # a Jekyll site's form of dates
        return None
    if text.casefold() == "today":
        return today()
    written = _parts(text, tag)
    if not written:
        raise SettingError(
            f"`{text}` is not a date that means the same everywhere",
            document.place("date"),
            "Write year, month and day: `2026-01-31`; or `today`, or `none`.",
        )
    try:
        return datetime.date(*written)
    except ValueError as error:
        message = f"`{text}` is not a date: there is no such day"
        raise SettingError(message, document.place("date")) from error


def _parts(text: str, tag: str) -> tuple[int, int, int] | None:
    """Return the year, the month and the day that `text` names in English or in `tag`, or None."""
    if found := _DATE.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _DOTTED.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _NAMED.fullmatch(text):
        months = {**language.calendar("en").months, **language.calendar(tag).months}
        month = months.get((found["month"] or found["month2"]).casefold())
        if month:
            return int(found["year"] or found["year2"]), month, int(found["day"] or found["day2"])
    return None


def today() -> datetime.date:
    """Return today's date, or that of `SOURCE_DATE_EPOCH` where it is set.

    Source: https://reproducible-builds.org/specs/source-date-epoch/ (seconds, in UTC).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.date.today()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise SettingError(
            f"SOURCE_DATE_EPOCH is `{epoch}`, which is no number of seconds",
            hint="Unset it, or set it to seconds since 1970.",
        ) from error


def _part(front: Document, key: str) -> str | list[str]:
    value: Any = front.value[key]
    if isinstance(value, list):
        nested = any(isinstance(item, (dict, list, bool)) for item in value)
        if key in ("enclosures", "cc") and not nested:
            return [str(item) for item in value if item is not None]
        raise SettingError(f"`{key}` is not text", front.place(key), f"Write `{key}: text`.")
    text = _text(front, key)
    return [text] if key in ("enclosures", "cc") else text
