"""The wrong employer: a letter that names another one, or greets somebody else, or names nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks import greetings, names, unrecorded
from pipeline.checks.evidence import Evidence
from pipeline.checks.names import COMPANY, CONTACT, JOB, Name
from pipeline.checks.subject import Hit, Subject
from pipeline.letter import addressees
from pipeline.model.document import texts
from pipeline.model.rule import ERROR, NOTE, OFF, WARNING, Rule

EMPLOYER_OTHER = Rule(
    "employer.other",
    ERROR,
    "Another employer is named.",
    "a letter to Tidewater that says `Lindenblatt`",
    because=(
        "Nobody wants to apply to one employer with a letter to another. Where the name may "
        "be part of your own life it is a warning, or nothing."
    ),
)
EMPLOYER_CONTACT = Rule(
    "employer.contact",
    ERROR,
    "Another employer's contact is named.",
    "`Dear Frau Mustermann,` to Tidewater",
    because=(
        "Nobody wants to greet somebody who works elsewhere. Where the name may be that of "
        "a referee it is a warning."
    ),
)
EMPLOYER_JOB = Rule(
    "employer.job",
    WARNING,
    "Another employer's job is named.",
    "`Data Analyst (Buoys & Gauges)` to a library",
    because=(
        "You may tell of another job that you had or saw. It is an error where the letter "
        "applies for it."
    ),
)
EMPLOYER_LINK = Rule(
    "employer.link",
    WARNING,
    "A link or an address leads to another employer.",
    "`https://lindenblatt.example`",
    because="The other employer may be a customer, or one of your past.",
)
EMPLOYER_VALUE = Rule(
    "employer.value",
    WARNING,
    "A reference, a number or an address of another employer's record is in the letter.",
    "`HR-2026-118`, which is another vacancy's",
)
EMPLOYER_UNNAMED = Rule(
    "employer.unnamed",
    NOTE,
    "The letter names neither its employer nor the contact.",
    "a letter that fits everyone",
    because="Such a letter may be meant, but seems to be one for everybody.",
)
RULES = (
    EMPLOYER_OTHER,
    EMPLOYER_CONTACT,
    EMPLOYER_JOB,
    EMPLOYER_LINK,
    EMPLOYER_VALUE,
    EMPLOYER_UNNAMED,
)

_WITHOUT_ARTICLE = re.compile(r"\b(?:bei|für|zu|von|mit|Firma)\s+$")
_AS_POSITION = re.compile(
    r"(?:(?:position|role|post|job|apply|applying|application|vacancy) (?:of|as|for)"
    r"(?: an?| the| your)?"
    r"|(?:stelle|position|bewerbung|bewerbe mich|anzeige|ausschreibung) (?:als|zum|zur)(?: eine?)?"
    r"|poste d[e'’]"
    r"|puesto de|posizione di|functie van)\W*$",
    re.IGNORECASE,
)
_NOT_TO = "`{}` is not the employer that this letter goes to"
_HINT = "Write your employer's name."
_CAPITAL = re.compile(r"\s[A-Z]\w*")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?P<host>[\w-]+(?:\.[\w-]+)+)")
_TO_WHOM = ("recipient", "subject", "opening")
_KINDS = {
    COMPANY: (EMPLOYER_OTHER, "another employer"),
    CONTACT: (EMPLOYER_CONTACT, "another employer's contact"),
    JOB: (EMPLOYER_JOB, "another employer's job"),
}


def check(subject: Subject) -> Iterator[Hit]:
    """Yield what greets nobody, names another employer, or names nobody of this one."""
    yield from greetings.missing(subject)
    if subject.settings.employer is None:
        return  # to nobody in particular
    evidence = Evidence(subject)
    named = list(_others(subject, evidence))
    yield from named
    if not named:
        yield from _unrecorded(subject, evidence)
    yield from _in_front_matter(subject)
    yield from _links(subject)
    yield from _values(subject, evidence)
    yield from greetings.check(subject, [(hit.start, hit.end) for hit in named])
    yield from _unnamed(subject, evidence)


def _others(subject: Subject, evidence: Evidence) -> Iterator[Hit]:
    prose = subject.prose
    for match, found in subject.known.names.find(prose.plain, subject.language):
        start, end = match.span()
        others = _not_ours(names.plain(match.group()), found, subject)
        if not others or (others[0].is_ordinary and _is_no_name(subject, start, end)):
            continue
        name = others[0]
        code, what = _KINDS[name.kind]
        severity, reason = _GRADES[name.kind](evidence, name, start, end)
        if severity != OFF:
            yield Hit(
                code,
                f"`{names.plain(match.group())}` is {what}, `{name.key}`{reason}",
                start,
                end,
                f"Write your employer's, or say `mentions: [{name.key}]` in the front matter.",
                severity,
            )


def _unrecorded(subject: Subject, evidence: Evidence) -> Iterator[Hit]:
    """Yield a name of no record where the letter says to whom it goes."""
    if found := unrecorded.in_text(subject, evidence):
        said, start, end = found
        yield Hit(EMPLOYER_OTHER, _NOT_TO.format(said), start, end, _HINT, WARNING)
    for key, text, said in unrecorded.in_front_matter(subject):
        place = subject.letter.front.find(text, key) or subject.letter.front.place(key)
        message = _NOT_TO.format(said)
        yield Hit(EMPLOYER_OTHER, message, place=place, hint=_HINT, severity=WARNING)


def _in_front_matter(subject: Subject) -> Iterator[Hit]:
    """Yield what the front matter names: the title is seen by whoever opens the PDF."""
    known, key_of_own = subject.known, subject.settings.employer or ""
    front = subject.letter.front
    for key, text in ((one.key, one.text) for one in subject.printed):
        for match, found in known.names.find(text, subject.language):
            others = _not_ours(names.plain(match.group()), found, subject)
            if not others or others[0].is_ordinary or others[0].is_abbreviation:
                continue
            says_to_whom = key in _TO_WHOM
            if others[0].key in known.lives and not says_to_whom:
                continue
            whole = "\n".join(texts(front.value.get(key)))
            is_sure = says_to_whom and not known.names.names_employer(whole, key_of_own)
            code, what = _KINDS[others[0].kind]
            yield Hit(
                code,
                f"`{names.plain(match.group())}` in `{key}` is {what}, `{others[0].key}`",
                place=front.find(text, key) or front.place(key),
                hint="Write your employer's.",
                severity=ERROR if is_sure else WARNING,
            )


def _not_ours(said: str, found: tuple[Name, ...], subject: Subject) -> list[Name]:
    """Return those of the names, written as `said`, that are nobody's of this letter."""
    key = subject.settings.employer or ""
    own = subject.known.names.own.get(key)
    sender = subject.known.sender_words
    if any(name.key == key for name in found) or (own and own.search(said)):
        return []
    left = []
    for name in found:
        folded = name.text.casefold()
        declared = {name.key.casefold(), folded, names.short(name.text).casefold()}
        if declared & set(subject.policy.mentions) or _has(subject.own_words, folded):
            continue
        if not _has(sender, folded):
            left.append(name)
    return left


