"""Hostile words in every place that a stranger can write to: none of them is more than text.

A seventh of them is tried in each place; with `PAYLOADS=all` in the environment, every one in every
place, which takes some minutes.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.settings import fields
from pipeline.writers import latex
from tests.conftest import Command

CANARY = "coverpress-was-here"
# Each says INJECTED where it would be read as more than text.
_TEX = (
    r"0}\INJECTED{\directlua{io.open([[CANARY]],[[w]])}\from{0",
    r"^^5cINJECTED ^^5c^^49NJECTED $\INJECTED$ \[\INJECTED\] `\INJECTED`{=latex}",
    r"\end{letter}\end{document}\INJECTED\begin{verbatim}",
    r"x.png}\INJECTED\input{/etc/hostname",
    r"a,b]=\INJECTED[c}d#1%",
)
_NAMES = (
    "../../CANARY",
    "--pdf-engine=CANARY",
    "x; touch CANARY; $(touch CANARY) `touch CANARY` | touch CANARY #",
)
_REPORTS = (
    "x\n::error::INJECTED\n::stop-commands::t\r::add-mask::t",
    "x\x1b[31mINJECTED\x1b]8;;http://evil.example\x07y\x9b2J\b\b",
    "x\u202eINJECTED\u2066y\u200ez\u2028::error::q",
    "<script>INJECTED</script> ![x](http://evil.example/p.png) | a | `b` @team #1",
    "{{ site.data }} {% include_relative ../secret %} {% raw %}",
    "x\\ud800y",
)
PAYLOADS = {
    **{f"tex{number}": text for number, text in enumerate(_TEX)},
    **{f"name{number}": text for number, text in enumerate(_NAMES)},
    **{f"report{number}": text for number, text in enumerate(_REPORTS)},
}
PLAIN = "\N{BULLET}placeholder\N{BULLET}"
LETTER: dict[str, Any] = {"layout": "coverletter", "makepdf": True, "employer": "acme"}
BODY = "Dear {{ site.data.employers.acme.contact }},\n\nthese are words: {{ page.note }}.\n"
END = "\n\nKind regards,\n\nRobin Placeholder\n"
RECORD = {"company": "Acme Placeholder Ltd", "contact": "Ms Placeholder", "about": "Widgets"}
SENDER = {"name": "Robin Placeholder", "address": ["1 Sample Street", "12345 Mockport"]}


def site_of(
    *,
    front: Mapping[str, Any] = {},
    config: Mapping[str, Any] = {},
    sender: Mapping[str, Any] = {},
    record: Mapping[str, Any] = {},
    body: str = BODY,
    name: str = "one.md",
    files: Mapping[str, str] = {},
) -> dict[str, str]:
    """Return the files of a site with one letter, by their names."""
    return {
        "_config.yml": written({"sender": SENDER | dict(sender), **config}),
        "_data/employers.yml": written({"acme": RECORD | dict(record)}),
        name: f"---\n{written(LETTER | dict(front))}---\n{body}{END}",
        **files,
    }


def written(values: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(values), allow_unicode=False)


def below(name: str) -> str:
    """Return `name` as one part of a path, as far as a file can be called so."""
    return name.replace("/", "\N{FRACTION SLASH}").encode()[:200].decode(errors="ignore")


def places(bad: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each place with a site that has `bad` in it."""
    for field in fields.FIELDS:
        if field.in_letter and field.key not in ("layout", "makepdf"):
            yield f"front matter: {field.key}", site_of(front={field.key: bad})
            yield f"front matter: [{field.key}]", site_of(front={field.key: [bad, {bad: bad}]})
        if field.in_config and field.key != "sender":
            yield f"config: {field.key}", site_of(config={field.key: bad})
    for field in fields.SENDER:
        yield f"sender: {field.key}", site_of(sender={field.key: bad})
    for field in fields.RECORD:
        yield f"record: {field.key}", site_of(record={field.key: bad})
    for key in ("title", "permalink", "date", "categories", "excerpt_separator", "published"):
        yield f"Jekyll: {key}", site_of(front={key: bad})
    for key in (
        "data_dir",
        "includes_dir",
        "collections",
        "defaults",
        "kramdown",
        "exclude",
        "url",
    ):
        yield f"config of Jekyll: {key}", site_of(config={key: bad})
        yield f"config of Jekyll: [{key}]", site_of(config={key: [bad, {bad: {bad: bad}}]})
    scope = {"scope": {"path": bad, "type": bad}, "values": {"subject": bad, bad: bad}}
    yield (
        "defaults",
        site_of(config={"defaults": [scope, {"scope": {"path": ""}, "values": scope}]}),
    )
    yield "key of front matter", site_of(front={bad: bad})
    yield "key of the config", site_of(config={bad: bad}, sender={bad: bad})
    yield "key of a record", site_of(record={bad: bad})
    yield (
        "key of an employer",
        site_of(front={"employer": bad}, files={"_data/employers.yml": written({bad: RECORD})}),
    )
    for text in (
        "{{ page.note }}",
        "{{ page.note | markdownify }}",
        "{{ page.note | newline_to_br | escape }}",
        "{{ site.data.employers.acme[page.note] | default: page.note }}",
        "[words](https://x.example/{{ page.note }} '{{ page.note }}')",
        "words\n{: #{{ page.note }} title='{{ page.note }}' lang='{{ page.note }}' }",
        "<p style='width: {{ page.note }}' class='{{ page.note }}'>words {{ page.note }}</p>",
        "<img src='{{ page.note }}' alt='{{ page.note }}' width='{{ page.note }}'>",
        "![{{ page.note }}]({{ page.note }} '{{ page.note }}')",
        "| {{ page.note }} | b |\n|---|---|\n| `{{ page.note }}` | d |",
        "Words[^1].\n\n[^1]: {{ page.note }}",
        "```\n{{ page.note }}\n```",
        "{% for one in (1..2) %}{{ page.note }}{% endfor %}",
        "# {{ page.note }}\n\n- {{ page.note }}\n  1. {{ page.note }}",
    ):
        yield f"through Liquid: {text}", site_of(front={"note": bad}, body=f"{BODY}\n{text}\n")
    yield "typed", site_of(body=f"{BODY}\nTyped: {bad}\n\n    {bad}\n\n| {bad} | b |\n")
    yield "salutation", site_of(body=f"Dear {bad},\n\nthese are words.\n")
    for tag in ("include", "include_relative", "highlight", "link", "assign x ="):
        yield f"tag: {tag}", site_of(body=f"{BODY}\n{{% {tag} {bad} %}}\n")
    yield "unknown tag", site_of(body=f"{BODY}\n{{% {bad} %}} {{{{ x | {bad} }}}}\n")
    yield (
        "an include",
        site_of(
            body=f"{BODY}\n{{% include p.md note=page.note %}}\n",
            front={"note": bad},
            files={"_includes/p.md": "{{ include.note }}\n"},
        ),
    )
    yield (
        "CSV",
        site_of(
            body=f"{BODY}\n{{% for row in site.data.rows %}}{{{{ row.a }}}}{{% endfor %}}\n",
            files={"_data/rows.csv": f'a,{bad.split()[0]}\n"{bad}",1\n'},
        ),
    )
    yield (
        "JSON",
        site_of(
            body=f"{BODY}\n{{{{ site.data.j }}}}\n",
            files={"_data/j.json": json.dumps({"x": bad, bad: 1}).replace("\\\\ud800", "\\ud800")},
        ),
    )
    yield (
        "words of the check",
        site_of(config={"check": {"words": "words.txt", bad: bad}}, files={"words.txt": bad}),
    )
    yield "a policy of the check", site_of(config={"check": {"employers": bad, "off": [bad]}})
    if os.name == "posix":
        yield "name of the letter", site_of(name=f"{below(bad)}.md")
        yield "name of a folder", site_of(name=f"{below(bad)}/one.md")
        yield (
            "name of data",
            site_of(
                body=f"{BODY}\n{{{{ site.data }}}}\n", files={f"_data/{below(bad)}.yml": "a: [b"}
            ),
        )
        yield (
            "name of a picture",
            site_of(
                body=f"{BODY}\n![words](<{below(bad)}.png>)\n", files={f"{below(bad)}.png": bad}
            ),
        )
        yield (
            "name of an include",
            site_of(
                body=f"{BODY}\n{{% include {below(bad)}.md %}}\n",
                files={f"_includes/{below(bad)}.md": "{{ x"},
            ),
        )


