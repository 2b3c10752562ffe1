"""The LaTeX of a letter holds no command that a letter of Markdown does not come to."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import panflute as pf
import pytest

from filters.markup import inner
from pipeline.writers import latex, pandoc
from tests.conftest import LETTER, Command, MakeSite

BODY = "\\directlua{x}\n\\begin{document}\nFirst line\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"\directlua{os.exit()}", r"\directlua"),
        (r"a \textbf{b \input{x}}", r"\input"),
        (r"\begin{verbatim}", r"\begin"),
        (r"\begin {itemize}", r"\begin"),
        (r"\end{}", r"\end"),
        (r"\csname directlua\endcsname", r"\csname"),
        (r"^^5cdirectlua", "^^"),
        (r"\\\directlua", r"\directlua"),
        (r"\def\item{}", r"\def"),
        (r"\def\LTcaptype{x}", r"\def"),
        (r"\catcode`\%=12", r"\catcode"),
        ("\\^^5cdirectlua", "\\^"),
    ],
)
def test_a_foreign_command_is_found_with_its_line(text: str, found: str) -> None:
    if found == "\\^":  # a hat behind a backslash is an accent, and the next one begins nothing
        assert latex.foreign(f"{BODY}{text}\n\\end{{document}}") is None
        return
    assert latex.foreign(f"{BODY}{text}\n\\end{{document}}") == (found, 4)


@pytest.mark.parametrize(
    "text",
    [
        r"100\% \& \# \_ \{ \} \\ \textbackslash directlua",
        r"{\def\LTcaptype{none} \begin{longtable}[]{@{}ll@{}} \end{longtable}}",
        r"\begin{enumerate}\def\labelenumi{\arabic{enumi}.}\setcounter{enumi}{2}\item\end{enumerate}",
        r"\href{https://x.example/a\%20b}{\nolinkurl{x}}",
    ],
)
def test_what_a_letter_comes_to_is_left_alone(text: str) -> None:
    assert latex.foreign(f"{BODY}{text}\n\\end{{document}}") is None


# What Pandoc's LaTeX writer has a meaning for, and what the filters tell each other.
ATTRIBUTES = (
    *("from", "page", "width", "height", "lang", "dir", "align", "style", "latex-table-align"),
    *("entry-spacing", "startFrom", "data-type", "label", "caption", "short-caption", "number"),
    *("custom-style", "alt", "options", "env", "wrap", "class", "id", "role", "xml:lang", "key"),
    *(inner.SOURCE, inner.NOTE, inner.NOTE_AGAIN, inner.SMALL, inner.ALIGN),
)
CLASSES = (
    *("csl-bib-body", "csl-entry", "csl-indent", "columns", "column", "slide", "block", "mark"),
    *("numberLines", "lineAnchors", "smallcaps", "ul", "underline", "math", "inline", "display"),
    *("unnumbered", "uri", "email", "kramdown", "kramdown-table", "multi", "notes", "section"),
)
PLACES = (
    "Words.\n{{: {} }}",
    "A [span]{{: {} }} here.",
    "`code`{{: {} }} here.",
    "    code\n{{: {} }}",
    "## Heading\n{{: {} }}",
    "- item\n{{: {} }}",
    "> quotation\n{{: {} }}",
    "| a | b |\n| c | d |\n{{: {} }}",
    "[link](https://x.example){{: {} }}",
    "Word[^1]{{: {} }}\n\n[^1]: note\n{{: {} }}",
)
EVIL = r"0}\INJECTED{\directlua{x}"


@pytest.mark.parametrize("place", PLACES)
def test_no_attribute_reaches_tex(place: str, make_site: MakeSite, coverpress: Command) -> None:
    """All at once, and each with two classes: what Pandoc prints, it prints for each."""
    given = [f'{name}="{EVIL}"' for name in ATTRIBUTES]
    lists = [
        *(f".{name} {' '.join(given)}" for name in CLASSES),
        *(f"#{EVIL.replace(' ', '')} .{name}" for name in CLASSES),
    ]
    text = "\n\n".join(place.replace("{}", "{0}").format(one) for one in lists)
    site = make_site({"one.md": LETTER.replace("this is", f"this is\n\n{text}\n\n")})
    shown = coverpress("show", "--site", site, "--stage", "tex", site / "one.md")
    assert shown.code == 0, shown.err
    assert r"\INJECTED" not in shown.out
    assert latex.foreign(shown.out) is None


def test_all_names_are_tried() -> None:
    assert len(set(ATTRIBUTES)) == len(ATTRIBUTES)
    assert len(list(itertools.product(ATTRIBUTES, CLASSES))) > 500


NOTHING: list[Any] = ["", [], []]


def node(kind: str, *content: Any) -> dict[str, Any]:
    """Return an element of Pandoc's JSON."""
    if not content:
        return {"t": kind}
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def inlines() -> list[dict[str, Any]]:
    """Return one of each inline element that a letter comes to."""
    word = node("Str", "a")
    marked = ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline")
    return [
        *(node(kind, [word]) for kind in marked),
        *(node("Quoted", node(sign), [word]) for sign in ("SingleQuote", "DoubleQuote")),
        node("Span", ["id", [], []], [word]),
        node("Link", NOTHING, [word], ["#id", ""]),
        node("Link", ["", ["uri"], []], [node("Str", "http://x.y")], ["http://x.y", ""]),
        node("Link", ["", ["email"], []], [node("Str", "a@b.c")], ["mailto:a@b.c", ""]),
        *(
            node("Image", ["i", [], sizes], [word], ["image1.png", ""])
            for sizes in (
                [],
                [["width", "50%"], ["height", "3cm"]],
                [["width", "2cm"]],
                [["height", "2cm"]],
                [["width", "30%"]],
                [["height", "30%"]],
                [["width", "100px"]],
            )
        ),
        node("Code", NOTHING, r"a \ { } ' ` -- _"),
        node("LineBreak"),
        node("SoftBreak"),
        node("Note", [node("Para", [word])]),
    ]


