"""Employers of no record: a name where a letter says to whom it goes, and whom it never names.

No list tells such a name from another, so that it needs all of this: the letter does not name its
own employer, words of applying or of flattery lead to the name, and nothing of it is the record's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from pipeline.checks import names
from pipeline.checks.evidence import Evidence
from pipeline.checks.subject import Subject
from pipeline.letter.prose import Block

_PROPER = regex.compile(
    r"(?<![\w.])\p{Lu}[\w&'’-]+(?: (?:of |de |du |del |della |& |and |und )?\p{Lu}[\w&'’-]+)*"
)
_IN = re.compile(r"(?:\bin|\ben|\bà|\bem|\bi|\bw|\bto) $")
_OF_SKILL = re.compile(r"\b(?:in|with) $")  # `interested in Computer Vision`
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NEAR = 40  # letters between a year and the name
_SHORT_WORD = 4  # letters, with the signs around them
_NAMED = ("company", "name", "short", "short_name", "contact", "department", "address")
_POLITE = re.compile(r"(?:Ihr(?:e[mnrs]?)?|Sie|Ihnen|Vostr[aoei]|Suo|Sua|Państwa|Ваш\w*|Вас|Вам)\b")
_LEAST = 4  # letters of a word by which a name is known
# What one encloses, and what a subject line calls the letter, up to the name of whom it is for.
_FOR = (
    r"(?: (?:for|to|für|an|bei|pour|à|chez|para|per|presso|a|voor|aan|bij|dla|do|till|til|hos|pro))"
    r"(?: (?:the|die|das|den|der|dem|la|le|les|el|il|lo|de|het|a|o|firmy|společnost))?"
)
_LETTER = (
    r"(?:(?:cover|covering|application) letter|letter of (?:motivation|application)"
    r"|(?:motivations|bewerbungs|an)schreiben|lettre de motivation"
    r"|carta de (?:motivación|presentación|motivação|apresentação)"
    r"|lettera (?:motivazionale|di (?:motivazione|presentazione))|(?:motivatie|sollicitatie)brief"
    r"|list motywacyjny|personligt brev|motiveret ansøgning|motivační dopis)"
)
_ENCLOSED = re.compile(rf"\b{_LETTER}{_FOR} $", re.IGNORECASE)
_APPLIED = re.compile(
    r"\b(?:application|bewerbung|candidature|candidatura|sollicitatie|aplikacja|ansökan|ansøgning"
    r"|søknad|hakemus|žádost)\b[^:;–]*"
    r"\b(?:at|with|bei|beim|chez|presso|bij|hos)(?: (?:the|der|dem|la|il|lo|de|het))? $",
    re.IGNORECASE,
)


def in_text(subject: Subject, evidence: Evidence) -> tuple[str, int, int] | None:
    """Return the first such name in the letter's text, and its span."""
    if evidence.names_its_firm:
        return None
    prose = subject.prose
    for match in _PROPER.finditer(prose.plain):
        said = names.plain(match.group())
        start, end = match.span()
        block = prose.block(start)
        if subject.language == "de" and " " not in said:  # there, every noun has a capital
            continue
        if _POLITE.match(said) or _is_known(said, subject) or prose.source.is_value(start):
            continue
        if block.kind == "heading":
            if _is_subject(block, subject) and _APPLIED.search(prose.plain[block.start : start]):
                return said, start, end
            continue
        if subject.language == "en" and _OF_SKILL.search(
            prose.plain, max(0, start - _SHORT_WORD - 1), start
        ):
            continue
        if (" " not in said and _IN.search(prose.plain, max(0, start - _SHORT_WORD), start)) or (
            _is_of_life(said, match, subject, evidence)
        ):
            continue
        is_meant = evidence.is_applied_to(start) or (
            evidence.is_praised(start) and not evidence.is_lived_at(start, end)
        )
        if is_meant and not evidence.has_year(start):
            return said, start, end
    return None


def in_front_matter(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield each such name in the subject, the title and the enclosures: key, whole text, name."""
    key_of_own = subject.settings.employer or ""
    for key, text in ((one.key, one.text) for one in subject.printed):
        if subject.known.names.names_employer(text, key_of_own, itself=True):
            continue
        leads = {"subject": _APPLIED, "title": _APPLIED, "enclosures": _ENCLOSED}.get(key)
        for match in _PROPER.finditer(text) if leads else ():
            said = match.group()
            if leads and leads.search(text[: match.start()]) and not _is_known(said, subject):
                yield key, text, said


def _is_of_life(said: str, match: regex.Match[str], subject: Subject, evidence: Evidence) -> bool:
    """Tell whether the name stands elsewhere in the letter as that of a place of the past."""
    last, plain = re.escape(said.split()[-1]), subject.prose.plain
    return any(
        evidence.is_lived_at(*other.span())
        or evidence.has_year(other.start())
        or _YEAR.search(plain, max(0, other.start() - _NEAR), other.start())  # `2018 at J. Doe`
        for other in re.finditer(rf"(?<!\w){last}(?!\w)", plain)
        if not match.start() <= other.start() < match.end()
    )


def _is_subject(block: Block, subject: Subject) -> bool:
    return block == subject.prose.blocks[0]


def _is_known(said: str, subject: Subject) -> bool:
    """Tell whether a name has a word of the record's names and places, or is in the record."""
    record = subject.record
    own = " ".join(str(record.get(key, "")) for key in _NAMED)
    own += (
        f" {record.get('contact', '')} {record.get('department', '')} {record.get('address', '')}"
    )
    words = re.findall(r"\w+", said.casefold())
    key = (subject.settings.employer or "").casefold()
    long = [word for word in words if len(word) >= _LEAST]
    if any(word in own.casefold() or word in key for word in long):
        return True
    if any(said.casefold().startswith(one) for one in subject.policy.mentions):
        return True
    return all(word in subject.own_words or word in subject.known.sender_words for word in words)
