"""The blocks of a text: which kind each line begins, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.markdown import extensions, html, lists, tables, tree
from pipeline.markdown.document import Document
from pipeline.markdown.fences import Fences
from pipeline.markdown.tree import Node, Source

_DEEPEST = 24
"""Blocks in blocks below this are text: nobody writes so, and Pandoc would need minutes."""

_CODE = re.compile(r"\t| {4}")
_FENCE = re.compile(
    r" {0,3}(?P<mark>`{3,}+|~{3,}+)[ \t]*+(?P<language>[^\s?]\S*+)?[ \t]*$", re.MULTILINE
)
_FENCE_START = re.compile(r" {0,3}[~`]{3}")
_TILDES = re.compile(r"~~~")
_QUOTE = re.compile(r" {0,3}> ?")
_QUOTES = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<text>.*)")
_PLAIN_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]*(?P<text>[^ \t\n].*)")
_UNDERLINED = re.compile(r" {0,3}(?P<text>[^ \t\n].*)\n(?P<level>[-=])[-=]*[ \t]*$", re.MULTILINE)
_CLOSING_MARKS = re.compile(r"[ \t]#+$")
_PLAIN_CLOSING_MARKS = re.compile(r"(?<!\\)#+$")
_RULE = re.compile(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*$", re.MULTILINE)
_HEADING_ID = re.compile(r"[ \t]\{#([A-Za-z_:][\w:.-]*)\}$")
_NOTE = re.compile(rf" {{0,3}}\[\^(?P<name>{tree.ID_NAME})\]:")
_LINK = re.compile(
    r" {0,3}\[(?P<name>[^\n\]]+)\]:[ \t]*(?:<(?P<pointed>[^>\n]*)>|(?P<url>[^\s<][^\n]*?))"
    r"(?:(?:[ \t]*\n|[ \t]+)[ \t]*(?P<mark>[\"'])(?P<title>.+?)(?P=mark))?[ \t]*$",
    re.MULTILINE,
)
_ABBREVIATION = re.compile(r" {0,3}\*\[.+?\]:")
_HTML = re.compile(rf" {{0,3}}<(?:{tree.NAME}|!--)")
_BLOCK_LIST = re.compile(r" {0,3}\{:")
_YEAR = re.compile(r" {0,3}\d{3,}\.")
_FIRST = re.compile(r" {0,3}(?:[+*-]|0*1\.)[ \t]")
# A definition of these is no text, but an attribute list may follow it.
_SILENT = {"link", "note", "abbreviation"}


class Blocks:
    """Reads blocks into a document."""

    def __init__(self, *, gfm: bool, raw_tex: bool) -> None:
        self.document = Document()
        self._gfm = gfm
        self._raw_tex = raw_tex
        self._depth = 0
        self._waiting: list[str] = []  # attribute lists for the block that comes next

    def read(self, text: str, into: Node) -> None:
        """Read the blocks of `text`."""
        waiting, self._waiting = self._waiting, []
        self._depth += 1
        source = Source(text if text.endswith("\n") else text + "\n")
        fences = Fences(source.text)
        while not source.ended():
            if self._depth > _DEEPEST:
                self._paragraph(source, into)
            else:
                self._block(source, into, fences)
        self._depth -= 1
        self._waiting = waiting

    def add(self, node: Node, into: Node) -> Node:
        """Add a block, which takes the attribute lists that stood before it."""
        node.lists += self._waiting
        self._waiting = []
        into.children.append(node)
        return node

    def _block(self, source: Source, into: Node, fences: Fences) -> None:
        if source.is_at_blank():
            self._blank(source, into)
        elif source.see(_CODE):
            self._indented_code(source, into)
        elif source.see(_FENCE_START if self._gfm else _TILDES) and self._fenced_code(
            source, into, fences
        ):
            pass
        elif source.see(_QUOTE):
            self._quotation(source, into)
        elif self._heading(source, into):
            pass
        elif source.see(_RULE):
            source.take()
            self.add(Node("rule"), into)
        elif source.see(tree.ITEM) and not source.see(_YEAR):
            lists.read_list(self, source, into)
        else:
            self._other(source, into)

    def _other(self, source: Source, into: Node) -> None:
        readers: tuple[tuple[re.Pattern[str], Callable[[Source, Node], bool]], ...] = (
            (lists.DEFINITION, lambda s, i: lists.read_definitions(self, s, i)),
            (_HTML, lambda s, i: html.read_html(self, s, i)),
            (_UNDERLINED, self._underlined),
            (tables.ROW, lambda s, i: tables.read_table(self, s, i)),
            (_NOTE, self._note),
            (_LINK, self._link),
            (_ABBREVIATION, self._abbreviation),
            (_BLOCK_LIST, self._list_or_extension),
            (tree.END_OF_BLOCK, self._end_of_block),
        )
        if self._raw_tex and extensions.read_tex(self, source, into):
            return
        if not any(source.see(pattern) and read(source, into) for pattern, read in readers):
            self._paragraph(source, into)

    def _blank(self, source: Source, into: Node) -> None:
        start = source.at
        while not source.ended() and source.is_at_blank():
            source.take()
        text = source.text[start : source.at]
        if into.children and into.children[-1].kind == "blank":
            into.children[-1].text += text
        else:
            self.add(Node("blank", text), into)

    def _indented_code(self, source: Source, into: Node) -> None:
        text = _indented(source)
        text = re.sub(r"\n( {0,3}\S)", r" \1", text)
        self.add(Node("code", tree.INDENT.sub("", text)), into)

    def _fenced_code(self, source: Source, into: Node, fences: Fences) -> bool:
        fence = source.see(_FENCE)
        end = fences.end(fence) if fence else None
        if not fence or not end:
            return False
        start = min(fence.end() + 1, len(source.text))
        language = (fence["language"] or "").partition("?")[0]
        self.add(Node("code", source.text[start : end.start()], detail=language), into)
        source.at = end.end() + 1
        return True

    def _quotation(self, source: Source, into: Node) -> None:
        start = source.at
        source.take()
        while not tree.ends_lazy(source):
            source.take()
        node = self.add(Node("quote"), into)
        self.read(_QUOTES.sub("", source.text[start : source.at]), node)

    def _heading(self, source: Source, into: Node) -> bool:
        found = source.see(_HEADING if self._gfm else _PLAIN_HEADING)
        if not found or not (self._gfm or _parted(into) or self._waiting):
            return False
        text, name = _without_name(found["text"])
        text = (_CLOSING_MARKS if self._gfm else _PLAIN_CLOSING_MARKS).sub("", text).rstrip()
        return self._add_heading(source, into, text, name, len(found["level"]), found.end())

    def _underlined(self, source: Source, into: Node) -> bool:
        if not _parted(into) and not self._waiting:
            return False
        found = source.see(_UNDERLINED)
        assert found
        text, name = _without_name(found["text"])
        level = 1 if found["level"] == "=" else 2
        return self._add_heading(source, into, text, name, level, found.end())

    def _add_heading(
        self, source: Source, into: Node, text: str, name: str, level: int, end: int
    ) -> bool:
        if text:
            node = self.add(Node("heading", text, level=level), into)
            node.lists += [f"{{:#{name}}}"] if name else []
            source.at = end + 1
        return bool(text)

    def _note(self, source: Source, into: Node) -> bool:
        found = source.see(_NOTE)
        assert found
        source.at = found.end()
        text = source.take() + "\n" + _indented(source)
        node = Node("note")
        self.read(tree.INDENT.sub("", text.lstrip(" \t")), node)
        self.document.notes[found["name"]] = node
        self.add(Node("eob", detail="note"), into)
        return True

    def _link(self, source: Source, into: Node) -> bool:
        found = source.see(_LINK)
        assert found
        if re.search(r"[ \t]+[\"']", found["url"] or ""):
            return False
        url = found["pointed"] if found["url"] is None else found["url"]
        source.at = found.end() + 1
        node = Node("eob", url, detail="link", title=found["title"] or "")
        self.document.links[found["name"]] = self.add(node, into)
        return True

    def _abbreviation(self, source: Source, into: Node) -> bool:
        source.take()
        self.add(Node("eob", detail="abbreviation"), into)
        return True

    def _end_of_block(self, source: Source, into: Node) -> bool:
        source.take()
        self.add(Node("eob"), into)
        return True

    def _list_or_extension(self, source: Source, into: Node) -> bool:
        if found := source.see(tree.DEFINITION_LINE):
            self.document.definitions.append(found["list"])
            source.at = found.end() + 1
            self.add(Node("eob", detail="definition"), into)
            return True
        if source.see(extensions.EXTENSION):
            return extensions.read_extension(self, source, into)
        if not (found := source.see(tree.LIST_LINE)):
            return False
        source.at = found.end() + 1
        last = into.children[-1] if into.children else None
        if last and last.kind != "blank" and (last.kind != "eob" or last.detail in _SILENT):
            last.lists.append(found["list"])
            if source.ended() or not source.see(tree.LIST_LINE):
                self.add(Node("eob", detail="list"), into)
        else:
            self._waiting.append(found["list"])
        return True

    def _paragraph(self, source: Source, into: Node) -> None:
        start = source.at
        source.take()
        while not self._ends_paragraph(source):
            source.take()
        text = source.text[start : source.at].rstrip()
        last = into.children[-1] if into.children else None
        if last and last.kind == "p":
            ended = source.text[max(start - 3, 0) : start] == "  \n"
            last.text += ("  \n" if ended else "\n") + text
        else:
            self.add(Node("p", text.lstrip()), into)

    def _ends_paragraph(self, source: Source) -> bool:
        """Tell whether the next line is none of the paragraph's.

        A line that begins with a number is one, unless the number is 1: rather a wrapped date
        than a list.
        """
        if tree.ends_lazy(source):
            return True
        if self._depth > _DEEPEST:
            return False
        if not self._gfm:
            return bool(source.see(lists.DEFINITION))
        ends = (_HEADING, lists.DEFINITION, _QUOTE, _FENCE_START, _FIRST)
        return any(source.see(pattern) for pattern in ends)


def _without_name(text: str) -> tuple[str, str]:
    """Return a heading's text, and the identifier that it ends with, as in `{#name}`."""
    text = text.rstrip()
    named = _HEADING_ID.search(text)
    return (text[: named.start()].rstrip(), named[1]) if named else (text, "")


def _parted(into: Node) -> bool:
    """Tell whether nothing stands right above the next line."""
    last = into.children[-1] if into.children else None
    return not last or last.kind == "blank" or (last.kind == "eob" and not last.detail)


def _indented(source: Source) -> str:
    """Read the lines that are indented as code is, with the blank lines between them.

    A line below them that is not indented is theirs, as in a paragraph.
    """
    start = source.at
    while not source.ended():
        mark = source.at
        while not source.ended() and tree.is_blank(source.line):
            source.take()
        if not source.see(_CODE):
            source.at = mark
            break
        while source.see(_CODE) and not tree.is_blank(source.line):
            source.take()
        while not tree.ends_lazy(source):
            source.take()
    return source.text[start : source.at]
