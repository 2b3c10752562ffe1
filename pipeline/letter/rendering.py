"""A letter in words: read, its settings checked, and its Liquid rendered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipeline import liquid, settings
from pipeline.letter import layout, variables
from pipeline.model import sourcemap
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document, KeyPath
from pipeline.model.errors import CoverpressError, Problems, SourceError, UndefinedError
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.model.sourcemap import MappedText
from pipeline.settings import LETTER_KEYS, Settings, colours
from pipeline.settings.fields import RECORD
from pipeline.sources import defaults
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

KRAMDOWN_IGNORED = Rule(
    "kramdown.ignored",
    WARNING,
    "A setting or a list of kramdown's that does nothing in a letter.",
    "`{:toc}`",
    because="The letter is whole without it.",
    within=LETTER,
)
HTML_IGNORED = Rule(
    "html.ignored",
    WARNING,
    "HTML that a page cannot show.",
    "`<video src=…>`",
    because="The letter is whole without it.",
    within=LETTER,
)
LIQUID_NAME = Rule(
    "liquid.name",
    WARNING,
    "Liquid asks for a name that does not exist, and is nearly one that does.",
    "`{% if employer.greetng %}`",
)
RULES = (
    KRAMDOWN_IGNORED,
    HTML_IGNORED,
    LIQUID_NAME,
)


@dataclass(frozen=True)
class Rendering:
    """A letter as Markdown, its values known, before Pandoc sees it."""

    job: Job
    site: Site
    letter: Letter
    settings: Settings
    site_parts: Mapping[str, Location]
    """Where the parts stand that the site gives and not the letter."""
    record: Mapping[str, Any]
    """The employer's."""
    names: Mapping[str, Any]
    """What its Liquid sees."""
    rendered: liquid.Rendered
    mapped: MappedText
    """The Markdown as Jekyll would have it, the values in place, and where all of it stands."""
    notes: tuple[Diagnostic, ...]
    """What was pointed out so far."""
    problems: Problems
    """What stops the letter; the rest of it was read all the same."""
    data: tuple[tuple[Document, KeyPath], ...]
    """Where its values may come from: the employer's record, the sender, all other data."""

    def place_of_part(self, part: str) -> Location:
        """Return where a part of the letter stands that is not in its text."""
        return self.site_parts.get(part) or self.letter.front.place(part)

    def place_of(self, words: str) -> Location:
        """Return where `words` were written: in the letter, or in data that are printed on it.

        That is the letter's file where they stand nowhere.
        """
        offset = self.mapped.text.find(words)
        if offset >= 0:
            return self._origin(offset, words)
        return self.letter.front.find(words) or self._in_data(words) or Location(self.letter.file)

    def place_behind(self, number: int, words: str) -> Location:
        """Return where `words` were written behind the mark `number`, or its place if nowhere.

        That is the letter's file where there is no such mark.
        """
        marks = self.rendered.tokens.marks
        if not 0 <= number < len(marks):
            return Location(self.letter.file)
        start = self.mapped.offset(marks[number])
        offset = self.mapped.text.find(words, start) if words and start is not None else -1
        return marks[number] if offset < 0 else self._origin(offset, words)

    def without_effect(self, words: str) -> Diagnostic:
        """Return the warning that `words`, of kramdown's or of HTML, do nothing on the page."""
        words = sourcemap.unmarked(words)
        rule = HTML_IGNORED if words.startswith("<") else KRAMDOWN_IGNORED
        return Diagnostic.by(rule, f"`{words}` has no effect in a letter", self.place_of(words))

    def _origin(self, offset: int, words: str) -> Location:
        is_value = self.mapped.is_value(offset)
        return (is_value and self._in_data(words)) or self.mapped.place(offset)

    def _in_data(self, words: str) -> Location | None:
        places = (document.find(words, *path) for document, path in self.data)
        return next(filter(None, places), None)


_CONFLICT = re.compile(r"^(?P<mark><{7}|={7}|>{7})(?P<label> .*)?$", re.MULTILINE)


