"""A filter that puts values where their tokens landed in the document's tree.

Since the tree stands already, no value can change it: not as text, link text, link target,
title, attribute, identifier or code. Alone: ``pandoc -M tokens=FILE --filter filters/inject.py``,
where FILE is JSON, ``{"nonce": …, "values": {token: {"text", "file", "line", "column"}}}``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import panflute as pf

from filters.markup.addresses import SAFE_SCHEMES
from filters.markup.inner import foreign, foreign_names
from filters.markup.walk import HOLDERS, SAYING, walk

# Programs that open links drop white space and control characters within a scheme.
_DROPPED = re.compile(r"[\x00-\x20\x7f]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# White space at which a line may be broken; all other characters of a value are kept as they are.
_SPACES = re.compile(r"([ \t\n]+)")


class InjectionError(Exception):
    """A value that cannot stand where the letter puts it, or a token without a value."""

    def __init__(self, message: str, hint: str, value: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.value = value or {}


def apply(doc: pf.Doc, tokens: Mapping[str, Any]) -> None:
    """Replace every token of the table `tokens` in `doc`.

    Raises `InjectionError` where a value would make a link of a scheme other than http, https,
    mailto or tel, and where a token is left.
    """
    values: Mapping[str, Mapping[str, Any]] = tokens["values"]
    nonce = str(tokens["nonce"])
    pattern = re.compile(rf"{re.escape(nonce)}\d+z")
    tag = re.compile(rf"</?{re.escape(nonce)}")

    def value_of(match: re.Match[str]) -> str:
        value = values.get(match.group())
        return str(value["text"]) if value else match.group()

    def replace(text: str, quote: Callable[[str], str] = str) -> str:
        return pattern.sub(lambda match: quote(value_of(match)), text)

    def target(text: str) -> str:
        token = pattern.search(text)
        if not token:
            return text
        url = replace(text).strip()
        scheme = _SCHEME.match(_DROPPED.sub("", url))
        if scheme and scheme.group(1).lower() not in SAFE_SCHEMES:
            raise InjectionError(
                f"the value `{url}` is used as a link, but `{scheme.group(1)}:` is no web address",
                "Links from data may begin with https:, http:, mailto: or tel:, or be relative.",
                values.get(token.group()),
            )
        return url

    def inject(element: pf.Element, _: pf.Doc) -> pf.Element | list[pf.Element] | None:
        if isinstance(element, pf.Str):
            if nonce not in element.text or not pattern.search(element.text):
                return None
            return inlines(replace(element.text))
        if isinstance(element, (pf.Link, pf.Image)):
            element.url = target(element.url)
            element.title = replace(element.title)
        elif isinstance(element, (pf.Code, pf.CodeBlock)):
            element.text = replace(element.text)
        elif isinstance(element, (pf.RawInline, pf.RawBlock)):
            token = pattern.search(element.text)
            if token and element.format != "html":
                raise InjectionError(
                    f"a value stands inside of raw {element.format}",
                    "Take the `{{ … }}` out of the raw markup.",
                    values.get(token.group()),
                )
            if token and tag.match(element.text):
                raise InjectionError(
                    f"the value `{value_of(token)}` in `<…>` is neither a web nor a mail address",
                    "Begin a web address with https://, or take the `<` and `>` away.",
                    values.get(token.group()),
                )
            if token:
                element.text = replace(element.text, html.escape)
        if hasattr(element, "identifier"):
            element.identifier = re.sub(r"\s+", "-", replace(element.identifier))
            names = (
                foreign_names([replace(n)]) if pattern.search(n) else [n] for n in element.classes
            )
            element.classes = [name for found in names for name in found]
            pairs = element.attributes.items()
            given = {replace(key): replace(text) for key, text in pairs if pattern.search(key)}
            kept = {key: replace(text) for key, text in pairs if not pattern.search(key)}
            element.attributes = kept | foreign(given)
        return None

    walk(doc, inject, *HOLDERS, *SAYING)
    if nonce in json.dumps(doc.to_json()):
        raise InjectionError(
            "a value did not reach its place in the letter",
            "Please report this: a token was changed on its way through Markdown.",
        )


def inlines(text: str) -> list[pf.Inline]:
    """Return `text` as words and the spaces between them, every character kept."""
    parts: list[pf.Inline] = []
    for index, part in enumerate(_SPACES.split(text)):
        if index % 2:
            parts.append(pf.SoftBreak() if "\n" in part else pf.Space())
        elif part:
            parts.append(pf.Str(part))
    return parts


def _prepare(doc: pf.Doc) -> None:
    file = doc.get_metadata("tokens")
    if not file:
        raise InjectionError("no table of tokens is named", "Say `-M tokens=FILE`.")
    apply(doc, json.loads(Path(str(file)).read_text(encoding="utf-8")))


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=_prepare, doc=doc)


if __name__ == "__main__":
    main()
