"""kramdown's line syntax, made ready for Pandoc's Markdown reader.

Pandoc does not know `{: #id .class key="value" }`. A line of it becomes a block of code with a
class of its own, in which Pandoc changes nothing; the filter `attributes` then gives the
attributes to the block beside it. Likewise for spans. Fenced code is left alone.
Source of the rules: https://kramdown.gettalong.org/syntax.html, "Inline Attribute Lists".
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"[ >]*(?P<mark>`{3,}|~{3,})")
_LEAD = r"(?P<lead>(?:[ ]{0,3}>[ ]?)*[ ]*)"
_ATTRIBUTES = r"""\{:(?![:/])(?:\\.|"[^"]*"|'[^']*'|[^{}"'\\])*\}"""
_BLOCK = re.compile(rf"{_LEAD}(?P<list>{_ATTRIBUTES})[ \t]*")
# A span list stands right behind the closing mark of an element.
_SPAN = re.compile(rf"(?<=[)\]*_`>])(?P<list>{_ATTRIBUTES})")
_LIST_ITEM = re.compile(rf"{_LEAD}(?:[-*+]|1\.)[ \t]+\S")
_LIST_OR_INDENT = re.compile(r"[ >]*(?:[-*+]|\d+\.)[ \t]|[ ]{2,}\S|\t")
_QUOTE = re.compile(r"[ ]{0,3}>")


def prepare(text: str) -> str:
    """Return `text` with every attribute list as code, and lists set off by a blank line.

    kramdown (with Jekyll's GFM parser) begins a list right below a paragraph's line; Pandoc
    needs the blank line. A wrapped line that begins with a number is left alone, unless the
    number is 1.
    """
    lines = text.split("\n")
    prepared: list[str] = []
    fence = ""
    for index, line in enumerate(lines):
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark["mark"]
            elif mark["mark"].startswith(fence):
                fence = ""
            prepared.append(line)
        elif fence:
            prepared.append(line)
        elif block := _BLOCK.fullmatch(line):
            following = lines[index + 1] if index + 1 < len(lines) else ""
            prepared += _code_block(block, prepared, following)
        else:
            previous = prepared[-1] if prepared else ""
            if _begins_list(line) and _is_paragraph(previous):
                prepared.append(line[: len(line) - len(line.lstrip(" >"))].rstrip())
            prepared.append(_SPAN.sub(_code_span, line))
    return "\n".join(prepared)


def _code_block(block: re.Match[str], above: list[str], below: str) -> list[str]:
    """Return the lines that stand for an attribute list which has a line to itself.

    It belongs to the block above; where a blank line parts the two, to the block below.
    """
    lead = block["lead"]
    quote = lead.rstrip()
    behind = bool(above) and above[-1].strip(" >") != ""
    if not behind and below.strip(" >") == "" and not block["list"][2:3].isalnum():
        return [quote]  # between blank lines it belongs to nothing
    name = "kramdown-list" if behind else "kramdown-list-next"
    return [quote, f"{lead}``` {{.{name}}}", f"{lead}{block['list']}", f"{lead}```", quote]


def _code_span(span: re.Match[str]) -> str:
    return f"`{span['list']}`{{.kramdown-list}}"


def _begins_list(line: str) -> bool:
    return _LIST_ITEM.match(line) is not None and not line.startswith("    ")


def _is_paragraph(line: str) -> bool:
    """Tell whether `line` is text that a list could follow, and no list or quotation itself."""
    return bool(line.strip()) and not (_LIST_OR_INDENT.match(line) or _QUOTE.match(line))
