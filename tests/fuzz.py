"""Look for letters that break something: `make fuzz`, for an hour, or `make fuzz ARGS=60`.

Letters, front matter, configurations and records are made of the pieces of the test cases: cut,
repeated, put into each other, and sown with what has a meaning to YAML, Liquid, kramdown, HTML,
Pandoc, TeX, a terminal or a workflow. Each is checked, drafted and written as LaTeX; every fortieth
is set. A defect is an exception that nobody thought of, LaTeX with an unbalanced brace or a command
that no letter comes to, a value's token that is left, a report with a character that steers
something, or TeX that fails with a letter that has no raw TeX. It is kept in `build/fuzz/`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from pipeline.checks import examine
from pipeline.engine import plan, recipe, rules
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError, DefectError, TexError
from pipeline.model.visible import visible
from pipeline.reports import github, sarif
from pipeline.reports.text import Terminal
from pipeline.sandbox import children
from pipeline.sandbox.children import Lost
from pipeline.sources import site
from pipeline.writers import latex
from tests.case_files import read_cases
from tests.torture import KINDS

KEPT = Path("build/fuzz")
HOUR = 3600
SET_EACH = 40
"""How many letters there are to one that TeX sets, which takes as long as all of them."""

SIGNS = [
    *("---\n", "...\n", "- ", ": ", "{", "}", "[", "]", "&a ", "*a", "!!str ", "|\n", ">\n", "#"),
    *("{{ ", " }}", "{% if page.a %}", "{% endif %}", "{% for i in page.l %}", "{% endfor %}"),
    *("{{ page.a }}", "{{ employer.company }}", "{{ page.l | join: ', ' }}", "{% include x.md %}"),
    *("{{ page.a | markdownify }}", "{% capture c %}", "{% endcapture %}", "{{ c }}", "{% raw %}"),
    *("*", "**", "_", "`", "```\n", "~~~\n", "~~", "[^1]", "[^1]: ", "![", "](", ")", "<", ">"),
    *(
        "> ",
        "# ",
        "| ",
        "|---|\n",
        "{: .a}",
        '{: #b key="v"}',
        "{::comment}",
        "{:/}",
        "***\n",
        "$$",
    ),
    *("<b>", "</b>", "<div>\n", "</div>\n", "<table><tr><td>", "</td></tr></table>", "<!--", "-->"),
    *(
        "<br>",
        '<span style="x">',
        "</span>",
        '<a href="javascript:x">',
        "</a>",
        "<?x ",
        "<![CDATA[",
    ),
    *(
        "\\",
        "\\\\\n",
        r"\directlua{x}",
        r"\input{/etc/passwd}",
        "^^5c",
        r"\end{document}",
        "%",
        "~",
    ),
    *(r"\end{verbatim}", r"\begin{itemize}", r"\csname x\endcsname", "$", "#1", "&", "_", "^"),
    *("\x1b[31m", "\x07", "\u202e", "\u2066", "\ud7ff", "\ufeff", "\u200b", "\x85", "\u2028"),
    *("\n::error::x\n", "::stop-commands::t", "\U0010fffd", "\U000fff04", "\ufffc", "\x0b"),
    *("\n\n", "\n    ", "\t", "  \n", "a", "Ärger", "слово", "你好", "مرحبا", "👩‍💻", "é", "ﬁ"),
    *(
        "http://x.example/a_b?c=d&e=f#g",
        "a@b.example",
        "run:/usr/bin/x",
        "//host/share",
        "1.",
        "1)",
    ),
]
FIELDS = [
    *("subject", "opening", "closing", "signature", "title", "date", "lang", "format", "font"),
    *("accent", "links", "pages", "font_size", "papers", "enclosures", "cc", "check", "employer"),
    *(
        "description",
        "author",
        "place",
        "your_ref",
        "our_ref",
        "a",
        "l",
        "p",
        "layout",
        "permalink",
    ),
]
VALUES = [
    *("en", "de", "fr", "modern", "din5008a", "us", "2026-03-02", "yes", "no", "null", "0", "-1"),
    *(
        "1e9",
        "'x'",
        '"x\\n::error::y"',
        "[a, b]",
        "{a: b}",
        "[[a]]",
        "|\n  two\n  lines",
        "~",
        "01",
    ),
]


@dataclass(frozen=True)
class Found:
    """A defect: what it is, and what tells it from another."""

    what: str
    details: str


def pieces() -> list[str]:
    """Return what letters are made of."""
    folders = ("liquid", "check", "kramdown", "planted")
    found = [str(case.values[0]) for name in folders for case in read_cases(name)]
    found += [make(200) for make in KINDS.values()]
    return [piece for piece in found if len(piece) < 4000]


class Maker:
    """Makes sites by chance, the same ones for the same number."""

    def __init__(self, number: int, known: list[str]) -> None:
        self.chance = random.Random(number)  # noqa: S311  no secret
        self.known = known

    def text(self) -> str:
        """Return the body of a letter."""
        parts = [self.chance.choice(self.known) for _ in range(self.chance.randint(1, 4))]
        text = self.chance.choice(["\n\n", "\n", ""]).join(parts)
        for _ in range(self.chance.randint(0, 12)):
            text = self.changed(text)
        return text[:20_000]

    def changed(self, text: str) -> str:
        """Return `text` with one change."""
        first, last = sorted(self.chance.randint(0, len(text)) for _ in range(2))
        last = min(last, first + self.chance.choice([1, 5, 40, 400]))
        middle = text[first:last]
        sign = self.chance.choice(SIGNS)
        new = self.chance.choice(
            [
                "",
                sign,
                middle + sign,
                sign + middle + self.chance.choice(SIGNS),
                middle * self.chance.randint(2, 9),
                sign * self.chance.randint(2, 60),
                middle[::-1],
                middle.upper(),
                middle.replace(" ", self.chance.choice(SIGNS)),
                self.chance.choice(self.known)[:200],
            ]
        )
        return text[:first] + new + text[last:]

    def value(self) -> str:
        """Return a value of YAML, mostly right."""
        if self.chance.random() < 0.5:
            return self.chance.choice(VALUES)
        return json.dumps("".join(self.chance.choices([*SIGNS, "words "], k=4)))

    def lay(self, folder: Path) -> Path:
        """Write a site into `folder`, and return its letter."""
        fields = {
            self.chance.choice(FIELDS): self.value() for _ in range(self.chance.randint(0, 5))
        }
        front = "".join(f"{key}: {value}\n" for key, value in fields.items())
        if self.chance.random() < 0.05:
            front = self.changed(front)
        record = {"company": "Acme Placeholder", "address": ["1 Street", "Town"], "a": self.text()}
        if self.chance.random() < 0.5:
            record["company"] = "".join(self.chance.choices(SIGNS, k=3))
        (folder / "_data").mkdir()
        (folder / "_includes").mkdir()
        config = {"sender": {"name": "Robin Placeholder", "url": self.chance.choice(SIGNS)}}
        files = {
            "_data/employers.yml": json.dumps({"acme": record}),
            "_includes/x.md": self.text(),
            "_config.yml": json.dumps(config),
            "x.md": f"---\nlayout: coverletter\nmakepdf: true\n{front}---\nDear Sir,\n\n"
            f"{self.text()}\n\nKind regards,\n\nRobin Placeholder\n",
        }
        for name, text in files.items():
            (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        return folder / "x.md"


def tried(number: int, known: list[str], folder: Path, *, is_set: bool) -> list[Found]:
    """Return what is wrong with what comes of the site of `number`."""
    letter = Maker(number, known).lay(folder)
    found: list[Found] = []
    try:
        opened = site.read(folder)
        about = examine.known(opened, rules.RULES)
        for job in plan.find(opened, [letter]):
            found += told(recipe.check(job, opened, about).findings)
            drafted = recipe.draft(job, opened)  # what must not be sent becomes LaTeX all the same
            written = recipe.latex(drafted, "a4")
            found += wrong_with(written, drafted.rendering.rendered.tokens.nonce)
            if is_set:
                drafted = recipe.draft(job, opened, about)
                recipe.typeset_paper(drafted, drafted.papers[0], recipe.Options(folder / "out", 1))
    except CoverpressError as error:
        found += told(error.findings)
        if isinstance(error, DefectError) or type(error) is TexError:
            found.append(Found(f"{error.code}: {str(error)[:60]}", f"{error}\n{error.log[-3000:]}"))
        elif "came out as the command" in str(error):
            found.append(Found("a foreign command", str(error)))
    except RecursionError:
        pass  # told as too deep
    except Exception as error:  # noqa: BLE001  that is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {Path(last.filename).name}:{last.name}"
        found.append(Found(where, traceback.format_exc()))
    return found


def wrong_with(written: str, nonce: str) -> Iterator[Found]:
    """Yield what is wrong with LaTeX that is `written` of a letter."""
    if foreign := latex.foreign(written):
        yield Found(f"the command {foreign[0]}", written)
    if nonce in written:
        yield Found("a token is left", written)
    body = written.partition(r"\begin{document}")[2]
    depth = 0
    for sign in re.finditer(r"\\.|[{}]", body, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign.group(), 0)
        if depth < 0:
            break
    if depth:
        yield Found("braces are not balanced", written)


def told(findings: Sequence[Diagnostic]) -> Iterator[Found]:
    """Yield what is wrong with the reports of `findings`."""
    stream = io.StringIO()
    terminal = Terminal()
    terminal.err = Console(file=stream, width=80, markup=False, highlight=False)
    for finding in findings:
        terminal.finding(finding)
    commands = "\n".join(github.commands(findings))
    data = json.dumps(sarif.log(findings, rules.RULES))
    for name, text in (("terminal", stream.getvalue()), ("commands", commands), ("SARIF", data)):
        text.encode("utf-8")
        if any(visible(line) != line for line in text.split("\n")):
            yield Found(f"the report for {name} has a sign that steers", text)
    for line in commands.split("\n"):
        if line and not re.match(r"::(?:error|warning|notice) ", line):
            yield Found("a workflow command of a stranger", commands)


def attempt(number: int, known: list[str]) -> list[Found]:
    with tempfile.TemporaryDirectory() as folder:
        return tried(number, known, Path(folder), is_set=number % SET_EACH == 0)


def main() -> None:
    """Try letters until the time is over; fail where a defect was found."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else HOUR
    first = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    until, known = time.monotonic() + seconds, pieces()
    kinds: dict[str, int] = {}
    stopped: dict[str, int] = {}
    count = 0
    while time.monotonic() < until:
        numbers = range(first + count, first + count + 200)
        count += len(numbers)
        tries = children.each(
            numbers,
            lambda number, send: send(attempt(number, known)),
            os.cpu_count() or 1,
        )
        for number, found in tries:
            if isinstance(found, Lost):
                stopped[found.stage] = stopped.get(found.stage, 0) + 1
                found = [] if "took more" in found.reason else [Found(found.reason, found.stage)]
            for one in found:
                kinds[one.what] = kinds.get(one.what, 0) + 1
                if kinds[one.what] == 1:
                    print(f"{number}: {one.what}", flush=True)
                    keep(number, known, one)
    defects = f"{sum(kinds.values())} defects of {len(kinds)} kinds"
    print(f"{count} letters tried from {first} on; {defects}")
    for what, times in sorted(
        {**kinds, **{f"stopped: {k}": v for k, v in stopped.items()}}.items()
    ):
        print(f"{times:6} {what}")
    sys.exit(bool(kinds))


def keep(number: int, known: list[str], found: Found) -> None:
    folder = KEPT / str(number)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with contextlib.suppress(OSError):
        Maker(number, known).lay(folder)
    (folder / "found.txt").write_text(f"{found.what}\n\n{found.details}", "utf-8", "replace")


if __name__ == "__main__":
    main()
