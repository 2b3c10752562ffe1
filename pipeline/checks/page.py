"""The page: what came out of TeX, held against what the letter says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from filters.markup.addresses import in_ascii
from pipeline.checks import limits
from pipeline.checks.subject import Subject
from pipeline.checks.tables import RIGHT_TO_LEFT
from pipeline.letter.prose import FILL, Prose
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.location import Location
from pipeline.model.pages import Pages
from pipeline.model.rule import ERROR, LETTER, WARNING, Rule

PAGE_TEXT = Rule(
    "page.text",
    WARNING,
    "Words of the letter do not come out of the PDF.",
    because="The words may be seen, but no program finds them.",
    within=LETTER,
)
PAGE_LINK = Rule(
    "page.link",
    WARNING,
    "A link of the letter is not one in the PDF.",
    because="The words are there, but cannot be clicked.",
    within=LETTER,
)
LIMIT_PAGES = Rule(
    "limit.pages",
    ERROR,
    "The letter has more pages than the employer's record allows.",
    "`pages: 1` in the record",
    because="The record says what this employer takes, and the letter is more.",
    within=LETTER,
)
RULES = (
    PAGE_TEXT,
    PAGE_LINK,
    LIMIT_PAGES,
)

_KINDS = ("paragraph", "item", "quote", "heading")
_SHOWN = 5  # words
_WIDER_THAN_A_PAGE = 90  # letters
_PARTS = ("subject", "opening", "closing", "signature", "after")
"""What the filters move from the text to the metadata; a record's links there are not printed."""


def pages(made: Pages, tree: str, subject: Subject) -> Iterator[Diagnostic]:
    """Yield what `made`, the pages of a letter, lack of its words and of its `tree`'s links."""
    yield from _too_many(made, subject)
    yield from _lost_words(made, subject.prose)
    yield from _lost_links(made, json.loads(tree), subject)


def _too_many(made: Pages, subject: Subject) -> Iterator[Diagnostic]:
    if subject.letter.get("pages") is not None:
        return  # the page was fitted to it, or the build has failed
    limit, place = limits.wanted(subject, "pages")
    if limit is not None and made.count > limit:
        yield Diagnostic.by(
            LIMIT_PAGES,
            f"the letter has {made.count} pages, the employer's record allows {limit}",
            place,
            f"Write `pages: {limit}` in the front matter to have it tightened, or shorten it.",
        )


def _lost_words(made: Pages, prose: Prose) -> Iterator[Diagnostic]:
    """Yield the first words of each paragraph that the PDF's text does not have in their order."""
    said = _letters("".join("".join(page) for page in made.lines) + made.text)
    for block in prose.blocks:
        text = prose.plain[block.start : block.end]
        if (
            block.kind not in _KINDS
            or RIGHT_TO_LEFT.search(text)
            or "&" in prose.text[block.start : block.end]
        ):
            continue
        if _letters(text) in said:
            continue
        position = 0
        lost: list[re.Match[str]] = []
        for word in re.finditer(rf"[^\s{FILL}]+", text):
            letters = _letters(word.group())
            found = said.find(letters, position)
            if len(letters) > _WIDER_THAN_A_PAGE:
                continue  # where it does not come out, it is told that it sticks out
            if found < 0:
                lost.append(word)
            elif letters:
                position = found + len(letters)
        if lost:
            words = " ".join(word.group() for word in lost[:_SHOWN])
            yield Diagnostic.by(
                PAGE_TEXT,
                f"`{words}` does not come out of the PDF as text",
                prose.source.place(block.start + lost[0].start()),
                "A program that reads the PDF will miss it. Choose another `font:`.",
                words=words,
            )


def _letters(text: str) -> str:
    """Return the letters and digits of `text`, without case, ligatures and line ends."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _lost_links(made: Pages, tree: Any, subject: Subject) -> Iterator[Diagnostic]:
    there = {_address(url) for url in made.links}
    printed = [tree["blocks"], *(tree["meta"].get(part) for part in _PARTS)]
    for url in dict.fromkeys(_targets(printed)):
        if url.startswith(("http://", "https://", "mailto:")) and _address(url) not in there:
            offset = subject.prose.text.find(url)
            place = (
                Location(subject.letter.file) if offset < 0 else subject.prose.source.place(offset)
            )
            yield Diagnostic.by(
                PAGE_LINK, f"the link to `{url}` is not one in the PDF", place, words=url
            )


def _address(url: str) -> str:
    return unquote(in_ascii(url)).rstrip("/")


def _targets(element: Any) -> Iterator[str]:
    """Yield the target of every link in a piece of Pandoc's tree."""
    if isinstance(element, dict):
        if element.get("t") == "Link":
            yield str(element["c"][2][0])
        for part in element.values():
            yield from _targets(part)
    elif isinstance(element, list):
        for part in element:
            yield from _targets(part)
