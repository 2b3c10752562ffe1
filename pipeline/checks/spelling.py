"""The usual suspects: misspellings that a list knows, in the words that the author typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from filters import languages
from filters import letter as letter_parts
from pipeline.checks import greetings, names, spelling_list, tongues
from pipeline.checks.subject import Hit, Subject
from pipeline.letter.prose import FILL
from pipeline.model.rule import WARNING, Rule

SPELLING_TYPO = Rule(
    "spelling.typo",
    WARNING,
    "A common misspelling.",
    "`recieve`",
    because="It may be a name, or a word of your trade.",
)
SPELLING_PHRASE = Rule(
    "spelling.phrase",
    WARNING,
    "A greeting, a closing phrase or another fixed expression has a letter wrong.",
    "`Dear Hiring Manger,`, `Kind regads`, `a degree in pubic relations`",
    because="It may be a name, or another expression.",
)
SPELLING_CAPITAL = Rule(
    "spelling.capital",
    WARNING,
    "A German text goes on with a capital after the comma of its greeting.",
    "`Sehr geehrte Frau Muster,` … `Mit großem Interesse`",
    because="In German the sentence goes on there, in lower case.",
)
RULES = (SPELLING_TYPO, SPELLING_PHRASE, SPELLING_CAPITAL)

# Lower case, and not part of a name, a path or an identifier. Capitals are names.
_WORD = re.compile(r"(?<![\w.@/#&'’-])[a-z]{3,}(?![\w@/#]|\.\w|['’]\w)")
_FOREIGN = re.compile(r"\{:[^}\n]*\blang\s*=\s*[\"']?(?!en)[a-z]")


# Words that are right, beside another one that tells that they are not meant.
_SURELY_WRONG = re.compile(
    r"(?<!\w)(?:(?P<public>pubic)(?= (?:relations|sector|health|service|services|affairs|policy"
    r"|library|libraries|school|schools|transport|speaking|administration|sphere|opinion)(?!\w))"
    r"|(?P<manager>manger)(?= (?:position|role)(?!\w))"
    r"|(?i:project|product|account|general|office|branch) (?P<manager_>[Mm]anger)"
    r"|(?P<customer>[Cc]ostumer)(?= (?:service|care|support|relations|satisfaction|base)(?!\w))"
    r"|(?P<United>Untied)(?= (?:Kingdom|States|Nations)(?!\w))"
    r"|looking (?P<forward>foreword|forwards?d)(?= to(?!\w)))(?!\w)"
)
# What begins a sentence with a capital, and is no noun and no form of address.
_NO_NOUN = re.compile(
    r"(?:Mit|Als|Ich|In|Im|Auf|Hiermit|Nach|Seit|Für|Wie|Da|Die|Der|Das|Zu|Zur|Zum|Bei|Beim|An|Am"
    r"|Aus|Vor|Durch|Gerne?|Derzeit|Aktuell|Wenn|Ob|Es|Meine?|Bereits|Nun|Heute|Wir|Von|Vom|Über|Um"
    r"|Unter|Was|Wer|Während|Nachdem|Vielen|Anbei|Aufgrund|Ein|Eine|Einen|Seitdem|Zurzeit)(?!\w)"
)
_FEWEST = 8  # letters of a phrase that a slip leaves recognisable
_LONGEST = 60  # letters of a line that is one


def check(subject: Subject) -> Iterator[Hit]:
    """Yield each common misspelling, and each slip in what is always said the same."""
    yield from _typos(subject)
    yield from _phrases(subject)
    yield from _capital(subject)


def _phrases(subject: Subject) -> Iterator[Hit]:
    """Yield the lines at the beginning and the end that are a fixed phrase but for one letter."""
    prose = subject.prose
    fixed = _fixed(subject.language)
    for block in dict.fromkeys((*prose.blocks[:3], *prose.blocks[-4:])):
        line = prose.typed[block.start : block.end].partition("\n")[0]
        said = names.plain(line.replace(FILL, "")).rstrip(",.:!")
        folded = said.casefold()
        if block.kind != "paragraph" or not _FEWEST <= len(said) <= _LONGEST:
            continue
        if folded in fixed or letter_parts.is_closing(said):
            continue
        near = next((one for one in fixed if is_slip(folded, one)), None)
        if near:
            start = block.start + line.find(said[:1])
            message = f"`{said}` is nearly `{fixed[near]}`"
            yield Hit(SPELLING_PHRASE, message, start, start + len(said), f"Write `{fixed[near]}`.")
    for match in _SURELY_WRONG.finditer(prose.typed) if subject.language == "en" else ():
        word = str(match.lastgroup)
        hint = f"Write `{word.rstrip('_')}`, if that is meant."
        message = f"`{match[word]}` is hardly meant here"
        yield Hit(SPELLING_PHRASE, message, *match.span(word), hint)


@cache
def _fixed(code: str) -> dict[str, str]:
    """Return the fixed phrases of the language `code`, by how they are compared."""
    phrases = languages.of(code).fixed if code in languages.known() else ()
    return {phrase.casefold(): phrase for phrase in phrases if len(phrase) >= _FEWEST}


def is_slip(said: str, meant: str) -> bool:
    """Tell whether `said` is `meant` with one letter wrong, missing, too much, or exchanged."""
    if said == meant or abs(len(said) - len(meant)) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(said, meant, strict=False)) if a != b), None)
    if first is None:
        return True
    a, b = said[first:], meant[first:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


def _capital(subject: Subject) -> Iterator[Hit]:
    """Yield the capital of a German letter's first word."""
    greeting = greetings.paragraph(subject) if subject.language == "de" else None
    if greeting is None:
        return
    prose = subject.prose
    said = prose.typed[greeting.start : greeting.end].rstrip(f" \n\t{FILL}")
    below = next((block for block in prose.blocks if block.start >= greeting.end), None)
    if not said.endswith(",") or below is None or below.kind != "paragraph":
        return
    if match := _NO_NOUN.match(prose.typed, below.start, below.end):
        message = f"`{match.group()}` goes on behind the comma of the greeting"
        hint = f"Write `{match.group().lower()}`."
        yield Hit(SPELLING_CAPITAL, message, *match.span(), hint)


def _typos(subject: Subject) -> Iterator[Hit]:
    """Yield each common misspelling. Only English is known."""
    if subject.language != "en" or tongues.of(subject):
        return
    prose = subject.prose
    for match in _WORD.finditer(prose.typed):
        word = match.group()
        right = spelling_list.meant_by(word)
        # Short words are often of another language, or an abbreviation.
        if (
            not right
            or (len(word) < 4 and "," in right)
            or word in subject.policy.words
            or _is_data(word, subject)
        ):
            continue
        block = prose.block(match.start())
        if _FOREIGN.search(prose.text, block.start, min(block.end + 200, len(prose.text))):
            continue
        meant = " or ".join(f"`{candidate}`" for candidate in right.split(", "))
        yield Hit(
            SPELLING_TYPO,
            f"`{word}` is a common misspelling",
            *match.span(),
            f"Write {meant}; or, if it is right, `check: {{words: [{word}]}}`.",
        )


def _is_data(word: str, subject: Subject) -> bool:
    """Tell whether the employer's record, or the sender's, holds the word."""
    pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
    return any(re.search(pattern, said) for said in (subject.own_words, subject.known.sender_words))
