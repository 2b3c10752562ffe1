"""What a letter speaks of, and does not leave: a placeholder in quotation marks, or called one."""

from __future__ import annotations

import re

from pipeline.checks.subject import Subject
from pipeline.model.rule import OFF, WARNING

_QUOTATION = re.compile(
    r"\"[^\"\n]{1,300}\"|“[^“”]{1,300}”|„[^„“”]{1,300}[“”]|«[^«»]{1,300}»|»[^«»]{1,300}«"
    r"|‘[^‘’]{1,300}’|‚[^‚‘’]{1,300}[‘’]|‹[^‹›]{1,300}›|”[^”]{1,300}”"
)
# Words for what was never filled in, in the languages that a letter can be in.
_THEME = re.compile(
    r"(?<!\w)(?:place-?holders?|platzhalter\w*|dummy[ -]?texte?s?|blindtext\w*|lorem ipsum"
    r"|(?:merge|template) (?:fields?|tags?)|seriendruckfeld\w*|serienbrief\w*|mail ?merge"
    r"|textes? (?:factices?|de remplissage)|champs? de fusion|espaces? réservés?"
    r"|marcador(?:es)? de posición|texto de relleno|segnapost[oi]|testo segnaposto|testo finto"
    r"|plaatshouders?|opvultekst|invulvelden|marcadores de posição|texto fictício"
    r"|symbol(?:e|i) zastępcz\w+|tekst zastępczy|platshållare\w*|pladsholder\w*|plassholder\w*"
    r"|paikkamerk\w+|täytetekst\w+|zástupn\w+ (?:text\w*|symbol\w*)|заполнител\w+"
    r"|текст\w*-рыб\w+|заповнювач\w*|κείμενο κράτησης|yer tutucu\w*)(?!\w)",
    re.IGNORECASE,
)


def severity(subject: Subject, start: int, end: int) -> str:
    """Return how grave it is that a placeholder stands in the letter: '' for as grave as any.

    What stands in quotation marks may be spoken of, and so may what its own sentence calls a
    placeholder, or a word like it. Where both is so, or the letter speaks of such things elsewhere
    and does not fill in the sentence with them, it is nothing.
    """
    prose = subject.prose
    block = prose.block(start)
    is_quoted = any(
        block.start + quoted.start() < start and end < block.start + quoted.end()
        for quoted in _QUOTATION.finditer(prose.shown[block.start : block.end])
    )
    themes = [
        match
        for match in _THEME.finditer(prose.plain)
        if not match.start() <= start < match.end() or is_quoted
    ]
    if is_quoted:
        return OFF if themes else WARNING
    first, last = prose.sentence(start)
    return WARNING if any(first <= theme.start() < last for theme in themes) else ""
