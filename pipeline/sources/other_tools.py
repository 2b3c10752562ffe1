"""Letters that were written for other tools: their front matter in our words.

These are pandoc-letter and its kin, templates of KOMA-Script for Pandoc, komaletter and linl of
R Markdown, and the letters of Quarto. What a key means is what the template of its tool prints;
docs/from-other-tools.md has the table. All that a tool prints and a letter of ours has no place
for is pointed out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.files.paths import is_there
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import KeyPath
from pipeline.model.errors import SettingError, SourceError
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.settings import dates
from pipeline.settings.fields import BY_KEY
from pipeline.settings.page_formats import FORMATS
from pipeline.sources.front_matter import Letter

SETTING_UNUSED = Rule(
    "setting.unused",
    WARNING,
    "A key of another tool has no effect here.",
    "`customer: 4711`",
    because="The letter is whole without it.",
    within=LETTER,
)
RULES = (SETTING_UNUSED,)

FILES = (".rmd", ".qmd")
"""How the names of R Markdown's and of Quarto's files end."""

RECIPIENT = ("recipient", "to", "to-address", "address", "addressee")
NAME = ("fromname", "author")
ADDRESS = ("return-address", "fromaddress", "from")
WORDS = {
    "subject": ("subject", "subjectm", "object", "conc"),
    "opening": ("opening",),
    "closing": ("closing",),
    "postscript": ("ps", "postskriptum"),
    "place": ("place", "city"),
    "your_ref": ("yourref", "vref", "yourreference", "your_ref"),
    "our_ref": ("myref", "mref", "ourreference", "our_ref", "filenumber"),
}
LISTS = {
    "enclosures": ("encl", "encludes", "enclosure", "attachment", "attachments", "annexes"),
    "cc": ("cc",),
}
CONTACTS = {
    "phone": ("fromphone", "return-phone", "fromtelephone", "phone", "telefon", "frommobilephone"),
    "email": ("fromemail", "return-email", "email"),
    "url": ("fromurl", "return-url", "fromWWW", "www"),
}
PICTURE = ("signature-image", "signature-file", "signatureimage", "sigimage", "fromsignature")
DATE = ("date", "customdate", "sent")
PAPER = ("papersize", "paper")
SIZE = ("fontsize", "font-size")
LAYOUT = ("lco", "letteroption")

_SURE = frozenset(
    """return-address return-short return-phone return-email return-url fromname fromaddress
    toaddress toname to-address backaddress fromphone fromemail encludes postskriptum vref mref
    signature-file signature-image letteroption lco""".split()
)
"""No page of a site has these but a letter of such a tool."""
_LIKELY = frozenset("address to from encl ps yourref myref sender addressee".split())
"""So have these where the letter gives its opening or closing too."""

# What such a tool prints, and what a reader would miss.
_MISSED = {
    **dict.fromkeys(("customer", "invoice", "yourmail", "specialmail", "location", "fromfax")),
    **dict.fromkeys(("fromtitle", "fromqualifications", "fromdepartment", "frominstitute")),
    **dict.fromkeys(("letterhead", "letterhead-file", "letterfoot", "header-image", "logo")),
    **dict.fromkeys(("fromlogo", "logofilepath", "frombank", "firsthead", "firstfoot")),
    **dict.fromkeys(("include-before", "include-after", "header-includes", "scrletter-options")),
}
# Pages of sites have these, whatever they are for.
_OF_PAGES = frozenset(
    """layout makepdf permalink categories category tags published excerpt slug redirect_from
    comments sharing footer image toc sitemap author description keywords title lang date
    employer""".split()
)
_PAPERS = {"a4": "a4", "a4paper": "a4", "letter": "letter", "letterpaper": "letter"}
_PAPERS |= {"us-letter": "letter", "usletter": "letter"}
# The files of measures that come with KOMA-Script, by their names in small letters.
_LAYOUTS = {
    "din": "din5008b",
    "din5008b": "din5008b",
    "dinmtext": "din5008a",
    "din5008a": "din5008a",
    "sn": "sn-right",
    "snleft": "sn-left",
    "nf": "nf",
    "uscommercial9": "us",
    "uscommercial9dw": "us",
}
_PICTURES = (".pdf", ".png", ".jpg", ".jpeg")

_QUARTO = re.compile(r"[\w-]+-(?:pdf|typst)")
_BREAK = re.compile(r"(?:\\\\|\\newline\b|\\linebreak\b)[ \t]*\n?[ \t]*|(?: {2,}|\\)\n[ \t]*|\\$")
_FOLDED = re.compile(r"\s+\\\s+")  # a break at a line end, in quotation marks
_INCLUDED = re.compile(r"\\includegraphics\*?(?:\[[^\]]*\])?\{([^{}]*)\}")
_KOMA_SUBJECT = re.compile(r"\\setkomavar\{subject\}\{([^{}]*)\}")
_RAW = re.compile(r"`([^`]*)`\{=\w+\}")
_MARKED = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_COMMAND = re.compile(r"\\(?:text\w\w|emph|textsc|underline|mbox|url|href\{[^{}]*\})\{([^{}]*)\}")
_TODAY = re.compile(r"\\today\b|\\DTMtoday\b|Sys\.(?:Date|time)\(\)", re.IGNORECASE)
_DATED = re.compile(r"(?P<place>[^\d,]+),\s*(?:le |the |den |el )?(?P<date>[^,]*\d.*)", re.DOTALL)
_PATH = re.compile(r"\S+\.(?:pdf|png|jpe?g|svg|eps|gif|webp)|(?:[\w.-]+/)+[\w.-]+", re.IGNORECASE)
_ASKED = re.compile(r"page\.([\w-]+)")
_CHUNK = re.compile(r"([ \t]*`{3,})\{(?:r|R)\b([^}\n]*)\}[ \t]*")
_INLINE = re.compile(r"`r [^`]+`")
_SILENT = re.compile(r"include\s*=\s*F(?:ALSE)?\b|include:\s*false|eval\s*=\s*F(?:ALSE)?\b")
# What may stand in a chunk that prints nothing.
_NOTHING = re.compile(r"\s*(?:#.*|(?:library|require|options|set\.seed)\(.*\)|knitr::opts_.*)?")


def in_our_words(letter: Letter) -> Letter:
    """Return `letter` with the settings that we have for those of another tool, if it is its.

    Its own keys stay, for its Liquid. Raises `SourceError` at R code that would print something.
    """
    is_r = letter.file.suffix.lower() in FILES
    if is_r:
        letter = replace(letter, body=_without_code(letter))
    given = _Given(letter)
    if not is_r and not given.is_foreign():
        return letter
    translated = _Translation(given, letter.file).translate()
    front = letter.front
    value = {**front.value, **translated.values}
    if given.format and "format" not in translated.values:
        value.pop("format")
    places = {**front.places, **translated.places}
    return replace(
        letter,
        front=replace(
            front, value=value, places=places, notes=(*front.notes, *translated.notes(given))
        ),
    )


class _Given:
    """What the front matter says: also that which stands below Quarto's `format`, by its key."""

    def __init__(self, letter: Letter) -> None:
        self.front = letter.front
        used = set(_ASKED.findall(letter.body))
        self.values: dict[str, Any] = {}
        self.paths: dict[str, KeyPath] = {}
        for key, value in letter.front.value.items():
            if isinstance(key, str) and key not in used:
                self.values[key], self.paths[key] = value, (key,)
        self.format = self._format()

    def _format(self) -> str:
        """Return the name of Quarto's format, with its keys put beside the others."""
        said = self.values.get("format")
        if isinstance(said, str):
            return said if _QUARTO.fullmatch(said) else ""
        if not isinstance(said, Mapping):
            return ""
        name = next((name for name in said if _QUARTO.fullmatch(str(name))), "")
        below = said.get(name)
        for key, value in below.items() if isinstance(below, Mapping) else ():
            self.values[str(key)], self.paths[str(key)] = value, ("format", name, key)
        return str(name)

    def is_foreign(self) -> bool:
        """Tell whether this is the front matter of such a tool's letter."""
        keys = {key for key, value in self.values.items() if value not in (None, "")}
        if isinstance(self.values.get("sender"), Mapping):
            keys.discard("sender")  # ours, or Quarto's, which is known by its format
        tool = str(self.values.get("output"))
        is_part_given = keys & {"opening", "closing"} or {"from", "to"} <= keys
        signature = self.values.get("signature")
        return bool(
            self.format
            or keys & _SURE
            or re.search(r"linl|komaletter|template-letter", tool)
            or (is_part_given and keys & _LIKELY)
            or (isinstance(signature, str) and _PATH.fullmatch(signature.strip()))
        )

    def place(self, key: str) -> Location:
        """Return where the value of `key` stands."""
        return self.front.place(*self.paths.get(key, (key,)))


