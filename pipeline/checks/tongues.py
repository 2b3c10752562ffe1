"""Tongues: a letter that says nothing of its language, and is plainly not in English.

Evidence is a salutation or a closing phrase of another language, with more of its small words in
the text than of English, or of any other language that has the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from filters import languages
from pipeline import language
from pipeline.checks import greetings
from pipeline.checks.subject import Hit, Subject
from pipeline.checks.tables import RIGHT_TO_LEFT, articles, may_stand_twice, prepositions
from pipeline.letter.prose import FILL
from pipeline.model.rule import ERROR, WARNING, Rule

LANG_UNSAID = Rule(
    "lang.unsaid",
    WARNING,
    "The letter is in another language than English, and does not say so.",
    "`Sehr geehrte` without `lang: de`",
    because="The letter can be set, but with the hyphens and quotation marks of English.",
)
LANG_DIRECTION = Rule(
    "lang.direction",
    ERROR,
    "The letter is written from right to left, and would be set from left to right.",
    "a letter in Hebrew",
    because="The words would stand on the page in the wrong order, and nobody could read them.",
)
LANG_CLOSING = Rule(
    "lang.closing",
    WARNING,
    "The greeting or the closing phrase is in another language than the letter.",
    "`Mit freundlichen Grüßen` below an English letter",
)
LANG_ADDRESS = Rule(
    "lang.address",
    WARNING,
    "A German letter that says `Sie` says `du` somewhere.",
    "`Ihre Anzeige …, in dein Geschäft`",
)
LANG_SENTENCE = Rule(
    "lang.sentence",
    WARNING,
    "A sentence is in another language than those around it.",
    "`I am confident that my skills would be an asset to your team.` in a Finnish paragraph",
    because="It may be meant, as a saying is.",
)
RULES = (LANG_UNSAID, LANG_DIRECTION, LANG_CLOSING, LANG_ADDRESS, LANG_SENTENCE)

_DU = re.compile(r"(?<!\w)(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?)(?!\w)")
_SIE = re.compile(r"(?<=[\w,] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)(?!\w)")
_QUOTATION = re.compile(r"[„“»\"‚«][^“”«»\"‘\n]{0,200}[“”«»\"‘]")
_OWN_TITLES = {
    "de": "Herr Herrn Frau",
    "es": "Sra Sr Señora Señor Srta",
    "fr": "Madame Monsieur Mme",
    "it": "Signora Signor Sig Dott Dottoressa",
    "nl": "Mevrouw Meneer mevrouw heer",
    "pl": "Pani Pan Panie",
    "pt": "Senhora Senhor",
}
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]?")
_SAID = re.compile(r"[\"“”„«»‘‚*_]|\{:")  # what is quoted, emphasised, or of a language of its own
_WORDS_OF_SENTENCE, _SMALL_WORDS = 8, 4  # at least, where none is of the letter's language
_USUAL = "en"
_WORD = re.compile(r"[^\W\d_]+")
_A_TEXT = 60  # letters, and not a name or two
_LEAST = 2  # small words, in which two languages may agree by chance
_MOST_LETTERS_OF_A_LINE = 90


def check(subject: Subject) -> Iterator[Hit]:
    """Yield a hit where the letter is plainly in another language than it is taken for."""
    yield from _direction(subject)
    if not (found := of(subject)):
        yield from _closing(subject)
        yield from _address(subject)
        yield from _sentences(subject)
        return
    code, start, end = found
    yield Hit(
        LANG_UNSAID,
        f"the letter seems to be in {language.english_name(code)}, and is set as English",
        start,
        end,
        f"Write `lang: {code}` in the front matter, or in `_config.yml` for all letters.",
    )


def _direction(subject: Subject) -> Iterator[Hit]:
    """Yield a hit where most letters are those of a script that runs from right to left."""
    letters = "".join(_WORD.findall(subject.prose.plain))
    to_left = RIGHT_TO_LEFT.findall(letters)
    if len(to_left) * 2 <= len(letters) or len(letters) < _A_TEXT:
        return
    first = RIGHT_TO_LEFT.search(subject.prose.plain)
    start = first.start() if first else 0
    yield Hit(
        LANG_DIRECTION,
        "the letter is written from right to left, which cannot be set yet",
        start,
        start + 1,
        "Words and names from right to left may stand in a letter of another language.",
    )


def _address(subject: Subject) -> Iterator[Hit]:
    """Yield each `du` outside of a quotation, where the letter says `Sie` more often."""
    if subject.language != "de":
        return
    plain = _QUOTATION.sub(lambda quoted: FILL * len(quoted.group()), subject.prose.typed)
    informal = [*_DU.finditer(plain)]
    if len(informal) * 2 > len(_SIE.findall(subject.prose.plain)):
        return
    for match in informal:
        message = f"`{match.group()}` is for friends, and the letter says `Sie`"
        yield Hit(
            LANG_ADDRESS, message, *match.span(), "Write `Sie` or `Ihr`, or say `du` throughout."
        )


def _closing(subject: Subject) -> Iterator[Hit]:
    """Yield a greeting, and a closing phrase, of other languages and not of the letter's own."""
    if subject.language not in languages.known():
        return
    prose = subject.prose
    greeting = greetings.paragraph(subject)
    greeted = set(_WORD.findall(prose.plain[greeting.start : greeting.end] if greeting else ""))
    for block in prose.blocks:
        line = prose.plain[block.start : block.end].partition("\n")[0]
        said = line.replace(FILL, "").strip()
        if block.kind != "paragraph" or not 0 < len(said) <= _MOST_LETTERS_OF_A_LINE:
            continue
        codes = [code for code in languages.known() if _closings(code).fullmatch(said)]
        if any(_titles(code) & greeted for code in codes):
            continue  # `Dear Sra. del Río`: who is greeted so may be taken leave of so
        if {"da", "nb"} & set(codes) and subject.language in ("da", "nb"):
            continue
        if codes == ["ga"] and subject.language == "en":
            continue  # as is the custom in Ireland
        if codes and subject.language not in codes:
            name = language.english_name(codes[0])
            yield Hit(
                LANG_CLOSING,
                f"`{said}` is {name}, and the letter is in"
                f" {language.english_name(subject.language)}",
                block.start,
                block.start + len(line),
                "Close in the letter's language, or correct `lang:`.",
            )