def tables() -> Iterator[dict[str, Any]]:
    """Yield tables of each kind of column, with cells that hold blocks or go over others."""
    for width in (node("ColWidthDefault"), node("ColWidth", 0.4)):
        for side in ("AlignLeft", "AlignRight", "AlignCenter", "AlignDefault"):

            def cell(
                rows: int, columns: int, *blocks: dict[str, Any], side: str = side
            ) -> list[Any]:
                return [NOTHING, node(side), rows, columns, list(blocks)]

            plain, item = node("Plain", inlines()), node("BulletList", [[node("Plain", inlines())]])
            rows = [
                [NOTHING, [cell(1, 2, plain)]],
                [NOTHING, [cell(2, 1, plain), cell(1, 1, item)]],
                [NOTHING, [cell(1, 1, node("Para", inlines()), node("Para", inlines()))]],
            ]
            head = [[NOTHING, [cell(1, 1, plain), cell(1, 1, plain)]]]
            yield node(
                "Table",
                ["id", [], []],
                [None, []],
                [[node(side), width]] * 2,
                [NOTHING, head],
                [[NOTHING, 0, [], rows]],
                [NOTHING, head],
            )


def blocks() -> Iterator[dict[str, Any]]:
    """Yield one of each block that a letter comes to."""
    plain, paragraph = node("Plain", inlines()), node("Para", inlines())
    bracket = node("Plain", [node("Str", "[x]")])
    yield from (plain, paragraph, node("Para", [node("LineBreak"), node("Str", "a")]))
    yield from (node("BlockQuote", [paragraph]), node("HorizontalRule"))
    yield node("LineBlock", [inlines(), []])
    yield node("Div", ["id", [], []], [paragraph])
    yield node("CodeBlock", NOTHING, "a\n\\end{verbatim}")
    for level in range(1, 8):
        yield node("Header", level, ["h", ["unnumbered"], []], inlines())
    boxes = [[node("Plain", [node("Str", box), node("Space"), node("Str", "a")])] for box in "☐☒"]
    heading = [node("Header", 1, NOTHING, inlines())]
    yield node("BulletList", [[plain], [paragraph, paragraph], [bracket], heading, *boxes])
    for style in (
        "DefaultStyle",
        "Decimal",
        "LowerRoman",
        "UpperRoman",
        "LowerAlpha",
        "UpperAlpha",
    ):
        for sign in ("DefaultDelim", "Period", "OneParen", "TwoParens"):
            inner = [plain]
            for start in (5, 4, 3, 1):
                inner = [bracket, node("OrderedList", [start, node(style), node(sign)], [inner])]
            yield inner[1]
    definitions = [[paragraph], [node("CodeBlock", NOTHING, "a")], [node("BulletList", [[plain]])]]
    yield node("DefinitionList", [[inlines(), definitions], [[node("Str", "[x]")], [heading]]])
    yield node("Figure", NOTHING, [None, []], [node("Plain", [inlines()[12]])])
    yield from tables()


def characters() -> Iterator[dict[str, Any]]:
    """Yield every character as a word, and as code."""
    for first in (*range(0x20, 0x3000, 0x80), *range(0xFB00, 0x10000, 0x80), 0x1F600, 0xE0100):
        signs = [chr(sign) for sign in range(first, first + 0x80) if not 0xD800 <= sign < 0xE000]
        yield node("Para", [word for sign in signs for word in (node("Str", sign), node("Space"))])
        yield node("Para", [node("Code", NOTHING, " ".join(signs))])


@pytest.mark.parametrize("make", [blocks, characters])
def test_the_list_has_all_that_pandoc_writes(make: Callable[[], Iterator[Any]]) -> None:
    """A newer Pandoc may write other commands: a right letter must not be stopped for them."""
    tree = json.loads(pandoc.dump(pf.Doc())) | {"blocks": list(make())}
    page = latex.page(json.dumps(tree), "en")
    options = ["--from=json", "--to=latex-smart", "--syntax-highlighting=none"]
    command = [str(pandoc.executable()), *options]
    body = subprocess.run(command, input=page, capture_output=True, text=True, check=True).stdout
    assert len(body) > 10_000
    assert latex.foreign(f"\\begin{{document}}\n{body}\\end{{document}}") is None
