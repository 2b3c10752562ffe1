"""The recipe: from a letter's file and its site's data to a PDF.

`draft` and `typeset_paper` read as the way of the data, a line a stage.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import panflute as pf

from filters import (
    attributes,
    blocks,
    columns,
    employer,
    html_markup,
    identifiers,
    inject,
    languages,
    marks,
    notes,
    quotes,
    spaces,
    tongue,
    unseen,
)
from filters import letter as letter_parts
from pipeline import markdown, typeset
from pipeline.checks import examine
from pipeline.checks.examine import Checked
from pipeline.checks.subject import Known
from pipeline.engine import inputs, keeping, verification
from pipeline.engine.options import Options as Options
from pipeline.engine.program import TEMPLATES as TEMPLATES
from pipeline.engine.store import Kept
from pipeline.files import scratch, writing
from pipeline.letter import links, metadata, nesting, pictures, prose_reader, undefined
from pipeline.letter.pictures import Picture
from pipeline.letter.prose import Prose
from pipeline.letter.rendering import Rendering, render
from pipeline.liquid import Tokens
from pipeline.model import sourcemap
from pipeline.model.diagnostic import Diagnostic, in_order
from pipeline.model.errors import CheckError, FilterError, FontError, Problems, SourceError
from pipeline.model.job import PDF, Job, Part, parts
from pipeline.model.location import Location
from pipeline.model.outcome import BUILT, CACHED, UP_TO_DATE, Artifact
from pipeline.model.pages import Pages
from pipeline.pdf import inspection
from pipeline.sandbox.share import stage
from pipeline.settings import style
from pipeline.sources.site import HTML, Site
from pipeline.typeset import Engine, Manuscript, Typeset, fitting, log, measures
from pipeline.typeset.fitting import Fitting
from pipeline.typeset.log import Extent
from pipeline.typeset.measures import Scale
from pipeline.writers import latex as latex_writer
from pipeline.writers import pandoc

READING_FONTS = "Reading the fonts, which takes a while, but only once on this machine."
"""What is told when a font is set for the first time."""


@dataclass(frozen=True)
class Draft:
    """A letter with all values in place, ready to be set on any paper."""

    rendering: Rendering
    prepared: str
    """The Markdown that Pandoc was given, with tokens in place of the values."""
    tree: str
    """Pandoc's JSON, after the filters that any writer can follow."""
    pictures: Mapping[str, Picture]
    """The files that the tree's images stand for."""
    warnings: tuple[Diagnostic, ...]
    sender: Mapping[str, Any]
    """The configuration's, its Liquid rendered."""
    checked: Checked | None = None
    """What the checks found in its words; None where they were not asked."""
    manuscripts: dict[str, Manuscript] = field(default_factory=dict, compare=False, repr=False)
    """What TeX is given on each paper, once somebody has asked."""

    @cached_property
    def page(self) -> str:
        """The tree with what LaTeX must be told."""
        wanted = self.rendering.settings
        return latex_writer.page(
            self.tree, wanted.language.tag, link_notes=wanted.style.links == "footnotes"
        )

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers to set it on."""
        return self.rendering.job.papers or self.rendering.settings.papers

    @property
    def parts(self) -> tuple[Part, ...]:
        """The files to make of it."""
        return parts(self.rendering.job.forms or self.rendering.settings.forms, self.papers)


@dataclass(frozen=True)
class Reading:
    """A letter's text as a tree, all values in place, before its parts are looked for."""

    rendering: Rendering
    prepared: str
    """The Markdown that Pandoc was given, with tokens in place of the values."""
    doc: pf.Doc
    gfm: bool
    prose: Prose
    warnings: tuple[Diagnostic, ...]


