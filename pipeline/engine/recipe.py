"""The recipe: from a letter's file and its site's data to a PDF.

`draft` and `typeset_paper` read as the way of the data, a line a stage.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import panflute as pf

from filters import (
    abbreviations,
    attributes,
    blocks,
    columns,
    employer,
    html_markup,
    identifiers,
    inject,
    marks,
    notes,
    quotes,
    tongue,
    unseen,
)
from filters import letter as letter_parts
from pipeline import markdown, typeset
from pipeline.checks import examine
from pipeline.checks.examine import Checked
from pipeline.checks.subject import Known
from pipeline.engine import inputs, verification
from pipeline.files import scratch, writing
from pipeline.letter import links, metadata, nesting, pictures, prose_reader, undefined
from pipeline.letter.pictures import Picture
from pipeline.letter.prose import Prose
from pipeline.letter.rendering import Rendering, render
from pipeline.liquid import Tokens
from pipeline.model import sourcemap
from pipeline.model.diagnostic import Diagnostic, in_order
from pipeline.model.errors import CheckError, FilterError, FontError, Problems, SourceError
from pipeline.model.job import Job
from pipeline.model.location import Location
from pipeline.model.outcome import Artifact
from pipeline.model.pages import Pages
from pipeline.pdf import inspection
from pipeline.sandbox.share import stage
from pipeline.settings import style
from pipeline.settings.fields import FONTS
from pipeline.sources.site import HTML, Site
from pipeline.typeset import Manuscript, Typeset, fitting
from pipeline.writers import latex as latex_writer
from pipeline.writers import pandoc

TEMPLATES = next(
    folder
    for folder in (Path(__file__).parents[1] / "latex", Path(__file__).parents[2] / "latex")
    if folder.is_dir()
)
"""The folder of the LaTeX template: in the package in a wheel, at the root in a checkout."""


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

    @cached_property
    def page(self) -> str:
        """The tree with what LaTeX must be told."""
        return latex_writer.page(
            self.tree, link_notes=self.rendering.settings.style.links == "footnotes"
        )

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers to set it on."""
        return self.rendering.job.papers or self.rendering.settings.papers


@dataclass(frozen=True)
class Options:
    """Where the PDFs go, and how the work is done."""

    out: Path
    jobs: int
    keep_tex: bool = False
    tell: Callable[[str], object] = lambda _: None
    """Is told, in a line, of what takes long and is no letter's work."""


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
    abbreviations.apply(doc)
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
    stops.attempt(lambda: _finish(reading, checked), None)
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
    return _finish(reading, checked)


def _finish(reading: Reading, checked: Checked | None) -> Draft:
    """Find the parts of a letter, and give it what is printed beside its text."""
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
    unseen.apply(doc)
    if not (doc.content or any(part in doc.metadata for part in ("subject", "opening"))):
        raise SourceError("the letter is empty", Location(letter.file, letter.body_line))
    return Draft(
        rendering,
        reading.prepared,
        pandoc.dump(doc),
        found,
        reading.warnings,
        sender,
        checked,
    )


def latex(drafted: Draft, paper: str) -> str:
    """Return the LaTeX of a letter on `paper`, which reads its measures from a file beside it."""
    stage("its LaTeX")
    wanted = drafted.rendering.settings
    language = wanted.language
    page = language.words.page.format(r"\thepage", r"\lastpagenumber")
    variables = {
        "paper": paper,
        "lang": language.tag,
        "language": language.tag.partition("-")[0],
        "pageword": page.replace(" ", "~"),
    }
    variables |= metadata.identity(drafted.tree, paper, wanted.day)
    variables |= style.fallbacks(wanted.style, drafted.tree)
    file = drafted.rendering.letter.file
    return pandoc.write(drafted.page, file, TEMPLATES / "letter.latex", variables)


def manuscript(drafted: Draft, paper: str) -> Manuscript:
    """Return what TeX is given of a letter on `paper`."""
    rendering = drafted.rendering
    made = Manuscript(
        latex(drafted, paper),
        rendering.letter.file,
        {name: picture.data for name, picture in drafted.pictures.items()},
        rendering.rendered.tokens.marks,
        TEMPLATES,
        fitting.spacing(rendering.settings.style).latex(),
        fitting.likely_pages(rendering.mapped.text, rendering.settings.style.pages),
        _names_fonts(drafted),
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
    return wanted.style.font not in FONTS or wanted.raw_tex


def read_fonts(drafted: Draft, tell: Callable[[str], object]) -> None:
    """Read the fonts of a letter, where this machine has never done so."""
    wanted = drafted.rendering.settings.style
    variables = {name: value for name, value in style.asked(wanted).items() if value}
    variables |= style.fallbacks(wanted, drafted.tree)
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


def typeset_paper(drafted: Draft, paper: str, options: Options) -> Artifact:
    """Set a letter on `paper`, look at the pages, and put the PDF into its place."""
    read_fonts(drafted, options.tell)
    started = time.perf_counter()
    rendering = drafted.rendering
    target = rendering.job.target(paper, options.out)
    writing.check_below(target, options.out)
    with scratch.folder() as folder:
        try:
            made, pages, notes = _fitted(drafted, paper, folder)
            notes += verification.check(made, pages, paper, rendering)
            told = _told(drafted, pages, notes)
            writing.place(made.pdf, target)
        except FontError as error:
            raise style.missing_font(rendering.settings.style, error) from error
        finally:
            if options.keep_tex:
                writing.keep_folder(folder, target.with_suffix(".tex.d"))
    return Artifact(
        rendering.letter.file,
        rendering.settings.employer,
        paper,
        target,
        pages.count,
        time.perf_counter() - started,
        told,
        inputs.of(rendering, drafted.sender, drafted.pictures, paper, TEMPLATES),
    )


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
    drafted: Draft, paper: str, folder: Path
) -> tuple[Typeset, Pages, tuple[Diagnostic, ...]]:
    """Set the letter as it should look, or as much tighter as its number of pages asks for."""
    letter, wanted = drafted.rendering.letter, drafted.rendering.settings.style
    usual = manuscript(drafted, paper)

    def tightened(step: int) -> Manuscript:
        return replace(usual, measures=fitting.spacing(wanted, step).latex())

    def pages_at(step: int) -> int:
        return typeset.count_pages(tightened(step), folder)

    step = fitting.search(pages_at, wanted.pages) if wanted.pages else 0
    tightest = fitting.STEPS if step is None else step
    made = typeset.run(tightened(tightest), folder)
    stage("its pages")
    pages = inspection.read(made.pdf, letter.file)
    if step is None:
        raise fitting.overflow(pages, wanted, paper, letter)
    if step:
        return made, pages, (fitting.told(wanted, step, paper, letter),)
    return made, pages, () if wanted.pages else fitting.widow(pages, letter)


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
