"""What the tests of the page share: a press that sets each letter once, and rulers for its PDFs."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pdfminer.high_level
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageDraw

from pipeline.engine import plan, recipe
from pipeline.engine.recipe import Draft
from pipeline.model.outcome import Artifact
from pipeline.settings.page_formats import FORMATS
from pipeline.sources import site
from pipeline.typeset import PROCESS, Engine
from tests.conftest import ROOT
from tests.pdf import text_of

MILLIMETRE = 72 / 25.4
"""In the points of a PDF."""
_COLUMN_GAP = 7.0  # millimetres
SAMPLES = ROOT / "letters"
SAMPLE_NAMES = tuple(job.name for job in plan.find(site.read(SAMPLES)))


class Sheet(NamedTuple):
    """A format on a paper."""

    format_: str
    paper: str


SHEETS = tuple(
    Sheet(format_.name, paper) for format_ in FORMATS.values() for paper in format_.papers
)
"""Every format on every paper that it is for."""
MODERN = SHEETS[0]

# The scope makes pytest run the tests of a sheet one after the other, so that mostly one of its
# processes has to set the letters on it.
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids="-".join, scope="session")


def picture(width: int, height: int, mode: str = "RGB") -> bytes:
    """Return a PNG of a stroke from corner to corner, the same bytes in every run."""
    drawn = Image.new(mode, (width, height), (255, 255, 255, 0)[: len(mode)])
    ink = (20, 40, 90, 255)[: len(mode)]
    ImageDraw.Draw(drawn).line([(4, height - 6), (width // 2, 6), (width - 5, height // 2)], ink, 4)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()


CONFIG = """\
url: "https://robin.example"
sender:
  name: Robin Placeholder
  address:
    - 12 Sample Street
    - Exampleton EX4 2PL
  phone: "+44 20 5550 0100"
  email: robin@placeholder.example
  url: https://robin.example
footer: Registered nowhere in particular
"""
EMPLOYERS = """\
acme:
  company: Acme Placeholder Ltd
  department: Department of Samples
  contact: Dr Ines Beispiel
  address:
    - Musterallee 3
    - 10115 Berlin
  country: GERMANY
  jobtitle: Sample Engineer
  jobpostingurl: https://acme.example/jobs/1
"""
FULL_LETTER = """\
---
layout: coverletter
title: "Robin Placeholder: application"
date: 2026-03-02
lang: en-GB
employer: acme
makepdf: true
place: Exampleton
your_ref: AC-7/2026
our_ref: RP-1
signature_image: signature.png
enclosures:
  - Curriculum vitae
  - Two references
cc:
  - Agency for Imaginary Placements
