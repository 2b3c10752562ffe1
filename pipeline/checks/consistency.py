"""Consistency: what the author typed against the record, and the letters against each other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from pipeline.checks import names, spelling_list
from pipeline.checks.subject import REFERENCE, Hit, Subject
from pipeline.checks.tables import KINDS_OF_FIRMS, articles, prepositions
from pipeline.letter.prose import FILL
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import texts
from pipeline.model.location import Location
from pipeline.model.rule import NOTE, SITE, WARNING, Rule

FACT_TITLE = Rule(
    "fact.title",
    WARNING,
    "The job title differs from the record.",
    "`position of Senior Data Engineer` where the record says `Data Engineer`",
    because="It may be another job, which you had or hope for.",
)
FACT_COMPANY = Rule(
    "fact.company",
    WARNING,
    "The employer's name is spelled otherwise than in the record.",
    "`Tidewatter Sensors`",
    because="It may be the name of somebody else.",
)
FACT_REFERENCE = Rule(
    "fact.reference",
    WARNING,
    "A reference is nearly that of the record or of `your_ref`.",
    "`AD-2026-118` where `your_ref` is `AD-2026-181`",
    because="It may be the number of another vacancy.",
)
LETTERS_NONE = Rule(
    "letters.none",
    NOTE,
    "An employer of the data has no letter.",
    within=SITE,
)
LETTERS_SAME = Rule(
    "letters.same",
    NOTE,
    "Two letters say the same, but for the employer.",
    within=SITE,
)
RULES = (
    FACT_TITLE,
    FACT_COMPANY,
    FACT_REFERENCE,
    LETTERS_NONE,
    LETTERS_SAME,
)

_TITLE = r"[A-ZÄÖÜÉ][\w&/+#-]*(?:\.\w+)*"
_SPACE = r"(?:[ \t]+|[ \t]*\n[ \t]*)"  # never the end of a paragraph
_NAMED = (
    rf"{_TITLE}(?:{_SPACE}(?:(?:of|for|and|für|und|de|&){_SPACE})?{_TITLE}"
    rf"|{_SPACE}(?:des?|du|en|et|aux?){_SPACE}\w+){{0,6}}"
)
_JOB = re.compile(
    r"\b(?:(?:your|the|a|an|open|advertised|Ihre|die|der)\s+)?"
    r"(?:position|role|post|job|vacancy|opening|Stelle|Position|poste|puesto|posizione|functie)\s+"
    r"(?:of|as|for|als|zum|zur|de|come|van)\s+(?:an?\s+|the\s+|your\s+|eine?\s+)?"
    rf"(?P<title>{_NAMED})"
)
# `I apply as`, `Bewerbung als`: behind these, too, stands a job's title.
_APPLIED = re.compile(
    r"\b(?:[Aa]pply|[Aa]pplying|[Aa]pplication|Bewerbung|bewerbe(?:\s+ich)?\s+mich)\s+"
    r"(?:for|as|als|zum|zur)\s+(?:an?\s+|the\s+|your\s+|eine?\s+)?"
    rf"(?P<title>{_NAMED})"
)
_APPLYING_FOR = re.compile(
    r"\b(?:apply|applying|application)\s+for\s+(?:the|your)\s+(?:\w+\s+)?"
    r"(?:position|role|post|job|vacancy)\s+of\s+(?:an?\s+|the\s+)?"
    rf"(?P<title>{_TITLE}(?:{_SPACE}{_TITLE})+)"
)
# A job's title in the form for a woman: `Projektleiterin`, `directrice`, `desarrolladora`.
_GENDER = re.compile(r"(?<=\w{4})(?:innen|in|frau|mann|[rt]rice|teur|euse|eur|e|a|o)$")
_TOKEN = re.compile(r"(?<![\w/.-])(?=[\w/.-]{0,20}\d)[\w/.-]{5,30}(?![\w/-])")
_OWN_PAST = re.compile(
    r"\b(?:my|current|present|last|previous|former|meine\w*)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_NEAR, _NEARER = 0.86, 0.88  # of several words, and of one
_PHRASE = re.compile(r"\b(?:the|of|and|for|to|in|on)\b", re.IGNORECASE)
_LEAST = 5  # letters of a name that can be told from another word


def check(subject: Subject) -> Iterator[Hit]:
    """Yield what is called otherwise than in the employer's record."""
    yield from _title(subject)
    yield from _company(subject)
    yield from _reference(subject)


