"""After any edit a build does what is needed, and no more: `make edits`.

Each step makes one edit by chance in a site of letters: text, a record, an include, a key of the
configuration, a picture, the front matter of another letter, a PDF that somebody has spoilt. Then
the site is built as a user would, into the folder of the builds before, and once more from nothing.
Both must have the same PDFs and tell the same, and a PDF may be built only where its bytes needed
it, but for the edits of which that cannot be known: these are counted. `make edits ARGS="300 30"`
makes 300 edits in a site of 30 letters.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline import cli
from pipeline.engine.program import TEMPLATES
from pipeline.typeset import engine

ROOT = Path(__file__).resolve().parents[1]
EDITS, LETTERS, RECORDS = 300, 30, 6
ONE_PAPER = ("--paper", "a4", "--cache", "none")

CONFIG = """\
title: Letters
url: https://robin.example
accent: 1F3A5F
sender:
  name: Robin Placeholder
  address: [12 Sample Street, Exampleton EX4 2PL]
  email: robin@placeholder.example
"""
RECORD = """\
e{0}:
  company: {1} Placeholder Ltd
  contact: Ms. {2} Sample
  jobtitle: Keeper of Collection {0}
  jobpostingurl: https://company{0}.example/jobs/{0}
  floor: third
"""
COMPANIES = "Mudlark Tidewater Lindenblatt Northfold Quillon Brightwater".split()
PEOPLE = "Ada Berta Clara Dora Emma Frida".split()
BODIES = (
    "Dear {{ employer.contact }},\n\nyour floor is the {{ employer.floor }} one.\n",
    "{% assign job = site.data.employers.[page.employer] %}\n"
    "### Application: [{{ job.jobtitle }}]({{ job.jobpostingurl }})\n\nDear {{ job.contact }},\n\n"
    "I know how to keep a collection.\n",
    "Dear {{ employer.contact }},\n\n{% include hello.md %}\n\n![A picture](/picture.png)\n",
    "Dear {{ employer.contact }},\n\nmy other pages are"
    "{% for page in site.pages %} {{ page.title }}{% endfor %}.\n",
    "Dear {{ employer.contact }},\n\nteh words of this letter are many.\n\n"
    + "I have kept collections of all kinds for a good many years, and liked each of them. " * 45
    + "\n",
    "Dear {{ employer.contact }},\n\n{% if employer.phoen %}call me{% endif %}I can start soon."
    "{% if site.data.flags.long %} And I would like to.{% endif %}\n",
    "Dear {{ employer.contact }},\n\nI worked at Quillon Placeholder Ltd from 2012 to 2018.\n",
)
FRONTS = (
    "date: 2026-03-02\n",
    "date: 2026-03-02\n",
    "date: 2026-02-20\n",
    "date: none\n",
    "date: 2026-03-02\npages: 1\n",
    "date: today\n",
    "date: 2020-01-01\n",
)
CLOSING = "\nKind regards,\nRobin Placeholder\n"


def write_site(site: Path, letters: int) -> None:
    """Write a site with so many letters, of all kinds in turn."""
    files = {
        "_config.yml": CONFIG,
        "_data/flags.yml": "long: false\n",
        "_data/employers.yml": "".join(
            RECORD.format(number, COMPANIES[number], PEOPLE[number]) for number in range(RECORDS)
        ),
        "_includes/hello.md": "Hello from {{ employer.company }}.\n",
        "_includes/other.md": "Nobody includes this.\n",
        "about.md": "---\ntitle: About\n---\nA page.\n",
    }
    for number in range(letters):
        kind = number % len(BODIES)
        files[f"letter{number}.md"] = (
            f"---\nlayout: coverletter\nmakepdf: true\nemployer: e{number % RECORDS}\n"
            f"title: Letter {number}\n{FRONTS[kind]}---\n{BODIES[kind]}{CLOSING}"
        )
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    Image.new("RGB", (8, 8), "red").save(site / "picture.png")


@dataclass
class Site:
    """A site, the folder of its PDFs, and what chance decides."""

    folder: Path
    out: Path
    chance: random.Random
    count: int = 0

    def letter(self) -> Path:
        return self.chance.choice(sorted(self.folder.glob("letter*.md")))

    def pdf(self) -> Path:
        return self.chance.choice(sorted(self.out.glob("*.pdf")))

    def number(self) -> int:
        """Return a number that was never used."""
        self.count += 1
        return 1000 + self.count

    def change(self, name: str, pattern: str, new: str) -> None:
        file = self.folder / name
        text, count = re.subn(pattern, new, file.read_text("utf-8"), count=1, flags=re.MULTILINE)
        assert count, (name, pattern)
        file.write_text(text, "utf-8")


def _record(site: Site, key: str, value: str) -> None:
    number = site.chance.randrange(RECORDS)
    site.change("_data/employers.yml", rf"(?s)(^e{number}:.*?^  {key}: )[^\n]*", rf"\g<1>{value}")


def _text(site: Site) -> None:
    site.change(site.letter().name, r"^Kind regards", f"Number {site.number()}.\n\nKind regards")


def _comment(site: Site) -> None:
    site.change(site.letter().name, r"^title:", f"# comment {site.number()}\ntitle:")


def _typo(site: Site) -> None:
    site.change(site.letter().name, r"^Kind regards", "Teh end.\n\nKind regards")


def _title(site: Site) -> None:
    site.change(site.letter().name, r"^title: .*", f"title: Title {site.number()}")


def _day(site: Site) -> None:
    site.change(site.letter().name, r"^date: .*", f"date: 2026-03-{site.chance.randrange(10, 29)}")


def _contact(site: Site) -> None:
    _record(site, "contact", f"Mr. Carl Number{site.number()}")


def _job(site: Site) -> None:
    _record(site, "jobtitle", f"Keeper of Number {site.number()}")


def _floor(site: Site) -> None:
    """Change a field of which no rule knows, and only the letter to this employer asks for."""
    floor = "".join(site.chance.choice("abcdefghij") for _ in range(8))
    site.change("_data/employers.yml", r"(?s)(^e0:.*?^  floor: )[^\n]*", rf"\g<1>{floor}")


def _line_of_data(site: Site) -> None:
    site.change("_data/employers.yml", r"\A", f"# comment {site.number()}\n")


def _new_record(site: Site) -> None:
    number = site.number()
    text = RECORD.format(number, f"Firm{number}", f"Zoe{number}")
    with (site.folder / "_data/employers.yml").open("a", encoding="utf-8") as file:
        file.write(text)


def _flag(site: Site) -> None:
    value = site.chance.choice(("true", "false"))
    site.change("_data/flags.yml", r"long: .*", f"long: {value}")


def _include(site: Site) -> None:
    site.change("_includes/hello.md", r"\A", f"Number {site.number()}. ")


def _unused_include(site: Site) -> None:
    site.change("_includes/other.md", r"\A", f"Number {site.number()}. ")


def _accent(site: Site) -> None:
    site.change("_config.yml", r"^accent: .*", f"accent: 1F{site.number()}")


def _line_of_config(site: Site) -> None:
    site.change("_config.yml", r"\A", f"# comment {site.number()}\n")


def _site_title(site: Site) -> None:
    site.change("_config.yml", r"^title: .*", f"title: Letters {site.number()}")


def _picture(site: Site) -> None:
    Image.new("RGB", (8, 8), (site.chance.randrange(256), 0, 0)).save(site.folder / "picture.png")


def _page(site: Site) -> None:
    site.change("about.md", r"^title: .*", f"title: About {site.number()}")


def _touch(site: Site) -> None:
    for file in (*site.folder.rglob("*.md"), *site.out.glob("*.pdf")):
        second = site.chance.randrange(10**9)
        os.utime(file, (second, second))


def _new_letter(site: Site) -> None:
    shutil.copy(site.letter(), site.folder / f"letter{site.number()}.md")


def _no_letter(site: Site) -> None:
    site.change(site.letter().name, r"^makepdf: .*", "makepdf: false")


def _letter_again(site: Site) -> None:
    file = site.letter()
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"^makepdf: .*", "makepdf: true", text, flags=re.MULTILINE), "utf-8")


def _hole(site: Site) -> None:
    site.change(site.letter().name, r"^Kind regards", "{{ employer.nothing }}\n\nKind regards")


def _whole(site: Site) -> None:
    for file in site.folder.glob("letter*.md"):
        text = file.read_text("utf-8")
        file.write_text(text.replace("{{ employer.nothing }}\n\n", ""), "utf-8")


def _delete(site: Site) -> None:
    site.pdf().unlink()


def _truncate(site: Site) -> None:
    file = site.pdf()
    file.write_bytes(file.read_bytes()[:1000])


def _swap(site: Site) -> None:
    data = site.pdf().read_bytes()
    site.pdf().write_bytes(data)


def _damage_manifest(site: Site) -> None:
    file = site.out / ".coverpress.json"
    file.write_bytes(file.read_bytes()[: site.chance.randrange(2000)])


ALL: tuple[Callable[[Site], None], ...] = (
    *(_text, _text, _text, _comment, _typo, _title, _day, _contact, _job, _floor, _line_of_data),
    *(_new_record, _flag, _include, _unused_include, _accent, _line_of_config, _site_title),
    *(_picture, _page, _touch, _new_letter, _no_letter, _letter_again, _hole, _whole),
    *(_delete, _truncate, _swap, _damage_manifest),
)
REMAKES = {_new_letter, _letter_again, _delete, _truncate, _swap, _damage_manifest}
"""Edits after which a PDF has to be built that is then as it was before, or as another one is."""


@contextmanager
def remembering(folder: Path) -> Iterator[None]:
    """Let LuaLaTeX, given the same files, leave the same files without running again.

    That is what a build from nothing is held to here, or it would take a day.
    """
    run = engine.run
    template = b"".join(file.read_bytes() for file in sorted(TEMPLATES.iterdir()))

    def remembered(manuscript: Any, here: Path, *rest: Any) -> str:
        given = {file.name: file.read_bytes() for file in sorted(here.iterdir()) if file.is_file()}
        for name in ("letter.log", "letter.pdf", engine.RECORD):
            given.pop(name, None)
        key = hashlib.sha256(template + repr(sorted(given.items())).encode()).hexdigest()
        kept = folder / key
        if not kept.is_dir():
            said = run(manuscript, here, *rest)
            part = Path(tempfile.mkdtemp(dir=folder))
            for file in here.iterdir():
                if file.is_file():
                    shutil.copy(file, part)
            try:
                part.rename(kept)
            except OSError:  # another letter, of the same words, was first
                shutil.rmtree(part)
            return said
        for file in kept.iterdir():
            shutil.copy(file, here)
        return engine.read(here / "letter.log")

    engine.run = remembered  # type: ignore[assignment]
    try:
        yield
    finally:
        engine.run = run


def different(found: Any, wanted: Any, out: Path, whole: Path) -> list[str]:
    """Return how a build, its report `found` and its PDFs in `out`, differs from a whole one."""
    wrong = []
    for name in ("ok", "failures", "warnings"):
        if _plain(found[name]) != _plain(wanted[name]):
            wrong.append(f"{name}: {_plain(found[name])} and not {_plain(wanted[name])}")
    pdfs = [{Path(pdf["path"]).name: _plain(pdf) for pdf in one["pdfs"]} for one in (found, wanted)]
    wrong += [
        f"{name}: {pdfs[0].get(name)} and not {pdfs[1].get(name)}"
        for name in sorted({*pdfs[0], *pdfs[1]})
        if pdfs[0].get(name) != pdfs[1].get(name)
    ]
    for name in pdfs[1]:
        if (out / name).read_bytes() != (whole / name).read_bytes():
            wrong.append(f"{name} has other bytes")
    return wrong


def _plain(told: Any) -> Any:
    """Return what is told without what differs from build to build."""
    if isinstance(told, list):
        return [_plain(one) for one in told]
    if isinstance(told, dict):
        own = ("seconds", "state", "path", "kept")
        return {key: _plain(one) for key, one in told.items() if key not in own}
    return told


@dataclass
class Trial:
    """Edits of a site, each with a build as a user does it and one from nothing."""

    folder: Path
    letters: int
    seed: int
    build: Callable[[Path, Path, bool], Any]
    """Builds the site into a folder, the last from nothing, and returns what the report says."""
    needless: Counter[str] = field(default_factory=Counter)
    built: int = 0

    def __post_init__(self) -> None:
        self.site = Site(self.folder / "site", self.folder / "out", random.Random(self.seed))  # noqa: S311
        write_site(self.site.folder, self.letters)
        self.build(self.site.folder, self.site.out, False)

    def step(self, edit: Callable[[Site], None]) -> list[str]:
        """Make an edit, build, and return what is wrong."""
        before = {file.name: file.read_bytes() for file in self.site.out.glob("*.pdf")}
        edit(self.site)
        found = self.build(self.site.folder, self.site.out, False)
        whole = self.folder / "whole"
        shutil.rmtree(whole, ignore_errors=True)
        wanted = self.build(self.site.folder, whole, True)
        for pdf in found["pdfs"]:
            if pdf["state"] == "built":
                self.built += 1
                name = Path(pdf["path"]).name
                if before.get(name) == (self.site.out / name).read_bytes() and edit not in REMAKES:
                    self.needless[edit.__name__.strip("_")] += 1
        return different(found, wanted, self.site.out, whole)


def build(site: Path, out: Path, whole: bool) -> Any:
    """Build `site` in a process of its own, and return what its report says."""
    words = ["whole", str(out.parent / "runs")] if whole else ["build"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.edits", *words, str(site), str(out)],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1772409600"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def arguments(site: Path, out: Path) -> list[str]:
    """Return the words of a command that builds `site` into `out` and reports as JSON."""
    return ["build", "--site", str(site), "--out", str(out), "--format", "json", *ONE_PAPER]


def main() -> None:
    """Print what was wrong after which edit, and what was built without need."""
    if sys.argv[1:2] == ["build"]:
        sys.argv[1:] = arguments(*map(Path, sys.argv[2:]))
        cli.main()
    if sys.argv[1:2] == ["whole"]:
        runs, site, out = map(Path, sys.argv[2:])
        runs.mkdir(exist_ok=True)
        sys.argv[1:] = [*arguments(site, out), "--force"]
        with remembering(runs):
            cli.main()
    given = [int(word) for word in sys.argv[1:]]
    edits, letters, seed = (*given, *(EDITS, LETTERS, 1)[len(given) :])
    chance = random.Random(seed)  # noqa: S311  no secret
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        trial = Trial(Path(name), letters, seed, build)
        for number in range(1, edits + 1):
            edit = chance.choice(ALL)
            found = trial.step(edit)
            wrong += bool(found)
            print(f"{number:4} {edit.__name__.strip('_'):20} {trial.built:5} built", flush=True)
            for words in found:
                print(f"     {words}", flush=True)
    print(f"{wrong} of {edits} edits went wrong, {trial.built} PDFs were built")
    print(f"without need: {dict(trial.needless) or 'none'}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
