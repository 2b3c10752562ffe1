"""A filter for the forms that have words only: what a link leads to is said, once, behind it.

A picture is what it says of itself, spaces are plain ones, and small figures are signs of their own
where there are any.
Alone: ``coverpress show LETTER --stage ast | pandoc -f json -t plain --filter
filters/plain_words.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters.markup.walk import walk

_HIGH = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SPACES = re.compile("[\u00a0\u2007\u2009\u200a\u202f]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SCHEME = re.compile(r"^(?:mailto:|tel:|https?://(?:www\.)?)|/$")


def apply(doc: pf.Doc) -> None:
    """Make words of all that is more in `doc`, its metadata included."""
    said: set[str] = set()

    def plain(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        match element:
            case pf.Str():
                element.text = _UNSEEN.sub("", _SPACES.sub(" ", element.text))
            case pf.Superscript() | pf.Subscript():
                return _small(element)
            case pf.Image():
                return list(element.content)
            case pf.Link():
                return _link(element, said)
        return None

    walk(doc, plain)


def _small(element: pf.Superscript | pf.Subscript) -> list[pf.Element]:
    words = pf.stringify(element)
    is_high = isinstance(element, pf.Superscript)
    signs = words.translate(_HIGH if is_high else _LOW)
    has_all = signs != words and not any(sign.isascii() for sign in signs)
    return [pf.Str(signs)] if has_all else list(element.content)


def _link(link: pf.Link, said: set[str]) -> list[pf.Element]:
    """Return the words of a link, and its address where they are another and it was not said."""
    words, address = list(link.content), link.url
    if address.startswith("#") or address in said or not address:
        return words
    said.add(address)
    shown = re.sub(r"^(?:mailto|tel):", "", address)
    if _bare(shown) == _bare(pf.stringify(link)):
        return words
    return [*words, pf.Space(), pf.Str(f"({shown})")]


def _bare(address: str) -> str:
    return re.sub(r"\s", "", _SCHEME.sub("", address)).casefold()


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
