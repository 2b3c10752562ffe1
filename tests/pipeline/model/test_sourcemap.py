"""The way back from text to the files: through Liquid, and through Markdown into Pandoc's tree."""

from __future__ import annotations

import re
from pathlib import Path

import panflute as pf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters import attributes, inject, marks
from filters.latex import places
from filters.markup.inner import SOURCE
from pipeline import markdown
from pipeline.model import sourcemap
from pipeline.model.location import Location
from pipeline.writers import pandoc
from tests.trees import FILE, render, show

NAMES = {"company": "C# *and* F#", "empty": "", "list": ["one", "two"]}
TEXT = """\
{% assign who = company %}
  Dear {{ who }}, and all
{% if empty == "" -%}
    taken here
{%- else %}
not taken
{% endif %}

{% capture kept %}kept   words
of two lines{% endcapture %}Before: {{ kept }}
{% for item in list %}item {{ item }} of this
{% endfor %}{{ "a *literal*" }} behind
{% raw %}raw {{ text }}{% endraw %} end
"""


@pytest.mark.parametrize(
    ("words", "line", "column"),
    [
        ("Dear", 2, 3),
        ("C# *and* F#", 1, 17),
        (", and all", 2, 17),
        ("all", 2, 23),
        ("taken here", 4, 5),
        ("kept   words", 9, 19),
        ("words", 9, 26),
        ("of two lines", 10, 1),
        ("lines", 10, 8),
        ("Before", 10, 29),
        ("item one", 11, 23),
        ("of this", 11, 39),
        ("a *literal*", 12, 16),
        ("behind", 12, 33),
        ("raw {{ text }}", 13, 10),
        ("text", 13, 17),
        ("end", 13, 37),
    ],
)
def test_words_have_the_place_where_they_were_typed(words: str, line: int, column: int) -> None:
    mapped = render(TEXT, NAMES).mapped()
    assert "not taken" not in mapped.text
    assert mapped.place(mapped.text.index(words)) == Location(FILE, line, column)


def test_values_are_told_from_what_was_typed() -> None:
    mapped = render(TEXT, NAMES).mapped()
    values = "".join(c for i, c in enumerate(mapped.text) if mapped.is_value(i))
    assert values == "C# *and* F#onetwo"


def test_an_include_has_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text("one\n  two {{ include.x }} three\n", "utf-8")
    mapped = render("a\n{% include part.md x='four' %} five\n", includes=tmp_path).mapped()
    at = {word: mapped.place(mapped.text.index(word)) for word in ("two", "three", "five")}
    assert at == {
        "two": Location(tmp_path / "part.md", 2, 3),
        "three": Location(tmp_path / "part.md", 2, 23),
        "five": Location(FILE, 2, 32),
    }


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Co"], exclude_characters="\r"),
        max_size=60,
    )
)
def test_text_without_liquid_maps_onto_itself(text: str) -> None:
    if "{{" in text or "{%" in text:
        return
    mapped = render(text).mapped()
    assert mapped.text == text
    for offset, character in enumerate(text):
        if character.isspace():
            continue
        before = text[:offset]
        place = Location(FILE, before.count("\n") + 1, offset - before.rfind("\n"))
        assert mapped.place(offset) == place


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("strip", "*kept* words"),
        ("capitalize", "*kept* words"),
        ("truncate: 9, ''", "*kept* wo"),
        ("size", "12"),
        ("replace: 'words', 'lines'", "*kept* lines"),
        ("split: ' ' | last", "words"),
        ("slice: 0, 6", "*kept*"),
    ],
)
def test_marks_are_in_no_filters_way(filters: str, expected: str) -> None:
    text = f"{{% capture x %}}*kept* words{{% endcapture %}}{{{{ x | {filters} }}}}"
    rendered = render(text)
    assert rendered.text == expected, "the author's Markdown, and no token"


def planted(text: str) -> list[str]:
    """Return the lines of `text` with a `¦` for each mark that goes to Pandoc."""
    with_marks = sourcemap.plant(render(text).marked)
    return sourcemap.MARK.sub("¦", with_marks).split("\n")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Dear you", "D¦ear you"),
        ("*Dear* you", "*Dear* y¦ou"),
        ("I am", "I¦ am"),
        ("Mr. Sample said", "Mr. S¦ample said"),
        ("don't", "don't"),
        (
            "see [two words here](a/b c) now",
            "see [two words here](a/b c) now".replace("see", "s¦ee"),
        ),
        ("[two words here][x] then", "[two words here][x] t¦hen"),
        ("`some code here`", "`some code here`"),
        ('{: title="two words here" }', '{: title="two words here" }'),
        ("``` python code", "``` python code"),
        ('<span title="two words"> now', '<span title="two words"> n¦ow'),
        ("> quoted words", "> q¦uoted words"),
        ("- item", "- i¦tem"),
        ("# Title", "# T¦itle"),
        ("| a | b |", "| a¦ | b |"),
        ("|---|---|", "|---|---|"),
    ],
)
def test_a_mark_is_planted_in_a_plain_word(given: str, expected: str) -> None:
    assert planted(given) == [expected]


LETTER = """\
# Title {#own}
{: .class title="some words here" }

Dear *{{ company }}* people,
see [one two][label] and [three
four](https://acme.example "with title") now "quoted words"
or 'so' --- yes...
broken

- first item
  goes on
  - inner one
- [ ] to do

1. number one

> quoted text
> on two lines

```python
code here now
```

    indented code words

| left | right |
|------|-------|
| cell one | two |

Term
: its meaning

<div class="x y">inside of it</div>

A note[^one] here <b>bold words</b> and a [word]{: lang="de"}.

[^one]: Its text

*[ABBR]: What it means
[label]: https://acme.example/x "title words"
"""


def tree(text: str, rendered_tokens: dict[str, object]) -> pf.Doc:
    doc, _ = pandoc.read(markdown.prepare(text).markdown, FILE)
    marks.apply(doc)
    attributes.apply(doc)
    inject.apply(doc, rendered_tokens)
    return doc


def test_marks_change_nothing_of_the_tree() -> None:
    rendered = render(LETTER, NAMES)
    with_marks = tree(sourcemap.plant(rendered.marked), rendered.tokens.table())
    without = tree(rendered.text, rendered.tokens.table())

    def drop(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if isinstance(element, pf.CodeBlock):
            element.attributes.pop(SOURCE, None)
        return [] if marks.is_mark(element) else None

    with_marks.walk(drop)
    assert show(with_marks.content) == show(without.content)
    assert not sourcemap.MARK.search(pandoc.dump(with_marks))


def test_every_line_with_a_plain_word_is_known_in_the_tree() -> None:
    rendered = render(LETTER, NAMES)
    doc = tree(sourcemap.plant(rendered.marked), rendered.tokens.table())
    places.apply(doc)
    numbers = map(int, re.findall(r"from\{(\d+)\}", pandoc.dump(doc)))
    lines = {rendered.tokens.marks[number].line for number in numbers}
    # Not those of attribute lists, rules, fences and definitions, nor those that have no such word.
    assert lines == {1, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 17, 18, 21, 24, 26, 28, 30, 31, 35, 37}
