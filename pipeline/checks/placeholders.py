"""Placeholders: what was never filled in, whatever a person or a program wrote in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from filters import languages
from filters import letter as letter_parts
from pipeline.checks import greetings, spoken_of
from pipeline.checks.subject import Hit, Subject
from pipeline.checks.tables import HONORIFICS, HTML_TAGS, PLACEHOLDERS
from pipeline.letter.prose import FILL
from pipeline.liquid.output import UNDEFINED_WORD
from pipeline.model.document import paths, texts
from pipeline.model.location import Location
from pipeline.model.rule import ERROR, OFF, WARNING, Rule

HOLE_GREETING = Rule(
    "hole.greeting",
    ERROR,
    "The greeting greets nobody.",
    "`Dear ,`",
    because="A greeting that greets nobody shows that a name was forgotten.",
)
HOLE_PLACEHOLDER = Rule(
    "hole.placeholder",
    ERROR,
    "A placeholder was left.",
    "`TODO`, `[Company]`, `<name>`, `???`, `%JOB%`, `${firm}`, `#N/A`, `lorem ipsum`",
    because=(
        "Such words stand for others that were still to be written. Where they may be "
        "meant, as in a quotation, it is a warning."
    ),
)
RULES = (HOLE_GREETING, HOLE_PLACEHOLDER)

_GREETS_NOBODY = re.compile(
    r"(?:dear|sehr geehrte[rs]?|liebe[rs]?|chère?s?|cher|estimad[oa]s?|gentil[ei]|egregi[oa]"
    r"|geachte|beste|prezad[oa]s?)"
    rf"(?:\s+(?:{HONORIFICS}|heer|mevrouw)\.?(?:\s*/\s*(?:{HONORIFICS})\.?)*)?"
    r"(?:\s+(?-i:#?N/A|n/a|NULL|null|NaN|nan|None|undefined|[-–—]+|…|\.{3}|@\w+))?\s*[,:!]?",
    re.IGNORECASE,
)
# Those that may greet with nothing behind them.
_ALONE = re.compile(
    r"(?:madame|monsieur|señora?s?|sirs?|professor|signor[aei]?|heer|mevrouw)\W*$", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"(?<![\w#/.-])(?:TODO|TBD|FIXME|XXX+)(?![\w-]|\.\w|[\s\ufffc]+(?:list|comment|app|item|note)s?\b)"
    r"|\?{3,}|\b(?i:lorem ipsum)\b"
    r"|(?<!\w)(?:_{4,}(?!\w)|[Tt]odo:)",
)
_BRACKETED = re.compile(
    rf"\[(?!\^)(?P<inside>{PLACEHOLDERS})\](?![\[(:])|<(?P<tag>{PLACEHOLDERS})>"
    rf"|(?<![\w$])\{{(?P<brace>{PLACEHOLDERS})\}}",
    re.IGNORECASE,
)
# What a program that merges letters has left, or a table's empty cell.
_MERGED = re.compile(
    r"\$\{[A-Za-z_][\w. -]*\}|(?<![\w%])%[A-Z][A-Z0-9_ ]{1,30}%(?![\w%])|@@\w[\w .-]*@@"
    r"|(?<!\w)#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!)"
    r"|(?<![\w-])\(?[xX]{3}[-) ]+[xX]{3}-[xX]{4}(?![\w-])"
    r"|\*\|[A-Z][A-Z0-9_:]*\|\*|%%[A-Za-z_]{2,40}%%|\{![A-Za-z_.]{2,40}\}|##[A-Z_]{2,40}##"
    r"|<%[^%<>]{1,60}%>|(?<![\w%])%[a-z_]+\.[a-z_]+%(?![\w%])|\{\$[a-z_]{2,40}\}"
    r"|(?<!\w)INSERT (?!INTO|OR|IGNORE|OVERWRITE|AND|ALL|SELECT|UPDATE|DELETE|COIN)[A-Z]{2,}"
    r"(?: [A-Z]{2,})*(?!\w)"
    r"|(?<!\w)YOUR[- _][A-Z]+(?:[- _][A-Z]+)*(?!\w)"
    r"|(?<!\w)XX+(?= (?:years?|months?|Jahre|Monate|ans|mois|años|meses|anni|mesi|anos"
    r"|jaar|lat|år)\b)"
    r"|(?:\.{3}|…)[A-Z][A-Z_ ]+[A-Z](?:\.{3}|…)|<<[A-Za-z]+(?:_[A-Za-z]+)+>>"
    r"|«[A-Za-z]+(?:_[A-Za-z]+)+»"
    rf"|«(?i:{PLACEHOLDERS})»|<<(?i:{PLACEHOLDERS})>>|\[[A-Z]+(?:_[A-Z]+)+\](?![\[(:])"
)
_NOTHING = re.compile(
    r"(?:#?N/A|n/a|NULL|null|NaN|nan|None|undefined|[-–—]+|…|\.{3}|@\w+|\[\]|\(\))"
)
# The same, of which a stroke alone may be meant.
_NO_CELL = re.compile(r"#?N/A|n/a|NULL|null|NaN|nan|undefined|[-–—]+")
# What a program writes where it has no value, in the middle of a sentence.
_NO_VALUE = re.compile(
    r"(?<=[^\W\d_] )(?:None|NULL|NaN|undefined|null)(?=[ ,.;:!?)]|$)"
    r"(?! (?:behaviou?rs?|references?|pointers?|values?|hypothes\w+|variables?|check|safety|byte"
    r"|of|but|the|other|is|are|was|were)\b)"
)
_MEAN_ALL = ("es", "pt", "ca", "gl")  # languages in which `todo` is a word
_BLANK = re.compile(r"(?<=[^\W_])[ \t]+,(?=\s*$)", re.MULTILINE)
_GUILLEMETS = frozenset("fr it es pt ca ru uk el nb tr pl da fi ro bg et eu lv hu hr sl".split())
_LEFT = "Write what belongs here, or delete it."
_OF_DATA = "Write what belongs here, or delete the key."
_NAME = "Name the person, or write `Dear Hiring Manager,`."


def get_ready() -> None:
    """Read what all languages have of word processors."""
    _words_of_programs()


def check(subject: Subject) -> Iterator[Hit]:
    """Yield what was never filled in."""
    yield from _in_front_matter(subject)
    in_data = [*_in_data(subject)]
    yield from in_data
    yield from _in_text(subject, {hit.place for hit in in_data})
    yield from _blank_in_greeting(subject)


def _in_text(subject: Subject, told: set[Location | None]) -> Iterator[Hit]:
    """Yield what was left in the text. A value of the record is told there, and once.

    `told` are the places in the data that were told already.
    """
    found = (*_placeholders(subject), *_prompts(subject), *_stand_ins(subject))
    left = (_if_left(hit, subject) for hit in found)
    for hit in (*_greets_nobody(subject), *filter(None, left)):
        written = _in_record(hit, subject)
        if written is None:
            yield hit
            continue
        key, text, place = written
        if place not in told:
            told.add(place)
            stands = _stands(text, key)
            yield Hit(HOLE_PLACEHOLDER, stands, hint=_OF_DATA, severity=hit.severity, place=place)


def _stand_ins(subject: Subject) -> Iterator[Hit]:
    """Yield each value that is nothing but what a table has in a cell without one."""
    for start, end in subject.prose.values:
        text = subject.prose.text[start:end].strip()
        if text == UNDEFINED_WORD and text not in texts(subject.record):
            continue  # it stands for what does not exist, which is told as such
        if _NO_CELL.fullmatch(text) and subject.prose.is_shown(start):
            severity = "" if text.strip("-–—") else WARNING
            said = f"`{text}` stands for nothing"
            yield Hit(HOLE_PLACEHOLDER, said, start, end, _LEFT, severity)


def _in_record(hit: Hit, subject: Subject) -> tuple[str, str, Location] | None:
    """Return the key, the text and the place of the record's value that `hit` begins in."""
    for start, end in subject.prose.values:
        if start <= hit.start < end:
            text = subject.prose.text[start:end].strip()
            for path, value in paths(subject.record):
                place = subject.known.site.records.place(subject.settings.employer or "", *path)
                if place and value.strip() == text:
                    return str(path[-1]), text, place
    return None


