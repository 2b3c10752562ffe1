"""What libyaml says of a slip, in the words of the person who made it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

_NO_START = ("a value cannot begin with this character", "Put the value in quotes.")
_NO_END = ("a quotation mark is never closed", "Close it.")
_MISFIT = (
    "the line does not fit what stands above it",
    'Check the indentation, and put a value with `[`, `{`, `"` or `#` in quotes.',
)
_ESCAPE = (
    "a backslash in double quotes begins an escape",
    "Write two backslashes, or put the value in single quotes.",
)
# libyaml's words for the slips that people make, in theirs.
_IN_PLAIN_WORDS = {
    "alias is undefined": (
        "a value that begins with `*` is an alias, and nothing above has its anchor",
        "Put it in quotes if it is text.",
    ),
    "anchor is never used": (
        "`&` begins a YAML anchor here: the text after it would lose this word",
        "Put the value in quotes.",
    ),
    "shared by aliases": (
        "aliases repeat too much of the file",
        "Write out what is meant, without aliases of aliases.",
    ),
    "mapping values are not allowed": (
        "a `: ` inside a value that has no quotes",
        'Put the value in quotes: `key: "Senior: Engineer"`; or correct the line above.',
    ),
    "found character that cannot start any token": _NO_START,
    "did not find expected node content": _NO_START,
    "did not find expected alphabetic or numeric character": _NO_START,
    "block sequence entries are not allowed": _NO_START,
    "mapping keys are not allowed": _NO_START,
    "did not find expected comment or line break": (
        "a value that begins with `|` or `>` has its text on the lines below",
        'Put the value in quotes: `key: "> 100 people"`.',
    ),
    "found unknown escape character": _ESCAPE,
    "did not find expected hexdecimal number": _ESCAPE,
    "text after the value": (
        "this text comes after the end of the value",
        'Put the whole value in quotes: `key: "[m/f] Engineer"`.',
    ),
    "found a tab character": ("a tab in the indentation", "Indent with spaces."),
    "found unexpected end of stream": _NO_END,
    "found unexpected document indicator": _NO_END,
    "could not find expected ':'": ("a line without `key: value`", "Write `key: value`."),
    "did not find expected key": _MISFIT,
    "did not find expected '-' indicator": _MISFIT,
    "did not find expected ',' or ']'": (
        "a value that begins with `[` is read as a list",
        'Close it; or put the value in quotes: `key: "[m/f] Engineer"`.',
    ),
    "did not find expected ',' or '}'": (
        "a value that begins with `{` is read as a mapping",
        'Close it; or put the value in quotes: `key: "{m/f} Engineer"`.',
    ),
}
# Those of them that begin where the context does: the problem is noticed lines below.
_UNCLOSED = ("end of stream", "document indicator", "expected ','", "expected ':'")


_NO_SPACE = re.compile(r"\s*([\w-]+):(\S.*?)\s*")
_KEY = re.compile(r"( *)[\w-]+:(?: |$)")


def _continues(lines: Sequence[str], number: int) -> bool:
    """Tell whether the line `number` is a key that is indented below another one with a value."""
    above, here = _KEY.match(lines[number - 1]) if number else None, _KEY.match(lines[number])
    return bool(above and here and len(here[1]) > len(above[1]))


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> tuple[Any, str, str]:
    """Return where in `lines` the slip behind `error` is, what it is, and what to do.

    The first is libyaml's mark.
    """
    problem = error.problem or "this is not YAML"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(words in problem for words in _UNCLOSED):
        mark = error.context_mark
    line = lines[mark.line] if mark else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        problem = "found a tab character"
    elif mark and "expected key" in problem and line[: mark.column].strip():
        problem = "text after the value"
    elif mark and "mapping values" in problem and _continues(lines, mark.line):
        return (
            mark,
            "this line is indented, so it continues the line above",
            "Remove the spaces before it; or put the value above in quotes.",
        )
    elif "expected ':'" in problem and (said := _NO_SPACE.fullmatch(line)):
        return mark, "there is no space after the colon", f"Write `{said[1]}: {said[2]}`."
    for words, (message, hint) in _IN_PLAIN_WORDS.items():
        if words in problem:
            return mark, message, hint
    return mark, problem, "Put a value with special characters in quotes."