@dataclass
class _Translation:
    """Our settings, as they are found one by one."""

    given: _Given
    file: Path
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[KeyPath, Location] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """The keys that were understood."""

    def translate(self) -> _Translation:
        """Find all that there is."""
        sender, signed = self._sender()
        if lines := self._recipient():
            self._say("recipient", lines[1], lines[0])
        for ours, keys in WORDS.items():
            if found := self._first(keys):
                key, value = found
                lines_of = _lines(value)
                self._say(
                    ours, " ".join(lines_of) if ours != "closing" else "\n".join(lines_of), key
                )
        if "subject" not in self.values and (set_so := _KOMA_SUBJECT.search(self._options())):
            self._say("subject", _words(set_so[1]), "scrletter-options")
            self.known.add("scrletter-options")
        for ours, keys in LISTS.items():
            if (found := self._first(keys)) and (items := _items(found[1])):
                self._say(ours, items, found[0])
        self._signature(signed)
        self._date()
        self._look()
        self._first(("backaddress", "return-short"))  # ours is made of the sender
        if sender.get("name") or sender.get("address"):
            self._say("sender", sender, "")
            self._say("author", sender.get("name", ""), "")
        if not self.given.values.get("lang"):
            self._language()
        return self

    def notes(self, given: _Given) -> Iterator[Diagnostic]:
        """Yield what is said of keys without effect: those of the look at once."""
        ours = {key for key, at in BY_KEY.items() if not at.is_of_tool(given.values.get(key))}
        known = self.known | _OF_PAGES | (ours - {"format"})
        if "fromname" in given.values and "naletter" not in given.format:
            known.discard("title")  # KOMA-Script's heading above the subject
        others = [key for key in given.values if key not in known]
        for key in others:
            if key in (*_MISSED, "title") and given.values[key] not in (None, "", False):
                yield Diagnostic.by(
                    SETTING_UNUSED,
                    f"`{key}` is another tool's, and what it says is not printed",
                    given.place(key),
                    "Write it into the text, if the letter needs it.",
                )
        unused = [key for key in others if key not in (*_MISSED, "title")]
        if unused:
            names = ", ".join(f"`{key}`" for key in unused)
            yield Diagnostic.by(
                SETTING_UNUSED,
                f"settings of another tool without effect: {names}",
                given.place(unused[0]),
                "Delete them, if the letter is for Coverpress alone.",
            )

    def _say(self, ours: str, value: Any, key: str) -> None:
        """Set one of our settings, which stands where `key` does."""
        if value in ("", [], None):
            return
        self.values[ours] = value
        place = self.given.place(key) if key else None
        if place:
            self.places[(ours,)] = place
            self.places |= {
                (ours, index): place
                for index, _ in enumerate(value if isinstance(value, list) else ())
            }

    def _first(self, keys: Iterable[str]) -> tuple[str, Any] | None:
        """Return the first of `keys` that says something; all of them are understood."""
        found = None
        for key in keys:
            value = self.given.values.get(key)
            if value not in (None, "", []):
                if found is None:
                    found = key, value
                    self.known.add(key)
                continue
            self.known.add(key)
        return found

    def _options(self) -> str:
        """Return the TeX in which KOMA-Script's variables are set."""
        said = self.given.values.get("scrletter-options")
        return "\n".join(str(line) for line in (said if isinstance(said, list) else [said]))

    def _recipient(self) -> tuple[str, list[str]] | None:
        name = self._first(("toname",))
        address = self._first(("toaddress",))
        if name or address:
            said = [one for one in (name, address) if one]
            return said[0][0], [line for _, value in said for line in _lines(value)]
        found = self._first(RECIPIENT)
        return (found[0], _lines(found[1])) if found else None

    def _sender(self) -> tuple[dict[str, Any], list[str]]:
        """Return the sender, and the lines that the letter is signed with."""
        said = self.given.values.get("sender")
        sender: dict[str, Any] = {}
        signed: list[str] = []
        if isinstance(said, Mapping) and set(said) & {"lastname", "street", "firstname"}:
            sender = _person(said)
            signed = [sender["name"]]
        elif isinstance(said, Mapping):
            return {}, []
        elif said:
            self.known.add("sender")
            parts = _lines(said)
            if len(parts) == 1:
                parts = [part.strip() for part in parts[0].split(",")]
            sender = {"name": parts[0], "address": parts[1:]}
        signer = self._first(("name",)) if self.given.format else None
        if signer:
            signed = [part for line in _lines(signer[1]) for part in line.split(" \\ ")]
        if not sender and (found := self._first(NAME)):
            value = found[1]
            people = value if isinstance(value, list) else [value]
            if isinstance(people[0], Mapping):
                sender = _author(people[0])
                signed = signed or _lines(sender.get("name"))
            else:
                lines = _lines(value)
                sender, signed = {"name": lines[0] if lines else ""}, signed or lines
        if found := self._first(ADDRESS):
            lines = _lines(found[1])
            name = str(sender.get("name") or "")
            sender["address"] = lines[1:] if lines and lines[0] == name else lines
        for ours, keys in CONTACTS.items():
            contact = self._first(keys)
            if contact and isinstance(contact[1], (str, int)) and not isinstance(contact[1], bool):
                sender[ours] = " ".join(_lines(contact[1]))
        return {key: value for key, value in sender.items() if value}, signed

    def _signature(self, signed: list[str]) -> None:
        picture = self._first(PICTURE)
        path = str(picture[1]).strip() if picture else ""
        key = picture[0] if picture else ""
        found = self._first(("signature",))
        if found and isinstance(found[1], str):
            key, text = found[0], found[1].strip()
            if included := _INCLUDED.search(text):
                path, text = included[1], _INCLUDED.sub("", text)
            elif _PATH.fullmatch(text):
                path, text = text, ""
            signed = _lines(text) or signed
        if path:
            self._say("signature_image", self._with_ending(path), key)
        self.values.pop("signature", None)
        self._say("signature", "\n".join(signed), key or "author")

    def _with_ending(self, path: str) -> str:
        """Return `path` with the ending that TeX would have looked for."""
        if Path(path).suffix:
            return path
        beside = (f"{path}{ending}" for ending in _PICTURES)
        return next((name for name in beside if is_there(self.file.parent / name)), path)

    def _date(self) -> None:
        found = self._first(DATE)
        if not found:
            if "typst" not in self.given.format:  # in all others, TeX prints the day
                self.values["date"] = "today"
            return
        key, value = found
        text = " ".join(_lines(value)) if isinstance(value, (str, list)) else str(value)
        if _TODAY.search(str(value)) or text.casefold() in ("today", "now", "last-modified"):
            text = "today"
        elif not _is_day(text) and (dated := _DATED.fullmatch(text)) and _is_day(dated["date"]):
            self._say("place", dated["place"].strip(), key)
            text = dated["date"]
        self._say("date", text, key)

    def _look(self) -> None:
        """Take over what we have a setting for, where it can be what is wanted."""
        if found := self._first(PAPER):
            paper = _PAPERS.get(str(found[1]).casefold())
            self._say("papers", [paper] if paper else [], found[0])
            if not paper:
                self.known.discard(found[0])
        if found := self._first(SIZE):
            points = re.fullmatch(r"(\d+(?:\.\d+)?) ?(?:pt)?", str(found[1]))
            if points and 9 <= float(points[1]) <= 14:
                self._say("font_size", points[1], found[0])
            else:
                self.known.discard(found[0])
        if self.given.values.get("links-as-notes") is True:
            self._say("links", "footnotes", "links-as-notes")
            self.known.add("links-as-notes")
        elif self.given.values.get("inline-links") is True:
            self.known.add("inline-links")
        for key in LAYOUT:
            value = self.given.values.get(key)
            names = value if isinstance(value, list) else [value]
            formats = [_LAYOUTS.get(str(name).casefold(), "") for name in names if name]
            if formats and formats[0]:
                papers = self.values.get("papers") or FORMATS[formats[0]].papers
                if papers[0] in FORMATS[formats[0]].papers:
                    self._say("format", formats[0], key)
                    self.values["papers"] = list(papers)
            if formats and all(formats):
                self.known.add(key)

    def _language(self) -> None:
        """Some templates are of one language."""
        keys = self.given.values.keys()
        if keys & {"encludes", "postskriptum"}:
            self.values["lang"] = "de"
        elif keys & {"vref", "mref", "conc"}:
            self.values["lang"] = "fr"


