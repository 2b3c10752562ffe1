"""A filter for the spaces at which no line may be broken, as each language has them.

A title stays with its name, a number with its unit, what is abbreviated in itself (`z. B.`); in
Czech a preposition of one letter stays with the next word, in Russian a dash with the one before
it, and in French a high sign and what guillemets hold. Only spaces that were typed change: in the
text and in the parts of the letter, never in code or in an address.
Alone: ``pandoc -M lang=de --filter filters/spaces.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import panflute as pf
from panflute.containers import ListContainer

from filters import languages
from filters.markup.walk import walk
from filters.tongue import language_of, tidy

FIXED = "\u00a0"
"""A space as wide as others, at which no line is broken."""

_PARTS = ("subject", "opening", "closing", "signature", "date", "references", "enclosures", "cc")
"""The letter's parts in the metadata, but for addresses, whose lines are the author's own."""
_OPAQUE = "\ufffc"
_OPENING = "«‹"
_LETTERS = [chr(code) for code in range(0x590)]  # Latin, Greek and Cyrillic
_CAPITAL = f"[{''.join(filter(str.isupper, _LETTERS))}]"
_SMALL = f"[{''.join(filter(str.islower, _LETTERS))}]"
# Titles and the like, which no line should end with, whatever the language.
_SHORT = (
    r"Mrs?|Ms|MM?|Mx|Dr|Drs|Prof|Hon|Rev|Fr|Hr|Herrn?|Sra?|Srta|Sig|Dott|Dipl|Ing"
    r"|Mag|St|No|Nos|Nr|vol|pp?|ch|sec|fig|cf|vs|Inc|e\.g|i\.e|z\.B|d\.h"
)
_UNITS = (
    r"%|‰|°C?|°F|[kcmdµμ]?m[²³]?|[km]?g|[mcdh]?l|ha|t|h|min|m?s|[kMG]?Hz|[kMGT]?Wh?|[km]?V|h?Pa|bar"
    r"|k?cal|[kMGTP]i?B|[kMG]bit(?:/s)?|k?px|pt|dpi|dB|[€$£¥₽₴₺]|EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN"
    r"|CZK|HUF|RON|BGN|TRY|UAH|RUB|RSD|ISK|м[²³]?|[мкс]м|км|к?г|т|л|Гц|[кМГ]?Вт|[кМГ]Б"
)
_CURRENCIES = "[€$£¥]|EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|Fr|kr"
# The first group of each is the space, or has all of them.
_OF_ALL = (
    rf"(?<!\w)(?:{_SHORT})\.( )(?=\S)",
    r"[§№]( )(?=\d)",
    rf"\d( )(?=(?:{_UNITS})(?![\w'’]))",
    rf"(?<!\w)(?:{_CURRENCIES})\.?( )(?=\d)",
    # `z. B.`, `и т. д.`, `J. K.`
    r"(?<![\w.])[^\W\d_]{1,2}\.( )(?=[^\W\d_]{1,3}\.)",
    # `2. ledna`: behind the end of a sentence stands a capital.
    rf"(?<![\w.,])\d{{1,2}}\.( )(?={_SMALL})",
)
_GROUPS = r"(?<![\w.,+/-])(?<!\d )[1-9]\d{0,2}((?: \d{3})+)(?!\w)"
# `J. Smith`; where the letter ends a sentence instead, nobody sees the difference.
_INITIAL = rf"(?<![\w.]){_CAPITAL}\.( )(?={_CAPITAL}[\w'’-])"


class _Piece(NamedTuple):
    """A word or a space, where it stands in the tree, and the language that it is in."""

    text: str
    beside: list[pf.Inline]
    at: int
    language: str


def apply(doc: pf.Doc, tag: str) -> None:
    """Fix the spaces of `doc`, a letter in the language `tag` (BCP 47)."""

    def fix(element: pf.Element, _: pf.Doc | None) -> None:
        words = element.term if isinstance(element, pf.DefinitionItem) else element.content
        _fix(words, language_of(element, tag))

    walk(doc, fix, pf.Para, pf.Plain, pf.Header, pf.LineItem, pf.DefinitionItem)
    for part in _PARTS:
        for inlines in _inlines(doc.metadata.content.get(part)):
            _fix(inlines.content, tag)


def _inlines(field: pf.MetaValue | None) -> Iterator[pf.MetaInlines]:
    """Yield all text below a field of the metadata."""
    if isinstance(field, pf.MetaInlines):
        yield field
    elif isinstance(field, pf.MetaList):
        for item in field.content:
            yield from _inlines(item)
    elif isinstance(field, pf.MetaMap):
        for item in field.content.values():
            yield from _inlines(item)


def _fix(inlines: ListContainer, tag: str) -> None:
    """Replace the spaces of one block at which no line may be broken."""
    pieces = [*_pieces(inlines, tag)]
    text = "".join(piece.text for piece in pieces)
    if " " not in text:
        return
    starts: dict[int, _Piece] = {}
    offset = 0
    for piece in pieces:
        starts[offset] = piece
        offset += len(piece.text)
    for language in {piece.language for piece in pieces}:
        for pattern, space in _habits(language):
            for found in pattern.finditer(text):
                for place in range(*found.span(1)):
                    if text[place] == " " and (piece := starts[place]).language == language:
                        piece.beside[piece.at] = pf.Str(space)


def _pieces(inlines: ListContainer, language: str) -> Iterator[_Piece]:
    """Yield the words and spaces of a block, one after the other; what holds no words is opaque."""
    listed = inlines.list
    for index, inline in enumerate(listed):
        if isinstance(inline, pf.Str):
            # A space inside of a word is no space of the author's Markdown.
            yield _Piece(inline.text.replace(" ", _OPAQUE), listed, index, language)
        elif isinstance(inline, (pf.Space, pf.SoftBreak)):
            yield _Piece(" ", listed, index, language)
        elif isinstance(inline, pf.LineBreak):
            yield _Piece("\n", listed, index, language)
        elif isinstance(inline, pf.Note):
            continue
        elif isinstance(inline, pf.Image) or not hasattr(inline, "content"):
            yield _Piece(_OPAQUE, listed, index, language)
        else:
            own = tidy(str(getattr(inline, "attributes", {}).get("lang", "")))
            yield from _pieces(inline.content, own or language)


@cache
def _habits(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what finds the spaces that the language `tag` fixes, each with what they become.

    For a language that is not known, that is what all of them share.
    """
    code = languages.code_of(tag)
    spoken = languages.of(code) if code else None
    fixed = [*_OF_ALL, _INITIAL]
    if not spoken:
        return tuple((re.compile(one), FIXED) for one in (*fixed, _GROUPS))
    if spoken.short_words:
        fixed.append(rf"(?<![\w'’.-])(?i:{_either(spoken.short_words)})( )(?=\S)")
    if spoken.titles:
        fixed.append(rf"(?<!\w)(?:{_either(spoken.titles)})\.?( )(?={_CAPITAL})")
    if spoken.numbered:
        fixed.append(rf"(?<!\w)(?i:{_either(spoken.numbered)})( )(?=\d)")
    if spoken.units:
        fixed.append(rf"\d( )(?=(?:{_either(spoken.units)})\.?(?![\w'’]))")
    if spoken.months:
        fixed.append(rf"(?<!\d)\d{{1,2}}(?:\.|er)?( )(?=(?:{_either(spoken.months)})(?!\w))")
    if spoken.dash_ends_line:
        fixed.append(r"(?<=\S)( )(?=[–—](?:\s|$))")
    beside = spoken.spaces_by_country.get(tag.rpartition("-")[2], spoken.spaces_beside)
    return (
        *((re.compile(one), FIXED) for one in fixed),
        (re.compile(_GROUPS), spoken.thousands),
        *((_beside(sign), space) for sign, space in beside.items()),
    )


def _either(words: str) -> str:
    return "|".join(map(re.escape, sorted(words.split(), key=len, reverse=True)))


def _beside(sign: str) -> re.Pattern[str]:
    """Return what finds the space behind an opening `sign`, or before any other."""
    if sign in _OPENING:
        return re.compile(rf"{sign}( )(?=\S)")
    return re.compile(rf"(?<=\S)( )(?={re.escape(sign)}+(?![\w/(-]))")


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(
        lambda *_: None,
        prepare=lambda doc: apply(doc, str(doc.get_metadata("lang", "en"))),
        doc=doc,
    )


if __name__ == "__main__":
    main()
