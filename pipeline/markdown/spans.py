"""What stands in a line, written so that Pandoc reads what kramdown would have read.

Pandoc finds the texts of links by itself. All else is settled here: HTML and attribute lists
become raw text of Pandoc's, emphasis gets marks that can be read in one way only, quotation marks
and dashes become the right ones, and every other sign that means something to one of the two is
escaped.
"""

from __future__ import annotations

import html
import re

from filters.markup.tree import VOID
from pipeline.markdown import quotes, signs, tree
from pipeline.markdown.context import Context
from pipeline.markdown.emphasis import JOINT, Level, Levels, Sign
from pipeline.markdown.escapes import code, escape, markup, plain, raw, target
from pipeline.markdown.links import LINK_NAME, Bracket, Link, Targets, Written, normal

_RAW_TAGS = frozenset(
    ["script", "style", "math", "option", "textarea", "pre", "code", "kbd", "samp", "var"]
)
_LONGEST_NAME = 1000
_A_BLANK = 4  # marks that follow each other are no emphasis, but a line to write on
# What would begin a block where it begins a line.
_BLOCK = re.compile(
    r"(?P<lead>\d+)(?P<dot>[.)])|(?=[#>|:=+-])|(?=[*_](?:[ \t]|$|[*_ \t]+$))|(?=~~~|\[[^\]\n]*\]:)",
    re.MULTILINE,
)


def write(text: str, context: Context) -> str:
    """Return the Markdown for Pandoc of a text without blocks."""
    # What stood before its first words may be gone, and left spaces, which would begin code.
    written = _Writer(text, context).write().lstrip(" \t")
    return "\n".join(
        _BLOCK.sub(_guard, line, count=1) if _BLOCK.match(line) else line
        for line in written.split("\n")
    )


def _guard(found: re.Match[str]) -> str:
    return f"{found['lead']}\\{found['dot']}" if found["lead"] else "\\"


