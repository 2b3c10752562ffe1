"""How the work on a letter grows with its length, for text of many kinds: `make torture`.

Each kind is built at four sizes; what is printed is the processor's time up to the LaTeX, TeX left
out, and the exponent with which it grew: 1 is proportional, 2 is quadratic. A kind is refused where
the letter is stopped, with an error, before it has taken long. `make torture ARGS="quotes links"`
takes the kinds of these names only.
"""

from __future__ import annotations

import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.checks import examine
from pipeline.engine import plan, recipe, rules
from pipeline.model.errors import CoverpressError
from pipeline.model.location import Location
from pipeline.sandbox import children, share
from pipeline.sandbox.children import Lost
from pipeline.sources import site

SIZES = (12_500, 25_000, 50_000, 100_000)
"""Bytes of the letter's text."""
GOAL = 1.3
_NOISE = 0.03
"""Seconds by which the same letter's times differ: what takes less grows with nothing."""
HEAD = "---\nlayout: coverletter\nmakepdf: true\nemployer: acme\n---\nDear Sir,\n\n"
RECORDS = """\
acme: {company: Acme Placeholder Ltd, contact: Ms. Ada Sample, jobtitle: Sample Engineer}
mudlark: {company: Mudlark & Sons, contact: Mr. Bo Other, jobtitle: Sample Writer, ref: MS-2026/7}
"""
END = "\n\nKind regards,\n\nRobin Placeholder\n"
Make = Callable[[int], str]


