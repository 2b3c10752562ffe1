"""The recipe: from a letter's file and its site's data to a PDF.

`draft` and `typeset_paper` read as the way of the data, a line a stage.
"""

from __future__ import annotations

import json
import tempfile
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import panflute as pf

from filters import (
    attributes,
    employer,
    html_markup,
    identifiers,
    inject,
    link_notes,
    long_words,
    tongue,
)
from filters import letter as letter_parts
from pipeline import (
    context,
    defaults,
    describe,
    fit,
    images,
    inspect,
    kramdown,
    links,
    liquid,
    look,
    output,
    pandoc,
    settings,
    source,
    typeset,
)
from pipeline.errors import FilterError, Finding, PageError, Place, SourceError, UndefinedError
from pipeline.inspect import Pages
from pipeline.orders import Order
from pipeline.settings import Settings
from pipeline.site import Site
from pipeline.source import Letter
from pipeline.typeset import Typeset

TEMPLATES = next(
    folder
    for folder in (Path(__file__).parent / "latex", Path(__file__).parents[1] / "latex")
    if folder.is_dir()
)
"""The folder of the LaTeX template: beside this module in a wheel, at the root in a checkout."""


_VISIBLE = 3.0  # points


@dataclass(frozen=True)
class Draft:
    """A letter with all values in place, ready to be set on any paper."""

    order: Order
    letter: Letter
    settings: Settings
    markdown: str
    """The letter after Liquid, with tokens in place of the values."""
    prepared: str
    """The Markdown that Pandoc was given."""
    tokens: liquid.Tokens
    tree: str
    """Pandoc's JSON, after the filters."""
    pictures: Mapping[str, Path]
    """The files that the tree's images stand for."""
    warnings: tuple[Finding, ...]

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers to set it on."""
        return self.order.papers or self.settings.papers


@dataclass(frozen=True)
class Built:
    """A PDF that was built."""

    letter: Path
    employer: str | None
    paper: str
    path: Path
    pages: int
    seconds: float
    warnings: tuple[Finding, ...]


@dataclass(frozen=True)
class Options:
    """Where the PDFs go, and how the work is done."""

    out: Path
    jobs: int
    keep_tex: bool = False


def draft(order: Order, site: Site) -> Draft:
    """Read the letter of `order`, and put its employer's facts into it."""
    letter = defaults.read(order.file, site, order.encoding)
    wanted = settings.read(letter.front, site.config, order.employer, order.pages)
    record = context.record_of(letter, wanted, site)
    context.check_papers(order, wanted, letter)
    context.check_address(record, wanted, site)
    names = context.names(letter, wanted, record, site)
    rendered = _rendered(letter, wanted, names, site, order.encoding)
    prepared = kramdown.prepare(rendered.text)
    doc, warnings = pandoc.read(prepared, letter.file, raw_tex=wanted.raw_tex)
    attributes.apply(doc)
    _inject(doc, rendered.tokens, letter)
    identifiers.apply(doc)
    html_markup.apply(doc)
    warnings += links.absolute(doc, site, names["page"], letter, rendered.tokens)
    tongue.apply(doc, wanted.language.tag)
    if wanted.look.links == "footnotes":
        link_notes.apply(doc)
    employer.apply(doc, record)
    describe.describe(doc, order.name, wanted, describe.sender_of(site, names))
    pictures = images.collect(doc, letter.file, site.source, partial(source.place_of, letter))
    letter_parts.apply(doc)
    long_words.apply(doc)
    if not (doc.content or any(part in doc.metadata for part in ("subject", "opening"))):
        raise SourceError("the letter is empty", Place(letter.file, letter.body_line))
    pointed_out = (*letter.front.notes, *settings.slips(site.config, letter.front), *warnings)
    return Draft(
        order,
        letter,
        wanted,
        rendered.text,
        prepared,
        rendered.tokens,
        pandoc.dump(doc),
        pictures,
        pointed_out,
    )


def latex(drafted: Draft, paper: str, step: int = 0) -> str:
    """Return the LaTeX of a letter on `paper`, tightened by `step`."""
    language = drafted.settings.language
    page = language.words.page.format(r"\thepage", r"\lastpagenumber")
    variables = {
        "paper": paper,
        "lang": language.tag,
        "language": language.tag.partition("-")[0],
        "pageword": page.replace(" ", "~"),
    }
    variables |= fit.spacing(drafted.settings.look, step).variables()
    variables |= describe.identity(drafted.tree, paper, drafted.settings.day)
    variables |= look.fallbacks(drafted.settings.look, drafted.tree)
    return pandoc.write(drafted.tree, drafted.letter.file, TEMPLATES / "letter.latex", variables)


