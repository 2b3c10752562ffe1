"""How long the stages of a letter take, each against one whole run of LuaLaTeX.

Run by `make bench`. The seconds are this machine's; the ratios are what a change may not spoil.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline import build, kramdown, liquid, orders, pandoc, site, source, typeset
from pipeline.errors import Place
from pipeline.typeset import Manuscript

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of `work` over some rounds, after one that does not count."""
    work()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Print a line for each stage."""
    opened = site.read(ROOT / "letters")
    (order,) = orders.find(opened, [Path("project-lead")])
    letter = source.read(order.file)
    drafted = build.draft(order, opened)
    latex = build.latex(drafted, "a4")
    marks = drafted.composed.rendered.tokens.marks
    place = Place(letter.file, letter.body_line)
    names = {"site": {"data": opened.data}, "page": letter.front.value}

    def set_type() -> None:
        with tempfile.TemporaryDirectory() as folder:
            typeset.run(Manuscript(latex, order.file, {}, marks), Path(folder))

    stages: dict[str, Callable[[], object]] = {
        "typeset (2 pages, 2 runs)": set_type,
        "whole draft": lambda: build.draft(order, opened),
        "  read the site": lambda: site.read(ROOT / "letters"),
        "  read the letter": lambda: source.read(order.file),
        "  liquid": lambda: liquid.render(letter.body, place, names, opened.includes),
        "  kramdown": lambda: kramdown.prepare(drafted.composed.rendered.text),
        "  pandoc, Markdown to tree": lambda: pandoc.read(drafted.prepared, order.file),
        "pandoc, tree to LaTeX": lambda: build.latex(drafted, "a4"),
    }
    whole = 0.0
    for name, work in stages.items():
        took = seconds(work)
        whole = whole or took
        print(f"{name:28} {took * 1000:8.1f} ms {took / whole:8.1%}")


if __name__ == "__main__":
    main()
