"""Damage: letters of a wrong encoding, invisible ones, and ones that are not what they seem."""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import regex

from pipeline.checks import names
from pipeline.checks.subject import Hit, Subject
from pipeline.checks.tables import RIGHT_TO_LEFT, articles, may_stand_twice, prepositions
from pipeline.letter.prose import FILL, Prose
from pipeline.model.rule import ERROR, WARNING, Rule

DAMAGE_MOJIBAKE = Rule(
    "damage.mojibake",
    WARNING,
    "Letters were read in the wrong encoding.",
    "`Universit√§t`",
    because="It is surely wrong, but a letter that was built before is still built.",
)
DAMAGE_LOST = Rule(
    "damage.lost",
    ERROR,
    "A letter was lost: the replacement character.",
    "`Universit�t`",
    because=(
        "The character stands for a letter that no program could read, and the page would "
        "show it so."
    ),
)
DAMAGE_INVISIBLE = Rule(
    "damage.invisible",
    WARNING,
    "An invisible character is in the text.",
    "a zero-width space",
    because="It does no harm on paper, but hides words from a search and from programs.",
)
DAMAGE_LOOKALIKE = Rule(
    "damage.lookalike",
    WARNING,
    "A letter of another script is in a word.",
    "a Cyrillic `а` in `dаta`",
    because="It looks right on paper, but hides the word from a search and from programs.",
)
DAMAGE_DOUBLED = Rule(
    "damage.doubled",
    WARNING,
    "A word stands twice.",
    "`the the`",
    because="Some words may stand twice, as in `that that`.",
)
DAMAGE_CODED = Rule(
    "damage.coded",
    WARNING,
    "A word is coded as in a mail, in an address or in a program, or has signs in the middle that"
    " stand for lost letters.",
    "`fun=C3=A7=C3=A3o`, `G%C3%B6teborg`, `\\n`, `f?retag`, `pracowa³em`",
)
DAMAGE_SPLIT = Rule(
    "damage.split", WARNING, "A word is divided, as at the end of a line.", "`Verwal- tung`"
)
DAMAGE_QUOTES = Rule(
    "damage.quotes",
    WARNING,
    "A straight quotation mark is inside of typographic ones.",
    '`“the "best" team”`',
    because="It may be the sign of an inch.",
)
DAMAGE_SPACES = Rule(
    "damage.spaces",
    WARNING,
    "Several spaces survive to the page.",
    "`one&nbsp; two`",
    because="They may be meant.",
)
RULES = (
    DAMAGE_MOJIBAKE,
    DAMAGE_LOST,
    DAMAGE_INVISIBLE,
    DAMAGE_LOOKALIKE,
    DAMAGE_DOUBLED,
    DAMAGE_CODED,
    DAMAGE_SPLIT,
    DAMAGE_QUOTES,
    DAMAGE_SPACES,
)