def across(subjects: Iterable[Subject]) -> Iterator[Diagnostic]:
    """Yield what is found when all letters of a site are looked at together."""
    subjects = list(subjects)
    yield from _without_letter(subjects)
    yield from _same_text(subjects)


def _title(subject: Subject) -> Iterator[Hit]:
    recorded = subject.record.get("jobtitle")
    if not isinstance(recorded, str) or not recorded.strip():
        return
    bare = names.plain(re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", recorded))
    ours = _words(bare, subject)
    typed_text = subject.prose.typed
    yield from _other_title(subject, recorded, ours)
    for match in (*_JOB.finditer(typed_text), *_APPLIED.finditer(typed_text)):
        typed = names.plain(match["title"]).rstrip(".,")
        if _OWN_PAST.search(subject.prose.typed, max(0, match.start() - 60), match.start()):
            continue
        theirs = _words(typed, subject)
        here = names.plain(typed_text[match.start("title") :][: 2 * len(recorded)]).casefold()
        if here.startswith((recorded.casefold(), bare.casefold())) or not theirs & ours:
            continue
        small = articles(subject.language) | prepositions(subject.language)
        if all(_is_like(word, ours) for word in theirs - small):
            continue  # `Project Lead` for `Project Lead, Digital Collections`
        named = [name for _, found in subject.known.names.find(typed) for name in found]
        if named and subject.settings.employer not in {name.key for name in named}:
            continue  # `employer.job`
        yield Hit(
            FACT_TITLE,
            f"`{typed}` is called `{recorded}` in the employer's record",
            *match.span("title"),
            "Write `{{ employer.jobtitle }}`, and it is always right.",
        )


def _other_title(subject: Subject, recorded: str, ours: set[str]) -> Iterator[Hit]:
    """Yield the title of an English letter's job that has no word of the recorded one.

    Where the record's is in another language, or its words stand elsewhere in the text, it is not.
    """
    said = _words(subject.prose.typed, subject)
    is_english = any(spelling_list.is_word(word) for word in ours if len(word) >= _LEAST)
    if subject.language != "en" or ours & said or not is_english:
        return
    for match in _APPLYING_FOR.finditer(subject.prose.typed):
        title = _words(match["title"], subject)
        if not title & ours and not any(_is_like(word, ours) for word in title):
            yield Hit(
                FACT_TITLE,
                f"`{names.plain(match['title'])}` is called `{recorded}` in the employer's record",
                *match.span("title"),
                "Correct the job, or the record.",
            )


def _is_like(word: str, ours: set[str]) -> bool:
    """Tell whether a word of a title is one of `ours`, or a form of it, or no word of a title."""
    if len(word) < _LEAST - 1 and word not in ours:
        return True
    return any(word.startswith(own[:_LEAST]) or own.startswith(word[:_LEAST]) for own in ours)


def _words(title: str, subject: Subject) -> set[str]:
    words = re.findall(r"\w+", title.casefold())
    return set(words if subject.language == "en" else (_GENDER.sub("", word) for word in words))


def _company(subject: Subject) -> Iterator[Hit]:
    key = subject.settings.employer
    own = [name for name in names.companies(key or "", subject.record) if len(name.text) >= _LEAST]
    if not own:
        return
    exact = {name.text for name in own} | {
        part for name in own for part in name.text.split() if len(part) >= _LEAST
    }
    told: list[tuple[int, int]] = []
    shorts = {names.short(name.text): name for name in own}
    for name in sorted(shorts.values(), key=lambda name: -len(name.text)):
        text = names.short(name.text)
        if text.casefold() in KINDS_OF_FIRMS:
            continue
        count = len(text.split())
        word = r"(?:&|[^\W\d_][\w&.-]*)"
        first = re.escape(text[0].lower() + text[0].upper())  # a slip is never in the first letter
        window = re.compile(rf"(?<![\w-])(?=[{first}])(?=({word}(?:\s+{word}){{{count - 1}}}))")
        for match in window.finditer(subject.prose.typed):
            found = re.sub(r"['’]s$", "", names.plain(match[1]).rstrip(".,-"))
            if not _is_slip(found, text, name.is_ordinary, exact):
                continue
            if subject.language in names.DECLINED and names.is_form(found, text):
                continue
            if any(start <= match.start() < end for start, end in told):
                continue
            told.append(match.span(1))
            yield Hit(
                FACT_COMPANY,
                f"`{found}` is `{text}` in the employer's record",
                *match.span(1),
                "Write `{{ employer.company }}`, and it is always right.",
            )


def _is_slip(found: str, text: str, is_ordinary: bool, exact: set[str]) -> bool:
    """Tell whether `found` is `text` with a letter or a capital wrong, and nothing else."""
    if found == text:
        return False
    if found[1:] == text[1:] and (text[0].islower() or text.startswith("The ")):
        return False  # a sentence begins with it, or it stands in one
    if found in exact or found.upper() == found or abs(len(found) - len(text)) > 2:
        return False
    if found.casefold() == text.casefold():
        # An ordinary word in lower case is that word.
        if " " in text:  # `the open road` may be a road
            return not (found.islower() and _PHRASE.search(text))
        return not (is_ordinary or found.islower())
    if found.casefold() in (
        f"{text}s".casefold(),
        f"{text}es".casefold(),
        f"the {text}".casefold(),
    ):
        return False
    if not found[0].isupper() or is_ordinary:
        return False
    if len(text) < 7 and " " not in text:
        return sorted(found.casefold()) == sorted(text.casefold())
    if any(
        a != b and a.islower() and b[0].isupper()
        for a, b in zip(found.split(), text.split(), strict=True)
    ):
        return False  # `Apple Tree publishes`
    likeness = difflib.SequenceMatcher(None, found.casefold(), text.casefold()).ratio()
    return likeness > (_NEAR if re.search(r"[ -]", text) else _NEARER)


def _reference(subject: Subject) -> Iterator[Hit]:
    """Yield each reference of the text that has the right one's signs, but for one or two."""
    own = {text for text in texts(subject.record) if REFERENCE.fullmatch(text)}
    own |= set(texts(subject.letter.front.value.get("your_ref")))
    own = {text for text in own if len(text) >= _LEAST and re.search(r"\d", text)}
    plain = subject.prose.typed
    for match in _TOKEN.finditer(plain) if own else ():
        said = match.group().rstrip(".-/")
        near = [one for one in own if _is_nearly(said, one)]
        known = said.casefold() in subject.own_words or said in own or said in plain[match.end() :]
        if near and not known and near[0] not in plain:
            yield Hit(
                FACT_REFERENCE,
                f"`{said}` is nearly `{near[0]}`, which the record or `your_ref` has",
                match.start(),
                match.start() + len(said),
                "Correct the one that is wrong.",
            )


def _is_nearly(said: str, own: str) -> bool:
    """Tell whether `said` is `own` with one digit another, or two of them exchanged."""
    if len(said) != len(own) or said == own:
        return False
    other = [(a, b) for a, b in zip(said, own, strict=True) if a != b]
    if not all(a.isdigit() and b.isdigit() for a, b in other):
        return False
    return len(other) == 1 or (len(other) == 2 and other[0] == other[1][::-1])


def _without_letter(subjects: list[Subject]) -> Iterator[Diagnostic]:
    if not subjects:
        return
    site = subjects[0].known.site
    written_to = {subject.settings.employer for subject in subjects}
    records = (key for key, record in site.employers.items() if isinstance(record, dict))
    without = [key for key in records if key not in written_to]
    if without:
        listed = ", ".join(f"`{key}`" for key in without[:5])
        more = f" and {len(without) - 5} more" if len(without) > 5 else ""
        yield Diagnostic.by(
            LETTERS_NONE,
            f"no letter goes to {listed}{more}",
            site.records.place(without[0]),
            "Write one, or delete the record.",
        )


def _same_text(subjects: list[Subject]) -> Iterator[Diagnostic]:
    """Yield a note for each letter whose typed words are those of an earlier one."""
    seen: dict[str, Subject] = {}
    for subject in subjects:
        said = names.plain(subject.prose.typed.replace(FILL, " ")).casefold()
        own = names.companies(subject.settings.employer or "", subject.record)
        for text in sorted((name.text.casefold() for name in own), key=len, reverse=True):
            said = said.replace(text, " ")
        said = "".join(re.findall(r"\w", said))
        first = seen.setdefault(said, subject)
        if first is not subject and first.letter.file != subject.letter.file and len(said) > 200:
            yield Diagnostic.by(
                LETTERS_SAME,
                f"it says the same as `{first.letter.file.name}`, but for the employer",
                Location(subject.letter.file, subject.letter.body_line),
                "Say in each letter what is true of this employer alone.",
            )