---
### Application: [{{ employer.jobtitle }}]({{ employer.jobpostingurl }})
{: #application }

Dear Dr Beispiel,

Your vacancy is *the one*; [my notes](https://robin.example/notes) say why.[^source]

[^source]: The note says where it is from.

### What I have done

- A first point.
- A second point, which
    1. has a step,
    2. and another.

> A quotation stands in its own block.

#### What it came to

| Year | Readings |
|------|---------:|
| 2024 | 1,200    |
| 2025 | 3,400    |

The code was short:

~~~
SELECT gauge
FROM readings;
~~~

![A plan of the harbour](plan.png)

In German one says [das ist großartig]{: lang="de"} to that.

Yours sincerely,
Robin Placeholder

P.S. The missing sheet has turned up.
"""
FULL_SITE: Mapping[str, str | bytes] = {
    "_config.yml": CONFIG,
    "_data/employers.yml": EMPLOYERS,
    "full.md": FULL_LETTER,
    "signature.png": picture(220, 80, "RGBA"),
    "plan.png": picture(150, 60),
}
"""A letter that has every part that a letter can have."""


@dataclass(frozen=True)
class Press:
    """Sets letters, each one once for all tests and all of their processes."""

    folder: Path
    on: Engine

    def site(self, files: Mapping[str, str | bytes]) -> Path:
        """Return a folder that holds `files`, by path."""
        contents = {
            name: text.encode() if isinstance(text, str) else text for name, text in files.items()
        }
        written = b"".join(name.encode() + b"\0" + data for name, data in contents.items())
        root = self.folder / hashlib.sha256(written).hexdigest()[:16]
        for name, data in contents.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if not (file.is_file() and file.read_bytes() == data):
                file.write_bytes(data)
        return root

    def pdf(self, root: Path, name: str, sheet: Sheet = MODERN) -> Path:
        """Return the letter `name` of the site at `root`, set on `sheet`."""
        key = hashlib.sha256(str(root).encode()).hexdigest()[:8]
        out = self.folder / f"{root.name}-{key}" / sheet.format_
        # The builder puts a PDF into its place whole, so that one that is there is finished.
        made = out / f"{name}-{sheet.paper}.pdf"
        if made.is_file():
            return made
        return typeset(draft(root, name, sheet.format_), sheet.paper, out, self.on).path

    def full(self, sheet: Sheet) -> Path:
        """Return the letter with every part, set on `sheet`."""
        return self.pdf(self.site(FULL_SITE), "full", sheet)


def draft(root: Path, name: str, format_: str | None = None, **settings: Any) -> Draft:
    """Return the letter `name` of the site at `root` in `format_`, whatever the site says."""
    read = site.read(root)
    config = {**read.config.value, **({"format": format_} if format_ else {}), **settings}
    read = dataclasses.replace(read, config=dataclasses.replace(read.config, value=config))
    job = next(job for job in plan.find(read) if job.name == name)
    return recipe.draft(job, read)


def typeset(drafted: Draft, paper: str, out: Path, on: Engine = PROCESS) -> Artifact:
    """Return the letter, set on `paper`, in the folder `out`."""
    return recipe.typeset_paper(drafted, paper, recipe.Options(out, 1), on)


# Text, as three programs find it that share no code.


def _by_pdfium(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


EXTRACTORS: Mapping[str, Callable[[Path], str]] = {
    "poppler": text_of,
    "pdfium": _by_pdfium,
    "pdfminer": lambda pdf: str(pdfminer.high_level.extract_text(pdf)),
}


# Places, in millimetres from the paper's upper left corner.


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, in millimetres from the paper's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def __contains__(self, other: Box) -> bool:
        """Tell whether `other` lies inside, by a tenth of a millimetre of rounding."""
        return (
            other.left >= self.left - 0.1
            and other.right <= self.right + 0.1
            and other.top >= self.top - 0.1
            and other.bottom <= self.bottom + 0.1
        )


def lines(pdf: Path, page: int = 0) -> list[Box]:
    """Return the lines of a page from top to bottom, each with the box around its ink."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[page].get_textpage()
        height = document[page].get_height()
        characters = [
            Box(
                left / MILLIMETRE,
                (height - top) / MILLIMETRE,
                right / MILLIMETRE,
                (height - bottom) / MILLIMETRE,
                chr(pdfium.FPDFText_GetUnicode(text, index)),
            )
            for index in range(text.count_chars())
            for left, bottom, right, top in [text.get_charbox(index)]
        ]
    finally:
        document.close()
    found: list[list[Box]] = [[]]
    for character in characters:
        if character.text in "\r\n":
            found.append([])
        elif not character.text.strip():
            if found[-1]:
                found[-1].append(dataclasses.replace(found[-1][-1], text=" "))
        elif found[-1] and not -1 < character.left - found[-1][-1].right < _COLUMN_GAP:
            found.append([character])
        else:
            found[-1].append(character)
    return sorted((_around(line) for line in found if line), key=lambda box: (box.top, box.left))


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
        "".join(box.text for box in boxes).strip(),
    )


def line(found: Sequence[Box], text: str) -> Box:
    """Return the one line that says `text`."""
    (only,) = [box for box in found if text in box.text]
    return only


def folds(pdf: Path) -> list[float]:
    """Return the heights of the short horizontal rules at the left edge of the first page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        height = page.get_height()
        rules = [
            [edge / MILLIMETRE for edge in drawn.get_bounds()]
            for drawn in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,))
        ]
    finally:
        document.close()
    return sorted(
        height / MILLIMETRE - (bottom + top) / 2
        for left, bottom, right, top in rules
        if right < 12 and right - left > 1
    )


# Structure, as the PDF's own objects have it.


@dataclass(frozen=True)
class Marked:
    """A piece of a page's content, marked with a tag; `number` joins it to the structure."""

    tag: str
    number: int | None
    text: str
    drawn: frozenset[str]
    """The operators that paint in it."""


@dataclass(frozen=True)
class Element:
    """An element of the structure, with its own text and its children in reading order."""

    tag: str
    attributes: Mapping[str, str]
    kids: tuple[Element | str, ...]

    def __iter__(self) -> Iterator[Element]:
        """Yield this element and those below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid

    @property
    def text(self) -> str:
        """All that is said in it."""
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def all(self, tag: str) -> list[Element]:
        """Return the elements below it with the tag `tag`."""
        return [element for element in self if element.tag == tag]

    def outline(self, depth: int = 0) -> Iterator[str]:
        """Yield it as lines, a line an element or a piece of text, indented by depth."""
        attributes = "".join(f" {key}={value}" for key, value in self.attributes.items())
        yield "  " * depth + self.tag + attributes
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.outline(depth + 1)
            else:
                yield "  " * (depth + 1) + f'"{kid}"'


def opened(pdf: Path) -> pikepdf.Pdf:
    """Return `pdf`, read whole, so that nothing is left open."""
    return pikepdf.open(io.BytesIO(pdf.read_bytes()))


def marked(page: pikepdf.Page) -> list[Marked]:
    """Return the content of `page` by marks, in its order; what is unmarked has the tag ``""``."""
    fonts: Any = page.resources.get("/Font", {})
    maps = {name: _unicode_map(font) for name, font in fonts.items()}
    pieces: list[Marked] = []
    stack: list[tuple[str, int | None]] = []
    open_tag: tuple[str, int | None] = ("", None)
    text: list[str] = []
    drawn: set[str] = set()
    font: dict[bytes, str] = {}
    saved: list[dict[bytes, str]] = []

    def close() -> None:
        if text or drawn:
            pieces.append(Marked(*open_tag, "".join(text), frozenset(drawn)))
        text.clear()
        drawn.clear()

    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            close()
            stack.append(open_tag)
            number = operands[1].get("/MCID") if operator == "BDC" else None
            if number is not None or open_tag == ("", None):
                open_tag = (str(operands[0])[1:], None if number is None else int(number))
        elif operator == "EMC":
            close()
            open_tag = stack.pop()
        elif operator == "q":
            saved.append(font)
        elif operator == "Q":
            font = saved.pop()
        elif operator == "Tf":
            font = maps[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            strings = operands[0] if operator == "TJ" else operands
            for string in strings:
                if isinstance(string, pikepdf.String):
                    data = bytes(string)
                    text += (font[data[at : at + 2]] for at in range(0, len(data), 2))
        elif operator in ("f", "F", "f*", "S", "s", "B", "b", "B*", "b*", "sh", "Do"):
            drawn.add(operator)
    close()
    assert not stack
    return pieces


def _unicode_map(font: Any) -> dict[bytes, str]:
    """Return what the codes of `font` stand for. Source: ISO 32000-1, 9.10.3, ToUnicode CMaps."""
    table: dict[bytes, str] = {}
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = bytes.fromhex(text).decode("utf-16-be")
            for offset in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + offset).to_bytes(len(first) // 2, "big")
                table[code] = start[:-1] + chr(ord(start[-1]) + offset)
    return table


@cache
def structure(pdf: Path) -> Element:
    """Return the root of the structure tree of `pdf`.

    Raises `AssertionError` where the tree and the pages do not fit each other: each mark stands in
    the tree once, and the page's parent tree leads back to the element that has it.
    """
    with opened(pdf) as document:
        root: Any = document.Root.StructTreeRoot
        parents = _numbers(root.ParentTree)
        roles = root.get("/RoleMap", {})
        texts: dict[tuple[int, int], str] = {}
        pages = {page.objgen: index for index, page in enumerate(document.pages)}
        for index, page in enumerate(document.pages):
            for piece in marked(page):
                if piece.number is not None:
                    key = (index, piece.number)
                    texts[key] = texts.get(key, "") + piece.text

        def child(kid: Any, parent: Any, page: Any) -> Element | str:
            if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                number = kid if isinstance(kid, int) else int(kid.MCID)
                page = page if isinstance(kid, int) else kid.get("/Pg", page)
                assert parents[int(page.StructParents)][number].objgen == parent.objgen
                return texts.pop((pages[page.objgen], number), "")
            if kid.get("/Type") == "/OBJR":
                assert parents[int(kid.Obj.StructParent)].objgen == parent.objgen
                return Element("OBJR", {"to": str(kid.Obj.A.get("/URI", "here"))}, ())
            assert kid.P.objgen == parent.objgen
            return element(kid, page)

        def element(found: Any, page: Any) -> Element:
            page = found.get("/Pg", page)
            below = found.get("/K", ())
            listed = list(below) if isinstance(below, (pikepdf.Array, tuple)) else [below]
            attributes = {
                key: str(found[name])
                for key, name in (("lang", "/Lang"), ("alt", "/Alt"), ("actual", "/ActualText"))
                if name in found
            }
            for kind in _listed(found.get("/A", ())):
                scope = kind.get("/Scope")
                if scope is not None:
                    attributes["scope"] = str(scope)[1:]
            kids = [child(kid, found, page) for kid in listed]
            tag = standard(str(found.S), roles)[1:]
            return Element(tag, attributes, _joined([*_plain(tag, kids)]))

        (top,) = _listed(root.K)
        tree = element(top, None)
        assert not texts, "marked content that is not in the structure"
        return tree


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (pikepdf.Array, tuple)) else [value]


def standard(tag: str, roles: Any) -> str:
    """Return the standard tag that `tag` stands for. Source: ISO 32000-1, 14.7.3."""
    while tag in roles and str(roles[tag]) != tag:
        tag = str(roles[tag])
    return tag


def _plain(tag: str, kids: Sequence[Element | str]) -> Iterator[Element | str]:
    """Yield `kids` in the one of several forms that say the same.

    A span that says nothing of its text is no element, and the label of a note stands before the
    note's first paragraph.
    """
    for kid in kids:
        if isinstance(kid, str):
            yield kid
        elif kid.tag == "Span" and not kid.attributes:
            yield from kid.kids
        elif tag == "Note" and isinstance(kid.kids[0], Element) and kid.kids[0].tag == "Lbl":
            yield from (kid.kids[0], dataclasses.replace(kid, kids=kid.kids[1:]))
        else:
            yield kid


def _joined(kids: Sequence[Element | str]) -> tuple[Element | str, ...]:
    """Return `kids` with neighbouring pieces of text in one."""
    joined: list[Element | str] = []
    for kid in kids:
        if isinstance(kid, str) and joined and isinstance(joined[-1], str):
            joined[-1] += kid
        elif kid != "":
            joined.append(kid)
    return tuple(joined)


def _numbers(tree: Any) -> dict[int, Any]:
    """Return what a number tree holds. Source: ISO 32000-1, 7.9.7."""
    found: dict[int, Any] = {}
    for kid in tree.get("/Kids", ()):
        found |= _numbers(kid)
    pairs = list(tree.get("/Nums", ()))
    for number, value in zip(pairs[::2], pairs[1::2], strict=True):
        found[int(number)] = value
    return found
