"""Templates that would never end, or take all memory: each is a clear error, and soon.

Each runs in a process of its own, which the system stops where it takes too much.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

MEMORY = 300 * 2**20  # bytes above what the modules themselves take
SECONDS = 10  # of the processor: five times what any of them may need on an idle machine

RUN = """
import json, resource, sys
from pathlib import Path
from pipeline.model.errors import CoverpressError
from pipeline.model.location import Location
from pipeline.liquid import render

folder = Path(sys.argv[1])
text = sys.stdin.read()
names = {"list": ["a*"] * 1000, "text": "b" * 1000, "page": {}, "site": {"pages": []}}
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[2]), resource.RLIM_INFINITY))
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]),) * 2)
try:
    render(text, Location(folder / "letters/letter.md", 1), names, folder / "_includes")
except CoverpressError as error:
    place = error.finding.place
    print(json.dumps([error.code, str(error), bool(place and place.line)]))
else:
    print(json.dumps(["", "", False]))
"""

GROW = "{% for i in (1..60) %}{% assign x = x | STEP %}{% endfor %}{{ x | size }}"
A = "{% assign x = 'a' %}"
LONG = A + "{% for i in (1..19) %}{% assign x = x | append: x %}{% endfor %}"
TEMPLATES = {
    "a file that includes itself": "{% include itself.md %}",
    "files that include each other": "{% include one.md %}",
    "files that include each other twice, and print nothing": "{% include twice.md n=0 %}",
    "a file that renders itself": "{% render 'self.md' %}",
    "a relative file that includes itself": "{% include_relative itself.md %}",
    "doubling by append": A + GROW.replace("STEP", "append: x"),
    "doubling by prepend": A + GROW.replace("STEP", "prepend: x"),
    "doubling by capture": A
    + "{% for i in (1..60) %}{% capture x %}{{ x }}{{ x }}{% endcapture %}{% endfor %}",
    "doubling a list": "{% assign x = list %}" + GROW.replace("STEP", "concat: x"),
    "a list in a list": "{% assign x = list %}"
    + GROW.replace("STEP", "push: x | push: x")
    + "{{ x | jsonify }}",
    "numbers without end": "{% assign x = 9 %}" + GROW.replace("STEP", "times: x"),
    "fractions without end": "{% assign x = 9.5 %}" + GROW.replace("STEP", "times: x"),
    "a huge range": "{% for i in (1..1000000000) %}{{ i }}{% endfor %}",
    "a huge range in a table": "{% tablerow i in (1..1000000000) %}{{ i }}{% endtablerow %}",
    "a huge range, joined": "{% assign x = (1..1000000000) | join: '' %}",
    "a huge range, reversed": "{% assign x = (1..1000000000) | reverse %}",
    "a huge range, asked": "{% if (1..1000000000) contains 'a' %}{% endif %}",
    "a huge range with a name": "{% assign n = 1000000000 %}{% assign x = (1..n) %}",
    "a huge range in an elsif": "{% assign n = 1000000000 %}"
    "{% if false %}{% elsif 1 == 1 and (1..n) contains 'a' %}{% endif %}",
    "a huge range, searched": "{% assign x = (1..1000000000) | where: 'a' %}",
    "a range without end": "{% for i in (1..99999999999999999999999) %}{% endfor %}",
    "nested loops": "{% for a in (1..9000) %}{% for b in (1..9000) %}{% for c in (1..9000) %}"
    "{{ c }}{% endfor %}{% endfor %}{% endfor %}",
    "loops one after the other": "{% for a in (1..9999) %}{% assign x = a %}{% endfor %}" * 500,
    "many nested loops": "{% for a in list %}" * 60 + "{% endfor %}" * 60,
    "replace": LONG + "{{ x | replace: 'a', x | size }}",
    "replace of nothing": LONG + "{{ x | replace: '', x | size }}",
    "replace in a replace": LONG + GROW.replace("STEP", "replace: 'a', 'aaaaaaaa'"),
    "join": LONG + "{{ list | join: x | size }}",
    "line breaks": LONG.replace("'a'", "'\n'") + GROW.replace("STEP", "newline_to_br"),
    "escapes": LONG.replace("'a'", "'&'") + GROW.replace("STEP", "escape"),
    "characters": LONG + "{% for i in (1..999) %}{% assign y = x | split: '' %}{% endfor %}",
    "sums of work": LONG + "{% for i in (1..9999) %}{% assign y = x | upcase %}{% endfor %}",
    "tags without end": LONG.replace("'a'", "'<script'").replace("19", "16")
    + "{{ x | strip_html | size }}{{ y }}",
    "comments without end": LONG.replace("'a'", "'<!--'").replace("19", "17")
    + "{{ x | strip_html | has_excerpt }}{{ y }}",
    "titles": LONG.replace("'a'", "'!'") + "{{ x | append: 'a' | prepend: 'a' | titlecase | size }}"
    "{{ y }}",
    "contents": LONG.replace("'a'", """'<div class="entry-content">'""").replace("19", "15")
    + "{{ x | raw_content | size }}{{ y }}",
    "equal items": "{% assign x = (1..90000) | join: ' ' | split: ' ' | uniq %}",
    "long texts in a loop": LONG + "{% for i in (1..9999) %}{% if x contains 'aab' %}{% endif %}"
    "{% endfor %}",
    "long captures in a loop": LONG + "{% for i in (1..9999) %}{% capture y %}{{ x }}"
    "{% endcapture %}{% endfor %}",
    "wide dates": LONG.replace("'a'", "'%99Y'").replace("19", "17")
    + "{{ 'now' | date: x | size }}",
    "a width of a date": "{{ 'now' | date: '%999999999Y' }}{{ x }}",
    "a long format of a date": LONG + "{{ 'now' | date: x | date: x }}{{ y }}",
    "a long expression in a string": "{% assign y = list | where_exp: 'x', '"
    + " and ".join(["x == 1"] * 5_000)
    + "' %}",
    "an expression for many": "{% for i in (1..9999) %}"
    "{% assign y = list | where_exp: 'x', 'x == 1' %}{% endfor %}",
    "a filter for many": LONG + "{% assign l = x | split: 'b' | concat: list %}"
    "{% assign y = l | group_by_exp: 'v', 'v" + " | append: v" * 80 + "' %}",
    "unclosed outputs": "{{" * 20_000,
    "unclosed tags": "{%" * 20_000,
    "unclosed and closed": "{{ a }}{% if a %}" * 5_000,
    "openers in quotes": "{% if '" * 10_000,
    "unclosed raw": "{% raw %}" * 5_000,
    "unclosed comments": "{% comment %}" * 5_000,
    "deep blocks": "{% if a %}" * 5_000 + "{% endif %}" * 5_000,
    "deep brackets": "{{ a" + "[a" * 5_000 + "]" * 5_000 + " }}",
    "a long condition": "{% if " + " and ".join(["a"] * 20_000) + " %}{% endif %}{{ x }}",
    "a long chain": "{{ 'a'" + " | append: 'a'" * 20_000 + " }}{{ x }}",
    "a letter that is too long": "a" * 400_000,
    "many dots": "{{ a" + ".b" * 50_000 + " }}",
    "a file above": "{% include ../../etc/passwd %}",
    "a file by its path": "{% include /etc/passwd %}",
    "a file through a link": "{% include link.md %}",
    "a file through a folder's link": "{% include up/letter.md %}",
    "a link that leads to itself": "{% include loop.md %}",
    "a name that is too long": "{% include " + "a" * 5_000 + " %}",
    "a name that cannot be": "{% assign n = 'a%00b' | url_decode %}{% include {{ n }} %}",
    "a relative file above": "{% include_relative ../secret.md %}",
    "a relative file by its path": "{% include_relative /etc/passwd %}",
    "a relative file through a link": "{% include_relative link.md %}",
    "a relative file by a value": "{% assign n = '../secret.md' %}{% include_relative {{ n }} %}",
    "a rendered file above": "{% render '../secret.md' %}",
    "a file above in quotes": "{% include '../secret.md' %}",
}
FILES = {
    "_includes/itself.md": "{% include itself.md %}",
    "_includes/one.md": "{% include two.md %}",
    "_includes/two.md": "{% include one.md %}",
    "_includes/twice.md": "{% assign n = include.n | plus: 1 %}{% if n < 15 %}"
    "{% include twice.md n=n %}{% assign n = include.n | plus: 1 %}{% include twice.md n=n %}"
    "{% endif %}",
    "_includes/self.md": "{% render 'self.md' %}",
    "letters/itself.md": "{% include_relative itself.md %}",
    "secret.md": "secret",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    for link, target in (
        ("_includes/link.md", "../secret.md"),
        ("_includes/up", "../letters"),
        ("_includes/loop.md", "loop.md"),
        ("letters/link.md", "../secret.md"),
    ):
        (root / link).symlink_to(target)
    return root


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limits are Linux's")
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hostile_template_is_an_error(name: str, folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), str(MEMORY), str(SECONDS)],
        input=TEMPLATES[name],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    code, message, has_line = json.loads(run.stdout)
    assert code in ("liquid", "undefined"), message
    assert "secret" not in message.replace("secret.md", "")
    assert has_line
