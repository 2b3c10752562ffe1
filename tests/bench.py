"""How long the stages of a letter take, each against one whole run of LuaLaTeX.

Run by `make bench`. The seconds are this machine's; the ratios are what a change may not spoil.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypandoc

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
    batches(*map(int, sys.argv[1:] or ("100", "1000")))


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


def batches(*counts: int) -> None:
    """Print what a letter costs in batches of so many different ones, on two papers each.

    Each PDF is held against plain Pandoc with LuaLaTeX on the same text.
    """
    per_letter: list[float] = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_different(folder / "site", count)
            text = folder / "plain.md"
            text.write_text((folder / "site" / "letter0.md").read_text("utf-8"), "utf-8")
            plain = [pypandoc.get_pandoc_path(), "--pdf-engine=lualatex", "-o", f"{name}/p.pdf"]
            least = cpu([*plain, str(text)], 3)
            build = [sys.executable, "-m", "pipeline", "build", "--cache", "none"]
            with peak() as most:
                took = cpu([*build, "--site", f"{name}/site", "--out", f"{name}/out"], 1)
            least = min(least, cpu([*plain, str(text)], 3))
            per_letter.append(took / count)
        line = f"{count} different letters × 2 papers {took / count / 2 * 1000:8.1f} ms CPU a PDF,"
        print(f"{line} {2 * count * least / took:.1f} × plain Pandoc (goal: 6)")
        print(f"  most memory of all its processes {most[0] / 2**20:8.1f} MB (goal: 700)")
    if len(per_letter) > 1:
        print(f"  a letter of the last {per_letter[-1] / per_letter[0]:8.2f} × one of the first"
              " (goal: 1.1)")  # fmt: skip


def write_different(folder: Path, letters: int) -> None:
    """Write a site of short letters, each with words of its own."""
    shutil.copytree(ROOT / "letters" / "_data", folder / "_data")
    shutil.copy(ROOT / "letters" / "_config.yml", folder)
    sample = (ROOT / "letters" / "analyst.md").read_text("utf-8")
    for number in range(letters):
        text = sample.replace("six seconds", f"{number + 6} seconds")
        (folder / f"letter{number}.md").write_text(text, "utf-8")


@contextmanager
def peak() -> Iterator[list[int]]:
    """Yield the most bytes of memory that this process's descendants have while this lasts.

    What several of them share is counted once.
    """
    most, is_over = [0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.25):
            most[0] = max(most[0], sum(map(_memory, _descendants(os.getpid()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        is_over.set()
        watcher.join()


def _descendants(process: int) -> list[int]:
    parents: dict[int, int] = {}
    for about in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = about.read_text("utf-8", "replace").rpartition(") ")[2].split()
            parents[int(about.parent.name)] = int(words[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def _memory(process: int) -> int:
    """Return the bytes that `process` has of its own, and its share of what it has with others."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
        return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line[:4] == "Pss:")
    return 0


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
