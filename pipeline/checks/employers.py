"""The wrong employer: a letter that names another one, or greets somebody else, or names nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks import greetings, names
from pipeline.checks.names import COMPANY, CONTACT, JOB, Name
from pipeline.checks.subject import Hit, Subject
from pipeline.checks.tables import KNOWN, MINE, PAST, PRODUCTS, WISHES
from pipeline.letter.prose import FILL
from pipeline.model.rule import ERROR, WARNING, Rule

EMPLOYER_OTHER = Rule(
    "employer.other",
    ERROR,
    "Another employer is named.",
    "a letter to Tidewater that says `Lindenblatt`",
)
EMPLOYER_CONTACT = Rule(
    "employer.contact",
    ERROR,
    "Another employer's contact is named.",
    "`Dear Frau Mustermann,` to Tidewater",
)
EMPLOYER_JOB = Rule(
    "employer.job",
    WARNING,
    "Another employer's job is named.",
    "`Data Analyst (Buoys & Gauges)` to a library",
)
EMPLOYER_LINK = Rule(
    "employer.link",
    WARNING,
    "A link or an address leads to another employer.",
    "`https://lindenblatt.example`",
)
EMPLOYER_UNNAMED = Rule(
    "employer.unnamed",
    WARNING,
    "The letter names neither its employer nor the contact.",
    "a letter that fits everyone",
)
RULES = (
    EMPLOYER_OTHER,
    EMPLOYER_CONTACT,
    EMPLOYER_JOB,
    EMPLOYER_LINK,
    EMPLOYER_UNNAMED,
)

_PAST = re.compile(PAST, re.IGNORECASE)
_PAST_AT = re.compile(r"(?:^|[,;:(] )\W*(?:at|bei|chez|en|presso|bij)\s+$", re.IGNORECASE)
_MINE = re.compile(MINE, re.IGNORECASE)
_KNOWN = re.compile(KNOWN, re.IGNORECASE)
_CURRENT = re.compile(r"\s*\((?:my|mein) \w+ (?:employer|Arbeitgeber)\)")
_PRODUCT = re.compile(rf"\s+{PRODUCTS}")
# `Sketch, X, and …`, `sed, awk, X …` and `Sketch, Excel and X`: one of several names.
_LISTED = re.compile(
    r"[\s(][A-Z][\w.+#-]*,\s(?=[^,]+,\s(?:and|or|und|oder)\b)"
    r"|\w,\s+(?:[\w.+#-]+\s){0,2}[\w.+#-]+,\s(?=[^,.;]+[,.;])"
    r"|\w,\s+[A-Z][\w.+#-]*,?\s(?:and|or|und|oder)\s"
)
_WITHOUT_ARTICLE = re.compile(r"\b(?:bei|für|zu|von|mit|Firma)\s+$")
_AT = re.compile(
    r"\b(?:at|for|join|with|bei|für|zu|chez|rejoindre|pour|para|en|per|presso|voor|bij)\s+$",
    re.IGNORECASE,
)
_WISHES = re.compile(WISHES, re.IGNORECASE)
_AS_POSITION = re.compile(
    r"(?:(?:position|role|post|job|apply|applying|application|vacancy) (?:of|as|for)"
    r"(?: an?| the| your)?"
    r"|(?:stelle|position|bewerbung|bewerbe mich) (?:als|zum|zur)(?: eine?)?|poste d[e'’]"
    r"|puesto de|posizione di|functie van)\W*$",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?P<host>[\w-]+(?:\.[\w-]+)+)")
_ENOUGH = 2  # other letters with the same sentence
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
    named = list(_others(subject))
    yield from named
    yield from _in_front_matter(subject)
    yield from _links(subject)
    yield from greetings.check(subject, [(hit.start, hit.end) for hit in named])
    yield from _unnamed(subject)


def _others(subject: Subject) -> Iterator[Hit]:
    prose = subject.prose
    for match, found in subject.known.names.find(prose.plain):
        others = _not_ours(found, subject)
        if not others:
            continue
        name = others[0]
        start, end = match.span()
        if name.is_ordinary and _is_no_name(subject, start, end):
            continue
        code, what = _KINDS[name.kind]
        severity, reason = _doubt(subject, name, start, end)
        yield Hit(
            code,
            f"`{names.plain(match.group())}` is {what}, `{name.key}`{reason}",
            start,
            end,
            f"Write your employer's, or say `mentions: [{name.key}]` in the front matter.",
            severity,
        )


def _in_front_matter(subject: Subject) -> Iterator[Hit]:
    """Yield what the front matter names: the title is seen by whoever opens the PDF."""
    for key, text in subject.printed:
        for match, found in subject.known.names.find(text):
            others = _not_ours(found, subject)
            if not others or others[0].is_ordinary or others[0].is_abbreviation:
                continue
            code, what = _KINDS[others[0].kind]
            yield Hit(
                code,
                f"`{names.plain(match.group())}` in `{key}` is {what}, `{others[0].key}`",
                place=subject.letter.front.place(key),
                hint="Write your employer's.",
                severity=ERROR if key in ("subject", "opening") else WARNING,
            )


def _not_ours(found: tuple[Name, ...], subject: Subject) -> list[Name]:
    """Return those of the names that are nobody's of this letter, nor declared."""
    key = subject.settings.employer
    sender = subject.known.sender_words
    if any(name.key == key for name in found):
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


