"""A filter for the languages of a letter: its quotation marks, and passages in other languages.

Quotation marks become those of the letter's language, or of the passage's around them. A passage's
attribute `lang` is made the tag of a language (BCP 47) and nothing else, or taken away.
Alone: ``pandoc -M lang=de --filter filters/tongue.py``.
"""

from __future__ import annotations

import re

import panflute as pf

from filters import languages
from filters.markup.walk import HOLDERS, walk


def marks(tag: str) -> tuple[str, str, str, str]:
    """Return the marks of the language `tag` (BCP 47): double, then single, opening first."""
    spoken = languages.of(languages.code_of(tag) or "en")
    country = tag.rpartition("-")[2]
    double, double_end, single, single_end = spoken.marks_by_country.get(country, spoken.marks)
    return double, double_end, single, single_end


def tidy(tag: str) -> str:
    """Return `tag` as BCP 47 writes it (`de_at` is `de-AT`), and nothing else that it may hold."""
    language, *others = re.findall(r"[A-Za-z0-9]+", tag) or [""]
    return "-".join([language.lower(), *map(_subtag, others)])


def _subtag(written: str) -> str:
    """Return `written` as BCP 47 writes a country (`AT`) or a script (`Latn`)."""
    if len(written) == 2:
        return written.upper()
    return written.capitalize() if len(written) == 4 and written.isalpha() else written


def language_of(element: pf.Element | None, tag: str) -> str:
    """Return the language of `element`: its passage's, or that of the letter, `tag`."""
    while element is not None:
        if language := tidy(str(_attributes(element).get("lang", ""))):
            return language
        element = element.parent
    return tag


def apply(doc: pf.Doc, tag: str) -> None:
    """Set the quotation marks of `doc`, a letter in the language `tag`, and mark its passages."""

    def speak(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if isinstance(element, pf.Quoted):
            opening, closing = _pair(element, tag)
            return [pf.Str(opening), *element.content, pf.Str(closing)]
        if language := tidy(_attributes(element).pop("lang", "")):
            element.attributes["lang"] = language
        return None

    walk(doc, speak, *HOLDERS, pf.Code, pf.CodeBlock)


def _attributes(element: pf.Element) -> dict[str, str]:
    attributes: dict[str, str] = getattr(element, "attributes", {})
    return attributes


def _pair(quoted: pf.Quoted, tag: str) -> tuple[str, str]:
    double, double_end, single, single_end = marks(language_of(quoted.parent, tag))
    return (double, double_end) if quoted.quote_type == "DoubleQuote" else (single, single_end)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(
        lambda *_: None,
        prepare=lambda doc: apply(doc, str(doc.get_metadata("lang", "en"))),
        doc=doc,
    )


if __name__ == "__main__":
    main()
