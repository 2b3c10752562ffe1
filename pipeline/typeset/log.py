"""What TeX's log says, in the words of the person who wrote the letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ERROR = re.compile(r"^(?:\./)?letter\.tex:(?P<line>\d+): (?P<message>.*)$", re.MULTILINE)
# What stops TeX before its first line: errors of Lua, of the engine, and of the fonts' loader.
_EARLY = (
    re.compile(
        r"^.*?(?P<file>[\w.-]+\.\w+|\[\\directlua\]|\[string .*?\]):\d+: *(?P<words>\S.*)$",
        re.MULTILINE,
    ),
    re.compile(
        r"^\(?(?P<words>I can't find the format file .*|Fatal format file error[^)\n]*)",
        re.MULTILINE,
    ),
    re.compile(
        r"^(?:luaotfload \| )?(?P<words>.*(?:[Ii]mpossible|quiting|quitting).*)$", re.MULTILINE
    ),
)
_BARE_ERROR = re.compile(r"^! (?P<message>.*)$", re.MULTILINE)
_CONTEXT = re.compile(r"^l\.(?P<line>\d+) ?(?P<before>.*)$", re.MULTILINE)
_OVERFULL = re.compile(
    r"^Overfull line: (?P<width>[\d.]+)pt, from (?P<number>-?\d+): (?P<words>.*)$", re.MULTILINE
)
# The template writes it at the end of the letter.
_EXTENT = re.compile(
    r"^Fit: air (?P<air>\S+) beside (?P<beside>\S+) signed (?P<signed>\d) lines (?P<lines>\d+)"
    r" gaps (?P<gaps>\d+) height (?P<height>\S+)"
    r" last (?P<last>\S+)"
    r" counts (?P<counts>[\d,]+)$",
    re.MULTILINE,
)
_PAGES = re.compile(r"^Pages: (\d+)$", re.MULTILINE)
_UNFIT = re.compile(r"^Does not fit: (?P<part>.*)$", re.MULTILINE)
# The template writes it where a line is wider than the window.
_WIDE_ADDRESS = re.compile(r"^Address line too wide: (?P<line>.*)$", re.MULTILINE)

# So does it where the font that was asked for does not have the letter's script.
_NO_SCRIPT = re.compile(r"^The font lacks the script of the letter$", re.MULTILINE)

_BRACES = "Count the braces: each `{` needs its `}`."
_NO_TEXT = "Write a backslash before the sign if it is text."
# TeX's words for the slips that people make, what they mean, and what to do.
_IN_PLAIN_WORDS = {
    "Undefined control sequence": (
        "TeX does not know the command `{command}`",
        "Correct its name, or write two backslashes if it is text.",
    ),
    "Missing $ inserted": ("a sign of mathematics stands outside of mathematics", _NO_TEXT),
    "Misplaced alignment tab character": ("`&` stands outside of a table", _NO_TEXT),
    "You can't use `macro parameter": ("`#` stands where TeX wants a number behind it", _NO_TEXT),
    "Illegal parameter number": ("`#` stands where TeX wants a number behind it", _NO_TEXT),
    "Too many }'s": ("a `}}` closes nothing", _BRACES),
    "Extra }": ("a `}}` closes nothing", _BRACES),
    "Missing } inserted": ("a `{{` is never closed", _BRACES),
    "File ended while scanning": ("a `{{` is never closed", _BRACES),
    "Paragraph ended before": ("a `{{` is not closed where its paragraph ends", _BRACES),
    "Missing number": ("TeX wants a number here", "Write one, such as `2`."),
    "Illegal unit of measure": ("TeX wants a unit behind the number", "Write one, such as `mm`."),
    "Dimension too large": (
        "something is larger than TeX can reckon with",
        "Look for a huge size.",
    ),
    "TeX capacity exceeded": (
        "TeX has no room left",
        "Look for a command that calls itself, or for a very large table.",
    ),
}
_ENVIRONMENT = re.compile(r"LaTeX Error: Environment (\S+) undefined")
_MISMATCH = re.compile(r"LaTeX Error: (\\begin\{.+?\}).* ended by (\\end\{.+?\})")


@dataclass(frozen=True)
class Failure:
    """Why TeX stopped: plain words, what to do, and the line of `letter.tex`."""

    message: str
    hint: str
    line: int | None
    command: str = ""
    """The command that TeX stumbled over, as it was typed, if it says so."""


@dataclass(frozen=True)
class Overfull:
    """A line that sticks out into the margin."""

    width: float
    """By how much, in points."""
    number: int
    """The number of the place that its end came from, as `\\from` has it; -1 if there is none."""
    words: str


@dataclass(frozen=True)
class Extent:
    """How long a letter is, as the template writes it down."""

    pages: int
    height: float
    """Of all that is on its pages, one below the other; in points, as below."""
    last: float
    """Of what is on the last page."""
    lines: int
    counts: Sequence[int]
    """About how many lines its paragraphs would have on each step of the scale."""
    air: float
    """The white above the text, in lines of the usual."""
    gaps: int
    """Between paragraphs."""
    beside: float
    """The height of what would stand beside the recipient on a tighter page."""
    is_signed: bool


def extent(log: str) -> Extent:
    """Return how long the letter is whose log is `log`; a page where the log does not say so."""
    found, pages = _EXTENT.search(log), _PAGES.search(log)
    if not found or not pages:
        return Extent(1, 0.0, 0.0, 0, (), 0.0, 0, 0.0, False)
    return Extent(
        int(pages[1]),
        float(found["height"]),
        float(found["last"]),
        int(found["lines"]),
        tuple(map(int, found["counts"].split(","))),
        float(found["air"]),
        int(found["gaps"]),
        float(found["beside"]),
        found["signed"] == "1",
    )


def unfit(log: str) -> str:
    """Return what has no room where it must stand, in the template's words, or ''."""
    found = _UNFIT.search(log)
    return found["part"] if found else ""