def read(job: Job, site: Site) -> Reading:
    """Read the letter of `job`, and put its employer's facts into it."""
    stage("its Liquid")
    rendering = render(job, site)
    letter, wanted = rendering.letter, rendering.settings
    stage("its Markdown")
    reading = markdown.Options.of(
        site.config.value.get("kramdown"),
        raw_tex=wanted.raw_tex,
        html=letter.file.suffix.lower() in HTML,
    )
    planted = sourcemap.plant(rendering.rendered.marked, raw_tex=wanted.raw_tex)
    prepared = markdown.prepare(planted, reading)
    stage("its tree")
    doc, warnings = pandoc.read(prepared.markdown, letter.file)
    marks.apply(doc)
    attributes.apply(doc)
    blocks.apply(doc)
    quotes.apply(doc)
    notes.apply(doc)
    undefined.forgive_unseen(doc, rendering)
    _inject(doc, rendering.rendered.tokens, letter.file)
    ignored = (*prepared.ignored, *html_markup.lost(doc))
    html_markup.apply(doc)
    nesting.check(doc, rendering.rendered.tokens.marks, letter.file)
    stage("its words")
    return Reading(
        rendering,
        sourcemap.unmarked(prepared.markdown),
        doc,
        reading.gfm,
        prose_reader.read(doc, rendering.mapped, rendering.rendered.tokens.marks),
        (*map(rendering.without_effect, ignored), *warnings),
    )


def check(job: Job, site: Site, about: Known) -> Checked:
    """Return what the checks find in the words of the letter of `job`, and what a build would.

    That is all by which it could not be given to TeX.
    """
    reading = read(job, site)
    stage("its checks")
    checked = examine.letter(reading.rendering, reading.prose, about, reading.warnings)
    if checked.has_errors:
        return checked
    stops = Problems()
    stops.attempt(lambda: _finish(reading), None)
    settled = checked.subject.policy.settle(stops.findings)
    return replace(checked, findings=in_order((*checked.findings, *settled)))


def draft(job: Job, site: Site, about: Known | None = None) -> Draft:
    """Make the letter of `job` a tree that any writer can follow, with all values in place.

    Where `about` says what the checks must know, they look at its words first: `CheckError` is
    raised for a letter that must not be sent.
    """
    reading = read(job, site)
    rendering = reading.rendering
    stage("its checks")
    checked = examine.letter(rendering, reading.prose, about, reading.warnings) if about else None
    if checked and checked.has_errors:
        raise CheckError(checked.findings)
    rendering.problems.settle()
    found, sender = _finish(reading)
    tree = pandoc.dump(reading.doc)
    return Draft(rendering, reading.prepared, tree, found, reading.warnings, sender, checked)


def _finish(reading: Reading) -> tuple[Mapping[str, Picture], Mapping[str, Any]]:
    """Find the parts of a letter, and give it what is printed beside its text.

    Return its pictures, and who sends it.
    """
    rendering, doc = reading.rendering, reading.doc
    letter, wanted, site = rendering.letter, rendering.settings, rendering.site
    stage("its parts")
    columns.apply(doc)
    identifiers.apply(doc, gfm=reading.gfm)
    links.absolute(doc, site, rendering)
    tongue.apply(doc, wanted.language.tag)
    employer.apply(doc, rendering.record)
    sender = metadata.sender_of(site, letter, rendering.names)
    metadata.apply(doc, rendering.job.name, wanted, sender)
    links.only_safe(doc)
    for part in wanted.parts:
        marks.label(doc, part, rendering.rendered.tokens.mark(rendering.place_of_part(part)))
    found = pictures.collect(doc, letter.file, site, rendering.place_of)
    stage("its parts")
    letter_parts.apply(doc)
    spaces.apply(doc, wanted.language.tag)
    unseen.apply(doc)
    if not (doc.content or any(part in doc.metadata for part in ("subject", "opening"))):
        raise SourceError("the letter is empty", Location(letter.file, letter.body_line))
    return found, sender


def latex(drafted: Draft, paper: str) -> str:
    """Return the LaTeX of a letter on `paper`, which reads its measures from a file beside it."""
    stage("its LaTeX")
    wanted = drafted.rendering.settings
    language = wanted.language
    page = language.words.page.format(r"\thepage", r"\lastpagenumber")
    variables = {
        "paper": paper,
        "lang": language.tag,
        "language": language.code,
        "pageword": page.replace(" ", "~"),
    }
    variables |= metadata.identity(drafted.tree, paper, wanted.day)
    variables |= style.fallbacks(wanted.style, drafted.tree, language.code)
    file = drafted.rendering.letter.file
    return pandoc.write(drafted.page, file, TEMPLATES / "letter.latex", variables)


def manuscript(drafted: Draft, paper: str) -> Manuscript:
    """Return what TeX is given of a letter on `paper`."""
    if paper not in drafted.manuscripts:
        drafted.manuscripts[paper] = _manuscript(drafted, paper)
    return drafted.manuscripts[paper]


