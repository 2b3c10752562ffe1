"""A filter that finds the parts of a letter, and moves them from the text to the metadata.

The first heading is the subject line; a salutation, a closing with the name below it, and what
follows (P.S.) are found where the author wrote them as plain paragraphs. Where the metadata holds
a part already, that one is used instead. What is not recognised stays in the text; nothing is
made up. The headings that stay begin with level 1, and skip no level.
Alone: ``pandoc --filter filters/letter.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

import panflute as pf

from filters import languages
from filters.markup.walk import walk

_LANGUAGES = [languages.of(code) for code in languages.known()]
_SALUTATIONS = [phrase for language in _LANGUAGES for phrase in language.salutations]
_CLOSINGS = [phrase for language in _LANGUAGES for phrase in language.closings]
# A salutation is short, and no sentence.
_SALUTATION = re.compile(rf"(?:{'|'.join(_SALUTATIONS)})(?![\w-])[^.?!]*[,:!]?", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:{'|'.join(_CLOSINGS)})[,.!]?", re.IGNORECASE)
_LETTERS = [chr(code) for code in range(0x530)]  # Latin, Greek and Cyrillic
_CAPITALS = "".join(filter(str.isupper, _LETTERS))
_SMALL = "".join(filter(str.islower, _LETTERS))
# Full stops that end no sentence: those of initials, titles and companies, and those that are not
# followed by a space and a capital letter.
_NO_STOP = re.compile(
    rf"(?<=\b\w)\.(?!$)|\.(?=\S)|\.(?=\s+[^\s{_CAPITALS}])"
    r"|(?<!\w)((?i:mr?s|mr|mx|dr|prof|st|hr|fr|dipl|ing|mag|mme|mlle|sr|sra|srta|sig|sigg|dott|avv"
    r"|egr|gent|spett|drs|ir|mevr|dhr|exm[oa]s?|ilm[oa]s?|eng|mgr|judr|phdr|mudr|inż|inc|ltd|corp"
    r"|co|dl|dna|dra|doc|univ|spec|inž|gosp|ga|kft|zrt|ifj|özv|próf|др|мр|проф|доц|инж|sn|doç|av))"
    r"\.(?=\s)"
)
_POSTSCRIPTS = (
    r"P\. ?(?:P\. ?)?[SD]|P?P[SD]|Υ\. ?Γ|П\. ?С|постскриптум",
    r"encl|enclosures?|anlagen?|anhang|pi[eè]ces? jointes?|adjuntos?|allegat[oi]|bijlagen?"
    r"|anexos?|cc|załączniki?|příloh[ay]|bilag(?:a|or)?|vedlegg|liit(?:e|teet)|ekler|συνημμένα"
    r"|приложени[ея]|додат(?:ок|ки)|прило[гз]и?|melléklet(?:ek)?|anex[ăe]|príloh[ay]|prilog[ae]?"
    r"|prilozi|annex(?:os)?|lisad|pielikum[si]|pried(?:as|ai)|fylgiskj[aö]l|iat(?:án|áin)|eranskinak?",
)
_POSTSCRIPT = re.compile(rf"(?:{'|'.join(_POSTSCRIPTS)})\b|N\.? ?B\.?:|P\.? ?J\.?:", re.IGNORECASE)
# A name may end in `M.Sc.`, which is no end of a sentence.
_SENTENCE = re.compile(rf".*(?:\w{{4}}\.|[:!?])|[{_SMALL}].*\.", re.DOTALL)
_MOST_LETTERS_OF_A_LINE = 90
_KEPT = 1_000  # lines: each of a letter is asked about by several rules
_MOST_LINES = 12  # of the block below a signature: name, title, institution, address, numbers
_LINE_ENDS = (pf.SoftBreak, pf.LineBreak)


def apply(doc: pf.Doc) -> None:
    """Set `subject`, `opening`, `closing`, `signature` and `after` as far as they are there."""
    blocks = list(doc.content)
    opening = _take_opening(doc, blocks)
    _take_subject(doc, blocks)
    if not opening:
        _take_opening(doc, blocks)
    _take_closing(doc, blocks)
    _add_postscript(doc)
    doc.content = blocks
    _close_up_levels(doc)


@lru_cache(_KEPT)
def is_salutation(text: str) -> bool:
    """Tell whether a paragraph that says `text` is nothing but a salutation."""
    is_short = len(text) <= _MOST_LETTERS_OF_A_LINE
    return is_short and bool(_SALUTATION.fullmatch(_NO_STOP.sub(r"\1", text)))


def begins_with_salutation(text: str) -> bool:
    """Tell whether `text` begins with a salutation, whatever follows it."""
    return bool(_beginning().match(text))


@cache
def _beginning() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_SALUTATIONS)})(?![\w-])", re.IGNORECASE)


@lru_cache(_KEPT)
def is_closing(text: str) -> bool:
    """Tell whether a line that says `text` is a closing phrase."""
    return bool(_CLOSING.fullmatch(_NO_STOP.sub(r"\1", text)))


def is_postscript(text: str) -> bool:
    """Tell whether `text` begins as what stands below a signature: a P.S., enclosures, copies."""
    return bool(_POSTSCRIPT.match(text))


def _take_subject(doc: pf.Doc, blocks: list[pf.Block]) -> None:
    """The heading with which the letter begins is its subject, its link kept."""
    if blocks and isinstance(blocks[0], pf.Header):
        heading = blocks.pop(0)
        if "subject" in doc.metadata:
            return
        # The span keeps the heading's identifier, so that links to it find it.
        span = pf.Span(
            *heading.content,
            identifier=heading.identifier,
            classes=heading.classes,
            attributes=heading.attributes,
        )
        doc.metadata["subject"] = pf.MetaInlines(span)


def _close_up_levels(doc: pf.Doc) -> None:
    """Let the headings begin with level 1 and skip none, each at its depth below those above it."""
    above: list[int] = []

    def close_up(element: pf.Element, _: pf.Doc) -> None:
        above[:] = [level for level in above if level < element.level] + [element.level]
        element.level = len(above)

    walk(doc, close_up, pf.Header)


def _take_opening(doc: pf.Doc, blocks: list[pf.Block]) -> bool:
    """The first paragraph is the opening if it is nothing but a salutation."""
    if not blocks or not isinstance(blocks[0], pf.Para):
        return False
    if not is_salutation(_text(blocks[0])):
        return False
    written = blocks.pop(0)
    if "opening" not in doc.metadata:
        doc.metadata["opening"] = pf.MetaInlines(*written.content)
    return True


def _take_closing(doc: pf.Doc, blocks: list[pf.Block]) -> None:
    """The last closing phrase, the name below it, and whatever comes after."""
    for index in range(len(blocks) - 1, -1, -1):
        phrase, rest = _phrase(blocks[index])
        if not phrase:
            continue
        after = blocks[index + 1 :]
        if not rest:
            rest = _take_name(after)
        elif not _is_name(*rest):
            continue
        if not _may_follow(after):
            continue
        if "closing" not in doc.metadata:
            doc.metadata["closing"] = pf.MetaInlines(*phrase)
        if rest and "signature" not in doc.metadata:
            doc.metadata["signature"] = pf.MetaInlines(*rest)
        if after:
            doc.metadata["after"] = pf.MetaBlocks(*after)
        del blocks[index:]
        return


def _add_postscript(doc: pf.Doc) -> None:
    """Let the metadata's postscript be the first of what comes after the signature."""
    if said := doc.metadata.content.pop("postscript", None):
        after = doc.metadata["after"].content if "after" in doc.metadata else []
        doc.metadata["after"] = pf.MetaBlocks(pf.Para(*said.content), *after)


