"""How often the checks are right, on letters written without sight of them: `make measure`.

Each corpus is a text of many small sites: right letters, sites of several right letters with one
biography, and letters with one planted fault, of which the line is known. What is printed is how
many right letters have an error or a warning, and how many faults are found at their line.
`make measure ARGS="third -v"` takes one corpus, and prints each thing that is wrong.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.engine import checking, discovery, plan
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import CoverpressError
from pipeline.model.rule import ERROR, WARNING
from pipeline.sources import site, yaml

FOLDER = Path(__file__).parent / "cases" / "measured"
_FILE = re.compile(r"^=====> (?P<path>\S+)$", re.MULTILINE)
_FAULT = "fault.yml"
_WRITTEN = "1795824000"
"""28 November 2026, in seconds since 1970."""


@dataclass
class Figures:
    """What was found in a corpus."""

    letters: int = 0
    """Right ones."""
    false: list[tuple[str, Diagnostic]] = field(default_factory=list)
    faults: int = 0
    elsewhere: list[str] = field(default_factory=list)
    """The faults of which something is told, and not at their line."""
    missed: list[str] = field(default_factory=list)

    def count(self, severity: str) -> int:
        """Return how many false findings are of this severity."""
        return sum(finding.severity == severity for _, finding in self.false)

    @property
    def found(self) -> int:
        """How many faults are found at their line."""
        return self.faults - len(self.elsewhere) - len(self.missed)


def unpack(file: Path, folder: Path) -> Iterator[Path]:
    """Write the sites of a corpus into `folder`, and yield the folder of each."""
    parts = _FILE.split(file.read_text("utf-8"))[1:]
    sites: dict[Path, None] = {}
    for path, text in zip(parts[::2], parts[1::2], strict=True):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text[1:], "utf-8")
        kind, *names = Path(path).parts
        depth = 2 if kind == "clean" and file.stem == "third" else 1
        sites[folder.joinpath(kind, *names[:depth])] = None
    yield from sites


def measure(file: Path) -> Figures:
    """Return how often the checks are right in the corpus of `file`."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in unpack(file, folder):
            letters, told = _told(one)
            grave = [finding for finding in told if finding.severity in (ERROR, WARNING)]
            where = str(one.relative_to(folder))
            if not (one / _FAULT).exists():
                figures.letters += letters
                figures.false += [(where, finding) for finding in grave]
                continue
            figures.faults += 1
            fault = yaml.load((one / _FAULT).read_text("utf-8"), one / _FAULT).value
            said = f"{where}: {fault['file']}:{fault['line']}: {fault['what']}"
            at = (one / str(fault["file"]), fault["line"])
            if at not in [(f.place.file, f.place.line) for f in grave if f.place]:
                (figures.elsewhere if grave else figures.missed).append(said)
    return figures


def _told(folder: Path) -> tuple[int, tuple[Diagnostic, ...]]:
    try:
        opened = site.read(folder)
        jobs = plan.find(opened)
        if not jobs:
            raise discovery.no_letters(opened)
        return len(jobs), checking.check(jobs, opened).findings
    except CoverpressError as error:
        return 0, error.findings


def main() -> None:
    """Print the figures of each corpus, on the day on which its letters were written."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", _WRITTEN)
    wanted = [word for word in sys.argv[1:] if word != "-v"]
    for file in sorted(FOLDER.glob("*.txt")):
        if wanted and file.stem not in wanted:
            continue
        found = measure(file)
        print(
            f"{file.stem}: {found.letters} right letters: {found.count(ERROR)} errors,"
            f" {found.count(WARNING)} warnings; {found.faults} faults: {found.found} at their"
            f" line, {len(found.elsewhere)} elsewhere, {len(found.missed)} not at all"
        )
        print("  ", dict(Counter(finding.code for _, finding in found.false).most_common()))
        if "-v" in sys.argv:
            for where, finding in found.false:
                line = finding.place.line if finding.place else ""
                print(f"  {where}:{line}: {finding.severity}: {finding.message} [{finding.code}]")
            print(*(f"  elsewhere: {one}" for one in found.elsewhere), sep="\n")
            print(*(f"  missed: {one}" for one in found.missed), sep="\n")


if __name__ == "__main__":
    main()
