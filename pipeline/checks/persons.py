"""Persons: whom the letter greets, who signs it, and how to reach them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pipeline.checks import greetings, names
from pipeline.checks.subject import Hit, Subject
from pipeline.letter.prose import FILL
from pipeline.model.rule import WARNING, Rule

PERSON_TITLE = Rule(
    "person.title",
    WARNING,
    "The greeting's title is not that of the contact, or does not agree with its adjective.",
    "`Dear Mr. Sample,` where the contact is `Ms. Ada Sample`; `Sehr geehrter Frau …`",
)
PERSON_SIGNATURE = Rule(
    "person.signature",
    WARNING,
    "The letter is signed with another name than the sender's.",
    "`Robin Plaecholder` where the sender is `Robin Placeholder`",
)
PERSON_REACHED = Rule(
    "person.reached",
    WARNING,
    "A phone number or a mail address is nearly the sender's own.",
    "`robin@placeholdr.example` where the sender has `robin@placeholder.example`",
)
PERSON_CLOSING = Rule(
    "person.closing",
    WARNING,
    "A British letter to a named person ends as one to nobody in particular.",
    "`Dear Mr Sample,` … `Yours faithfully,`",
    because="Not everybody keeps to it.",
)
RULES = (PERSON_TITLE, PERSON_SIGNATURE, PERSON_REACHED, PERSON_CLOSING)

_MALE = "mr herr herrn monsieur m señor sr senhor signor sig egregio dhr meneer heer pan panie hr"
_FEMALE = (
    "mrs ms miss frau madame mme mademoiselle mlle señora sra srta senhora signora sig.ra"
    " gentilissima mevrouw mevr pani fru"
)
_TITLES = dict.fromkeys(_MALE.split(), "m") | dict.fromkeys(_FEMALE.split(), "f")
# An adjective and the title behind it that do not agree.
_DISAGREES = re.compile(
    r"(?<!\w)(?:(?:geehrter|lieber|werter)\s+(?:Frau|Damen)|(?:geehrte|liebe|werte)\s+Herrn?"
    r"|(?:Cher\s+Madame|Chère\s+Monsieur)|Estimad(?:o\s+(?:Sra|Señora)|a\s+(?:Sr|Señor))"
    r"|Prezad(?:o\s+(?:Sra|Senhora)|a\s+(?:Sr|Senhor))|Egregi(?:o\s+(?:Signora|Dott\.?ssa)"
    r"|a\s+(?:Signor|Dott\.(?!ssa)))|Szanown(?:y\s+Pani|a\s+Panie))(?![\wáé])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?<!\w)(sig\.ra|[^\W\d_]+)", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{2,}")
_PHONE = re.compile(r"(?<![\w/])[+(]?\d[\d ()/.\u2009\u00a0-]{6,18}\d(?!\w)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_EMPTY = f" \t\n{FILL}"
_LIKE = 0.8
_FEW = 2  # digits or letters by which a number or an address is nearly another


def check(subject: Subject) -> Iterator[Hit]:
    """Yield the persons who are not who they seem to be."""
    yield from _title(subject)
    yield from _signature(subject)
    yield from _reached(subject)
    yield from _faithfully(subject)


def _title(subject: Subject) -> Iterator[Hit]:
    block = greetings.paragraph(subject)
    if block is None:
        return
    text = subject.prose.plain[block.start : block.end]
    for match in _DISAGREES.finditer(text):
        start, end = block.start + match.start(), block.start + match.end()
        if not subject.prose.source.is_value(end - 1):
            message = f"`{names.plain(match.group())}` does not agree"
            yield Hit(PERSON_TITLE, message, start, end, "Correct the adjective, or the title.")
    theirs = {title for person in names.people(subject.record) for title in _titles(person)}
    greeted = [
        (match, _TITLES[match.group().casefold()])
        for match in _TITLE.finditer(text)
        if match.group().casefold() in _TITLES
    ]
    if len(theirs) != 1 or len({title for _, title in greeted}) != 1:
        return
    match, title = greeted[0]
    start, end = block.start + match.start(), block.start + match.end()
    if title not in theirs and not subject.prose.source.is_value(start):
        yield Hit(
            PERSON_TITLE,
            f"`{match.group()}` is not the title of `{names.people(subject.record)[0]}`",
            start,
            end,
            "Correct the greeting, or the record.",
        )


def _titles(person: str) -> set[str]:
    words = (match.group().casefold() for match in _TITLE.finditer(person))
    return {_TITLES[word] for word in words if word in _TITLES}


def _sender(subject: Subject, key: str) -> str:
    sender = subject.letter.get("sender") or subject.known.site.config.value.get("sender")
    value = sender.get(key) if isinstance(sender, dict) else None
    return value if isinstance(value, str) else ""


def _signature(subject: Subject) -> Iterator[Hit]:
    """Yield a signature that shares no name with the sender, or has it misspelt."""
    own = [word.casefold() for word in _NAME.findall(_sender(subject, "name"))]
    found = _signed(subject)
    if len(own) < _FEW or not found:
        return
    start, text = found
    signed = [word.casefold() for word in _NAME.findall(text)]
    is_name = _FEW <= len(signed) <= 4 and not re.search(r"[\d,:@]", text)
    if not is_name or signed[-1] == own[-1] or subject.prose.source.is_value(start):
        return
    others = [word for word in signed if word not in own]
    is_misspelt = any(difflib.get_close_matches(word, own, 1, _LIKE) for word in others)
    if len(others) == len(signed) or is_misspelt:
        yield Hit(
            PERSON_SIGNATURE,
            f"`{text}` signs, and the sender is `{_sender(subject, 'name')}`",
            start,
            start + len(text),
            "Sign with the sender's name, or correct `sender`.",
        )


def _signed(subject: Subject) -> tuple[int, str] | None:
    """Return where the line below the closing phrase begins, and what it says."""
    prose = subject.prose
    closings = [*greetings.closings(subject)]
    if not closings:
        return None
    index, (_, start) = closings[-1]
    end = prose.blocks[index].end
    if not prose.plain[start:end].strip(_EMPTY) and index + 1 < len(prose.blocks):
        start, end = prose.blocks[index + 1].start, prose.blocks[index + 1].end
    below = prose.plain[start:end]
    start += len(below) - len(below.lstrip(_EMPTY))
    line = prose.plain[start:end].partition("\n")[0]
    return start, line.rstrip(_EMPTY)


def _reached(subject: Subject) -> Iterator[Hit]:
    for key, pattern, plain in (("phone", _PHONE, r"\D"), ("email", _MAIL, r"\s")):
        own = re.sub(plain, "", _sender(subject, key)).casefold()
        for match in pattern.finditer(subject.prose.text) if own else ():
            said = re.sub(plain, "", match.group()).casefold()
            is_typed = not subject.prose.source.is_value(match.start())
            if is_typed and subject.prose.is_shown(match.start()) and _is_nearly(said, own):
                yield Hit(
                    PERSON_REACHED,
                    f"`{match.group()}` is nearly the sender's `{_sender(subject, key)}`",
                    *match.span(),
                    "Correct the one that is wrong.",
                )


def _is_nearly(said: str, own: str) -> bool:
    """Tell whether one or two signs are others, were exchanged, or are missing."""
    if abs(len(said) - len(own)) > 1 or own.endswith(said.lstrip("0")) or said.endswith(own):
        return False  # `020 …` is `+44 20 …`
    if len(said) == len(own):
        return sum(a != b for a, b in zip(said, own, strict=True)) <= _FEW
    same = difflib.SequenceMatcher(None, said, own, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) >= max(len(said), len(own)) - _FEW


def _faithfully(subject: Subject) -> Iterator[Hit]:
    """Yield `Yours faithfully` to a person whom the greeting names by the record."""
    block = greetings.paragraph(subject)
    if block is None or subject.settings.language.tag != "en-GB":
        return
    greeted = subject.prose.plain[block.start : block.end]
    people = [person.split()[-1] for person in names.people(subject.record)]
    if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", greeted) for name in people):
        return
    for _, (start, end) in greetings.closings(subject):
        said = subject.prose.plain[start:end].rstrip(_EMPTY + ",.")
        if said.casefold() == "yours faithfully":
            yield Hit(
                PERSON_CLOSING,
                f"`{said}` is for whom you do not name",
                start,
                start + len(said),
                "Write `Yours sincerely`.",
            )