def began(log: str) -> bool:
    """Tell whether TeX came to the beginning of the document, where it reads its auxiliary file."""
    return "letter.aux" in log


def early_failure(log: str) -> str:
    """Return why TeX stopped before the document, in its own words, as `log` has them."""
    log = _unwrapped(log)
    for pattern in (_ERROR, _BARE_ERROR, *_EARLY):
        if found := pattern.search(log):
            groups = found.groupdict()
            words = " ".join((groups.get("message") or groups["words"]).split()).rstrip('."')
            file = groups.get("file") or "["
            return words if file.startswith("[") else f"{words} ({file})"
    said = [line for line in log.splitlines() if line.strip()]
    return said[-1].strip() if said else "it stopped without a word"


def failure(log: str) -> Failure:
    """Return the first error in `log`, in plain words; without any where it has none."""
    log = _unwrapped(log)
    match = _ERROR.search(log) or _BARE_ERROR.search(log)
    if match is None:
        return Failure("", "", None)
    said = match["message"].rstrip(".")
    context = _CONTEXT.search(log, match.end())
    named = match.groupdict().get("line") or (context and context["line"])
    line = int(named) if named else None
    if unknown := _ENVIRONMENT.search(said):
        return Failure(
            f"TeX does not know the environment `{unknown[1]}`", "Correct its name.", line
        )
    if mismatch := _MISMATCH.search(said):
        hint = "Close what was opened last first."
        return Failure(f"`{mismatch[1]}` is closed by `{mismatch[2]}`", hint, line)
    # In an argument, TeX shows the place in it first, and then the line that the argument is in.
    shown_lines = log[match.end() : context.end()].split("\n") if context else []
    ends = (re.search(r"\\(?:[A-Za-z@]+|.)\s*$", text) for text in shown_lines)
    command = next(filter(None, ends), None)
    for words, (message, hint) in _IN_PLAIN_WORDS.items():
        if said.startswith(words):
            typed = command.group().strip() if command else ""
            return Failure(message.format(command=typed or "?"), hint, line, typed)
    return Failure(said, "", line)


def overfull(log: str) -> list[Overfull]:
    """Return the lines that stick out, as the template has written them into `log`."""
    found = {
        Overfull(float(m["width"]), max(int(m["number"]), -1), m["words"].strip())
        for m in _OVERFULL.finditer(log)
    }
    return sorted(found, key=lambda line: (line.number, line.words))


def told(log: str) -> str:
    """Return those lines of `log` that are told of a page that came out right."""
    found = (*_OVERFULL.finditer(log), *_NO_SCRIPT.finditer(log))
    return "".join(f"{match.group()}\n" for match in found)


def wide_address(log: str) -> str | None:
    """Return the line of the address that is wider than its window, without TeX's escapes."""
    found = _WIDE_ADDRESS.search(log)
    return found and re.sub(r"\\([&%$#_{}])", r"\1", found["line"]).strip()


def lacks_script(log: str) -> bool:
    """Tell whether the letter's font did not have its script, and another stood in for it."""
    return bool(_NO_SCRIPT.search(log))


def missing_characters(log: str) -> list[str]:
    """Return the characters for which no font had a glyph."""
    codes = re.findall(r"Missing character: There is no .*?\(U\+([0-9A-F]+)\)", log)
    return list(dict.fromkeys(chr(int(code, 16)) for code in codes))


def missing_font(log: str) -> str | None:
    """Return the name of the font that was not found, if that is what stopped TeX."""
    found = re.search(r'The font (?:"([^"]+)"|(\S+)) cannot be found', _unwrapped(log))
    return found and (found[1] or found[2])


def missing_file(log: str) -> str | None:
    """Return the name of the file that was not found, if that is what stopped TeX."""
    found = re.search(r"File [`'](.+?)' not found", _unwrapped(log))
    return found and found[1]


def _unwrapped(log: str) -> str:
    """Return `log` with a package's message, which newer releases break into lines, in one line."""
    return re.sub(r" *\n\([\w-]+\) +", " ", log)
