"""Markup that was left: what Liquid, kramdown and TeX do not read, and what would be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.subject import Hit, Subject
from pipeline.letter.prose import Prose
from pipeline.model.rule import ERROR, WARNING, Rule

HOLE_MARKUP = Rule(
    "hole.markup",
    ERROR,
    "Liquid, kramdown or TeX was left, which would be printed.",
    "`{% raw %}{{ name }}{% endraw %}`, `{: .lead`, `[notes][nots]`, `\\textbf{x`",
)
RULES = (HOLE_MARKUP,)

_LEFT = re.compile(r"\{\{|\{%|\{::?(?!\))|(?<=\s)\{\.[\w-]+\}")
_CLOSED = re.compile(r"\}\}|%\}")
# `[1][2]` and `[Smith 2010][3]` cite by number, and are meant as they stand.
_REFERENCE = re.compile(r"(?<!\S)\[(?P<words>[^\[\]\n]+)\]\[(?P<label>(?![\W\d]+\])[^\[\]^\n]*)\]")
_COMMAND = re.compile(r"(?<![\w\\])\\[a-zA-Z]{2,}\*?(?=[{\[])")
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
    yield from _in_values(subject)
    yield from _unbalanced(prose) if subject.settings.raw_tex else _commands(prose)


def _left(subject: Subject) -> Iterator[Hit]:
    prose = subject.prose
    left = [*_LEFT.finditer(prose.typed)]
    if not subject.settings.raw_tex:  # there, groups end so: `\\textbf{\\emph{x}}`
        left += _closed(prose)
    for match in left:
        yield Hit(
            HOLE_MARKUP,
            f"`{match.group()}` would be printed",
            *match.span(),
            "Close it, or delete it; put it in backticks if it is meant.",
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


def _in_values(subject: Subject) -> Iterator[Hit]:
    """Yield Liquid in values that are printed as they stand."""
    hint = "Liquid is read in the text, and in the site's `sender`. Write the words themselves."
    front = subject.letter.front
    lines = [(key, text, front.place(key)) for key, text in subject.printed]
    lines += [
        (one.key, one.text, one.place) for one in subject.data if one.place and not one.may_ask
    ]
    for key, text, place in lines:
        if found := _LIQUID.search(text):
            message = f"`{found.group()}` would be printed as it stands in `{key}`"
            yield Hit(HOLE_MARKUP, message, place=place, hint=hint)


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
