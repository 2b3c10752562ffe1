"""Values that Jekyll would read as Markdown or as HTML, and that are text here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.subject import Hit, Subject
from pipeline.model.rule import WARNING, Rule
from pipeline.sources.site import HTML

VALUE_MARKUP = Rule(
    "value.markup",
    WARNING,
    "Jekyll would read a value as Markdown.",
    "`*soon*` in a record",
    because="The stars may be meant.",
)
RULES = (VALUE_MARKUP,)

_MARKUP = re.compile(
    r"(?<![\w*])(?P<stars>\*{1,2})[^\s*](?:[^*\n]*[^\s*])?(?P=stars)(?![\w*])"
    r"|(?<!\w)(?P<bars>_{1,2})[^\s_](?:[^_\n]*[^\s_])?(?P=bars)(?!\w)"
    r"|\[[^\[\]\n]+\]\([^()\s]+\)"
    r"|(?<!`)`[^`\n]+`(?!`)"
    r"|</?(?:a|b|i|em|strong|br|p|span|ul|ol|li|code|sup|sub)(?:\s[^<>]*)?/?>"
    r"|&(?:[a-zA-Z]{2,8}|#\d{2,5});"
    r"|(?<=\n)[ ]{0,3}(?:[-*+]|\d{1,2}\.)[ ](?=\S)"
)
_PARAGRAPHS = re.compile(r"\S[ \t]*\n[ \t]*\n\s*(?=\S)")


def check(subject: Subject) -> Iterator[Hit]:
    """Yield each value of which Jekyll would make emphasis, a link, a list or paragraphs."""
    prose = subject.prose
    if subject.letter.file.suffix.lower() in HTML:
        return
    elsewhere = (*prose.code, *(link.target for link in prose.links))
    for start, end in prose.values:
        if any(first <= start < last for first, last in elsewhere):
            continue
        text = prose.text[start:end]
        found = _MARKUP.search(text)
        if not found and not _PARAGRAPHS.search(text):
            continue
        said = "the paragraphs of this value are"
        if found:
            said = f"`{found.group().strip().strip('`')}` is"
        yield Hit(
            VALUE_MARKUP,
            f"{said} printed as text, where Jekyll reads Markdown",
            start,
            end,
            "If Markdown is meant, write `| markdownify` behind the value's name.",
        )