class _Writer:
    """Writes one text."""

    def __init__(self, text: str, context: Context) -> None:
        self._text = text
        self._context = context
        self._out: list[str] = []
        self._at = 0
        self._open_tags: list[str] = []
        self._opaque = ""  # the element in which nothing but tags is read
        self._brackets: list[Bracket] = []
        self._no_comment_ends = False
        self._no_strikes = False
        self._strikes: set[int] = set()
        self._hopeless = len(text) + 1  # code spans of so many marks do not end any more
        self._targets = Targets(text)
        self._levels = Levels()
        self._texts: list[Level] = []  # of the brackets that are open

    def _put(self, text: str) -> None:
        if text:
            self._out.append(text)

    def _beside(self, found: re.Match[str]) -> tuple[str, str]:
        """Return the letters before and behind what was found, '' at an end of the text."""
        start, end = found.span()
        return self._text[max(start - 1, 0) : start], self._text[end : end + 1]

    def _last(self) -> str:
        """Return the sign that was written last."""
        return self._out[-1][-1] if self._out else ""

    def _raw(self, text: str) -> None:
        """Write raw HTML."""
        self._put_code(raw(text, "html"))

    def _put_code(self, text: str) -> None:
        """Write code, or what is written as code; behind another it needs a sign between them."""
        self._put((JOINT if text and self._last() == "`" else "") + text)

    def write(self) -> str:
        while found := signs.SPECIAL.search(self._text, self._at):
            between = self._text[self._at : found.start()]
            self._put(escape(between) if self._opaque else between)
            start, self._at = self._at, found.end()
            kind = next(k for k in signs.KINDS if found[k] is not None)
            if self._opaque and kind not in ("tag", "entity"):
                self._put(plain(found.group()))
            elif kind == "quote":
                self._quote(found.start(), start)
            else:
                getattr(self, f"_{kind}")(found)
        rest = self._text[self._at :]
        self._put(escape(rest) if self._opaque else rest)
        for bracket in self._brackets:
            self._out[bracket.index] = escape(self._out[bracket.index])
        for level in reversed(self._texts):
            self._levels.dissolve(level)
        for piece, marks in self._levels.written():
            self._out[piece] = marks
        return "".join(self._out)

    def _break(self, found: re.Match[str]) -> None:
        self._put("\\\n")

    def _newline(self, found: re.Match[str]) -> None:
        self._put("\\\n" if self._context.hard_wrap else "\n")

    def _angles(self, found: re.Match[str]) -> None:
        self._put(signs.SYMBOLS[found.group()])

    _dots = _angles

    def _escape(self, found: re.Match[str]) -> None:
        tex = signs.TEX.match(self._text, found.start()) if self._context.raw_tex else None
        if tex:
            self._put(raw(tex.group(), "tex"))
            self._at = tex.end()
        else:
            self._put(found.group())

    def _backslash(self, found: re.Match[str]) -> None:
        tex = signs.TEX.match(self._text, found.start()) if self._context.raw_tex else None
        self._put(raw(tex.group(), "tex") if tex else "\\\\")
        self._at = tex.end() if tex else self._at

    def _ticks(self, found: re.Match[str]) -> None:
        marks = found.group()
        before, after = self._beside(found)
        alone = marks == "`" and (not before or before.isspace()) and after.isspace()
        end = -1
        if not alone and len(marks) < self._hopeless:
            end = self._text.find(marks, found.end())
            if end < 0:
                self._hopeless = len(marks)
        if end < 0:
            self._put(escape(marks))
            return
        inside = self._text[found.end() : end]
        if len(marks) > 1:
            inside = inside.removeprefix(" ").removesuffix(" ")
        self._put_code(code(inside) if inside.strip() else "")
        self._at = end + len(marks)

    def _comment(self, found: re.Match[str]) -> None:
        end = -1 if self._no_comment_ends else self._text.find("-->", found.end())
        if end >= 0:
            self._at = end + 3
        else:
            self._no_comment_ends = True
            self._put(escape(found.group()))

    def _auto(self, found: re.Match[str]) -> None:
        if signs.SIMPLE_ADDRESS.fullmatch(found.group()):
            self._put(found.group())
            return
        address = html.unescape(found.group()[1:-1])
        url = address if found["scheme"] else f"mailto:{address}"
        self._put(f"[{escape(address.removeprefix('mailto:'))}]({target(url, '')})")

    def _tag(self, found: re.Match[str]) -> None:
        markup = found.group()
        name = re.split(r"[\s/>]", markup.lstrip("</"), maxsplit=1)[0].lower()
        is_end, is_empty = markup.startswith("</"), markup.endswith("/>")
        # An element holds all up to its own end tag: others in it are text, as are stray ones.
        is_stray = is_end and self._open_tags[-1:] != [name]
        if is_stray or name in tree.BLOCK_TAGS:
            self._put(escape(markup))
            return
        self._raw(markup)
        if is_end:
            self._levels.end(name)
            self._open_tags.pop()
        elif not is_empty and name not in VOID:
            self._levels.begin(name)
            self._open_tags.append(name)
        if name in _RAW_TAGS and name == (self._opaque or name):
            self._opaque = "" if is_end or is_empty else name

    def _note(self, found: re.Match[str]) -> None:
        """Refer to a footnote: its text stands at the first mark, the others repeat its number."""
        name, seen = found["name"], self._context.seen
        if name not in self._context.notes:
            self._put(escape(found.group()))
        elif name in seen:
            self._raw(f"<?kramdown-note again {seen[name]}?>")
        else:
            seen[name] = len(seen) + 1
            self._put(found.group())
            if name in self._context.repeated:
                self._raw(f"<?kramdown-note keep {seen[name]}?>")

    def _open(self, found: re.Match[str]) -> None:
        self._put(found.group())
        self._brackets.append(Bracket(len(self._out) - 1, found.end(), found.group() == "!["))
        self._texts.append(self._levels.begin("["))

    def _close(self, found: re.Match[str]) -> None:
        """Close the last bracket: a link if it leads anywhere, or else text."""
        if not self._brackets:
            self._put(r"\]")
            return
        bracket, level = self._brackets.pop(), self._texts.pop()
        leads = self._destination(self._text[bracket.start : found.start()], found.end())
        around = self._brackets[-1].links if self._brackets else []
        if not leads:
            self._out[bracket.index] = escape(self._out[bracket.index])
            around += bracket.links
            self._levels.dissolve(level)
            self._put(r"\]")
            return
        self._levels.end("[")
        link, self._at = leads
        self._put("](" + target(link.url, link.title) + ")")
        written = Written(bracket.index, len(self._out) - 1, self._text[found.start() : self._at])
        if bracket.is_image:
            around += bracket.links
        else:  # there are no links in links
            for inner in bracket.links:
                self._out[inner.first] = escape(self._out[inner.first])
                self._out[inner.last] = escape(inner.text)
            around.append(written)
        if link.lists:
            self._raw(f"<?kramdown {link.lists}?>")

    def _destination(self, words: str, start: int) -> tuple[Link, int] | None:
        """Return where the link leads whose text ends before `start`, and where its end is."""
        named = LINK_NAME.match(self._text, start)
        if named or not self._text.startswith("(", start):
            name = (named[1] if named else "") or signs.ESCAPED.sub(r"\1", words[:_LONGEST_NAME])
            link = self._context.links.get(normal(name))
            return (link, named.end() if named else start) if link else None
        found = self._targets.find(start)
        return (Link(found[0], found[1]), found[2]) if found else None

    def _extension(self, found: re.Match[str]) -> None:
        kind, body, end = found["kind"], "", found.end()
        if not found["closed"]:
            stop = re.compile(rf"\{{:/(?:{kind})?\}}").search(self._text, end)
            if not stop:
                self._put(r"\{")
                self._at = found.start() + 1
                return
            body, end = self._text[end : stop.start()], stop.end()
        if kind not in ("comment", "nomarkdown", "options"):
            self._put(r"\{")
            self._at = found.start() + 1
            return
        self._at = end
        if kind == "nomarkdown" and "html" in (found["options"] or "html"):
            self._put(markup(body))
        elif kind != "comment":
            self._context.on_ignored(found.group())

    def _list(self, found: re.Match[str]) -> None:
        if self._last() and self._last() in ")]*_~`>}”’…–—":
            self._raw(f"<?kramdown {found.group()}?>")
        else:
            self._put(r"\{")
            self._at = found.start() + 1

    def _entity(self, found: re.Match[str]) -> None:
        character = html.unescape(found.group())
        if character == found.group():
            self._put(escape("&") + found.group()[1:])
        else:
            blank = character.isspace() and character != "\xa0"
            self._put(found.group() if blank else escape(character))

    def _quote(self, at: int, start: int) -> None:
        written, self._at = quotes.write(self._text, at, start, self._context.smart_quotes)
        self._put(written)

    def _strike(self, found: re.Match[str]) -> None:
        after = self._beside(found)[1]
        struck = None
        if not self._no_strikes and after and after not in " \t\n~":
            struck = signs.STRUCK.match(self._text, found.start())
            self._no_strikes = not struck
        if found.start() in self._strikes:
            self._levels.end("~~")
            self._put("~~")
        elif struck:
            self._strikes.add(struck.end() - 2)
            self._levels.begin("~~")
            self._put("~~")
        else:
            self._put(r"\~\~")

    def _emphasis(self, found: re.Match[str]) -> None:
        marks = found.group()
        free = [not side or side.isspace() for side in self._beside(found)]
        if all(free) or (any(free) and len(marks) >= _A_BLANK and marks == marks[0] * len(marks)):
            self._put(escape(marks))  # to fill in; kramdown makes emphasis of some of it
            return
        self._put(found.group())
        piece, text = len(self._out) - 1, self._text
        for at in range(found.start(), found.end()):
            before, after = text[max(at - 2, 0) : at], text[at + 1 : at + 4]
            self._levels.add(Sign(piece, text[at], at, before, after))

    def _sign(self, found: re.Match[str]) -> None:
        self._put("\\" + found.group())