def _is_day(text: str) -> bool:
    """Tell whether `text` is a date, in any language; a day of the week may stand before it."""
    try:
        return dates.day(text, "en", Location(Path())) is not None
    except SettingError:
        return False


def _person(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sender of a mapping with a first and a last name."""
    name = " ".join(
        str(said[key]) for key in ("graduate", "firstname", "lastname") if said.get(key)
    )
    town = " ".join(str(said[key]) for key in ("plz", "city") if said.get(key))
    address = [said.get("firstline"), said.get("street"), town, said.get("country")]
    person: dict[str, Any] = {"name": name, "address": [str(line) for line in address if line]}
    for ours, keys in CONTACTS.items():
        found = [said[key] for key in keys if said.get(key)]
        person |= {ours: str(found[0])} if found else {}
    return person


def _author(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sender of a list of authors with affiliations, of which the first is the address.

    Source: Quarto, "Authors & Affiliations".
    """
    name = said.get("name")
    if isinstance(name, Mapping):
        name = name.get("literal") or " ".join(map(str, name.values()))
    author: dict[str, Any] = {"name": " ".join(_lines(_INCLUDED.sub("", str(name or ""))))}
    places = said.get("affiliation") or said.get("affiliations")
    place = places[0] if isinstance(places, list) and places else places
    if isinstance(place, Mapping):
        town = [place.get("postal-code"), place.get("city")]
        if re.match(r"[A-Za-z]", str(town[0])):  # as in the United Kingdom
            town.reverse()
        parts = (
            *(place.get(key) for key in ("name", "department", "address")),
            " ".join(str(part) for part in town if part),
            *(place.get(key) for key in ("region", "country")),
        )
        lines = [line for part in parts if part for line in _lines(part)]
        author["address"] = [line for line in lines if line != author["name"]]
    for ours, keys in CONTACTS.items():
        found = [said[key] for key in (*keys, ours) if said.get(key)]
        author |= {ours: str(found[0])} if found else {}
    return author


def _items(value: Any) -> list[str]:
    """Return the entries of a list of enclosures or copies."""
    if isinstance(value, list):
        return [" ".join(_lines(item)) for item in value if item not in (None, "")]
    return _lines(value)


def _lines(value: Any) -> list[str]:
    """Return the lines of an address or the like, however its breaks are written."""
    if isinstance(value, list):
        return [line for item in value for line in _lines(item)]
    if isinstance(value, Mapping):
        return [line for item in value.values() for line in _lines(item)]
    if value is None or isinstance(value, bool):
        return []
    text = _RAW.sub(r"\1", str(value)).strip()
    if re.search(r"^\| ", text, re.MULTILINE):
        parts = [line.removeprefix("|") for line in text.split("\n")]
    else:
        parts = _BREAK.split(_FOLDED.sub("\\\\\\\\", text))
        if len(parts) == 1:
            parts = text.split("\n")
    return [words for part in parts if (words := _words(part))]


def _words(text: str) -> str:
    """Return what Markdown with some TeX in it says, as plain words."""
    text = _INLINE.sub("", text) if _INLINE.fullmatch(text.strip()) else text
    before = None
    while before != text:
        before, text = text, _COMMAND.sub(r"\1", text)
    text = _MARKED.sub(r"\2", text.replace("\\ ", " "))
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"\\([&%$#_{}\\~^*\[\]|`<>.!-])", r"\1", text.replace("~", "\xa0"))
    return " ".join(html.unescape(text).replace("\xa0", "\0").split()).replace("\0", "\xa0")


def _without_code(letter: Letter) -> str:
    """Return the text without the R code that prints nothing; lines stay where they are."""
    kept: list[str] = []
    lines = letter.body.split("\n")
    at = 0
    while at < len(lines):
        begin = _CHUNK.fullmatch(lines[at])
        if not begin:
            kept.append(lines[at])
            at += 1
            continue
        end = next((n for n in range(at + 1, len(lines)) if lines[n].rstrip() == begin[1]), None)
        code = lines[at + 1 : end]
        prints = not all(_NOTHING.fullmatch(line) for line in code)
        if prints and not _SILENT.search("\n".join((begin[2], *code))):
            raise _never_run(letter, letter.body_line + at)
        at = len(lines) if end is None else end + 1
        kept += [""] * (at - len(kept))
    body = "\n".join(kept)
    if (inline := _INLINE.search(body)) and not _TODAY.search(inline.group()):
        raise _never_run(letter, letter.body_line + body.count("\n", 0, inline.start()))
    return body


def _never_run(letter: Letter, line: int) -> SourceError:
    return SourceError(
        "the letter has R code, which is never run here",
        Location(letter.file, line, 1),
        "Write its result in its place; or say `include=FALSE`, if it prints nothing.",
    )