def _blank_in_greeting(subject: Subject) -> Iterator[Hit]:
    """Yield the space before the comma of a greeting, where a name seems to be missing."""
    block = greetings.paragraph(subject)
    if block is None or subject.language == "fr":
        return
    if _GREETS_NOBODY.fullmatch(subject.prose.plain[block.start : block.end].strip()):
        return  # told already
    blank = _BLANK.search(subject.prose.typed, block.start, block.end)
    if blank:
        message = "a name seems to be missing before the comma"
        yield Hit(HOLE_GREETING, message, *blank.span(), _NAME, WARNING)


def _if_left(hit: Hit, subject: Subject) -> Hit | None:
    """Return `hit` as grave as it is, or None where the letter only speaks of such things."""
    severity = spoken_of.severity(subject, hit.start, hit.end)
    if severity == OFF:
        return None
    return replace(hit, severity=severity) if severity else hit


def _prompts(subject: Subject) -> Iterator[Hit]:
    """Yield what a word processor asks for, or says of a field that has no value."""
    for match in _words_of_programs().finditer(subject.prose.plain):
        message = f"`{match.group()}` is what a word processor writes"
        yield Hit(HOLE_PLACEHOLDER, message, *match.span(), _LEFT)


@cache
def _words_of_programs() -> re.Pattern[str]:
    said = {text for code in languages.known() for text in languages.of(code).prompts}
    either = (re.escape(text).replace(r"\ ", r"\s+") for text in sorted(said))
    return re.compile(rf"(?<!\w)(?:{'|'.join(either)})")