NAMES = tuple(name for name, _ in places(PLAIN))
EACH = 1 if os.environ.get("PAYLOADS") == "all" else 7
FORMS = ("text", "json", "github", "sarif")
INJECTED = re.compile(r"(?<!\\)(?:\\\\)*\\INJECTED")
OF_OURS = re.compile(r"::(?:error|warning|notice) (?:file|title)=")


def test_the_places_are_many_and_are_reached(tmp_path: Path) -> None:
    """A harmless word comes out of most of them, or they would show nothing of a hostile one."""
    assert len(set(NAMES)) == len(NAMES) > 100
    lay(tmp_path, dict(places(PLAIN))["front matter: subject"])
    assert PLAIN in (tmp_path / "one.md").read_text("utf-8") or "\\u2022" in (
        tmp_path / "one.md"
    ).read_text("utf-8")


@pytest.mark.parametrize("place", NAMES)
def test_it_is_text(place: str, tmp_path: Path, coverpress: Command) -> None:
    """Each payload becomes text or an error, and what is said of it is in one of the forms."""
    canary = tmp_path / CANARY
    first = NAMES.index(place)
    for number, (name, text) in enumerate(PAYLOADS.items()):
        if (first + number) % EACH:
            continue
        bad = text.replace("CANARY", str(canary))
        root = tmp_path / name
        try:
            lay(root, dict(places(bad))[place])
        except ValueError:  # no file can be called so, or no page of YAML say so
            continue
        before = sorted(root.rglob("*"))
        (letter,) = [file for file in before if file.suffix == ".md" and BODY[:5] in content(file)]
        shown = coverpress("show", "--site", root, "--stage", "tex", letter)
        if shown.code == 0:
            assert not INJECTED.search(shown.out), name
            assert latex.foreign(shown.out) is None, name
        clean(shown.err)
        form = FORMS[(first + number) // EACH % len(FORMS)]
        checked = coverpress("check", "--site", root, "--format", form)
        assert checked.code in (0, 1, 2), name
        clean(checked.out)
        clean(checked.err)
        if form in ("json", "sarif"):
            json.loads(checked.out or "{}")
        assert sorted(root.rglob("*")) == before, name
        assert not canary.exists(), name


def content(file: Path) -> str:
    return file.read_text("utf-8", "replace")


def lay(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8", "surrogatepass")


def clean(printed: str) -> None:
    """Assert that what is `printed` does nothing to a terminal, and is no command of a job."""
    for line in printed.split("\n"):
        assert not line.startswith("::") or OF_OURS.match(line), line
        for sign in line:
            assert unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp"), repr(line)
            assert unicodedata.bidirectional(sign) not in (
                *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"),
            ), repr(line)