def _doubt(subject: Subject, name: Name, start: int, end: int) -> tuple[str, str]:
    """Return how grave it is that `name` stands here, and the reason where that is in doubt."""
    prose = subject.prose
    first, last = prose.sentence(start)
    before, sentence = prose.plain[first:start], prose.plain[first:last]
    if name.kind == JOB:
        asked = prose.block(start).kind == "heading" or _AS_POSITION.search(before)
        return (ERROR, "") if asked else (WARNING, "")
    if name.kind == CONTACT:
        if prose.block(start) == greetings.paragraph(subject) or _WISHES.search(sentence):
            return ERROR, ""
        return WARNING, ", or somebody else of this name"
    if prose.source.place(start).file != subject.letter.file:
        return WARNING, ", named in text that letters share"
    if re.match(r"\s[A-Z]\w*", prose.plain[end:]) and not re.match(r"['’]", prose.plain[end:]):
        return WARNING, ", or a product of theirs"
    is_wished = _AT.search(before) and _WISHES.search(sentence)
    if name.is_ordinary and not is_wished:
        return WARNING, ""
    bare = before.replace(FILL, "")
    wishes = _WISHES.search(sentence.replace(FILL, ""))
    if _KNOWN.search(bare) or _CURRENT.match(prose.plain[end:last]):
        return WARNING, ", or one whom you know"
    is_past = _PAST.search(before) or (_PAST_AT.search(bare) and "," in sentence[end - first :])
    if (is_past and not wishes) or (_MINE.search(bare) and not _WISHES.search(bare)):
        return WARNING, ", or an earlier one of yours"
    if not wishes and _PRODUCT.match(prose.plain[end:last]):
        return WARNING, ", or a product of theirs"
    if not wishes and _is_listed(sentence, start - first):
        return WARNING, ", or one of several"
    if name.is_abbreviation and not (_AT.search(before) or _WISHES.search(sentence)):
        return WARNING, ", or what the abbreviation means besides"
    if _is_shared(subject, name, names.plain(prose.text[first:last])):
        return WARNING, ", named in the same sentence of other letters"
    return ERROR, ""


def _is_listed(sentence: str, start: int) -> bool:
    return any(match.end() == start for match in _LISTED.finditer(sentence))


def _is_shared(subject: Subject, name: Name, sentence: str) -> bool:
    """Tell whether letters to others say the same, and none to the one who is named."""
    here = subject.letter.file.resolve()
    others = [
        neighbour
        for file, neighbour in subject.known.neighbours.items()
        if file != here and sentence in neighbour.text
    ]
    return len(others) >= _ENOUGH and all(other.employer != name.key for other in others)


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


def _addresses(subject: Subject) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each address of the letter and its span; that of a mail as its host's."""
    for link in subject.prose.links:
        yield link.url.strip("<>"), link.target
    for mail in _MAIL.finditer(subject.prose.text):
        yield f"https://{mail['host']}", mail.span()


def _unnamed(subject: Subject) -> Iterator[Hit]:
    """Yield a hit where neither the employer nor its contact is named anywhere in the letter."""
    key = subject.settings.employer or ""
    companies = [name.text for name in names.companies(key, subject.record)]
    if not companies:
        return
    texts = [*companies, *(name.text for name in names.contacts(key, subject.record))]
    texts += [name.partition(" ")[0] for name in companies if len(name.partition(" ")[0]) > 2]
    said = names.plain(subject.prose.plain.replace(FILL, "")).casefold()
    said += " ".join(link.url for link in subject.prose.links).casefold()
    parts = " ".join(str(part) for part in subject.settings.parts.values()).casefold()
    if not any(text.casefold() in said or text.casefold() in parts for text in texts):
        yield Hit(
            EMPLOYER_UNNAMED,
            f"the letter names neither `{companies[0]}` nor a person there",
            place=subject.letter.front.place("employer"),
            hint="Say why you write to them, and not to anybody else.",
        )