def _manuscript(drafted: Draft, paper: str) -> Manuscript:
    rendering = drafted.rendering
    made = Manuscript(
        latex(drafted, paper),
        rendering.letter.file,
        {name: picture.data for name, picture in drafted.pictures.items()},
        rendering.rendered.tokens.marks,
        TEMPLATES,
        _scale(drafted).latex(0),
        fitting.likely_pages(rendering.mapped.text, rendering.settings.style.pages),
        _names_fonts(drafted),
        bool(languages.of(rendering.settings.language.code).fonts),
    )
    if not rendering.settings.raw_tex and (found := latex_writer.foreign(made.latex)):
        command, line = found
        raise FilterError(
            f"something in the letter came out as the command `{command}` of TeX",
            made.place(line),
            "Please report this, with the line.",
        )
    return made


def _names_fonts(drafted: Draft) -> bool:
    """Tell whether a letter asks for a font by its name; raw TeX may."""
    wanted = drafted.rendering.settings
    return bool(style.named(wanted.style, wanted.language.code)) or wanted.raw_tex


def _place_of_language(rendering: Rendering) -> Location:
    """Return where the letter's language is named."""
    front = rendering.letter.front
    return (front if front.value.get("lang") else rendering.site.config).place("lang")


def read_fonts(drafted: Draft, tell: Callable[[str], object]) -> None:
    """Read the fonts of a letter, where this machine has never done so."""
    wanted, code = drafted.rendering.settings.style, drafted.rendering.settings.language.code
    variables = style.asked(wanted, code) | style.fallbacks(wanted, drafted.tree, code)
    letter = drafted.rendering.letter.file

    def sample() -> Manuscript:
        """Return a text in every face of the font, which letters have in common."""
        template = TEMPLATES / "sample.latex"
        latex = pandoc.write(pandoc.dump(pf.Doc()), template, template, variables)
        return Manuscript(latex, letter, {}, (), TEMPLATES, names_fonts=_names_fonts(drafted))

    name = repr((sorted(variables.items()), _template_hash())).encode()
    typeset.read_fonts(name, sample, lambda: tell(READING_FONTS))


