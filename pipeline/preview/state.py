"""What there is to show of a run, as plain data: letters, their pages, what is wrong with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import settings
from pipeline.engine.watching import Round
from pipeline.files.paths import is_there
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.outcome import Artifact, Failed
from pipeline.model.visible import visible
from pipeline.reports import places
from pipeline.sources.site import Site

Plain = dict[str, Any]

_EDITORS = {
    "code": "vscode://file{path}:{line}:{column}",
    "codium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "subl": "subl://open?url=file://{path}&line={line}&column={column}",
    "mate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
}
"""The addresses by which editors open a line of a file, by the command that starts each."""
_OWN_EDITOR = "COVERPRESS_EDITOR"
_SCHEME = re.compile(r"(?!javascript|data|blob|file|https?\b)[a-z][a-z0-9+.-]*://?[^\s]*")
_BUILDING, _KEPT, _FAILED = "building", "out of date", "failed"


def editor() -> str:
    """Return the address by which this user's editor opens a line of a file; '' without one."""
    own = os.environ.get(_OWN_EDITOR, "")
    if own:
        return own if _SCHEME.fullmatch(own) else _EDITORS.get(own, "")
    named = (os.environ.get(name, "") for name in ("VISUAL", "EDITOR"))
    programs = (Path(words.split()[0]).name for words in named if words.split())
    terminal = "code" if os.environ.get("TERM_PROGRAM") == "vscode" else ""
    return next((_EDITORS[name] for name in (*programs, terminal) if name in _EDITORS), "")


@dataclass
class _Shown:
    """A letter, and what is known of it now."""

    job: Job
    employer: str = ""
    company: str = ""
    papers: dict[str, Plain] = field(default_factory=dict)
    findings: tuple[Diagnostic, ...] = ()


