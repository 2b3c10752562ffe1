"""The usual suspects: misspellings that a list knows, in the words that the author typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks import spelling_list, tongues
from pipeline.checks.subject import Hit, Subject
from pipeline.model.rule import WARNING, Rule

SPELLING_TYPO = Rule(
    "spelling.typo",
    WARNING,
    "A common misspelling.",
    "`recieve`",
    because="It may be a name, or a word of your trade.",
)
RULES = (SPELLING_TYPO,)

# Lower case, and not part of a name, a path or an identifier. Capitals are names.
_WORD = re.compile(r"(?<![\w.@/#&'’-])[a-z]{3,}(?![\w@/#]|\.\w|['’]\w)")
_FOREIGN = re.compile(r"\{:[^}\n]*\blang\s*=\s*[\"']?(?!en)[a-z]")


def check(subject: Subject) -> Iterator[Hit]:
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
