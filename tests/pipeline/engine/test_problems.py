"""All that is wrong with a letter is told in one run; only what depends on it is hidden."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import Command, MakeSite, Outcome

FRONT = "---\nlayout: coverletter\nmakepdf: true\nemployer: acme\n{}---\n"
EMPLOYERS = """\
acme: {company: Acme Placeholder Ltd, jobtitle: Sample Engineer}
other: {company: Lindenblatt Verlag}
"""
EVERYTHING = FRONT.format("accent: redd\nfont_size: 99\npages: none\ndate: sometime\n") + (
    """\
Dear {{ employer.contcat }},

I write to {{ employer.compnay }} and {{ employer.compnay }}. I would love to join Lindenblatt
Verlag.

Also [TODO]({{ employer.url }}) {{ page.nothing | upcase }}.
"""
)
TOLD = [
    "one.md:5:9: error: `accent` must be six hex digits, not `redd`",
    "one.md:6:12: error: `99` is no size for a letter's text",
    "one.md:7:8: error: `pages` must be a whole number, not `none`",
    "one.md:8:7: error: `sometime` is not a date that means the same everywhere",
    "one.md:10:9: error: `employer.contcat` is undefined, so nothing can be printed here",
    "one.md:12:15: error: `employer.compnay` is undefined, so nothing can be printed here",
    "one.md:12:84: error: `Lindenblatt Verlag` is another employer, `other` [employer.other]",
    "one.md:15:7: error: `TODO` was left [hole.placeholder]",
    "one.md:15:16: error: `employer.url` is undefined, so nothing can be printed here",
    "one.md:15:36: error: `page.nothing` is undefined, so nothing can be printed here",
]


def told(done: Outcome) -> list[str]:
    """Return the first line of each error and warning, without the folder."""
    said = done.err + done.out
    return re.findall(r"(\w+\.md:\d.*(?:error|warning): .*)$", said, re.MULTILINE)


def make(make_site: MakeSite, letter: str) -> str:
    return str(make_site({"one.md": letter, "_data/employers.yml": EMPLOYERS}))


@pytest.mark.parametrize("command", ["check", "build"])
def test_everything_is_told_at_once(command: str, make_site: MakeSite, coverpress: Command) -> None:
    done = coverpress(command, "--site", make(make_site, EVERYTHING))
    assert done.code == 1
    assert told(done) == TOLD


def test_a_report_has_everything(make_site: MakeSite, coverpress: Command) -> None:
    done = coverpress("build", "--site", make(make_site, EVERYTHING), "--format", "json")
    failures = json.loads(done.out)["failures"]
    assert [one["line"] for one in failures] == [int(line.split(":")[1]) for line in TOLD]


def test_an_unknown_employer_hides_what_would_be_printed_of_it(
    make_site: MakeSite, coverpress: Command
) -> None:
    text = FRONT.replace("acme", "acne").format("accent: redd\n") + "Dear {{ employer.x }},\n"
    done = coverpress("check", "--site", make(make_site, text))
    assert told(done) == [
        "one.md:4:11: error: there is no employer `acne` in the site's data",
        "one.md:5:9: error: `accent` must be six hex digits, not `redd`",
    ]


def test_liquid_that_cannot_be_read_hides_the_text_only(
    make_site: MakeSite, coverpress: Command
) -> None:
    text = FRONT.format("accent: redd\n") + "Dear {{ page.x }},\n\n{% if %}\n"
    done = coverpress("check", "--site", make(make_site, text))
    assert [line.partition(" ")[0] for line in told(done)] == ["one.md:5:9:", "one.md:9:1:"]


def test_a_name_is_told_once_where_it_is_first_printed(
    make_site: MakeSite, coverpress: Command
) -> None:
    loop = "{% for n in (1..3) %}{{ page.x }} {% endfor %}{{ page.x }}\n"
    done = coverpress("check", "--site", make(make_site, FRONT.format("") + loop))
    assert [line.partition(" ")[0] for line in told(done)] == ["one.md:6:25:"]


def test_nothing_is_said_to_be_empty_where_something_is_missing(
    make_site: MakeSite, coverpress: Command
) -> None:
    text = FRONT.format("") + "Dear {{ page.x }},\n\n[{{ page.y }}]({{ page.z }}), ({{ page.w }})\n"
    done = coverpress("check", "--site", make(make_site, text))
    assert all("is undefined" in line for line in told(done))
    assert len(told(done)) == 4


def test_a_greeting_is_told_at_the_value_that_names_nobody(
    make_site: MakeSite, coverpress: Command
) -> None:
    letter = FRONT.format("") + "Dear {{ page.whom }},\n\nI like ropes.\n"
    typed = letter.replace("{{ page.whom }}", "undefined")
    given = letter.replace("---\n", "---\nwhom: undefined\n", 1)
    for text, column in ((typed, 1), (given, 9)):
        done = coverpress("check", "--site", make(make_site, text))
        (line,) = (line for line in told(done) if "greets nobody" in line)
        assert f":{column}: error: `Dear undefined,` greets nobody" in line