def _stands(text: str, key: str) -> str:
    return f"`{text}` stands for nothing in `{key}`, which is printed"


def _greets_nobody(subject: Subject) -> Iterator[Hit]:
    prose = subject.prose
    for block in prose.blocks[:3]:
        text = prose.plain[block.start : block.end].replace(FILL, "").strip()
        if block.kind == "paragraph" and _GREETS_NOBODY.fullmatch(text) and not _ALONE.search(text):
            # At the value that names nobody: if it is undefined, its own error is told there.
            word = max(block.start, prose.plain.rfind(" ", block.start, block.end) + 1)
            yield Hit(
                HOLE_GREETING,
                f"`{text}` greets nobody",
                word if prose.source.is_value(word) else block.start,
                block.end,
                _NAME,
            )


def _placeholders(subject: Subject) -> Iterator[Hit]:
    prose = subject.prose
    for match in _PLACEHOLDER.finditer(prose.plain):
        is_word = subject.language in _MEAN_ALL and match.group().casefold().startswith("todo")
        if is_word and match.group().endswith(":"):
            continue
        severity = WARNING if is_word else ""
        yield Hit(HOLE_PLACEHOLDER, f"`{match.group()}` was left", *match.span(), _LEFT, severity)
    for match in _NO_VALUE.finditer(prose.typed):
        block = prose.block(match.start())
        said = prose.plain[block.start : block.end].strip()
        if prose.begins_sentence(match.start()) or letter_parts.is_salutation(said):
            continue
        message = f"`{match.group()}` seems to stand for something that was missing"
        yield Hit(HOLE_PLACEHOLDER, message, *match.span(), _LEFT, WARNING)
    for match in _MERGED.finditer(prose.text):
        shown = (prose.is_shown(at) for at in range(*match.span()))
        if prose.is_covered(match.start()) or not any(shown):
            continue  # of `*|NAME|*`, the signs are Markdown's
        if match.group().startswith("«") and subject.language in _GUILLEMETS:
            continue
        yield Hit(HOLE_PLACEHOLDER, f"`{match.group()}` was left", *match.span(), _LEFT)
    for match in _BRACKETED.finditer(prose.text):
        if prose.source.is_value(match.start()) or prose.is_covered(match.start()):
            continue  # `\\textbf{x}` in a job's title is no brace of the author
        if match["tag"]:  # a tag that nobody knows is left out on the page
            is_meant = match["tag"].casefold() in HTML_TAGS or prose.is_in_comment(match.start())
        else:
            is_meant = not prose.is_shown(match.start())
        if is_meant:
            continue
        # In what somebody else said it may stand for a name that was taken out.
        severity = WARNING if prose.block(match.start()).kind == "quote" else ""
        message = f"`{match.group()}` was left"
        yield Hit(HOLE_PLACEHOLDER, message, *match.span(), _LEFT, severity)


def _in_front_matter(subject: Subject) -> Iterator[Hit]:
    """Yield what was left in the parts of the letter that the front matter gives."""
    for key, text, place in ((one.key, one.text, one.place) for one in subject.printed):
        if found := _left(text):
            message = f"`{found.group()}` was left in `{key}`"
            yield Hit(HOLE_PLACEHOLDER, message, place=place, hint="Write what belongs here.")
        if key == "opening" and _GREETS_NOBODY.fullmatch(text) and not _ALONE.search(text):
            yield Hit(HOLE_GREETING, f"`{text}` greets nobody", place=place, hint=_NAME)


def _in_data(subject: Subject) -> Iterator[Hit]:
    """Yield what was left in the lines that the page shows of the data, each at its own place."""
    for datum in subject.data:
        if datum.place is None:
            continue
        if _NOTHING.fullmatch(datum.text):
            message = _stands(datum.text, datum.key)
            yield Hit(HOLE_PLACEHOLDER, message, place=datum.place, hint=_OF_DATA)
        elif found := _left(datum.text):
            message = f"`{found.group()}` was left in `{datum.key}`, which is printed"
            yield Hit(HOLE_PLACEHOLDER, message, place=datum.place, hint=_OF_DATA)


def _left(text: str) -> re.Match[str] | None:
    """Return the placeholder that was left in a value."""
    return _PLACEHOLDER.search(text) or _BRACKETED.search(text) or _MERGED.search(text)
