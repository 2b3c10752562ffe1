"""kramdown's blocks, attribute lists and extensions: the cases in `cases/kramdown/*.txt`."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline import markdown
from pipeline.markdown import Options, fences
from pipeline.writers import pandoc
from tests.case_files import read_cases
from tests.trees import read, show

MANY = 20_000


@pytest.mark.parametrize(("given", "expected"), read_cases("kramdown"))
def test_case(given: str, expected: str) -> None:
    assert f">>> tree\n{show(read(given).content)}".rstrip() == expected


@pytest.mark.parametrize("text", ["", "\n", "  \n\t\n"])
def test_of_nothing_comes_nothing(text: str) -> None:
    assert markdown.prepare(text) == markdown.Prepared("", ())


@pytest.mark.parametrize(
    "words",
    [
        *('{::options auto_ids="false" /}', "{:toc}", '{::nomarkdown type="latex"}'),
        '{::options a="b" /}',
    ],
)
def test_what_has_no_effect_is_pointed_out(words: str) -> None:
    text = {"{:toc}": f"* TOC\n{words}\n", '{::nomarkdown type="latex"}': f"{words}\nx\n{{:/}}\n"}
    found = markdown.prepare(f"a\n\n{text.get(words, words)}\n\nb")
    assert found.ignored == (words,)
    assert found.markdown == "a\n\nb\n\n"


HOSTILE = [
    *("[" * MANY, "![" * MANY, "](" * MANY, "[a](" * MANY, "[a][" * MANY, "[*" * MANY, "*[" * MANY),
    *(
        "*" * MANY,
        "*a " * MANY,
        "**a *" * MANY,
        "_a*" * MANY,
        "~~a " * MANY,
        '"' * MANY,
        "a'" * MANY,
    ),
    *("`" * MANY, "`` ` " * MANY, "<a " * MANY, "<div>" * MANY, "<b>" * MANY, "<!--" * MANY),
    *("{: " * MANY, "{:: " * MANY, "*a*{: x" * MANY, "{: .x\n" * MANY, "{::comment}" * MANY),
    *(
        "> " * MANY,
        "- " * MANY,
        "- a\n" * MANY,
        "1. " * MANY,
        "|" * MANY,
        "|a\n" * MANY,
        "&" * MANY,
    ),
    "\n".join("`" * length for length in range(3, 300)),
    "\n".join("`" * (3 + number % 60) + " x" for number in range(4_000)),
    "\n".join(" " * (2 * depth) + "- a" for depth in range(150)),
    "[a]" + "(" * MANY,
    "[^1]" * MANY + "\n\n[^1]: x",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_much_of_it_ends(text: str) -> None:
    """Each of these would take minutes, or days, if a sign were looked for again and again."""
    prepared = markdown.prepare(text[:40_000]).markdown
    reader = [str(pandoc.executable()), f"--from={pandoc.READER}", "--to=json", "--sandbox"]
    done = subprocess.run(reader, input=prepared, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0


def test_fences_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    pattern = fences._END

    class Counting:
        def finditer(self, text: str) -> Any:
            looked.append(len(text))
            return pattern.finditer(text)

    monkeypatch.setattr(fences, "_END", Counting())
    text = "".join("`" * length + "\n" for length in range(3, 2_003))
    markdown.prepare(text)
    assert looked == [len(text)]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (None, Options()),
        ("words", Options()),
        ({"input": "GFM", "auto_ids": "true", "entity_output": "as_char"}, Options()),
        ({"input": "kramdown"}, Options(gfm=False)),
        ({"hard_wrap": True}, Options(hard_wrap=True)),
        ({"hard_wrap": "false"}, Options()),
        ({"smart_quotes": "lsquo,rsquo,ldquo,rdquo"}, Options()),
        ({"smart_quotes": "apos,apos,quot,quot"}, Options(smart_quotes=("'", "'", '"', '"'))),
        ({"smart_quotes": ["laquo", "raquo", "8222", "8220"]}, Options(smart_quotes=tuple("«»„“"))),
        ({"smart_quotes": "bogus,a,b,c"}, Options()),
    ],
)
def test_settings_of_a_site(config: Any, expected: Options) -> None:
    assert Options.of(config) == expected


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        (Options(hard_wrap=True), "a\nb  \nc", "Para[a<br>b<br>c]"),
        (Options(smart_quotes=("'", "'", '"', '"')), "\"a\" 'b' it's", "Para[\"a\" 'b' it's]"),
        (Options(gfm=False), "a\n- b\n# c", "Para[a↵- b↵# c]"),
        (Options(gfm=False), "#a\n\n```\nb\n```", "Header1[a]\nPara[Code[b]]"),
        (Options(raw_tex=True), r"a \textbf{b} \&", r"Para[a RawInline[\textbf{b}] \&]"),
    ],
)
def test_settings_change_the_text(options: Options, text: str, expected: str) -> None:
    doc, _ = pandoc.read(markdown.prepare(text, options).markdown, Path("a.md"))
    assert show(doc.content) == expected


PLAIN = [
    *(
        "a # b",
        "#a",
        "##",
        "a\n# b",
        "> ",
        ":::",
        "::: x",
        "```a b",
        "~~~~",
        "1986. a",
        "a\n2. b",
        "a\n==",
    ),
    *(
        "+a",
        "a | b ||",
        ":a",
        "[a]: ",
        "[^1]",
        "*[A]",
        "$a$",
        "{a}",
        "{=html}",
        "`a`{=html}",
    ),
    *(
        "a\\",
        "\\a",
        "<a",
        "a<b>c",
        "&a;",
        "^a",
        "~a~",
        "@a",
        "a_b_c",
        "%",
        "--",
        "a\n--",
        "\\[",
        "![",
    ),
]


@pytest.mark.parametrize("text", PLAIN)
def test_signs_of_pandocs_are_text(text: str) -> None:
    """Nothing but paragraphs, whatever Pandoc would have made of it."""
    kinds = {type(block).__name__ for block in read(text).content}
    assert kinds <= {"Para", "BlockQuote", "Header", "Table"}
    assert "RawBlock" not in kinds


def test_line_ends_of_windows() -> None:
    assert markdown.prepare("a  \r\nb\r\n") == markdown.prepare("a  \nb\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1986. A great year.", "Para[1986. A great year.]"),
        ("of the\n2. part", "Para[of the↵2. part]"),
        ("- {:.x} a", "BulletList[[Plain[a]]]"),
        ("$$x$$", "Para[$$x$$]"),
        ("f***", "Para[f***]"),
        ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", "Para[aNote[Para[b[^2]]]]"),
        ("a\n\n- here\n{:footnotes}", "Para[a]"),
        ("*a*{: .x} **b**{: #y}", "Para[Span.x[Emph[a]] Span#y[Strong[b]]]"),
        ("a[^1]b[^1]\n\n[^1]: c", None),
    ],
)
def test_what_the_docs_say(text: str, expected: str | None) -> None:
    shown = show(read(text).content)
    if expected is None:
        assert shown.count("Note[") == 1
        assert "footnote-again" in shown
    else:
        assert shown == expected
