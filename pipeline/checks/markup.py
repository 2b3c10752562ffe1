"""Markup that was left: what Liquid, kramdown and TeX do not read, and what would be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks import spoken_of
from pipeline.checks.subject import Hit, Subject
from pipeline.checks.tables import EMPTY_ELEMENTS, HTML_ELEMENTS, OPTIONAL_ENDS, PLACEHOLDERS
from pipeline.letter.prose import Prose
from pipeline.model.rule import ERROR, OFF, WARNING, Rule

MARKUP_TAG = Rule(
    "markup.tag",
    WARNING,
    "A tag is none of HTML, is not closed, or closes nothing: it is not on the page.",
    "`<job description>`, `<b>` without `</b>`, `</link>`",
)
MARKUP_PRINTED = Rule(
    "markup.printed",
    WARNING,
    "Markdown, an entity or a command of TeX would be printed as it was typed.",
    "`**bold`, `[notes] (/notes/)`, `&nbsp` without `;`, `\\bigskip`, `####` alone",
)
MARKUP_STRUCK = Rule(
    "markup.struck", WARNING, "Words are struck out on the page.", "`~~an older version~~`"
)
HOLE_MARKUP = Rule(
    "hole.markup",
    ERROR,
    "Liquid, kramdown or TeX was left, which would be printed.",
    "`{% raw %}{{ name }}{% endraw %}`, `{: .lead`, `[notes][nots]`, `\\textbf{x`",
    because=(
        "The reader would see the signs of a program instead of what they were to do. TeX "
        "is a warning, which may be written about."
    ),
)
RULES = (HOLE_MARKUP, MARKUP_TAG, MARKUP_PRINTED, MARKUP_STRUCK)

_LEFT = re.compile(r"\{\{|\{%|\{::?(?!\))|(?<=\s)\{\.[\w-]+\}")
_CLOSED = re.compile(r"\}\}|%\}")
# `[1][2]` and `[Smith 2010][3]` cite by number, and are meant as they stand.
_REFERENCE = re.compile(r"(?<!\S)\[(?P<words>[^\[\]\n]+)\]\[(?P<label>(?![\W\d]+\])[^\[\]^\n]*)\]")
_COMMAND = re.compile(
    r"(?<![\w\\])\\(?:[a-zA-Z]{2,}\*?(?=[{\[])"
    r"|(?:(?:big|med|small)skip|(?:new|clear)page|pagebreak|newline|linebreak|hfill|vfill|noindent"
    r"|par|item|hrule|centering|raggedright|maketitle|today|quad|qquad|LaTeX|TeX|ldots|dots"
    r"|(?:tiny|small|large|Large|huge|Huge|bfseries|itshape|em))(?![a-zA-Z{\[]))"
)
_TAG = re.compile(r"<(?P<end>/)?(?P<name>[a-zA-Z][\w:.-]*)(?P<rest>(?:\s[^<>]*)?)(?P<closed>/)?>")
_PLACEHOLDER = re.compile(PLACEHOLDERS, re.IGNORECASE)
_WORDS = re.compile(r"[\w' -]+")
# Entities that need no other letter behind them to be one, were it not for the semicolon.
_ENTITY = re.compile(
    r"&nbsp(?=\d)|&(?:nbsp|amp|lt|gt|quot|mdash|ndash|hellip|[cC]cedil|szlig"
    r"|[aeiounAEIOUN](?:acute|grave|uml|circ|tilde))(?![\w;=])|&amp;(?:#\d+|[a-zA-Z]{2,8});"
)
# What is bold was closed, and is no sign on the page any more.
_BOLD = re.compile(r"(?<![\w*\\])\*\*(?=[^\W_])|(?<=[^\W_])\*\*(?![\w*])")
_APART = re.compile(r"\[[^\[\]\n]{2,80}\] \((?:https?:|mailto:|www\.|/)[^()\s]+\)")
_NO_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]*$", re.MULTILINE)
_STRUCK = re.compile(r"~~(?!~)(?P<words>[^~\n]{2,400})~~(?!~)")
_NOTE = re.compile(r"\[\^(?P<label>\w[\w-]*)\](?!:)")
_LIQUID = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{\{|\{%")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\begin\{([a-zA-Z]+\*?)\}(?:.|\n)*?\\end\{\1\}")


def check(subject: Subject) -> Iterator[Hit]:
    """Yield the markup that a reader of the letter would see."""
    prose = subject.prose
    yield from _left(subject)
    yield from _references(prose)
    yield from _notes(prose)
    yield from _tags(prose)
    yield from _printed(prose)
    yield from _in_values(subject)
    yield from _unbalanced(prose) if subject.settings.raw_tex else _commands(prose)


def _left(subject: Subject) -> Iterator[Hit]:
    prose = subject.prose
    left = [*_LEFT.finditer(prose.typed)]
    if not subject.settings.raw_tex:  # there, groups end so: `\\textbf{\\emph{x}}`
        left += _closed(prose)
    for match in left:
        severity = spoken_of.severity(subject, *match.span())
        if severity != OFF:
            yield Hit(
                HOLE_MARKUP,
                f"`{match.group()}` would be printed",
                *match.span(),
                "Close it, or delete it; put it in backticks if it is meant.",
                severity,
            )


def _closed(prose: Prose) -> Iterator[re.Match[str]]:
    """Yield each `}}` that closes nothing."""
    for match in _CLOSED.finditer(prose.typed):
        opening = match.group().replace("%}", "{%").replace("}}", "{{")
        line = prose.typed[prose.typed.rfind("\n", 0, match.start()) + 1 : match.start()]
        if opening not in line:
            yield match


def _references(prose: Prose) -> Iterator[Hit]:
    for match in _REFERENCE.finditer(prose.text):
        label = match["label"] or match["words"]
        is_printed = prose.is_shown(match.start()) and not prose.is_covered(match.start())
        if is_printed and not prose.defines(label):
            yield Hit(
                HOLE_MARKUP,
                f"`{match.group()}` would be printed: `{label}` is defined nowhere",
                *match.span(),
                f"Write `[{label}]: https://…` on a line of its own, or correct the name.",
            )


def _notes(prose: Prose) -> Iterator[Hit]:
    """Yield each reference to a footnote that is not there."""
    for match in _NOTE.finditer(prose.text):
        if prose.is_shown(match.start()) and not prose.is_covered(match.start()):
            label = match["label"]
            yield Hit(
                HOLE_MARKUP,
                f"`{match.group()}` would be printed: there is no footnote `{label}`",
                *match.span(),
                f"Write `[^{label}]: …` on a line of its own, or correct the name.",
            )


def _tags(prose: Prose) -> Iterator[Hit]:
    """Yield each tag that HTML does not have, and each that has no other end."""
    open_tags: list[tuple[str, re.Match[str]]] = []
    for match in _TAG.finditer(prose.text):
        name, rest = match["name"].lower(), match["rest"].strip()
        if prose.is_covered(match.start()) or prose.is_in_comment(match.start()):
            continue
        if prose.source.is_value(match.start()):
            continue
        if prose.is_shown(match.start()):
            if match["end"] and name in HTML_ELEMENTS:
                yield _tag(match, f"`{match.group()}` closes nothing, and is printed", "Delete it.")
            continue
        if _PLACEHOLDER.fullmatch(match.group()[1:-1]):
            continue  # `hole.placeholder`
        if name not in HTML_ELEMENTS:
            is_words = bool(rest) and _WORDS.fullmatch(rest) is not None
            yield Hit(
                MARKUP_TAG,
                f"`{match.group()}` is no tag of HTML, and is not on the page",
                *match.span(),
                "Write what belongs here, or delete it; put it in backticks if it is meant.",
                ERROR if is_words else "",
            )
        elif match["end"]:
            index = next(
                (i for i, (of, _) in reversed([*enumerate(open_tags)]) if of == name), None
            )
            if index is not None:
                del open_tags[index:]
            elif name not in OPTIONAL_ENDS:
                yield _tag(match, f"`{match.group()}` closes nothing", "Delete it.")
        elif not match["closed"] and name not in EMPTY_ELEMENTS | OPTIONAL_ENDS:
            open_tags.append((name, match))
    for name, match in open_tags:
        yield _tag(match, f"`{match.group()}` is never closed", f"Write `</{name}>` where it ends.")


def _tag(match: re.Match[str], message: str, hint: str) -> Hit:
    return Hit(MARKUP_TAG, message, *match.span(), hint)


def _printed(prose: Prose) -> Iterator[Hit]:
    """Yield what was meant as markup, and would be printed."""
    meant = "put it in backticks if it is meant."
    for pattern, text, hint in (
        (_BOLD, prose.typed, "Close it with another `**`, or delete it."),
        (_APART, prose.text, "Delete the space between `]` and `(`."),
        (_ENTITY, prose.text, f"Write `&…;`, or the character itself; {meant}"),
    ):
        for match in pattern.finditer(text):
            if _is_code(prose, match.start()) or prose.is_in_comment(match.start()):
                continue
            if pattern is _ENTITY or prose.is_shown(match.start()):
                message = f"`{match.group()}` would be printed as it was typed"
                yield Hit(MARKUP_PRINTED, message, *match.span(), hint)
    for match in _NO_HEADING.finditer(prose.text):
        if not prose.is_covered(match.start()) and not prose.is_in_comment(match.start()):
            message = f"`{match.group().strip()}` is a heading without words"
            yield Hit(MARKUP_PRINTED, message, *match.span(), "Write them, or delete the line.")
    for match in _STRUCK.finditer(prose.text):
        if prose.is_shown(match.start("words")) and not prose.is_covered(match.start()):
            message = f"`{match['words']}` is struck out on the page"
            yield Hit(
                MARKUP_STRUCK, message, *match.span(), "Delete it, if it is an older version."
            )


def _is_code(prose: Prose, offset: int) -> bool:
    return any(start <= offset < end for start, end in prose.code)


def _in_values(subject: Subject) -> Iterator[Hit]:
    """Yield Liquid in values that are printed as they stand."""
    hint = "Liquid is read in the text, and in the site's `sender`. Write the words themselves."
    data = (one for one in subject.data if one.place and not one.may_ask)
    for one in (*subject.printed, *data):
        if found := _LIQUID.search(one.text):
            message = f"`{found.group()}` would be printed as it stands in `{one.key}`"
            yield Hit(HOLE_MARKUP, message, place=one.place, hint=hint)


def _commands(prose: Prose) -> Iterator[Hit]:
    """Yield each command of TeX in a letter that may not hold any."""
    for match in _COMMAND.finditer(prose.text):
        offset = match.start()
        if prose.source.is_value(offset) or prose.is_covered(offset) or not prose.is_shown(offset):
            continue
        yield Hit(
            HOLE_MARKUP,
            f"`{match.group()}` would be printed: raw TeX is not read",
            *match.span(),
            "Write Markdown, or `raw_tex: true` in `_config.yml`; put it in backticks if it is"
            " meant.",
            WARNING,
        )


def _unbalanced(prose: Prose) -> Iterator[Hit]:
    """Yield the brace that has none, where a paragraph has raw TeX: all of it would be printed."""
    environments = [match.span() for match in _ENVIRONMENT.finditer(prose.text)]
    for block in prose.blocks:
        text = prose.text[block.start : block.end]
        if not re.search(r"\\[a-zA-Z]", prose.plain[block.start : block.end]):
            continue
        opened: list[int] = []
        for brace in _BRACE.finditer(text):
            offset = block.start + brace.start()
            if (
                brace.group() not in "{}"
                or prose.is_covered(offset)
                or prose.source.is_value(offset)
                or any(start <= offset < end for start, end in environments)
            ):
                continue
            if brace.group() == "{":
                opened.append(offset)
            elif opened:
                opened.pop()
            else:
                yield _brace("`}` closes nothing", offset)
        for offset in opened[:1]:
            yield _brace("`{` is not closed in its paragraph", offset)


def _brace(message: str, offset: int) -> Hit:
    hint = "Count the braces: each `{` needs its `}`."
    return Hit(HOLE_MARKUP, f"{message}, so TeX would be printed", offset, offset + 1, hint)
