"""Where in its file a piece of Liquid stands, and whether all that is opened is closed."""

from __future__ import annotations

import re

from pipeline.model.errors import LiquidError
from pipeline.model.location import Location

SOURCE = 300_000
"""Characters of a letter, or of a file that it includes."""

_BLOCKS = {"if", "unless", "case", "for", "capture", "tablerow", "ifchanged", "highlight"}
# What is inside of these is not Liquid.
_OPAQUE_BLOCKS = {"raw", "comment", "doc"}
_OPENER = re.compile(r"\{[{%]")
# In as much space inside of an output, python-liquid looks for its end at every sign again.
_SPACE = re.compile(r"(?<!\s)\s{1000}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# `products.0`, which is no number; these tags name files, in which it may stand.
_DOTTED_INDEX = re.compile(r"(?:[A-Za-z_][\w-]*|\])\.\d+(?!\w)")
_NAMING = {"include", "include_relative", "link", "post_url", "highlight", "raw", "comment"}
_ANY_TAG = re.compile(r"\{%-?\s*(end)?(\w*).*?%\}", re.DOTALL)
_TAG = re.compile(r"\{%-?\s*(\w+)")


def place_at(text: str, index: int, start: Location) -> Location:
    """Return the place of character `index` of `text`, which begins at `start`."""
    line_start = text.rfind("\n", 0, index) + 1
    line = text.count("\n", 0, index)
    before = (start.column or 1) - 1 if line == 0 else 0
    return Location(start.file, line + (start.line or 1), index - line_start + 1 + before)


def check_closed(text: str, start: Location) -> None:
    """Raise `LiquidError` at the first `{{`, `{%` or block that is never closed.

    python-liquid reports these without a place, and needs quadratic time to find out.
    """
    if len(text) > SOURCE:
        message = f"more than {SOURCE:,} characters, which no letter needs"
        raise LiquidError(message, start, "Look for something that was pasted in.")
    position = 0
    blocks: list[tuple[str, int]] = []
    while opener := _OPENER.search(text, position):
        is_tag = opener.group() == "{%"
        end = text.find("%}" if is_tag else "}}", opener.end())
        inside = _QUOTED.sub("", text[opener.end() : end])
        # A tag may hold an output, as in `{% include {{ page.file }} %}`; nothing else may nest.
        is_comment = is_tag and inside.lstrip("-").lstrip().startswith("#")
        if end < 0 or ("{%" in inside and not is_comment) or ("{{" in inside and not is_tag):
            raise LiquidError(
                f"`{opener.group()}` is never closed",
                place_at(text, opener.start(), start),
                f"Write `{'%}' if is_tag else '}}'}` after it, or, if it is text,"
                " `{% raw %}` before and `{% endraw %}` after it.",
            )
        if _SPACE.search(inside):
            raise LiquidError(
                "more than 1,000 spaces in a row inside of Liquid",
                place_at(text, opener.start(), start),
                "Delete them.",
            )
        position = end + 2
        tag = _TAG.match(text, opener.start()) if is_tag else None
        name = tag.group(1) if tag else ""
        if name not in _NAMING and (dotted := _DOTTED_INDEX.search(inside)):
            raise LiquidError(
                f"`{dotted.group()}` prints nothing in Jekyll",
                place_at(text, opener.start(), start),
                f"Write `[{dotted.group().rpartition('.')[2]}]` for the number behind the dot.",
            )
        if not tag:
            continue
        if name in _OPAQUE_BLOCKS:
            closed = _end_of_opaque(text, position, name)
            if closed < 0:
                blocks.append((name, opener.start()))
                break
            position = closed
        elif name in _BLOCKS:
            blocks.append((name, opener.start()))
        elif name.startswith("end") and blocks and blocks[-1][0] == name.removeprefix("end"):
            blocks.pop()
    if blocks:
        name, index = blocks[-1]
        raise LiquidError(
            f"`{{% {name} %}}` is never closed",
            place_at(text, index, start),
            f"Write `{{% end{name} %}}` where it ends.",
        )


def _end_of_opaque(text: str, position: int, name: str) -> int:
    """Return the index behind the tag that closes `name`, or -1; comments may be nested."""
    depth = 1
    # In a comment tags are read from the first `{%` to the next `%}`, as everywhere.
    tags = _ANY_TAG if name == "comment" else re.compile(rf"\{{%-?\s*(end)?({name})\b.*?%\}}", re.S)
    for tag in tags.finditer(text, position):
        if tag.group(2) != name:
            continue
        if tag.group(1):
            depth -= 1
        elif name == "comment":
            depth += 1
        if not depth:
            return tag.end()
    return -1
