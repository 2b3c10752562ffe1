"""Filters on words: Jekyll's and Octopress's.

Sources: Jekyll's `filters.rb`, Octopress's `octopress_filters.rb` and `titlecase.rb`; the words
that a title keeps small are those of John Gruber's "Title Case".
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from liquid import RenderContext
from liquid.exceptions import FilterArgumentError
from liquid.filter import string_filter, with_context

from pipeline.liquid.output import Context
from pipeline.liquid.tokens import Tokens
from pipeline.model import sourcemap
from pipeline.model.location import Location

_SMALL = {
    *("a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "of", "on", "or"),
    *("the", "to", "v", "via", "vs"),
}
_CJK = r"\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u3130-\u318f"
_CJK += r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)
_CONTENT = '<div class="entry-content">'
_BEHIND = re.compile(r"</div>\s{0,99}<(?:footer|/article)>")
_SCRIPT = re.compile(r"(?:\]\(|\]:|<|=)[\s<\"']*(javascript|vbscript|data|file)\s*:", re.IGNORECASE)

_TEX_SIGN = re.compile(r"\\(?!\n)|\^(?=\^)")
# What Markdown looks into by rules of its own, its escapes, and its ordinary words.
_VALUE = re.compile(
    r"""(?P<kept>`+[^`]+`+|<[^<>]*>|\[[^\[\]\n]*\]|\{[^{}\n]*\})
      | \\(?P<escaped>[\\.*_+`<>()\[\]{}\#!:|"'$=-])(?!\n) | (?:\\(?!\n)|\^(?=\^))
      | (?<!\S)[^\W\d_]+(?=[\s,;!?]|\Z)""",
    re.VERBOSE,
)


@string_filter
def titlecase(text: str) -> str:
    """Capitalise the words of a title, but for the small ones between the first and the last."""
    words = text.split(" ")
    for index, word in enumerate(words):
        bare = re.sub(r"\W+", "", word)
        after_colon = index > 0 and words[index - 1].endswith(":")
        is_small = bare.lower() in _SMALL and 0 < index < len(words) - 1 and not after_colon
        # `iTunes`, `NASA` and `example.com` are spelled as they are meant.
        if is_small:
            words[index] = word.lower()
        elif not re.search(r"\w[A-Z]|\w\.\w", word):
            words[index] = re.sub(r"[^\W\d_]", lambda m: m.group().upper(), word, count=1)
    return " ".join(words)


@string_filter
def number_of_words(text: str, mode: object = None) -> int:
    """Count words; with `cjk`, and with `auto` where there are any, each ideograph is one."""
    ideographs = len(re.findall(f"[{_CJK}]", text))
    if mode == "cjk" or (mode == "auto" and ideographs):
        return ideographs + len(re.findall(rf"[^{_CJK}\s]+", text))
    return len(text.split())


def array_to_sentence_string(items: Any, connector: object = "and") -> str:
    """Join a list as in a sentence: `a, b, and c`."""
    if not isinstance(items, (list, tuple)):
        raise FilterArgumentError("this is no list", token=None)
    words = ["" if item is None else str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    comma = "," if len(words) > 2 else ""
    return f"{', '.join(words[:-1])}{comma} {connector} {words[-1]}"


@with_context
@string_filter
def markdownify(text: str, *, context: RenderContext) -> str:
    """Let `text` be the Markdown that it is, even where it is a value.

    A value may still bring in neither TeX nor the address of a program.
    """
    assert isinstance(context, Context)
    if script := _SCRIPT.search(html.unescape(text)):
        message = f"what is to be Markdown here links to `{script[1]}:`, which is no web address"
        raise FilterArgumentError(message, token=None)
    tokens = context.tokens
    return tokens.replace(text, partial(_without_tex, tokens))


def _without_tex(tokens: Tokens, value: str, place: Location) -> str:
    """Return the Markdown `value` with a token for each sign that could begin a command of TeX.

    There is one for each ordinary word besides, so that raw TeX that the letter puts around the
    value is seen to hold one, which is refused.
    """

    def guarded(found: re.Match[str]) -> str:
        if found["kept"]:
            return _TEX_SIGN.sub(lambda sign: tokens.mint(sign.group(), place), found.group())
        if escaped := found["escaped"]:
            return tokens.mint_as(escaped, found.group(), place)
        return tokens.mint(found.group(), place)

    return _VALUE.sub(guarded, sourcemap.without_reserved(value))


@string_filter
def smartify(text: str) -> str:
    """Set typographic quotation marks, dashes and dots."""
    for plain, smart in (("---", "—"), ("--", "–"), ("...", "…"), ("<<", "«"), (">>", "»")):
        text = text.replace(plain, smart)
    text = re.sub(r"(?<=\w)'(?=\w)|'(?=\d\ds\b)", "’", text)
    text = re.sub(r"(?<![\w.,;:!?…)\]”’])\"(?=\S)", "“", text).replace('"', "”")
    return re.sub(r"(?<![\w.,;:!?…)\]”’])'(?=\S)", "‘", text).replace("'", "’")


def _for_the_web(_: object) -> str:
    raise FilterArgumentError("a letter has no style sheet", token=None)


@string_filter
def normalize_whitespace(text: str) -> str:
    """Make one space of each run of white space, and none at the ends."""
    return re.sub(r"\s+", " ", text).strip()


@string_filter
def condense_spaces(text: str) -> str:
    """Make one space of each run of several."""
    return re.sub(r"\s{2,}", " ", text)


@string_filter
def excerpt(text: str) -> str:
    """Return what stands before `<!-- more -->`."""
    return _MORE.split(text, maxsplit=1)[0]


@string_filter
def has_excerpt(text: str) -> bool:
    """Tell whether there is a `<!-- more -->`."""
    return bool(_MORE.search(text))


@string_filter
def summary(text: str) -> str:
    """Return the first block of a text."""
    return text.split("\n\n", maxsplit=1)[0]


@string_filter
def raw_content(text: str) -> str:
    """Return what Octopress's layout puts around the text of a page, taken off again."""
    start = text.find(_CONTENT)
    end = _BEHIND.search(text, start + len(_CONTENT)) if start >= 0 else None
    return text[start + len(_CONTENT) : end.start()] if end else text


def to_integer(value: object) -> int:
    """Return the number with which a text begins, or 0."""
    if isinstance(value, (bool, int, float)):
        return int(value)
    found = re.match(r"\s*[-+]?\d[\d_]{0,60}", str(value if value is not None else ""))
    return int(found.group().rstrip("_")) if found else 0


FILTERS: dict[str, Callable[..., Any]] = {
    "titlecase": titlecase,
    "number_of_words": number_of_words,
    "array_to_sentence_string": array_to_sentence_string,
    "markdownify": markdownify,
    "smartify": smartify,
    "sassify": _for_the_web,
    "scssify": _for_the_web,
    "normalize_whitespace": normalize_whitespace,
    "condense_spaces": condense_spaces,
    "excerpt": excerpt,
    "has_excerpt": has_excerpt,
    "summary": summary,
    "raw_content": raw_content,
    "to_integer": to_integer,
}
