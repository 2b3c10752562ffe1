"""The recipe: from a letter's file and its site's data to a PDF.

`draft` and `typeset_paper` read as the way of the data, a line a stage.
"""

from __future__ import annotations

import datetime
import json
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import panflute as pf

from filters import attributes, employer, html_markup, identifiers, inject
from filters import letter as letter_parts
from pipeline import (
    context,
    describe,
    images,
    inspect,
    kramdown,
    liquid,
    output,
    pandoc,
    settings,
    source,
    typeset,
)
from pipeline.errors import FilterError, Finding, Place
from pipeline.orders import Order
from pipeline.settings import Settings
from pipeline.site import Site
from pipeline.source import Letter

TEMPLATES = next(
    folder
    for folder in (Path(__file__).parent / "latex", Path(__file__).parents[1] / "latex")
    if folder.is_dir()
)
"""The folder of the LaTeX template: beside this module in a wheel, at the root in a checkout."""


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
    letter = source.read(order.file, order.encoding)
    wanted = settings.read(letter.front, site.config, employer=order.employer)
    record = context.record_of(letter, wanted, site)
    names = context.names(letter, wanted, record, site)
    rendered = liquid.render(
        letter.body, Place(letter.file, letter.body_line), names, site.includes, order.encoding
    )
    prepared = kramdown.prepare(rendered.text)
    doc, warnings = pandoc.read(prepared, letter.file, raw_tex=wanted.raw_tex)
    attributes.apply(doc)
    _inject(doc, rendered.tokens, letter)
    identifiers.apply(doc)
    html_markup.apply(doc)
    employer.apply(doc, record)
    describe.describe(doc, order.name, wanted, describe.sender_of(site, names))
    pictures = images.collect(doc, letter.file, site.source)
    letter_parts.apply(doc)
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


def latex(drafted: Draft, paper: str) -> str:
    """Return the LaTeX of a letter on `paper`."""
    language = drafted.settings.language
    page = language.words.page.format(r"\thepage", r"\lastpagenumber")
    variables = {"paper": paper, "lang": language.tag, "pageword": page.replace(" ", "~")}
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
    target = drafted.order.target(paper, options.out)
    with tempfile.TemporaryDirectory(prefix="coverpress-") as name:
        folder = Path(name)
        file = drafted.letter.file
        try:
            tex = latex(drafted, paper)
            made = typeset.run(tex, file, folder, drafted.pictures, _epoch(drafted.settings.day))
            pages = inspect.read(made.pdf, file)
            inspect.check(pages, paper, drafted.tokens.nonce, file)
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
        drafted.warnings,
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


def _epoch(day: datetime.date | None) -> int:
    """Return the time that the PDF bears: the letter's own day, so that builds are alike."""
    moment = datetime.datetime.combine(day or settings.today(), datetime.time(), datetime.UTC)
    return int(moment.timestamp())