def again(piece: str, between: str = "") -> Make:
    """Return what repeats `piece` until it is as long as wanted."""
    unit = piece + between
    return lambda size: unit * (size // len(unit))


def numbered(piece: str) -> Make:
    """Return what repeats `piece`, with a number for `%d`."""

    def make(size: int) -> str:
        parts: list[str] = []
        length = 0
        while length < size:
            parts.append(piece.replace("%d", str(len(parts))))
            length += len(parts[-1])
        return "".join(parts)

    return make


def around(left: str, right: str, inside: str = "x") -> Make:
    """Return what opens with as many `left` as it closes with `right`."""
    return lambda size: (
        left * (size // (len(left) + len(right)))
        + inside
        + right * (size // (len(left) + len(right)))
    )


def then(first: Make, last: str) -> Make:
    return lambda size: first(size) + last


KINDS: Mapping[str, Make] = {
    "prose": again("The harbour sends a reading every six seconds, and nobody reads it. "),
    "paragraphs": again("The harbour sends a reading.\n\n"),
    "lines": again("The harbour sends a reading\n"),
    "one-word": again("x"),
    "cyrillic": again("слово "),
    "chinese": again("港口"),
    "arabic": again("مرحبا "),
    "emoji": again("👩‍💻 "),
    "spaces": again(" "),
    "tabs": again("\t"),
    "tab-words": again("a\t"),
    "lines-empty": again("\n"),
    "lines-of-spaces": again("  \n"),
    "breaks": again("a  \n"),
    "backslashes": again("\\"),
    "backslash-breaks": again("a\\\\\n"),
    "escapes": again("\\*"),
    "backticks": again("`"),
    "backticks-growing": numbered("`" + "a`%d"),
    "code-spans": again("`a` "),
    "fences": again("```\na\n```\n"),
    "fence-open": then(again("a\n"), "```\n"),
    "tildes": again("~"),
    "tildes-two": again("~~"),
    "struck": again("~~a~~ "),
    "struck-open": again("~~a "),
    "stars": again("*"),
    "stars-open": again("*a "),
    "stars-two-open": again("**a "),
    "stars-mixed": again("*a **b "),
    "stars-closed": again("*a* "),
    "underscores": again("_a "),
    "underscores-in-words": again("a_b"),
    "emphasis-deep": around("*a _b ", " b_ a*"),
    "brackets": again("["),
    "brackets-closed": again("[a]"),
    "brackets-two": again("[a][b]"),
    "brackets-deep": around("[", "]"),
    "links": again("[a](b) "),
    "links-open": again("[a]("),
    "links-deep": around("[", "](b)"),
    "links-titled": again('[a](b "c") '),
    "link-definitions": numbered("[a%d]: http://x.example/%d\n"),
    "links-referring": then(again("[a][x] "), "\n\n[x]: http://x.example\n"),
    "images": again("![a]("),
    "autolinks": again("<http://x.example> "),
    "addresses": again("http://x.example/a "),
    "address-long": again("http://x.example/a/"),
    "mail": again("a@b.example "),
    "mail-long": again("a.b.c."),
    "mail-at": again("a@"),
    "angles": again("<"),
    "angles-closing": again("</"),
    "tags": again("<b>a</b> "),
    "tags-open": again("<b>"),
    "tags-deep": around("<b>", "</b>"),
    "divs-deep": around("<div>\n", "</div>\n", "x\n"),
    "attributes": again('<b a="b" '),
    "comments": again("<!-- a --> "),
    "comment-open": again("<!-- "),
    "instructions": again("<? "),
    "entities": again("&amp;"),
    "ampersands": again("&"),
    "quotes-double": again('"a '),
    "quotes-single": again("'a "),
    "quotes-mixed": again("\"'a "),
    "quotes-closed": again('"a" '),
    "dashes": again("-"),
    "dashes-spaced": again("a -- b "),
    "dots": again("."),
    "footnotes": numbered("a[^%d]\n\n[^%d]: b\n\n"),
    "footnotes-open": again("[^"),
    "footnotes-missing": numbered("[^%d] "),
    "abbreviations": numbered("*[AB%d]: a b\n"),
    "definitions": again("a\n: b\n\n"),
    "definitions-one": again(": b\n"),
    "definitions-deep": numbered("a\n: b\n"),
    "bullets": again("- a\n"),
    "bullets-loose": again("- a\n\n"),
    "bullets-deep": lambda size: "".join("  " * n + "- a\n" for n in range(int(size**0.5))),
    "numbers": numbered("%d. a\n"),
    "numbers-mixed": again("1. a\n- b\n"),
    "quotations": again("> a\n"),
    "quotations-deep": again(">"),
    "quotations-lazy": then(again("> a\n"), "b\n"),
    "headings": again("# a\n\n"),
    "headings-underlined": again("a\n=\n\n"),
    "hashes": again("#"),
    "rules": again("---\n\n"),
    "equals": again("="),
    "tables": again("| a | b |\n"),
    "tables-wide": again("|a"),
    "tables-ruled": again("|---|---|\n"),
    "attribute-lists": again("a\n{: .b}\n\n"),
    "attribute-lists-open": again("{: "),
    "attribute-lists-inline": again("*a*{: .b} "),
    "attribute-definitions": numbered("{:a%d: .b}\n"),
    "braces": again("{"),
    "extensions": again("{::nomarkdown}"),
    "extensions-closed": again("{::comment}a{:/} "),
    "liquid-open": again("{{ "),
    "liquid-tag-open": again("{% "),
    "liquid-output": again("{{ page.title }} "),
    "liquid-if": again("{% if page.title %}a{% endif %} "),
    "liquid-if-deep": around("{% if true %}", "{% endif %}"),
    "liquid-assign": numbered("{% assign a%d = 1 %}"),
    "liquid-filters": lambda size: "{{ 'a'" + " | append: 'b'" * (size // 14) + " }}",
    "liquid-loop": then(again("a "), "{% for i in (1..900) %}{{ i }} {% endfor %}"),
    "liquid-markdownify": lambda size: (
        "{% capture a %}" + "<" * size + "{% endcapture %}{{ a | markdownify }}"
    ),
    "liquid-split": lambda size: (
        "{% assign a = '" + "b," * (size // 2) + "' | split: ',' | sort %}{{ a | size }}"
    ),
    "liquid-raw": again("{% raw %}{{ a }}{% endraw %} "),
    "mathematics": again("$$a$$ "),
    "dollars": again("$"),
    "carets": again("^"),
    "dates": again("1 March 2026, "),
    "numbers-long": again("1"),
    "capitals": again("ACME Ltd. and Beta Inc. "),
    "placeholders": again("[Company] "),
    "todo": again("TODO "),
    "salutations": again("Dear Sir,\n\n"),
    "names": again("Mudlark & Sons "),
    "names-by-paragraph": again("I know Mudlark & Sons.\n\n"),
    "names-below-the-closing": lambda size: (
        "Kind regards,\n\n" + "Mudlark & Sons\n\n" * (size // 16)
    ),
    "names-of-nobody": again("Ab Cd "),
    "applications": again("I would love to join Ab Cd. "),
    "brackets-of-notes": again("(ask "),
    "quotation-marks": again("„a "),
    "short-paragraphs": again("ab cd\n\n"),
    "alternatives": again("ab / cd / "),
    "closings": again("Kind regards,\n\n"),
}


@dataclass(frozen=True)
class Cost:
    """What a letter took up to its LaTeX, and how it ended."""

    seconds: float
    """Of the processor, Pandoc's included."""
    stages: Mapping[str, float]
    """Of our own process, by stage."""
    megabytes: int
    """The most that our own process had at once."""
    ended: str


def cost(text: str) -> Cost:
    """Return what a letter that says `text` takes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.md"
        file.write_text(f"{HEAD}{text}{END}", "utf-8")
        (Path(folder) / "_data").mkdir()
        (Path(folder) / "_data" / "employers.yml").write_text(RECORDS, "utf-8")
        opened = site.read(Path(folder))
        about = examine.known(opened, rules.RULES)
        (job,) = plan.find(opened, [file])

        def work(_: str) -> tuple[str, dict[str, float], int]:
            stages: dict[str, float] = {}
            began = [("", time.process_time())]
            tell = share._tell

            def begin(name: str, place: Location | None) -> None:
                now = time.process_time()
                last, since = began[-1]
                stages[last] = stages.get(last, 0) + now - since
                began.append((name, now))
                if tell:
                    tell(name, place)

            share._tell = begin
            ended = "built"
            try:
                recipe.latex(recipe.draft(job, opened, about), "a4")
            except CoverpressError as error:
                ended = error.code
            except RecursionError:
                ended = "too deep"
            begin("", None)
            return ended, stages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

        before = spent()
        done = children.one("x", work, (opened, about))
        seconds = spent() - before
        if isinstance(done, Lost):
            return Cost(seconds, {done.stage: share.SECONDS}, 0, f"stopped: {done.stage}")
        ended, stages, megabytes = done
        return Cost(seconds, stages, megabytes, ended)


def spent() -> float:
    """Return the seconds of the processor that ended processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print a line for each kind, the steepest again, and the largest shares of all."""
    wanted = sys.argv[1:] or list(KINDS)
    nothing = min(cost("Words.").seconds for _ in range(5))
    print(f"a letter of one word takes {nothing:.2f} s; a stage may take {share.SECONDS:g} s\n")
    rows: list[tuple[float, str]] = []
    largest: dict[str, tuple[float, str]] = {}
    memory = (0, "")
    for name in wanted:
        found = [cost(KINDS[name](size)) for size in SIZES]
        times = [max(_NOISE, one.seconds - nothing) for one in found]
        exponent = math.log(times[-1] / times[1]) / math.log(SIZES[-1] / SIZES[1])
        shown = "  ".join(f"{taken:6.2f}" for taken in times)
        rows.append((exponent, f"{name:24} {shown}   {exponent:5.2f}   {found[-1].ended}"))
        print(rows[-1][1], flush=True)
        for one in found:
            memory = max(memory, (one.megabytes, name))
            for stage, seconds in one.stages.items():
                largest[stage] = max(largest.get(stage, (0.0, "")), (seconds, name))
    rows.sort()
    steep = [row for row in rows if row[0] > GOAL and "stopped" not in row[1]]
    print("\nsteepest:", *(line for _, line in rows[-12:]), sep="\n")
    print(f"\n{len(rows)} kinds; {len(steep)} grow with more than {GOAL}\n\nlargest share:")
    for stage, (seconds, name) in sorted(largest.items()):
        print(f"{stage or 'before':24} {seconds:6.2f} s   {name}")
    print(f"{'memory':24} {memory[0]:6} MB  {memory[1]}")


if __name__ == "__main__":
    main()