# A word, without the punctuation around it, that is not of ASCII alone.
_RUN = re.compile(r"[^\s\ufffc!-/:-@\[-`{-~](?:[^\s\ufffc]*[^\s\ufffc!-/:-@\[-`{-~])?")
_PAIR = 3  # characters, of which a single garbled letter is made at most
# Letters, quotation marks, dashes and the like: what people type, and what goes wrong.
_MEANT = "".join(
    chr(code) for code in (*range(0xA0, 0x180), *range(0x2010, 0x2040), 0x20AC, 0x2122)
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_JOINER = re.compile("(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d](?=[A-Za-z\u00c0-\u024f])")
_BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# What looks like a Latin letter and is a Cyrillic or Greek one.
_LOOKALIKES = dict(
    zip(
        "аеорсухіјѕԁһӏԛԝАВЕЗКМНОРСТУХІЈЅԚԜοαΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdhlqwABE3KMHOPCTYXIJSQWoaABEZHIKMNOPTYX",
        strict=True,
    )
)
_LOST = re.compile("\ufffd+")
_CODED = re.compile(
    r"(?:=[0-9A-F]{2}){2,}|(?<=[a-zà-ÿ])[\u00b2\u00b3\u00b9\u00bf\u00af\u00b6](?=[a-zà-ÿ])"
    r"|(?<=[a-zà-ÿ])\?(?=[a-zà-ÿ])"
    # Of an address (a letter of two bytes), and of a program's text.
    r"|%[C-F][0-9A-F]%[89AB][0-9A-F]|(?<=[^\W\d_]{2})%20(?=[^\W\d_]{2})"
    r"|(?<=[.,:;!?)])(?:\\r)?\\n(?:\\n)?(?=[A-ZÀ-Þ]|\s|$)|\\u00[0-9a-f]{2}"
)
_SPLIT = re.compile(r"(?<![\w-])(?P<first>[^\W\d_]{2,})- (?P<second>[a-zà-ÿ]{3,})(?!\w)")
# What may follow a hyphen that stands for the second half of a word.
_JOINING = frozenset(
    "und oder bzw sowie bis wie and or to through till than et ou y o e ed of en als och eller samt"
    " og i oraz lub nebo als statt noch".split()
)
_QUOTE = 40  # letters of a quotation beside the word
_WORD = re.compile(r"[^\W\d_]+")
_MIXED = re.compile("[A-Za-z][^\\W\\d_]*[\u0370-\u052f]|[\u0370-\u052f][^\\W\\d_]*[A-Za-z]")
# Marks and joiners are part of the word that they stand in: `நீக்க கோரி` has nothing twice.
_DOUBLED = regex.compile(
    r"(?<![\w\p{M}\u200c\u200d'’-])(\p{L}[\p{L}\p{M}\u200c\u200d]*)(\s+)(\1)"
    r"(?![\w\p{M}\u200c\u200d'’-])",
    regex.IGNORECASE,
)
_QUOTED = re.compile(r"[“„«‹][^„”“»›\n]{0,300}\"[^”“»›\n]{0,300}[”“»›]")
_SPACES = re.compile(r"(?:&nbsp;|&#160;|\u00a0)[ \u00a0]|[ \u00a0](?:&nbsp;|&#160;|\u00a0)")


def check(subject: Subject) -> Iterator[Hit]:
    """Yield every damage to a letter's text."""
    prose = subject.prose
    yield from _mojibake(prose)
    yield from _lost(prose)
    yield from _invisible(prose)
    yield from _lookalikes(prose)
    yield from _doubled(subject)
    yield from _coded(prose)
    yield from _split(subject)
    yield from _in_data(subject)
    yield from _quotes(prose)
    yield from _spaces(prose)


def get_ready() -> None:
    """Load what a letter that is not of ASCII alone needs."""
    importlib.import_module("ftfy.badness")
    _mac_roman()


@cache
def _mac_roman() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return every letter of `_MEANT` as it looks after UTF-8 was read as Mac Roman."""
    table = {letter.encode().decode("mac_roman"): letter for letter in _MEANT}
    longest = sorted(table, key=lambda wrong: (-len(wrong), wrong))
    return re.compile("|".join(map(re.escape, longest))), table


def _mojibake(prose: Prose) -> Iterator[Hit]:
    if prose.text.isascii():
        return
    import ftfy  # it takes a while, and most letters have no need of it
    import ftfy.badness

    for run in _RUN.finditer(prose.plain):
        start, end = run.span()
        wrong = prose.text[start:end]
        if wrong.isascii():
            continue
        right = _without_mac_roman(wrong)
        if right == wrong and not (wrong.isalpha() and wrong.isupper()):  # `SKOTTILÂŠ` is a word
            right = ftfy.fix_encoding(wrong)
        # `Â£` beside a figure, or `â€™` between letters; a pair that stands alone may be meant.
        if right == wrong or (len(wrong) <= _PAIR and not re.search(r"[0-9A-Za-z]", wrong)):
            continue
        is_whole = not ftfy.badness.is_bad(right)
        hint = f"Write `{right}`." + " `coverpress check --fix` does so." * is_whole
        yield Hit(
            DAMAGE_MOJIBAKE,
            f"`{wrong}` was read in the wrong encoding",
            start,
            end,
            hint,
            repair=(start, end, right) if is_whole else None,
        )


def _without_mac_roman(word: str) -> str:
    """Return `word` with its letters put right that were read as Mac Roman."""
    pattern, table = _mac_roman()
    for match in pattern.finditer(word):
        around = word[max(0, match.start() - 1) : match.start()] + word[match.end() :][:1]
        if re.search(r"[^\W_]", around) and not match.group().isalpha():
            return pattern.sub(lambda found: table[found.group()], word)
    return word


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    while start and re.match(r"\w", text[start - 1]):
        start -= 1
    while end < len(text) and re.match(r"\w", text[end]):
        end += 1
    return start, end


def _lost(prose: Prose) -> Iterator[Hit]:
    for match in _LOST.finditer(prose.text):
        start, end = _word_around(prose.text, *match.span())
        yield Hit(
            DAMAGE_LOST,
            f"a letter of `{prose.text[start:end]}` was lost",
            *match.span(),
            "Write the word again.",
        )


def _invisible(prose: Prose) -> Iterator[Hit]:
    has_right_to_left = bool(RIGHT_TO_LEFT.search(prose.text))
    for pattern in (_INVISIBLE, _JOINER):
        for match in pattern.finditer(prose.plain):
            if match.group() in _BIDI and has_right_to_left:
                continue
            name = unicodedata.name(match.group(), "a character without a name").lower()
            yield Hit(
                DAMAGE_INVISIBLE,
                f"an invisible character (U+{ord(match.group()):04X}, {name})",
                *match.span(),
                "Delete it. `coverpress check --fix` does so.",
                repair=(*match.span(), ""),
            )


def _lookalikes(prose: Prose) -> Iterator[Hit]:
    if prose.text.isascii():
        return
    for word in _WORD.finditer(prose.plain):
        if word.group().isascii() or not _MIXED.search(word.group()):
            continue
        strange = [letter for letter in word.group() if "\u0370" <= letter <= "\u052f"]
        if not all(letter in _LOOKALIKES for letter in strange):
            continue
        right = "".join(_LOOKALIKES.get(letter, letter) for letter in word.group())
        name = unicodedata.name(strange[0]).lower()
        yield Hit(
            DAMAGE_LOOKALIKE,
            f"`{strange[0]}` in `{word.group()}` is a {name}",
            *word.span(),
            f"Write `{right}`. `coverpress check --fix` does so.",
            repair=(*word.span(), right),
        )


def _doubled(subject: Subject) -> Iterator[Hit]:
    prose = subject.prose
    right = may_stand_twice(subject.language)
    no_end = articles(subject.language)
    for match in _DOUBLED.finditer(prose.typed):
        first, second = match[1], match[3]
        folded = first.casefold()
        is_name = (
            len(first) > 1 and first[0].isupper() and second[0].isupper() and folded not in no_end
        )
        is_new_block = "\n\n" in match[2] or prose.block(match.start()) != prose.block(
            match.end(3) - 1
        )
        if (
            folded in right
            or is_name
            or is_new_block
            or (first.islower() != second.islower() and second[0].isupper())
        ):
            continue
        if _is_quoted(prose, match.start(), match.end()) or prose.plain[
            match.start() - 1 : match.start()
        ] in tuple("/-’'"):
            continue
        at_line_end = "\n" in match[2]
        tail = prose.text[match.end() : match.end() + 1]
        if at_line_end and tail == " ":  # the line keeps its end
            repair = (match.start(3), match.end(3) + 1, "")
        else:
            repair = (match.end(1), match.end(3), "")
        yield Hit(
            DAMAGE_DOUBLED,
            f"`{first}` stands twice",
            match.start(),
            match.end(),
            "Delete one. `coverpress check --fix` does so.",
            repair=None if at_line_end and tail != " " else repair,
        )


def _coded(prose: Prose) -> Iterator[Hit]:
    """Yield words that came out of a mail or of a wrong table of characters."""
    for match in _CODED.finditer(prose.plain):
        start, end = _word_around(prose.text, *match.span())
        message = f"`{prose.text[start:end]}` seems to have lost letters"
        yield Hit(DAMAGE_CODED, message, start, end, "Write the word again.")


def _split(subject: Subject) -> Iterator[Hit]:
    """Yield words with a hyphen and a space: `vor- und nachher` is right."""
    joining = _JOINING | {*articles(subject.language), *prepositions(subject.language)}
    for match in _SPLIT.finditer(subject.prose.typed):
        if match["second"].casefold() not in joining:
            words = names.plain(match.group())
            yield Hit(
                DAMAGE_SPLIT,
                f"`{words}` is divided",
                *match.span(),
                f"Write `{match['first']}{match['second']}`.",
            )


def _in_data(subject: Subject) -> Iterator[Hit]:
    """Yield what cannot be seen, or was lost, in the data that is printed."""
    for datum in subject.data:
        for pattern, rule, message in (
            (_INVISIBLE, DAMAGE_INVISIBLE, "an invisible character is in"),
            (_LOST, DAMAGE_LOST, "a letter was lost in"),
        ):
            if datum.place and pattern.search(datum.text):
                said = pattern.sub("", datum.text)
                yield Hit(
                    rule,
                    f"{message} `{said}`, in `{datum.key}`",
                    place=datum.place,
                    hint="Write it again.",
                )


def _is_quoted(prose: Prose, start: int, end: int) -> bool:
    """Tell whether a quotation of a few words is around, in which anything may stand twice."""
    left, right = prose.plain[max(0, start - _QUOTE) : start], prose.plain[end : end + _QUOTE]
    return bool(
        re.search(r"[„“«»‘‚\"][^„“”«»\"\n]*$", left) and re.match(r"[^„\n]*?[“”»«’\"]", right)
    )


def _quotes(prose: Prose) -> Iterator[Hit]:
    for quoted in _QUOTED.finditer(prose.typed):
        for mark in re.finditer('"', quoted.group()):
            start = quoted.start() + mark.start()
            yield Hit(
                DAMAGE_QUOTES,
                "a straight quotation mark inside of typographic ones",
                start,
                start + 1,
                "Write the typographic one here too, or straight ones everywhere.",
            )


def _spaces(prose: Prose) -> Iterator[Hit]:
    for match in _SPACES.finditer(prose.text):
        if any(start <= match.start() < end for start, end in prose.code):
            continue
        around = (
            prose.text[max(0, match.start() - 1) : match.start()]
            + prose.text[match.end() : match.end() + 1]
        )
        if FILL not in around and len(around) == 2 and not around.isspace():
            yield Hit(
                DAMAGE_SPACES,
                "several spaces, which stay on the page",
                *match.span(),
                "Write one. Plain spaces become one by themselves, fixed ones do not.",
            )