def _has(text: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def _is_no_name(subject: Subject, start: int, end: int) -> bool:
    """Tell whether a word with a capital has it for another reason: a sentence or heading."""
    prose = subject.prose
    if subject.language == "de" and not _WITHOUT_ARTICLE.search(prose.plain[:start]):
        return True  # every noun has its capital
    return (
        prose.begins_sentence(start)
        or prose.block(start).kind == "heading"
        or prose.plain[end : end + 1] == "-"
    )


def _company(evidence: Evidence, name: Name, start: int, end: int) -> tuple[str, str]:
    """Return how grave it is that another company is named, and why where that is not plain."""
    subject = evidence.subject
    is_lived = evidence.is_lived(name.key)
    may_be_else = name.is_ordinary or name.is_abbreviation
    part = evidence.part(start)
    if part and not evidence.names_its_own_in(part) and not (evidence.is_above(start) and is_lived):
        return (WARNING if may_be_else else ERROR), ""
    if evidence.is_signature(start):
        return OFF, ""  # where the writer is
    if evidence.is_applied_to(start):
        is_told = name.key in subject.known.lives or evidence.has_year(start)
        return (WARNING if is_told else ERROR), ""
    if is_lived or _is_included(subject, start):
        return OFF, ""
    if evidence.is_survey:
        return NOTE, ", one of several that the letter names"
    if subject.language != "de" and _CAPITAL.match(subject.prose.plain, end):
        return WARNING, ", or a product of theirs"
    if not (evidence.names_its_own or may_be_else):
        return ERROR, ", and the letter never names your own"
    return WARNING, ""


def _contact(evidence: Evidence, name: Name, start: int, end: int) -> tuple[str, str]:
    """Return how grave it is that somebody is named who is another employer's."""
    part = evidence.part(start)
    if part and not evidence.names_its_own_in(part):
        return ERROR, ""
    is_lived = evidence.is_lived(name.key) or evidence.is_lived_at(start, end)
    if is_lived or name.key in evidence.others or evidence.is_signature(start):
        return OFF, ""
    return WARNING, ", or somebody else of this name"


def _job(evidence: Evidence, name: Name, start: int, end: int) -> tuple[str, str]:
    """Return how grave it is that another employer's job is named."""
    subject = evidence.subject
    own = subject.record.get("jobtitle")
    if not isinstance(own, str):
        return OFF, ""  # it may well be called the same
    first, _end = subject.prose.sentence(start)
    is_asked = _AS_POSITION.search(subject.prose.plain[first:start])
    if evidence.is_lived_at(start, end) or not (is_asked or evidence.part(start)):
        return OFF, ""
    is_sure = own.casefold() not in subject.prose.plain.casefold()
    return (ERROR if is_sure and not evidence.is_lived(name.key) else WARNING), ""


_GRADES = {COMPANY: _company, CONTACT: _contact, JOB: _job}


def _is_included(subject: Subject, start: int) -> bool:
    """Tell whether a name stands in a text that letters share, and not in data."""
    source = subject.prose.source
    return not source.is_value(start) and source.place(start).file != subject.letter.file


def _links(subject: Subject) -> Iterator[Hit]:
    known, key = subject.known.names, subject.settings.employer
    for url, span in _addresses(subject):
        host = names.host_of(url)
        keys = known.urls.get(url.rstrip("/"), frozenset())
        exact = bool(keys)
        keys = keys or known.at(host)
        if not host or key in keys or len(keys) != 1 or key in known.at(host):
            continue
        (other,) = keys
        declared = {other.casefold(), host}
        if declared & set(subject.policy.mentions) or host in subject.known.sender_words:
            continue
        what = "is of" if exact else "leads to"
        yield Hit(
            EMPLOYER_LINK,
            f"this address {what} another employer, `{other}`",
            *span,
            f"Link to your employer's page, or say `mentions: [{other}]` in the front matter.",
            ERROR if exact and "job" in url else "",
        )


def _values(subject: Subject, evidence: Evidence) -> Iterator[Hit]:
    """Yield what has digits, and stands in one other record alone."""
    key, own = subject.settings.employer or "", subject.own_words
    for text, other in subject.known.values.items():
        if other == key or text.casefold() in own or evidence.is_lived(other):
            continue
        message, hint = (
            f"`{text}` is of another employer's record, `{other}`",
            "Write your employer's.",
        )
        start = subject.prose.plain.find(text)
        if start >= 0:
            yield Hit(EMPLOYER_VALUE, message, start, start + len(text), hint)
        for one in subject.printed:
            if text in one.text:
                said = f"{message}, in `{one.key}`"
                yield Hit(EMPLOYER_VALUE, said, place=one.place, hint=hint)


def _addresses(subject: Subject) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each address of the letter and its span; that of a mail as its host's."""
    for link in subject.prose.links:
        yield link.url.strip("<>"), link.target
    for mail in _MAIL.finditer(subject.prose.text):
        yield f"https://{mail['host']}", mail.span()


def _unnamed(subject: Subject, evidence: Evidence) -> Iterator[Hit]:
    """Yield a hit where neither the employer nor its contact is named anywhere in the letter."""
    company = next(names.companies(subject.settings.employer or "", subject.record), None)
    if company and not evidence.names_its_own:
        yield Hit(
            EMPLOYER_UNNAMED,
            f"the letter names neither `{company.text}` nor a person there",
            place=addressees.place(subject.letter),
            hint="Mention the company or your contact at least once.",
        )
