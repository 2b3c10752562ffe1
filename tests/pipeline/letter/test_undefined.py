"""What is undefined is an error where it would be printed, and nowhere else."""

from pathlib import Path

import pytest

from pipeline.engine import checking, plan
from pipeline.sources import site

HEAD = "---\nlayout: coverletter\nmakepdf: true\n---\nDear Sir,\n\n"
END = "\n\nKind regards,\nRobin Placeholder\n"


def undefined(folder: Path, text: str) -> list[str]:
    (folder / "x.md").write_text(f"{HEAD}{text}{END}", "utf-8")
    includes = folder / "_includes"
    includes.mkdir()
    link = '<a href="{{ include.to }}" title="{{ include.hint }}">{{ include.words }}</a>'
    (includes / "link.html").write_text(link, "utf-8")
    opened = site.read(folder)
    found = checking.check(plan.find(opened), opened)
    return [finding.message.split("`")[1] for finding in found.findings if finding.is_error]


@pytest.mark.parametrize(
    "text",
    [
        "Words. <!-- of {{ page.x }} -->",
        "Words.\n\n<!--\n{{ page.x }}\n\n{{ page.x }}\n-->\n\nMore words.",
        "{::comment}\n{{ page.x }}\n{:/}\n\nWords.",
        '<span title="{{ page.x }}" class="{{ page.x }}">Words</span> here.',
        '[Words](https://x.example "{{ page.x }}") here.',
        'Words *here*{: .y title="{{ page.x }}"}.',
        "Words. {% capture y %}{{ page.x }}{% endcapture %}",
        '{% include link.html to="https://x.example" words="Words" %} here.',
    ],
)
def test_where_nobody_sees_it_it_is_no_error(tmp_path: Path, text: str) -> None:
    assert undefined(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Words {{ page.x }} here.",
        "Words *{{ page.x }}* here.",
        "Words `{{ page.x }}` here.",
        "Words here.\n\n    {{ page.x }}",
        "[Words](https://x.example/{{ page.x }}) here.",
        "![]({{ page.x }}.png) Words here.",
        '<a href="{{ page.x }}">Words</a> here.',
        "<div>Words {{ page.x }} here.</div>",
        "# {{ page.x }}\n\nWords here.",
        "| a | {{ page.x }} |\n\nWords here.",
        "Words[^1] here.\n\n[^1]: {{ page.x }}",
        "<!-- {{ page.x }} --> Words {{ page.x }} here.",
        "{% capture y %}{{ page.x }}{% endcapture %}Words {{ y }} here.",
    ],
)
def test_where_it_would_be_printed_it_is_one(tmp_path: Path, text: str) -> None:
    assert set(undefined(tmp_path, text)) == {"page.x"}
