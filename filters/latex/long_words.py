r"""A filter that lets a very long word, such as a web address in the text, go on in the next line.

It does so only where a whole line is too short for it: `\longword` looks. It is broken behind a
sign, an address at last behind any letter, and without a hyphen, so that nothing is added to what
is read or copied. Alone: ``pandoc --filter filters/latex/long_words.py``.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import panflute as pf

from filters.markup.walk import walk

_LONG = 30  # letters; ordinary words are shorter, and stay whole
# Never within `http://`, nor behind it: what is left there is found by no program.
_SIGNS = re.compile(r"(?<=[/.?&=_#+-])(?<!:/)(?<!://)(?=\w)")


def apply(doc: pf.Doc) -> None:
    """Put a place to break behind the signs of every long word of `doc`."""

    def loosen(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if isinstance(element, pf.Link) and _shows_itself(element):
            # Pandoc's writer has a command for what shows its own address, which breaks anywhere.
            element.content.append(pf.RawInline("{}", "latex"))
        if not isinstance(element, pf.Str) or len(element.text) < _LONG:
            return None
        parts: list[pf.Element] = []
        for piece in _SIGNS.split(element.text):
            is_broken = len(piece) >= _LONG and isinstance(element.parent, pf.Link)
            for letters in piece if is_broken else [piece]:
                parts += [pf.Str(letters), pf.RawInline(r"\letterbreak{}", "latex")]
            parts[-1] = pf.RawInline(r"\signbreak{}", "latex")
        return [pf.RawInline(r"\longword{", "latex"), *parts[:-1], pf.RawInline("}", "latex")]

    walk(doc, loosen)


def _shows_itself(link: pf.Link) -> bool:
    shown = unquote(pf.stringify(link)) if len(link.content) == 1 else ""
    return shown in (unquote(link.url), unquote(link.url).removeprefix("mailto:"))


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
