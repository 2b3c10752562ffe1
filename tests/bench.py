"""How long the stages of a letter take, each against one whole run of LuaLaTeX.

Run by `make bench`. The seconds are this machine's; the ratios are what a change may not spoil.
"""

from __future__ import annotations

import datetime
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline import liquid, markdown, typeset
from pipeline.engine import checking, plan, recipe
from pipeline.model.location import Location
from pipeline.sources import front_matter, site
from pipeline.writers import pandoc

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
LETTERS, EMPLOYERS = 200, 50


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
    (job,) = plan.find(opened, [Path("project-lead")])
    letter = front_matter.parse(opened.text(job.file), job.file)
    drafted = recipe.draft(job, opened)
    manuscript = recipe.manuscript(drafted, "a4")
    place = Location(letter.file, letter.body_line)
    names = {"site": {"data": opened.data}, "page": letter.front.value}

    def set_type() -> None:
        with tempfile.TemporaryDirectory() as folder:
            typeset.run(manuscript, Path(folder))

    stages: dict[str, Callable[[], object]] = {
        "typeset (2 pages, 2 runs)": set_type,
        "whole draft": lambda: recipe.draft(job, opened),
        "  read the site": lambda: site.read(ROOT / "letters"),
        "  read the letter": lambda: front_matter.parse(opened.text(job.file), job.file),
        "  liquid": lambda: liquid.render(letter.body, place, names, opened.includes),
        "  kramdown": lambda: markdown.prepare(drafted.rendering.rendered.text),
        "  pandoc, Markdown to tree": lambda: pandoc.read(drafted.prepared, job.file),
        "pandoc, tree to LaTeX": lambda: recipe.latex(drafted, "a4"),
    }
    whole = 0.0
    for name, work in stages.items():
        took = seconds(work)
        whole = whole or took
        print(f"{name:28} {took * 1000:8.1f} ms {took / whole:8.1%}")
    check_many(LETTERS, EMPLOYERS)
    start()
    again(100)


def start() -> None:
    """Print what a command costs that does little, against the least that any has to do."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder, 10, 10)
        run = [sys.executable, "-m", "pipeline"]
        least = cpu([sys.executable, "-c", "import click"])
        for words in (["--version"], ["--help"], ["list", "--site", name]):
            took = cpu([*run, *words])
            shown = f"coverpress {words[0]}{' (10 letters)' if words[0] == 'list' else ''}"
            print(f"{shown:28} {took * 1000:8.1f} ms CPU, {took / least:.1f} × `import click`")


def again(letters: int) -> None:
    """Print what a build costs where nothing changed, and where one of the letters has."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "site" / "_data").mkdir(parents=True)
        (folder / "site" / "_config.yml").write_text("sender: {name: Robin Placeholder}\n", "utf-8")
        records = "".join(f"key{number}: {{company: Company{number}}}\n" for number in range(50))
        (folder / "site" / "_data" / "employers.yml").write_text(records, "utf-8")
        # All have the same words, so that TeX sets two of them, and the cache has the others.
        text = (
            "---\nlayout: coverletter\nmakepdf: true\nemployer: key1\ntitle: A letter\n"
            f"date: {datetime.date.today()}\n---\nDear Company1,\n\nthis is a letter.\n\n"
            "Kind regards,\nRobin Placeholder\n"
        )
        for number in range(letters):
            (folder / "site" / f"letter{number}.md").write_text(text, "utf-8")
        run = [sys.executable, "-m", "pipeline", "build", "--cache", str(folder / "cache")]
        build = [*run, "--site", str(folder / "site"), "--out", str(folder / "out")]
        cpu(build, 1)
        least = cpu([sys.executable, "-c", "import click, yaml"])
        nothing = cpu(build)
        print(
            f"nothing changed, {letters} letters × 2 papers {nothing * 1000:8.1f} ms CPU,"
            f" {nothing / least:.1f} × `import click, yaml` (goal: 6)"
        )
        file = folder / "site" / "letter1.md"
        file.write_text(text.replace("this is", "that was"), "utf-8")
        changed = cpu(build, 1)
        (folder / "site").rename(folder / "whole")
        (folder / "one").mkdir()
        for name_ in ("_config.yml", "letter1.md"):
            shutil.copy(folder / "whole" / name_, folder / "one")
        shutil.copytree(folder / "whole" / "_data", folder / "one" / "_data")
        alone = [*run[:-2], "--cache", "none", "--site", str(folder / "one")]
        one = cpu([*alone, "--out", str(folder / "other")], 1)
        print(
            f"one of {letters} changed {changed * 1000:8.1f} ms CPU,"
            f" {changed / (nothing + one):.2f} × (nothing changed + one letter alone) (goal: 1)"
        )


def cpu(command: list[str], rounds: int = ROUNDS) -> float:
    """Return the least processor time, in seconds, that `command` took over some rounds."""
    times = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def check_many(letters: int, employers: int) -> None:
    """Print how long the checks of a large site take, from reading it to the last finding."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder, letters, employers)

        def check() -> None:
            opened = site.read(folder)
            result = checking.check(plan.find(opened), opened)
            assert len(result.letters) == letters

        took = seconds(check)
        print(f"check {letters} letters × {employers} employers {took * 1000:8.1f} ms")


def write_site(folder: Path, letters: int, employers: int) -> None:
    """Write a site: the longest sample letter many times, and many records."""
    sample = (ROOT / "letters" / "project-lead.md").read_text("utf-8")
    record = (
        "key{0}:\n  company: Company{0} Placeholder GmbH\n  contact: Ms. Ada Sample{0}\n"
        "  jobtitle: Keeper of Collection {0}\n  jobpostingurl: https://company{0}.example/jobs/{0}\n"
        "  coverletter: {{greetings: Ms. Sample{0}}}\n"
    )
    (folder / "_data").mkdir()
    records = "".join(record.format(number) for number in range(employers))
    (folder / "_data" / "employers.yml").write_text(records, "utf-8")
    (folder / "_config.yml").write_text("url: https://robin.example\n", "utf-8")
    for number in range(letters):
        text = sample.replace("employer: northfold", f"employer: key{number % employers}")
        text = text.replace("a month", f"{number + 1} months")
        (folder / f"letter{number}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