def _sentences(subject: Subject) -> Iterator[Hit]:
    """Yield each sentence with small words of one other language, and none of the letter's.

    A whole paragraph in another language is meant.
    """
    own = _small(subject.language)
    prose = subject.prose
    for block in prose.blocks if own else ():
        text = prose.typed[block.start : block.end]
        if block.kind not in ("paragraph", "item"):
            continue
        for sentence in _SENTENCE.finditer(text):
            words = _words_of(sentence.group())
            if len(words) < _WORDS_OF_SENTENCE or own & words:
                continue
            start, end = block.start + sentence.start(), block.start + sentence.end()
            rest = _words_of(text.replace(sentence.group(), ""))
            code = next((one for one in languages.known() if _is_in(one, words)), None)
            is_alone = not rest or (code and not own & rest and _small(code) & rest)
            if (
                code
                and not is_alone
                and not _SAID.search(prose.text, start, min(end + _A_TEXT, len(prose.text)))
            ):
                start += len(sentence.group()) - len(sentence.group().lstrip())
                name = language.english_name(code)
                said = language.english_name(subject.language)
                message = f"this sentence is in {name}, and the letter is in {said}"
                yield Hit(LANG_SENTENCE, message, start, end, "Translate it, or put it in quotes.")


def _is_in(code: str, words: set[str]) -> bool:
    return len(_small(code) & words) >= _SMALL_WORDS


def _words_of(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


@cache
def _small(code: str) -> frozenset[str]:
    """Return the small words of the language `code`."""
    return articles(code) | prepositions(code) | may_stand_twice(code)


def _titles(code: str) -> set[str]:
    """Return the titles of `code` that other languages do not have."""
    return set(_OWN_TITLES.get(code, "").split())


@cache
def _closings(code: str) -> re.Pattern[str]:
    either = "|".join(languages.of(code).closings)
    return re.compile(rf"(?:{either})[,.!]?", re.IGNORECASE)


def of(subject: Subject) -> tuple[str, int, int] | None:
    """Return the code of the language that a letter is plainly in, and where that is seen.

    That is None for a letter that says its language, and for one in English.
    """
    documents = (subject.letter.front, subject.known.site.config)
    if subject.language != _USUAL or any(
        one.value.get(key) for one in documents for key in ("lang", "locale")
    ):
        return None
    words = [word.casefold() for word in _WORD.findall(subject.prose.plain)]
    for block in subject.prose.blocks:
        line = subject.prose.plain[block.start : block.end].strip()
        if not 0 < len(line) <= _MOST_LETTERS_OF_A_LINE:
            continue
        begin = line.partition("\n")[0]
        codes = [code for code in languages.known() if _phrases(code).match(begin)]
        if not codes or _USUAL in codes:
            continue
        # `Estimada` is Spanish and Catalan: the text tells.
        counts = sorted((_count(words, code), code) for code in codes)
        most, code = counts[-1]
        is_plain = len(counts) == 1 or most > counts[-2][0]
        if is_plain and most > max(_LEAST, _count(words, _USUAL)):
            return code, block.start, block.start + len(begin)
    return None


def _count(words: list[str], code: str) -> int:
    small = articles(code) | prepositions(code)
    return sum(word in small for word in words)


@cache
def _phrases(code: str) -> re.Pattern[str]:
    data = languages.of(code)
    closings = (rf"(?:{closing})[,.!]?$" for closing in data.closings)
    greetings = (rf"(?:{greeting})(?![\w-])" for greeting in data.salutations)
    return re.compile("|".join((*greetings, *closings)), re.IGNORECASE)
