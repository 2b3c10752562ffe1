"""The recipe: from letter files and a site's data to PDFs.

`draft` and `typeset_paper` read as the way of the data, a line a stage. Everything else here
decides which letters are built for whom, and sees to it that one failure stops one letter.
"""

from __future__ import annotations

import datetime
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import panflute as pf

from filters import attributes, employer, html_markup, identifiers, inject
from filters import letter as letter_parts
from pipeline import (
    context,
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
from pipeline.errors import CoverpressError, FilterError, Finding, Place
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
class Failed:
    """A PDF, or all of a letter's PDFs, that was not built."""

    letter: Path
    employer: str | None
    paper: str | None
    error: CoverpressError
    kept: tuple[Path, ...]
    """PDFs of an earlier build, which were left as they are."""


@dataclass(frozen=True)
class Options:
    """Where the PDFs go, and how the work is done."""

    out: Path
    jobs: int
    keep_tex: bool = False


@dataclass
class Result:
    """All that a run did."""

    built: list[Built] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)


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
    _describe(doc, order.name, wanted, _sender(site, names))
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


def build(
    orders: Sequence[Order],
    site: Site,
    options: Options,
    tell: Callable[[Built | Failed, int], None] = lambda *_: None,
) -> Result:
    """Build every letter of `orders`, and `tell` of each PDF when it is done.

    `tell` is given how many there will be too, as far as is known by then. A letter that fails
    does not stop the others. Raises `MissingError` before any work where Pandoc or LuaLaTeX is
    not there.
    """
    pandoc.executable()
    typeset.executable()
    result = Result()
    for done, waiting in _in_parallel(orders, site, options):
        if isinstance(done, Built):
            result.built.append(done)
        else:
            result.failed.append(done)
        tell(done, len(result.built) + len(result.failed) + waiting)
    result.built.sort(key=lambda built: built.path)
    result.failed.sort(key=lambda failed: (failed.letter, failed.paper or ""))
    return result


def _in_parallel(
    orders: Sequence[Order], site: Site, options: Options
) -> Iterator[tuple[Built | Failed, int]]:
    """Draft and typeset in threads; the work is done in Pandoc's and TeX's processes.

    Yields each PDF with the number of tasks that are still to be done.
    """
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        waiting: dict[Future[Any], tuple[Order, str | None]] = {
            pool.submit(draft, order, site): (order, None) for order in orders
        }
        try:
            while waiting:
                finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in finished:
                    order, paper = waiting.pop(future)
                    error = future.exception()
                    if isinstance(error, CoverpressError) and error.exit_code == 1:
                        yield _failure(order, paper, error, options.out), len(waiting)
                    elif isinstance(done := future.result(), Built):
                        yield done, len(waiting)
                    else:
                        for wanted in done.papers:
                            task = pool.submit(typeset_paper, done, wanted, options)
                            waiting[task] = (done.order, wanted)
        finally:
            for future in waiting:
                future.cancel()


def _failure(order: Order, paper: str | None, error: CoverpressError, out: Path) -> Failed:
    papers = (paper,) if paper else (order.papers or settings.PAPERS)
    targets = (order.target(name, out) for name in papers)
    kept = tuple(target for target in targets if target.is_file())
    return Failed(order.file, order.employer, paper, error, kept)


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


def _sender(site: Site, names: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration's `sender`, its values rendered by Liquid."""

    def rendered(value: Any, path: tuple[str | int, ...]) -> Any:
        if isinstance(value, dict):
            return {key: rendered(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [rendered(item, (*path, index)) for index, item in enumerate(value)]
        if not isinstance(value, str):
            return value
        place = site.config.place(*path)
        return liquid.render_setting(value, place, names, site.includes).strip()

    sender = rendered(site.config.value.get("sender") or {}, ("sender",))
    return sender if isinstance(sender, dict) else {"name": str(sender)}


def _describe(doc: pf.Doc, name: str, wanted: Settings, sender: dict[str, Any]) -> None:
    """Put what the template prints beside the text into the metadata of `doc`."""
    headings = (pf.stringify(block) for block in doc.content if isinstance(block, pf.Header))
    facts = [sender.get("address"), *(sender.get(key) for key in ("phone", "email", "url"))]
    author = wanted.author or str(sender.get("name") or "")
    fields: dict[str, Any] = {
        "pdftitle": wanted.title or next(headings, name),
        "pdfauthor": author,
        "pdfsubject": wanted.description,
        "date": wanted.date,
        "sender": sender,
        "senderfacts": employer.lines(facts),
        "enclosures-word": wanted.language.words.enclosures,
        "cc-word": wanted.language.words.cc,
        **wanted.parts,
    }
    if len(wanted.parts.get("enclosures", [])) == 1:
        fields["enclosures-word"] = wanted.language.words.enclosure
    for key, value in fields.items():
        if value:
            doc.metadata[key] = employer.metadata(value)


def _epoch(day: datetime.date | None) -> int:
    """Return the time that the PDF bears: the letter's own day, so that builds are alike."""
    moment = datetime.datetime.combine(day or settings.today(), datetime.time(), datetime.UTC)
    return int(moment.timestamp())