STAGES: Mapping[str, Callable[[Draft, str], str]] = {
    "liquid": lambda drafted, _: drafted.tokens.resolve(drafted.markdown),
    "markdown": lambda drafted, _: drafted.prepared,
    "ast": lambda drafted, _: json.dumps(json.loads(drafted.tree), indent=2, ensure_ascii=False),
    "tex": latex,
}
"""The stages that can be looked at, each a function of the draft and the paper."""


def typeset_paper(drafted: Draft, paper: str, options: Options) -> Built:
    """Set a letter on `paper`, look at the pages, and put the PDF into its place."""
    started = time.perf_counter()
    file = drafted.letter.file
    target = drafted.order.target(paper, options.out)
    with tempfile.TemporaryDirectory(prefix="coverpress-") as name:
        folder = Path(name)
        try:
            made, pages, notes = _fitted(drafted, paper, folder)
            notes += _overfull(made.log, drafted.letter)
            inspect.check(pages, paper, drafted.tokens.nonce, file)
            _check_glyphs(made.log, drafted.letter)
            _check_address(made.log, drafted)
            output.place(made.pdf, target)
        finally:
            if options.keep_tex:
                output.keep_folder(folder, target.with_suffix(".tex.d"))
    return Built(
        file,
        drafted.settings.employer,
        paper,
        target,
        pages.count,
        time.perf_counter() - started,
        (*drafted.warnings, *notes),
    )


def _fitted(drafted: Draft, paper: str, folder: Path) -> tuple[Typeset, Pages, tuple[Finding, ...]]:
    """Set the letter as it should look, or as much tighter as its number of pages asks for."""
    wanted = drafted.settings.look
    file, pictures = drafted.letter.file, drafted.pictures

    def pages_at(step: int) -> int:
        return typeset.count_pages(latex(drafted, paper, step), file, folder, pictures)

    step = fit.search(pages_at, wanted.pages) if wanted.pages else 0
    tightest = fit.STEPS if step is None else step
    made = typeset.run(latex(drafted, paper, tightest), file, folder, pictures)
    pages = inspect.read(made.pdf, file)
    if step is None:
        raise fit.overflow(pages, wanted, paper, drafted.letter)
    if step:
        return made, pages, (fit.told(wanted, step, paper, drafted.letter),)
    return made, pages, () if wanted.pages else fit.widow(pages, drafted.letter)


def _rendered(
    letter: Letter, wanted: Settings, names: dict[str, Any], site: Site, encoding: str
) -> liquid.Rendered:
    """Render the letter's body; who forgot to name the employer is told so."""
    try:
        place = Place(letter.file, letter.body_line, 1)
        return liquid.render(letter.body, place, names, site.includes, encoding)
    except UndefinedError as error:
        if wanted.employer or "`employer." not in str(error):
            raise
        hint = "The letter names no employer: write `employer: KEY` in its front matter."
        raise UndefinedError(str(error), error.finding.place, hint) from error


def _overfull(log: str, letter: Letter) -> tuple[Finding, ...]:
    """Return a warning where a line sticks out into the margin, by more than a person sees."""
    width = typeset.overfull(log)
    if width < _VISIBLE:
        return ()
    return (
        Finding(
            "page.overfull",
            f"a line sticks out into the margin by {width:.0f} pt",
            Place(letter.file),
            "Look for a very long word, address or line of code.",
        ),
    )


def _check_glyphs(log: str, letter: Letter) -> None:
    """Raise `PageError` where a character of the letter is in no font, and thus on no page."""
    for character in typeset.missing_characters(log):
        name = unicodedata.name(character, "a character without a name")
        raise PageError(
            f"no font has the character `{character}` (U+{ord(character):04X}, {name})",
            source.place_of(letter, character),
            "Choose a `font:` that has it, or write something else.",
        )


def _check_address(log: str, drafted: Draft) -> None:
    """Raise `PageError` where a line of the address sticks out of the format's window."""
    if typeset.WIDE_ADDRESS in log:
        raise PageError(
            "a line of the employer's address is too wide for the window of"
            f" `{drafted.settings.look.format.name}`",
            Place(drafted.letter.file),
            "Write it as two lines, or choose `format: modern`.",
        )


def _inject(doc: pf.Doc, tokens: liquid.Tokens, letter: Letter) -> None:
    try:
        inject.apply(doc, tokens.table())
    except inject.InjectionError as error:
        place = Place(letter.file)
        if error.value:
            place = Place(
                Path(str(error.value["file"])), error.value["line"], error.value["column"]
            )
        raise FilterError(str(error), place, error.hint) from error
