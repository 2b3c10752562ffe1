"""Which PDFs are still those of their letters, told without Liquid, Pandoc or TeX."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from pathlib import Path

from pipeline.engine.findings import findings, plain
from pipeline.engine.manifest import Manifest, Record
from pipeline.engine.store import Store
from pipeline.engine.world import UNKNOWN, World
from pipeline.files.paths import lies_in
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.inputs import Inputs, digest
from pipeline.model.job import FORMS, PDF, Job, Part, parts
from pipeline.model.outcome import UP_TO_DATE, Artifact
from pipeline.settings import PAPERS
from pipeline.sources.site import Site


class Freshness:
    """What earlier builds tell of the letters of a site, whose files are as they are now."""

    def __init__(self, site: Site, manifest: Manifest) -> None:
        self.site = site
        self.world = World(site)
        self.manifest = manifest
        self._known = _dict(manifest.sites.get(str(site.root)))
        self._is_of_site: dict[Path, bool] = {}

    def is_letter(self, file: Path, read: Callable[[], bool]) -> bool:
        """Tell whether the page in `file` is a letter to build, as `read` tells if need be."""
        return self._is("letters", file, read)

    def says_more(self, file: Path, read: Callable[[], bool]) -> bool:
        """Tell whether the letter in `file` must be read to plan it, as `read` tells if need be."""
        return self._is("more", file, read)

    def _is(self, what: str, file: Path, read: Callable[[], bool]) -> bool:
        """Tell what an earlier build has told of a page that is as it was then."""
        key = digest([self.world.config, self.world.hash(file, file)])
        name = self.world.name(file)
        told = _dict(self._known.get(what))
        known = told.get(name)
        if isinstance(known, list) and known[:1] == [key] and known[1:] in ([True], [False]):
            return bool(known[1])
        found = read()
        told[name] = [key, found]
        self._note(what, told)
        return found

    def notes(self) -> tuple[Diagnostic, ...] | None:
        """Return what an earlier build has told of the site itself, if that is still so."""
        known = self._known.get("notes")
        if not isinstance(known, list) or known[:1] != [self._about_site()] or len(known) != 2:
            return None
        try:
            return findings(known[1], self.is_of_site)
        except ValueError:
            return None

    def note(self, notes: tuple[Diagnostic, ...], neighbours: str) -> None:
        """Keep what is told of the site itself, and what the checks know of all letters."""
        self._note("notes", [self._about_site(), plain(notes)])
        self._note("neighbours", [self.world.neighbours, neighbours])

    def neighbours(self) -> str:
        """Return what stands for all that the checks know, as far as it is known without them."""
        known = self._known.get("neighbours")
        if isinstance(known, list) and known[:1] == [self.world.neighbours] and len(known) == 2:
            return str(known[1])
        return UNKNOWN

    def parts(self, job: Job) -> tuple[Part, ...]:
        """Return the files of `job`, as far as they are known without reading its letter."""
        trace = _dict(self._record(job).get("trace"))

        def own(key: str, known: Collection[str]) -> tuple[str, ...]:
            listed = trace.get(key)
            return tuple(one for one in listed if one in known) if isinstance(listed, list) else ()

        return parts(job.forms or own("forms", FORMS), job.papers or own("papers", PAPERS))

    def artifacts(self, job: Job, store: Store, neighbours: str) -> list[Artifact] | None:
        """Return the PDFs of `job` if all of them are in place, and would be made as they are.

        `neighbours` stands for what the checks know of all letters.
        """
        if job.problem:
            return None
        record = self._record(job)
        trace, wanted = _dict(record.get("trace")), self.parts(job)
        try:
            if not wanted or not self._holds(trace, job, neighbours):
                return None
            return [self._artifact(job, part, record, trace, store) for part in wanted]
        except (
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ):  # no such PDF, or a stranger's
            return None

    def keep(self, job: Job, trace: Record | None, done: Artifact, store: Store) -> None:
        """Keep what is to be known of a PDF that was made, and of its letter.

        Without a `trace` the letter will be read again.
        """
        name = job.key
        self.manifest.program = done.inputs.program
        record = self.manifest.letters.setdefault(name, {})
        record["trace"], record["inputs"] = trace, asdict(replace(done.inputs, program={}))
        papers = record["papers"] = _dict(record.get("papers"))
        papers[done.part.name] = {
            **store.received(done.record),
            "of": digest(trace),
            "file": done.path.relative_to(self.manifest.folder).as_posix(),
            "pages": done.pages,
            "characters": done.characters,
            "told": plain(done.warnings),
            "around": self._around(job) if done.warnings else UNKNOWN,
        }
        self.manifest.changed.add(name)

    def is_of_site(self, file: Path) -> bool:
        """Tell whether a finding may be in `file`."""
        if file not in self._is_of_site:
            configs = (self.site.config.file, *self.site.config_names)
            self._is_of_site[file] = file in configs or lies_in(file, self.site.root)
        return self._is_of_site[file]

    def _artifact(
        self, job: Job, part: Part, record: Record, trace: Record, store: Store
    ) -> Artifact:
        """Return the `part` of a job. Raises `KeyError` and the like where it is not to be had."""
        one = record["papers"][part.name]
        target = job.target(part.paper, store.manifest.folder, part.form)
        if one["of"] != digest(trace) or one["around"] not in (UNKNOWN, self._around(job)):
            raise ValueError("of another draft")
        if one["told"] and one["around"] == UNKNOWN:
            raise ValueError("of unknown places")
        told = findings(one["told"], lambda file: file == job.file or self.is_of_site(file))
        in_place = store.in_place if part.form == PDF else store.as_made
        if in_place(one, target) is None:
            raise ValueError("another file")
        settings = {**record["inputs"]["settings"], "paper": part.paper, "form": part.form}
        made = {**record["inputs"], "settings": settings, "program": self.manifest.program}
        made["asks"] = tuple(made["asks"])
        return Artifact(
            job.file,
            trace["employer"],
            part.paper,
            target,
            int(one["pages"]),
            0.0,
            told,
            Inputs(**made),
            UP_TO_DATE,
            part.form,
            int(one["characters"]),
        )

    def _holds(self, trace: Record, job: Job, neighbours: str) -> bool:
        """Tell whether all that `trace` names is as it was."""
        world, days = self.world, trace.get("days")
        if not isinstance(days, list) or len(days) != 2 or not days[0] <= world.today <= days[1]:
            return False
        read = {**_dict(trace.get("files")), **_dict(trace.get("pictures"))}
        return (
            trace.get("asked") == [job.name, job.employer, job.pages]
            and trace.get("letter") == world.hash(job.file, job.file)
            and trace.get("config") == world.config
            and trace.get("snippets") == world.snippets != UNKNOWN
            and trace.get("record") == world.record(trace.get("employer"))
            and all(world.hash(world.file(name), job.file) == hash_ for name, hash_ in read.items())
            and trace.get("data") in (UNKNOWN, world.data)
            and trace.get("pages") in (UNKNOWN, world.everything)
            and trace.get("neighbours") == neighbours != UNKNOWN
        )

    def _around(self, job: Job) -> str:
        """Return what decides the places of findings: the data too, and how paths are typed."""
        return digest([self.world.data, str(self.site.root), str(job.file)])

    def _about_site(self) -> str:
        return digest([self.world.about_site, str(self.site.root)])

    def _record(self, job: Job) -> Record:
        return _dict(self.manifest.letters.get(job.key))

    def _note(self, key: str, value: object) -> None:
        self._known[key] = value
        self.manifest.sites[str(self.site.root)] = self._known
        self.manifest.changed.add("")


def _dict(value: object) -> Record:
    return value if isinstance(value, dict) else {}
