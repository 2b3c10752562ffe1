"""What is printed and does not exist is an error, but where nobody would see it.

That is in a comment, in a capture that is never printed, or in an attribute that a page has no use
for, such as the optional parameter of an include.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.walk import walk
from pipeline.letter.rendering import Rendering, each_once
from pipeline.liquid.output import UNDEFINED_WORD
from pipeline.model.errors import UndefinedError

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SHOWN_ATTRIBUTE = re.compile(r"""\b(?:href|src|alt)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)""")


def forgive_unseen(doc: pf.Doc, rendering: Rendering) -> None:
    """Take from the problems of `rendering` what is undefined and nowhere on the page of `doc`.

    The tokens of its values are still in `doc`.
    """
    undefined = [error for error in rendering.problems.errors if isinstance(error, UndefinedError)]
    if not undefined:
        return
    tokens = rendering.rendered.tokens
    said = "\n".join(_shown(doc))
    seen = {
        place
        for token, (value, place) in tokens.values.items()
        if value == UNDEFINED_WORD and token in said
    }
    printed = {place for value, place in tokens.values.values() if value == UNDEFINED_WORD}
    kept = (
        error
        for error in undefined
        if error.finding.place in seen or error.finding.place not in printed
    )
    others = (error for error in rendering.problems.errors if error not in undefined)
    rendering.problems.errors[:] = [*others, *each_once(kept)]


def _shown(doc: pf.Doc) -> list[str]:
    """Return all text of `doc` that reaches a page: words, code, and addresses."""
    found: list[str] = []

    def collect(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, (pf.RawInline, pf.RawBlock)):
            found.append(_shown_of_html(element.text) if element.format == "html" else element.text)
        elif isinstance(element, (pf.Str, pf.Code, pf.CodeBlock)):
            found.append(element.text)
        elif isinstance(element, (pf.Link, pf.Image)):
            found.append(element.url)

    walk(doc, collect)
    return found


def _shown_of_html(text: str) -> str:
    """Return what HTML shows: the text between its tags, and of the tags what leads somewhere."""
    bare = _COMMENT.sub("", text)
    shown = [part for tag in _TAG.findall(bare) for part in _SHOWN_ATTRIBUTE.findall(tag)]
    return "\n".join((_TAG.sub("\n", bare), *shown))
