"""kramdown's line syntax, made ready for Pandoc's Markdown reader.

Pandoc does not know `{: #id .class key="value" }`. Lines of it become a block of code with a
class of its own, in which Pandoc changes nothing; the filter `attributes` then gives the
attributes to the block beside it. Behind an element of a line it becomes an HTML comment.
Code is left alone, and `{::comment}` is left out.
Source of the rules: https://kramdown.gettalong.org/syntax.html, "Inline Attribute Lists",
"Attribute List Definitions" and "Extensions".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ATTRIBUTES = r"\{:(?![:/])(?:\\.|[^}\\\n])*\}"
_CODE_SPAN = r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t>]*\n).)+?(?<!`)(?P=ticks)(?!`)"
_COMMENT = re.compile(
    rf"(?P<code>{_CODE_SPAN})"
    r"|\{::(?:comment|options)[^}]*/\}"
    # A comment that begins a line ends at the end of one, other comments end at once.
    r"|^[ ]{0,3}\{::comment(?:\s[^}]*)?\}[ \t]*\n.*?\{:/(?:comment)?\}[ \t]*$"
    r"|\{::comment(?:\s[^}]*)?\}.*?\{:/(?:comment)?\}",
    re.DOTALL | re.MULTILINE,
)
# A span list stands right behind the closing mark of an element.
_SPAN = re.compile(rf"(?P<code>{_CODE_SPAN})|(?<=[)\]*_~`>])(?P<lists>(?:{_ATTRIBUTES})+)")
_BLOCK = re.compile(rf"(?P<list>{_ATTRIBUTES})[ \t]*")
_DEFINITION = re.compile(r"\{:[\w-]+:")
_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})(?P<rest>.*)")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_ITEM = re.compile(
    r"(?P<mark>(?:[-*+]|\d{1,9}\.)[ \t]+)(?P<list>" + _ATTRIBUTES + r"[ \t]*)?(?=\S)"
)
_FIRST_ITEM = re.compile(r"(?:[-*+]|1\.)[ \t]")
_CODE_INDENT = 4


@dataclass(frozen=True)
class _Line:
    """A line taken apart: the marks of quotations, the indentation, and what it says."""

    text: str
    quote: str
    indent: str
    words: str

    @classmethod
    def of(cls, text: str) -> _Line:
        quote = _QUOTE.match(text)
        marks = quote.group() if quote else ""
        words = text[len(marks) :].lstrip(" \t")
        return cls(text, marks, text[len(marks) : len(text) - len(words)], words)

    @property
    def width(self) -> int:
        """The columns by which it is indented."""
        return len(self.indent.expandtabs(_CODE_INDENT))


def prepare(text: str) -> str:
    """Return `text` with every attribute list as code, and lists set off by a blank line.

    kramdown (with Jekyll's GFM parser) begins a list right below a paragraph's line; Pandoc
    needs the blank line. A wrapped line that begins with a number is left alone, unless the
    number is 1.
    """
    kept = _COMMENT.sub(lambda match: match["code"] or "", text)
    lines = [_Line.of(line) for line in kept.split("\n")]
    fenced, unclosed = _fences(lines)
    prepared: list[str] = []
    content = 0  # the column at which the text of the list item begins that this line is in
    index = 0
    while index < len(lines):
        line = lines[index]
        above = lines[index - 1] if index else _Line.of("")
        item = _ITEM.match(line.words)
        if index in fenced or line.width >= content + _CODE_INDENT:
            prepared.append(line.text)
        elif index in unclosed:  # Pandoc would take all the rest of the letter for code
            length = unclosed[index]
            escaped = "".join(f"\\{letter}" for letter in line.words[:length])
            prepared.append(line.quote + line.indent + escaped + line.words[length:])
        elif _BLOCK.fullmatch(line.words):
            run = _run_of_lists(lines, index)
            below = lines[index + len(run)] if index + len(run) < len(lines) else _Line.of("")
            lists = [entry.words.rstrip() for entry in run]
            if line.width >= content > 0 and above.words and index - 1 not in fenced:
                # A block of code in a list item would set the items of the list apart.
                prepared[-1] = f"{prepared[-1].rstrip()}<!--{''.join(lists)}-->"
            else:
                prepared += _code_block(line, lists, above, below)
            index += len(run)
            continue
        else:
            if _begins_list(line, above, index - 1 in fenced):
                prepared.append(line.quote.rstrip())
            start = len(line.text) - len(line.words)
            words = _ITEM.sub(r"\g<mark>", line.words, count=1) if item else line.words
            prepared.append(line.text[:start] + _SPAN.sub(_comment, words))
        if item:
            content = line.width + len(item["mark"].expandtabs(_CODE_INDENT))
        elif line.words and line.width < content and not above.words:
            content = 0
        index += 1
    return "\n".join(prepared)


def _fences(lines: list[_Line]) -> tuple[set[int], dict[int, int]]:
    """Return the numbers of the lines of fenced code, and the fences that are never closed.

    These are the length of the mark by the number of the line.
    """
    fenced: set[int] = set()
    unclosed: dict[int, int] = {}
    hopeless: set[str] = set()
    index = 0
    while index < len(lines):
        opener = _FENCE.match(lines[index].words)
        end = index
        if opener and not (opener["mark"][0] == "`" and "`" in opener["rest"]):
            mark = opener["mark"]
            closer = re.compile(rf"{mark}{mark[0]}*[ \t]*")
            below = () if mark in hopeless else range(index + 1, len(lines))
            end = next((i for i in below if closer.fullmatch(lines[i].words)), index)
            if end == index:
                hopeless.add(mark)
                unclosed[index] = len(mark)
            else:
                fenced.update(range(index, end + 1))
        index = end + 1
    return fenced, unclosed


def _run_of_lists(lines: list[_Line], start: int) -> list[_Line]:
    """Return the lines from `start` on that are nothing but attribute lists."""
    end = start
    while end < len(lines) and _BLOCK.fullmatch(lines[end].words):
        end += 1
    return lines[start:end]


def _code_block(line: _Line, lists: list[str], above: _Line, below: _Line) -> list[str]:
    """Return the lines that stand for attribute lists which begin at `line`.

    They belong to the block above; where a blank line parts the two, to the block below. Between
    blank lines they belong to nothing, and only definitions are kept.
    """
    lead = line.quote + line.indent
    blank = line.quote.rstrip()
    if not above.words and not below.words:
        lists = [text for text in lists if _DEFINITION.match(text)]
    if not lists:
        return [blank]
    name = "kramdown-list" if above.words else "kramdown-list-next"
    block = [f"``` {{.{name}}}", *lists, "```"]
    return [blank, *(f"{lead}{text}" for text in block), blank]


def _comment(span: re.Match[str]) -> str:
    return span["code"] or f"<!--{span['lists']}-->"


def _begins_list(line: _Line, above: _Line, below_code: bool) -> bool:
    """Tell whether `line` begins a list right below a line of a paragraph."""
    if not _FIRST_ITEM.match(line.words) or line.quote.strip() != above.quote.strip():
        return False
    in_list = _ITEM.match(above.words) or above.width >= 2
    return bool(above.words) and not in_list and not below_code
