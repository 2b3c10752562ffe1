"""What Liquid prints, and what it refuses: the cases in `cases/liquid/*.txt`.

In what is expected, `⟨…⟩` is a value, which travels as a token; all else is the author's Markdown.
"""

from pathlib import Path
from typing import Any

import pytest

from pipeline.model.errors import CoverpressError
from tests.case_files import read_cases
from tests.trees import render

RECORD = {
    "company": "C# & Co*",
    "contact": "",
    "url": "https://acme.example/jobs",
    "email": "jobs@acme.example",
    "address": "1 Sample Road\nExampletown\n",
    "rank": "01",
    "remote": True,
    "skills": ["*Python*", "R_x_"],
    "benefits": [{"name": "Tea_", "days": "3"}, {"name": "*Cake", "days": "5"}],
    "coverletter": {"greetings": "the [HR] team"},
    "nothing": None,
}
NAMES: dict[str, Any] = {
    "site": {
        "title": "A *site*",
        "time": "2026-03-02 00:00:00 +0000",
        "data": {"employers": {"acme": RECORD}},
        "pages": [{"path": "about.md", "url": "/about"}],
        "posts": [],
    },
    "page": {
        "employer": "acme",
        "date": "2026-01-02 00:00",
        "tags": ["a", "b"],
        "blurb": "I *like* [tea](/tea).",
        "tex": r"\input{x}",
        "script": "[x](&#106;avascript:y)",
        "lower": "the *art* of C++",
        "path": "/a*b",
    },
    "employer": RECORD,
}
INCLUDES = {
    "plain.md": "Plain {{ employer.company }}.\n",
    "greeting.md": "{{ include.word }} {{ include.who }}!",
    "deep/er.md": "deeper",
    "outer.md": "outer {% include greeting.md word='Hi' who=include.who %}",
    "missing.md": "one\n\n  {{ employer.compny }}\n",
    "broken.md": "one\n{{ a b }}\n",
    "open.md": "one\n {% if page.employer %}\n",
    "itself.md": "{% include itself.md %}",
    "windows.md": "one\r\ntwo\r\n",
}


@pytest.fixture(scope="module")
def includes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "_includes"
    for name, text in INCLUDES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="")
    return folder


def outcome(given: str, includes: Path) -> str:
    """Return what comes out, in the format of the cases."""
    try:
        rendered = render(given, NAMES, includes=includes)
    except CoverpressError as error:
        finding = error.finding
        place = str(finding.place).removeprefix(f"{includes}/")
        return f">>> {finding.code}\n{place}: {finding.message}\n{finding.hint}".rstrip()
    text = rendered.tokens.replace(rendered.text, lambda value, _: f"⟨{value}⟩")
    return f">>> text\n{text}".rstrip()


@pytest.mark.parametrize(("given", "expected"), read_cases("liquid"))
def test_case(given: str, expected: str, includes: Path) -> None:
    assert outcome(given, includes) == expected
