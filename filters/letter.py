"""A filter that finds the parts of a letter, and moves them from the text to the metadata.

The first heading is the subject line; a salutation, a closing with the name below it, and what
follows (P.S.) are found where the author wrote them as plain paragraphs. What the metadata holds
already stays; what is not recognised stays in the text; nothing is made up.
Alone: ``pandoc --filter filters/letter.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import panflute as pf

# By language: en, de, fr, es, it, nl, pt. A salutation is short, and no sentence.
_SALUTATIONS = (
    r"dear|hello|hi|good (?:morning|afternoon|evening|day)|greetings|to whom it may concern"
    r"|ladies and gentlemen",
    r"sehr (?:geehrte|verehrte)[rs]?|liebe[rs]?|guten (?:tag|morgen)|hallo|grüezi|moin|werte[rs]?",
    r"madame|monsieur|mesdames|messieurs|ch[eè]re?s?|bonjour",
    r"estimad[oa]s?|muy señor(?:es|as?)?(?: míos?)?|apreciad[oa]s?|querid[oa]s?|a quien corresponda"
    r"|buenos días|hola",
    r"gentil[ei]|gentilissim[oaie]|egregi[oa]?|spett(?:abile|le)?|car[oaie]|buongiorno"
    r"|alla cortese attenzione",
    r"geachte|beste|goedendag",
    r"prezad[oa]s?|exm[oa]s?\.?|excelentíssim[oa]s?|ilm[oa]s?\.?|car[oa]s|bom dia|olá",
)
_CLOSINGS = (
    r"(?:yours )?(?:very )?(?:sincerely|truly|faithfully|respectfully)(?: yours)?"
    r"|(?:with )?(?:my |the )?(?:best|kind|kindest|warm|warmest)?,? ?(?:regards|wishes)"
    r"|with (?:many|best|kind) thanks|many thanks|thank you|thanks|(?:all the )?best|cheers"
    r"|cordially|warmly|yours",
    r"mit (?:\w+ )?(?:freundliche[nm]|besten|vielen|herzlichen|kollegialen) gr(?:ü|ue)(?:ß|ss)e?n?"
    r"(?: \w+ \w+)?"
    r"|(?:freundliche|beste|viele|herzliche|liebe|schöne) gr(?:ü|ue)(?:ß|ss)e(?: \w+ \w+)?"
    r"|hochachtungsvoll",
    r"(?:bien |très )?cordialement|(?:mes |avec mes )?(?:meilleures |sincères )?salutations"
    r"(?: distinguées| cordiales)?|respectueusement",
    r"(?:le saluda )?(?:muy )?atentamente|cordialmente"
    r"|(?:un )?(?:cordial(?:es)? )?saludos?(?: cordial(?:es)?)?",
    r"(?:cordiali|distinti|i migliori) saluti|in fede|con osservanza",
    r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|hoogachtend",
    r"atenciosamente|(?:com )?(?:os (?:meus )?)?(?:melhores )?cumprimentos|respeitosamente",
)
_SALUTATION = re.compile(rf"(?:{'|'.join(_SALUTATIONS)})(?![\w-])[^.?!]*[,:!]?", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:{'|'.join(_CLOSINGS)})[,.!]?", re.IGNORECASE)
# Full stops that end no sentence: those of initials, titles and companies, and those that are not
# followed by a space and a capital letter.
_NO_STOP = re.compile(
    r"(?<=\b\w)\.(?!$)|\.(?=\S)|\.(?=\s+[^\sA-ZÀ-ÖØ-Þ])"
    r"|(?<!\w)((?i:mr?s|mr|mx|dr|prof|st|hr|fr|dipl|ing|mag|mme|mlle|sr|sra|srta|sig|sigg|dott|avv"
    r"|spett|drs|ir|mevr|dhr|exm[oa]s?|ilm[oa]s?|eng|inc|ltd|corp|co))\.(?=\s)"
)
_POSTSCRIPT = re.compile(
    r"(?:P\. ?(?:P\. ?)?[SD]|P?P[SD])\b|N\.? ?B\.?:|P\.? ?J\.?:"
    r"|(?:encl|enclosures?|anlagen?|anhang|pi[eè]ces? jointes?|adjuntos?|allegat[oi]|bijlagen?"
    r"|anexos?|cc)\b",
    re.IGNORECASE,
)
# A name may end in `M.Sc.`, which is no end of a sentence.
_SENTENCE = re.compile(r".*(?:\w{4}\.|[:!?])|[a-zß-ÿ].*\.", re.DOTALL)
_MOST_LETTERS_OF_A_LINE = 90


def apply(doc: pf.Doc) -> None:
    """Set `subject`, `opening`, `closing`, `signature` and `after` as far as they are there."""
    blocks = list(doc.content)
    opening = _take_opening(doc, blocks)
    _take_subject(doc, blocks)
    if not opening:
        _take_opening(doc, blocks)
    _take_closing(doc, blocks)
    doc.content = blocks


def _take_subject(doc: pf.Doc, blocks: list[pf.Block]) -> None:
    """The heading with which the letter begins is its subject, its link kept."""
    if blocks and isinstance(blocks[0], pf.Header) and "subject" not in doc.metadata:
        heading = blocks.pop(0)
        # The span keeps the heading's identifier, so that links to it find it.
        span = pf.Span(*heading.content, identifier=heading.identifier, classes=heading.classes)
        doc.metadata["subject"] = pf.MetaInlines(span)


def _take_opening(doc: pf.Doc, blocks: list[pf.Block]) -> bool:
    """The first paragraph is the opening if it is nothing but a salutation."""
    if not blocks or not isinstance(blocks[0], pf.Para) or "opening" in doc.metadata:
        return False
    text = _text(blocks[0])
    if len(text) > _MOST_LETTERS_OF_A_LINE or not _SALUTATION.fullmatch(_NO_STOP.sub(r"\1", text)):
        return False
    doc.metadata["opening"] = pf.MetaInlines(*blocks.pop(0).content)
    return True


def _take_closing(doc: pf.Doc, blocks: list[pf.Block]) -> None:
    """The last closing phrase, the name below it, and whatever comes after."""
    if "closing" in doc.metadata:
        return
    for index in range(len(blocks) - 1, -1, -1):
        first, rest = _first_line(blocks[index])
        if not _CLOSING.fullmatch(_text(*first)):
            continue
        after = blocks[index + 1 :]
        if not rest:
            rest = _take_name(after)
        elif not _is_name(*rest):
            continue
        if not _may_follow(after):
            continue
        doc.metadata["closing"] = pf.MetaInlines(*first)
        if rest and "signature" not in doc.metadata:
            doc.metadata["signature"] = pf.MetaInlines(*rest)
        if after:
            doc.metadata["after"] = pf.MetaBlocks(*after)
        del blocks[index:]
        return


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
        if isinstance(inline, (pf.SoftBreak, pf.LineBreak)):
            rest = [pf.LineBreak() if isinstance(i, pf.SoftBreak) else i for i in inlines]
            return inlines[:index], rest[index + 1 :]
    return inlines, []


def _text(*elements: pf.Element) -> str:
    """Return what `elements` say, composed, and with single spaces."""
    said = "".join(pf.stringify(element) for element in elements)
    return " ".join(unicodedata.normalize("NFC", said).split())


def _is_name(*inlines: pf.Inline) -> bool:
    """Tell whether `inlines` can be what a letter is signed with, a picture at least."""
    text = _text(*inlines)
    if len(text) > _MOST_LETTERS_OF_A_LINE or _POSTSCRIPT.match(text):
        return False
    if not text:
        return any(isinstance(inline, pf.Image) for inline in inlines)
    return not _SENTENCE.fullmatch(text)


def _may_follow(blocks: Sequence[pf.Block]) -> bool:
    """Tell whether `blocks` can stand below a signature: some short lines, then a postscript."""
    for block in blocks:
        text = _text(block)
        if isinstance(block, pf.Para) and _POSTSCRIPT.match(text):
            return True
        if isinstance(block, pf.Header) or len(text) > _MOST_LETTERS_OF_A_LINE:
            return False
    return True


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
