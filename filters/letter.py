"""A filter that finds the parts of a letter, and moves them from the text to the metadata.

The first heading is the subject line; a salutation, a closing with the name below it, and what
follows (P.S.) are found where the author wrote them as plain paragraphs. What the metadata holds
already stays; what is not recognised stays in the text; nothing is made up.
Alone: ``pandoc --filter filters/letter.py``.
"""

from __future__ import annotations

import re

import panflute as pf

# By language: en, de, fr, es, it, nl, pt. A salutation is one short line without a full stop.
_SALUTATIONS = (
    r"dear|hello|hi|good (?:morning|afternoon|day)|greetings|to whom it may concern",
    r"sehr geehrte[rs]?|liebe[rs]?|guten tag|hallo|grüezi|moin|werte[rs]?",
    r"madame|monsieur|mesdames|messieurs|chère?s?|bonjour",
    r"estimad[oa]s?|muy señor(?:es|as?)?(?: míos?)?|apreciad[oa]s?|querid[oa]s?|a quien corresponda"
    r"|buenos días|hola",
    r"gentil[ei]|gentilissim[oaie]|egregi[oa]?|spett(?:abile|\.le|\.)|car[oaie]|buongiorno"
    r"|alla cortese attenzione",
    r"geachte|beste|goedendag",
    r"prezad[oa]s?|exm[oa]s?\.?|excelentíssim[oa]s?|ilm[oa]s?\.?|car[oa]s|bom dia|olá",
)
_CLOSINGS = (
    r"(?:yours )?(?:very )?(?:sincerely|truly|faithfully|respectfully)(?: yours)?"
    r"|(?:with )?(?:my |the )?(?:best|kind|kindest|warm|warmest)?,? ?(?:regards|wishes)"
    r"|with (?:many|best|kind) thanks|many thanks|thank you|thanks|best|cheers|cordially",
    r"mit (?:\w+ )?(?:freundliche[nm]|besten|vielen|herzlichen|kollegialen) gr(?:ü|ue)(?:ß|ss)e?n?"
    r"(?: \w+ \w+)?"
    r"|(?:freundliche|beste|viele|herzliche|liebe|schöne) gr(?:ü|ue)(?:ß|ss)e(?: \w+ \w+)?"
    r"|hochachtungsvoll",
    r"(?:bien |très )?cordialement|(?:mes |avec mes )?(?:meilleures |sincères )?salutations"
    r"(?: distinguées| cordiales)?|respectueusement",
    r"(?:muy )?atentamente|cordialmente|(?:un )?(?:cordial(?:es)? )?saludos?(?: cordial(?:es)?)?",
    r"(?:cordiali|distinti|i migliori) saluti|in fede|con osservanza",
    r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|hoogachtend",
    r"atenciosamente|(?:com )?(?:os (?:meus )?)?(?:melhores )?cumprimentos|respeitosamente",
)
_SALUTATION = re.compile(rf"(?:{'|'.join(_SALUTATIONS)})\b[^.?]*[,:!]?", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:{'|'.join(_CLOSINGS)})[,.!]?", re.IGNORECASE)
_MOST_LETTERS_OF_A_LINE = 90
_MOST_LETTERS_OF_A_NAME = 60


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
    text = pf.stringify(blocks[0]).strip()
    if len(text) > _MOST_LETTERS_OF_A_LINE or not _SALUTATION.fullmatch(_without_titles(text)):
        return False
    doc.metadata["opening"] = pf.MetaInlines(*blocks.pop(0).content)
    return True


def _take_closing(doc: pf.Doc, blocks: list[pf.Block]) -> None:
    """The last closing phrase, the name below it, and whatever comes after."""
    if "closing" in doc.metadata:
        return
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if not isinstance(block, pf.Para):
            continue
        first, rest = _first_line(block)
        if not _CLOSING.fullmatch(pf.stringify(pf.Para(*first)).strip()):
            continue
        if len(pf.stringify(pf.Para(*rest))) > _MOST_LETTERS_OF_A_LINE:
            continue
        after = blocks[index + 1 :]
        if not rest and after and _is_name(after[0]):
            rest = list(after.pop(0).content)
        doc.metadata["closing"] = pf.MetaInlines(*first)
        if rest and "signature" not in doc.metadata:
            doc.metadata["signature"] = pf.MetaInlines(*rest)
        if after:
            doc.metadata["after"] = pf.MetaBlocks(*after)
        del blocks[index:]
        return


def _first_line(paragraph: pf.Para) -> tuple[list[pf.Inline], list[pf.Inline]]:
    inlines = list(paragraph.content)
    for index, inline in enumerate(inlines):
        if isinstance(inline, (pf.SoftBreak, pf.LineBreak)):
            rest = [pf.LineBreak() if isinstance(i, pf.SoftBreak) else i for i in inlines]
            return inlines[:index], rest[index + 1 :]
    return inlines, []


def _is_name(block: pf.Block) -> bool:
    text = pf.stringify(block).strip() if isinstance(block, pf.Para) else ""
    is_postscript = re.match(r"P\. ?(?:P\. ?)?[SD]\b|P?P[SD]\b", text)
    return 0 < len(text) <= _MOST_LETTERS_OF_A_NAME and not is_postscript and text[-1] not in ".:!?"


def _without_titles(text: str) -> str:
    """Drop the full stops of `Ms.`, `Dr.`, `Prof.` and initials, which end no sentence."""
    return re.sub(r"\b(\w{1,5})\.(?=[\s,:!-])", r"\1", text)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
