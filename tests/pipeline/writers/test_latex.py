"""The LaTeX of a letter holds no command that a letter of Markdown does not come to."""

from __future__ import annotations

import itertools

import pytest

from filters.markup import inner
from pipeline.writers import latex
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