@dataclass
class State:
    """What is shown of a run, while it goes on and after it. Plain data come out of it."""

    out: Path
    editor: str = ""
    """The address by which the user's editor opens a line; '' where no file's path is told."""
    round: int = 0
    """How many builds there were."""
    is_building: bool = True
    _letters: dict[str, _Shown] = field(default_factory=dict)
    _changed: tuple[Path, ...] = ()
    _error: tuple[Diagnostic, ...] = ()
    _notes: tuple[Diagnostic, ...] = ()
    _seconds: float = 0.0
    _site: Site | None = None

    def begin(self, changed: Sequence[Path]) -> None:
        """Note that a build begins, since files have `changed`."""
        self.is_building, self._changed = True, tuple(changed)

    def expect(self, site: Site, jobs: Iterable[Job]) -> None:
        """Note which letters there are; of one that was shown before, what is known stays."""
        before = self._letters
        self._letters = {}
        for job in sorted(jobs, key=lambda job: job.key):
            known = before.get(job.key)
            shown = _Shown(job) if known is None else known
            shown.job = job
            self._letters[job.key] = shown
        self._site = site

    def tell(self, done: Artifact | Failed | None) -> None:
        """Note one PDF that is done, or could not be."""
        if done is None:
            return
        for shown in self._letters.values():
            if isinstance(done, Artifact) and done.path in self._targets(shown.job).values():
                self._built(shown, done)
            elif isinstance(done, Failed) and self._is_of(shown.job, done):
                self._failed(shown, done)

    def end(self, round_: Round) -> None:
        """Note what came of the build."""
        self.round += 1
        self.is_building = False
        self._error = round_.error.findings if round_.error else ()
        result = round_.result
        self._notes, self._seconds = result.notes, result.seconds
        if round_.error:
            return
        found: dict[str, list[Diagnostic]] = {name: [] for name in self._letters}
        papers = {name: shown.papers for name, shown in self._letters.items()}
        for shown in self._letters.values():
            shown.papers = {}
        owners = {
            target: name
            for name, shown in self._letters.items()
            for target in self._targets(shown.job).values()
        }
        for done in result.built:
            if name := owners.get(done.path):
                self._built(self._letters[name], done)
                found[name] += done.warnings
        for failed in result.failed:
            for name, shown in self._letters.items():
                if self._is_of(shown.job, failed):
                    shown.papers = papers[name] if failed.paper is None else shown.papers
                    self._failed(shown, failed)
                    found[name] += failed.error.findings
        for name, shown in self._letters.items():
            shown.findings = tuple(dict.fromkeys(found[name]))

    def pdf(self, name: str, paper: str) -> Path | None:
        """Return the PDF of a letter on `paper`; None where there is no such."""
        shown = self._letters.get(name)
        target = self._targets(shown.job).get(paper) if shown else None
        return target if target and is_there(target) else None

    def job(self, name: str) -> Job | None:
        """Return the letter that is called `name`."""
        shown = self._letters.get(name)
        return shown.job if shown else None

    def plain(self) -> Plain:
        """Return what is shown, as plain data."""
        return {
            "round": self.round,
            "building": self.is_building,
            "changed": [places.shown(path) for path in self._changed],
            "seconds": round(self._seconds, 2),
            "editor": self.editor,
            "error": [self._finding(one) for one in self._error],
            "notes": [self._finding(one) for one in self._notes],
            "letters": [self._letter(name, shown) for name, shown in self._letters.items()],
        }

    def _letter(self, name: str, shown: _Shown) -> Plain:
        severities = {finding.severity for finding in shown.findings}
        failed = any(paper["state"] in (_KEPT, _FAILED) for paper in shown.papers.values())
        return {
            "id": name,
            "name": visible(name),
            "file": places.shown(shown.job.file),
            "path": self._path(shown.job.file),
            "employer": visible(shown.employer),
            "company": visible(shown.company),
            "state": (
                "error"
                if "error" in severities or failed
                else "warning"
                if "warning" in severities
                else "ready"
                if shown.papers
                else _BUILDING
            ),
            "papers": [shown.papers[paper] for paper in settings.PAPERS if paper in shown.papers],
            "findings": [self._finding(one) for one in shown.findings],
        }

    def _finding(self, finding: Diagnostic) -> Plain:
        told = places.fields(finding)
        line = places.excerpt(finding.place, finding.words)
        told.pop("repair")
        told["excerpt"] = list(line) if line else None
        told["path"] = self._path(finding.place.file) if finding.place else ""
        return told

    def _path(self, file: Path) -> str:
        return os.path.abspath(file) if self.editor else ""  # noqa: PTH100  links stay

    def _built(self, shown: _Shown, done: Artifact) -> None:
        shown.employer = done.employer or ""
        record = self._site.employers.get(shown.employer) if self._site else None
        company = record.get("company") if isinstance(record, dict) else None
        shown.company = str(company or "").split("\n")[0]
        shown.papers[done.paper] = self._paper(done.paper, done.path, done.state)

    def _failed(self, shown: _Shown, failed: Failed) -> None:
        targets = self._targets(shown.job)
        papers = [failed.paper] if failed.paper else list(shown.papers) or list(targets)
        for paper in papers:
            if is_there(targets[paper]):
                shown.papers[paper] = self._paper(paper, targets[paper], _KEPT)
            elif failed.paper:
                shown.papers[paper] = {"paper": paper, "state": _FAILED, "stamp": "", "pdf": ""}
            else:
                shown.papers.pop(paper, None)
        shown.findings = tuple(dict.fromkeys((*shown.findings, *failed.error.findings)))

    def _paper(self, paper: str, pdf: Path, state: str) -> Plain:
        try:
            about = pdf.stat()
            stamp = f"{about.st_mtime_ns:x}-{about.st_size:x}"
        except OSError:
            stamp = ""
        name = pdf.relative_to(self.out).as_posix()
        return {"paper": paper, "state": state, "stamp": stamp, "pdf": name}

    def _targets(self, job: Job) -> dict[str, Path]:
        return {paper: job.target(paper, self.out) for paper in job.papers or settings.PAPERS}

    @staticmethod
    def _is_of(job: Job, failed: Failed) -> bool:
        return failed.letter == job.file and failed.employer == job.employer


def place(at: Location) -> Plain:
    """Return `at` as plain data."""
    return {"file": places.shown(at.file), "line": at.line, "column": at.column or 1}
