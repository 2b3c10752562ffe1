"""Text and raw text, written so that Pandoc takes it for nothing else."""

from __future__ import annotations

import html
import re

from pipeline.model.words import ticks

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SIMPLE_URL = re.compile(r"[A-Za-z0-9./:?=&%#~+,;@-]+")


def raw(text: str, format: str) -> str:
    """Return `text` as Pandoc's raw text of a `format`."""
    return f"{code(text)}{{={format}}}"


def code(text: str) -> str:
    """Return `text` as a span of code."""
    fence = ticks(text)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text.replace(chr(10), ' ')}{space}{fence}"


def target(url: str, title: str) -> str:
    """Return what a link leads to, with its title."""
    return _url(url) + (f' "{escape(title)}"' if title else "")


def escape(text: str) -> str:
    """Return `text` with nothing in it that means anything to Pandoc."""
    return _PUNCTUATION.sub(r"\\\1", text)


def plain(text: str) -> str:
    """Return a piece of text in which nothing is read; its line ends stay."""
    return escape(text) if "\n" not in text else "\n"


def markup(text: str) -> str:
    """Return HTML as tags and the text between them, in which nothing else is read."""
    parts = re.split(r"(<[^<>]*>)", text)
    return "".join(
        raw(part, "html") if number % 2 else escape(html.unescape(part))
        for number, part in enumerate(parts)
    )


def _url(url: str) -> str:
    if _SIMPLE_URL.fullmatch(url):
        return url
    url = re.sub(r"\s+", " ", url)
    return "<" + re.sub(r"([\\<>`*_\[\]])", r"\\\1", url) + ">"
