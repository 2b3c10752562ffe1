"""What leads to an employer's name: words of applying, or words of the writer's own life.

The phrases are data of each language; a language without them shows neither.
"""

from __future__ import annotations

import re
from functools import cache

from filters import languages

_NAME = "@"
FAR = 120
"""Letters before a name in which its phrase is looked for."""
_SOME_WORDS = r"(?:[^\s.!?;:,]+ ){0,5}[^\s.!?;:,]+"
# What may stand between the phrase and the name: an article, and a word for what the name is of.
_BETWEEN = """
the your our all team teams company firm group people folks staff at of der die das dem den des
einer firma unternehmen la le les un une équipe société entreprise el los las empresa il lo i gli
azienda società de het bedrijf o a os as firmie firmy firmą spółce företaget firman firmaet
virksomheden selskapet bedriften společnosti firmě компании компанию компанії την τη το τον
az cég cégnél vállalat compania companiei firma firmei spoločnosti spoločnosť podjetju podjetje
tvrtki tvrtku tvrtke kompaniji firmi preduzeću компанији фирми предузећу компанията фирмата els les
l'empresa ettevõttes ettevõttesse firmas uzņēmumā uzņēmumam įmonėje įmonei bendrovėje
fyrirtækinu an na
"""
_TO_THE_NAME = rf"(?: +(?:{'|'.join(_BETWEEN.split())})| *l['’])* *[\"“”„«»'‘’(]* *$"


def is_applied_to(before: str, language: str) -> bool:
    """Tell whether `before` ends in words of applying, and not in nearer ones of a life.

    `I would like to tell you of my years at` ends in both, and those of the life begin later.
    """
    applying, history = _ends("applying", language), _ends("history", language)
    wish = applying.search(before) if applying else None
    return bool(wish and not (history and history.search(before, wish.start() + 1)))


def is_lived(before: str, after: str, language: str) -> bool:
    """Tell whether words of the writer's own life lead to a name, or stand around it."""
    history = _ends("history", language)
    if history and history.search(before):
        return not is_applied_to(before, language)
    return any(left.search(before) and right.match(after) for left, right in _around(language))


def is_praised(before: str, language: str) -> bool:
    """Tell whether `before` ends in flattery: `the growth of`."""
    praise = _ends("praise", language)
    return bool(praise and praise.search(before))


@cache
def _around(language: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return what stands before a name and what stands behind it, where both must be there."""
    if language not in languages.known():
        return ()
    lines = (line.partition(_NAME) for line in languages.of(language).history.split("\n"))
    return tuple(
        (
            re.compile(rf"(?:{_pattern(left)}){_TO_THE_NAME}", re.IGNORECASE),
            re.compile(_pattern(right), re.IGNORECASE),
        )
        for left, name, right in lines
        if name
    )


def _pattern(line: str) -> str:
    return line.replace("…", _SOME_WORDS)


@cache
def _ends(kind: str, language: str) -> re.Pattern[str] | None:
    if language not in languages.known():
        return None
    lines: str = getattr(languages.of(language), kind)
    phrases = [_pattern(line) for line in lines.split("\n") if line and _NAME not in line]
    return re.compile(rf"(?:{'|'.join(phrases)}){_TO_THE_NAME}", re.IGNORECASE) if phrases else None