@cache
def _template_hash() -> str:
    """Return what tells this template from another that may ask for other fonts."""
    files = sorted(TEMPLATES.glob("*.latex"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


STAGES: Mapping[str, Callable[[Draft, str], str]] = {
    "liquid": lambda drafted, _: drafted.rendering.mapped.text,
    "markdown": lambda drafted, _: drafted.prepared,
    "ast": lambda drafted, _: json.dumps(json.loads(drafted.tree), indent=2, ensure_ascii=False),
    "tex": latex,
}
"""The stages that can be looked at, each a function of the draft and the paper."""


def typeset_paper(
    drafted: Draft, paper: str, options: Options, on: Engine = typeset.PROCESS
) -> Artifact:
    """Set a letter on `paper`, look at the pages, and put the PDF into its place.

    TeX is run `on` an engine; where the store of `options` has what it would make, it is not.
    """
    started = time.perf_counter()
    rendering = drafted.rendering
    target = rendering.job.target(paper, options.out)
    writing.check_below(target, options.out)
    kept = _kept(drafted, paper, options)
    if kept is None:
        read_fonts(drafted, options.tell)
        started = time.perf_counter()
    with scratch.folder(on.folder) as folder:
        try:
            if kept:
                made, pages, fit = keeping.again(kept, folder, rendering.letter.file)
            else:
                made, pages, fit = _fitted(drafted, paper, folder, on)
            notes = (*fit, *verification.check(made, pages, paper, rendering))
            told = _told(drafted, pages, notes)
            record = kept.record if kept else _keep(drafted, paper, options, made, fit)
            if not (kept and kept.is_in_place):
                writing.place(made.pdf, target)
        except FontError as error:
            look, code = rendering.settings.style, rendering.settings.language.code
            place = _place_of_language(rendering)
            raise style.missing_font(look, code, place, error) from error
        finally:
            if options.keep_tex and (tried := sorted(folder.iterdir())):
                writing.keep_folder(tried[-1], target.with_suffix(".tex.d"))
    return Artifact(
        rendering.letter.file,
        rendering.settings.employer,
        paper,
        target,
        pages.count,
        time.perf_counter() - started,
        told,
        inputs.of(rendering, drafted.sender, drafted.pictures, Part(PDF, paper), TEMPLATES),
        BUILT if kept is None else UP_TO_DATE if kept.is_in_place else CACHED,
        record=record,
    )


def _kept(drafted: Draft, paper: str, options: Options) -> Kept | None:
    """Return what was made before of the same."""
    if options.store is None or options.keep_tex:
        return None
    key, text = _key_of(drafted, paper), keeping.text_of(drafted.rendering)
    return options.store.find(key, drafted.rendering.job, paper, text)


def _keep(
    drafted: Draft, paper: str, options: Options, made: Typeset, fit: tuple[Diagnostic, ...]
) -> Mapping[str, Any]:
    """Keep what TeX has made of a letter, and return what is to be known of it."""
    if options.store is None:
        return {}
    key, text = _key_of(drafted, paper), keeping.text_of(drafted.rendering)
    return keeping.keep(options.store, key, made, fit, text, options.tell)


def _key_of(drafted: Draft, paper: str) -> str:
    look = drafted.rendering.settings.style
    return keeping.key_of(manuscript(drafted, paper), look, paper)


def _told(drafted: Draft, pages: Pages, notes: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return all that is told of a letter. Raises `CheckError` where the page must not be sent."""
    if drafted.checked is None:
        return (*drafted.warnings, *notes)
    subject = drafted.checked.subject
    on_page = subject.policy.settle((*notes, *examine.pages(pages, drafted.tree, subject)))
    found = Checked(subject, (*drafted.checked.findings, *on_page))
    if found.has_errors:
        raise CheckError(found.findings)
    return found.findings


def _fitted(
    drafted: Draft, paper: str, folder: Path, on: Engine
) -> tuple[Typeset, Pages, tuple[Diagnostic, ...]]:
    """Set the letter as it should look, or as much tighter as its number of pages asks for."""
    letter, wanted = drafted.rendering.letter, drafted.rendering.settings.style
    usual, scale = manuscript(drafted, paper), _scale(drafted)
    window = wanted.format.window
    way = Fitting(
        scale, verification.height(paper), wanted.pages, window.text_top if window else None
    )
    tried: dict[int, Extent] = {}
    begun: dict[int, tuple[Manuscript, Typeset]] = {}
    step: int | None = 0
    while step is not None:
        pages = usual.likely_pages
        if tried and wanted.pages is None:
            pages = tried[0].pages - 1
        measured = replace(usual, measures=scale.latex(step), likely_pages=pages)
        place = folder / f"{len(tried) + 1}"
        place.mkdir()
        begun[step] = measured, typeset.begin(measured, place, on=on)
        tried[step] = log.extent(begun[step][1].log)
        step = way.next(tried)
    last = max(tried)
    if wanted.pages is None and tried[last].pages >= tried[0].pages:
        last = 0
    measured, made = begun[last]
    for place in {made.pdf.parent for _, made in begun.values()} - {made.pdf.parent}:
        shutil.rmtree(place)
    made = typeset.settle(measured, made.pdf.parent, made, on=on)
    stage("its pages")
    pages_made = inspection.read(made.pdf, letter.file)
    if wanted.pages and pages_made.count > wanted.pages:
        raise fitting.overflow(pages_made, wanted, scale.steps[-1], paper, letter)
    notes: tuple[Diagnostic, ...] = ()
    if last > scale.comfortable:
        notes = (fitting.told(wanted, scale.steps[last], paper, letter),)
    return made, pages_made, notes if wanted.pages else fitting.widow(pages_made, letter)


def _scale(drafted: Draft) -> Scale:
    """Return the steps that the page of a letter may be set on."""
    wanted = drafted.rendering.settings
    return measures.scale(wanted.style, len(wanted.footer.splitlines()))


def _inject(doc: pf.Doc, tokens: Tokens, letter: Path) -> None:
    try:
        inject.apply(doc, tokens.table())
    except inject.InjectionError as error:
        place = Location(letter)
        if error.value:
            place = Location(
                Path(str(error.value["file"])), error.value["line"], error.value["column"]
            )
        raise FilterError(str(error), place, error.hint) from error