def _phrase(block: pf.Block) -> tuple[list[pf.Inline], list[pf.Inline]]:
    """Return the closing phrase that a paragraph begins with, and the lines below it.

    The phrase is of one line, or of as many as it was written in; there may be none.
    """
    inlines = list(block.content) if isinstance(block, pf.Para) else []
    ends = [i for i, inline in enumerate(inlines) if isinstance(inline, _LINE_ENDS)]
    for end in (len(inlines), *reversed(ends)):
        if is_closing(_text(*inlines[:end])):
            return inlines[:end], _by_lines(inlines[end + 1 :])
    return [], []


def _take_name(blocks: list[pf.Block]) -> list[pf.Inline]:
    """Take the name that `blocks` begin with, and a picture of the signature above it."""
    name: list[pf.Inline] = []
    while blocks and isinstance(blocks[0], pf.Para) and _is_name(*blocks[0].content):
        is_picture = all(isinstance(inline, pf.Image) for inline in blocks[0].content)
        line, others = _first_line(blocks.pop(0))
        name += [pf.LineBreak()] * bool(name) + line + [pf.LineBreak()] * bool(others) + others
        if not is_picture:
            break
    return name


def _first_line(block: pf.Block) -> tuple[list[pf.Inline], list[pf.Inline]]:
    """Return the first line of a paragraph, and the lines below it with their ends kept."""
    inlines = list(block.content) if isinstance(block, pf.Para) else []
    for index, inline in enumerate(inlines):
        if isinstance(inline, _LINE_ENDS):
            return inlines[:index], _by_lines(inlines[index + 1 :])
    return inlines, []


def _by_lines(inlines: Sequence[pf.Inline]) -> list[pf.Inline]:
    """Return `inlines` with their line ends kept."""
    return [pf.LineBreak() if isinstance(inline, pf.SoftBreak) else inline for inline in inlines]


def _text(*elements: pf.Element) -> str:
    """Return what `elements` say, composed, and with single spaces."""
    said = "".join(pf.stringify(element) for element in elements)
    return " ".join(unicodedata.normalize("NFC", said).split())


def _is_name(*inlines: pf.Inline) -> bool:
    """Tell whether `inlines` can be what a letter is signed with, a picture at least."""
    text = _text(*inlines)
    if not _is_short(inlines) or is_postscript(text):
        return False
    if not text:
        return any(isinstance(inline, pf.Image) for inline in inlines)
    return not _SENTENCE.fullmatch(text)


def _may_follow(blocks: Sequence[pf.Block]) -> bool:
    """Tell whether `blocks` can stand below a signature: some short lines, then a postscript."""
    for block in blocks:
        text = _text(block)
        if isinstance(block, pf.Para) and is_postscript(text):
            return True
        if isinstance(block, pf.Header) or not _is_short([block]):
            return False
    return True


def _is_short(elements: Sequence[pf.Element]) -> bool:
    """Tell whether `elements` are a few short lines, as the block below a signature is."""
    lines: list[list[pf.Element]] = [[]]
    for element in elements:
        inlines = element.content if isinstance(element, (pf.Para, pf.Plain)) else [element]
        for inline in inlines:
            if isinstance(inline, _LINE_ENDS):
                lines.append([])
            else:
                lines[-1].append(inline)
    is_short = all(len(_text(*line)) <= _MOST_LETTERS_OF_A_LINE for line in lines)
    return is_short and len(lines) <= _MOST_LINES


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
