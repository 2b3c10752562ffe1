"""The letter as LaTeX: what the neutral tree leaves to the page."""

from __future__ import annotations

import re

from filters.latex import (
    appearance,
    ascii_links,
    beside,
    code,
    long_items,
    long_words,
    lost,
    notes,
    ordinals,
    ornaments,
    passages,
    places,
    plain_attributes,
    properties,
    stars,
)
from filters.latex import link_notes as notes_of_links
from pipeline.writers import pandoc


def page(tree: str, tag: str, *, link_notes: bool = False) -> str:
    """Return Pandoc's JSON `tree` with LaTeX for all that Pandoc's writer has no word for.

    The letter is in the language `tag` (BCP 47). With `link_notes`, the addresses of links are
    printed in footnotes.
    """
    doc = pandoc.load(tree)
    if link_notes:
        notes_of_links.apply(doc)
    ascii_links.apply(doc)
    properties.apply(doc)
    notes.apply(doc)
    ordinals.apply(doc, tag)
    passages.apply(doc)
    appearance.apply(doc)
    beside.apply(doc)
    ornaments.apply(doc)
    places.apply(doc)
    lost.apply(doc)
    code.apply(doc)
    plain_attributes.apply(doc)
    long_items.apply(doc)
    long_words.apply(doc)
    stars.apply(doc)
    return pandoc.dump(doc)


# What the template, Pandoc's LaTeX writer and the filters write for a letter; every sign may stand
# behind a backslash (`\%`), but no letter. A command that is not here was typed by a stranger.
_TEMPLATE = """
    addressee addressline aftersignature contacticon fact factbreak firstpage headandfoot
    headfact lastwhite
    letterclosing letterheadparts letteropening logo photo ragged reference remark remarkitem
    returnbreak returnitem senderfacts sendername sendertagline subjectline
"""
_WRITER = """
    Alph LTcaptype Roman addcontentsline alph arabic arraybackslash begin bottomrule boxtimes break
    caption centering columnwidth emph end endfirsthead endhead endlastfoot enquote footnote
    footnotemark footnotetext hbox hfill href hspace hyperref hypertarget includegraphics item
    itemsep label ldots leavevmode linewidth mbox midrule multicolumn multirow newline noalign
    noindent nolinkurl pandocbounded par paragraph parskip phantomsection protect quad raggedleft
    raggedright real roman rule section
    setcounter setlength square st strut subparagraph subsection subsubsection tabcolsep
    tabularnewline texorpdfstring textasciicircum textasciigrave textasciitilde textbackslash
    textbar textbf textcolor textgreater textheight textit textless textnormal textquotedbl
    textquotesingle textsc textsubscript textsuperscript texttt tightlist toprule ul underline
    url vtop
"""
_FILTERS = """
    airylist beside besideend codeline from keepnote letterbreak longword noteagain passage raised
    signbreak small
"""
_COMMANDS = frozenset(f"{_TEMPLATE} {_WRITER} {_FILTERS}".split())
_ENVIRONMENTS = frozenset(
    """center codelines description enumerate figure flushleft flushright itemize letter letterhead
    longtable minipage ornaments passages quote""".split()
)
_BODY = r"\begin{document}"
_DEFINED = re.compile(r"\\def(?=\\LTcaptype\{none\}|\\labelenumi{1,3}v?\{)")
_NUMBERING = re.compile(r"\\(?:label)?enumi{1,3}v?(?![A-Za-z])")
_WRITTEN = re.compile(r"\\(?P<name>[A-Za-z]+)|\\.|(?P<hidden>\^\^)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\{([^{}]*)\}")


def foreign(latex: str) -> tuple[str, int] | None:
    """Return the first command in the body of `latex` that no letter of Markdown comes to.

    With it comes the line, from 1, of `latex`. None is what every letter should give: this is a
    wall, and stands behind others.
    """
    start = latex.find(_BODY) + len(_BODY)
    position = start
    while found := _WRITTEN.search(latex, position):
        position = found.end()
        known = found["name"] in _COMMANDS or not (found["name"] or found["hidden"])
        if found["name"] in ("begin", "end"):
            environment = _ENVIRONMENT.match(latex, position)
            is_last = latex.startswith("{document}", position)
            known = is_last or bool(environment and environment[1] in _ENVIRONMENTS)
        if not known and (fixed := _DEFINED.match(latex, found.start())):
            position, known = fixed.end(), True
        if not known and not _NUMBERING.match(latex, found.start()):
            return found.group(), latex.count("\n", 0, found.start()) + 1
    return None