def _refuse_conflict(letter: Letter) -> None:
    """Raise `SourceError` where git has left two versions of the text, side by side."""
    marks = [*_CONFLICT.finditer(letter.body)]
    if not {match["mark"][0] for match in marks if match["label"]} & {"<", ">"}:
        return  # a row of signs may be a line
    line = letter.body_line + letter.body.count("\n", 0, marks[0].start())
    raise SourceError(
        "git has left a conflict here: two versions of the text, of which one must go",
        Location(letter.file, line, 1),
        "Choose one, and delete the lines of `<<<<<<<`, `=======` and `>>>>>>>`.",
    )


def render(job: Job, site: Site) -> Rendering:
    """Read the letter of `job`, and render it with its employer's record and its site.

    Raises `SourceError` and its kinds, and `LiquidError`, with their places, where the rest of the
    letter cannot be read because of it. What else is wrong is among its `problems`.
    """
    if job.problem:
        raise job.problem
    letter = defaults.read(job.file, site)
    _refuse_conflict(letter)
    problems, missing = Problems(), Problems()
    wanted = settings.read(letter.front, site.config, job.employer, job.pages, problems)
    try:
        record = variables.record_of(letter, wanted, site)
        problems.attempt(partial(variables.check_papers, job, wanted, letter), None)
        names = variables.names(letter, wanted, record, site)
        wanted, parts = layout.with_parts(wanted, letter, site, names)
        asked = variables.check_address(record, wanted, letter, site, parts)
        missed = problems.attempt(lambda: list(asked), [])
        missed += variables.check_sender(wanted, letter, site)
        place = Location(letter.file, letter.body_line, 1)
        rendered = liquid.render(letter.body, place, names, site.includes, site.text, missing)
    except CoverpressError as error:
        problems.errors += (*each_once(missing.errors), error)
        problems.settle()
        raise
    problems.errors += (_undefined(error, wanted) for error in missing.errors)
    near = _near_misses(rendered, site, {error.finding.place for error in missing.errors})
    notes = (*letter.front.notes, *missed, *layout.lost(letter, site), *near)
    notes += (*colours.notes(wanted.style.accent, wanted.style.accent_place),)
    data: list[tuple[Document, KeyPath]] = []
    if source := site.records.sources.get(wanted.employer or ""):
        data.append(source)
    data += [(letter.front, ()), (site.config, ("sender",))]
    data += [(document, ()) for document in site.documents.values()]
    mapped = rendered.mapped()
    return Rendering(
        job,
        site,
        letter,
        wanted,
        parts,
        record,
        names,
        rendered,
        mapped,
        notes,
        problems,
        tuple(data),
    )


def each_once(errors: Iterable[CoverpressError]) -> Iterator[CoverpressError]:
    """Yield the first of `errors` that say the same, in their order."""
    said: set[str] = set()
    for error in errors:
        if str(error) not in said:
            yield error
        said.add(str(error))


def _near_misses(
    rendered: liquid.Rendered, site: Site, told: Collection[Location | None]
) -> Iterator[Diagnostic]:
    """Yield a warning for each name that is nearly one, at its first place, if not `told` there.

    What has a meaning, or what other records or pages have, may well be asked for.
    """
    known = {*LETTER_KEYS, *(field.key for field in RECORD)}
    known = known.union(*(one for one in site.employers.values() if isinstance(one, dict)))
    for near in {near.name: near for near in reversed(rendered.near_misses)}.values():
        is_file = near.name.rpartition(".")[0] == "site.data"
        is_known = (near.key in known and not is_file) or _is_of_a_page(near, site)
        if is_known or near.place in told:
            continue
        yield Diagnostic.by(
            LIQUID_NAME,
            f"`{near.name}` is undefined, which Liquid takes for nothing",
            near.place,
            f"Did you mean `{near.likely}`?",
        )


def _is_of_a_page(near: liquid.NearMiss, site: Site) -> bool:
    """Tell whether it is a key that another page has."""
    if not near.name.startswith("page."):
        return False
    fronts = (Problems().attempt(partial(site.page, file), None) for file in site.pages())
    return any(page is not None and page.get(near.key) is not None for page in fronts)


def _undefined(error: CoverpressError, wanted: Settings) -> CoverpressError:
    if wanted.employer or "`employer." not in str(error):
        return error
    hint = "The letter names no employer: write `employer: KEY` in its front matter."
    return UndefinedError(str(error), error.finding.place, hint)
