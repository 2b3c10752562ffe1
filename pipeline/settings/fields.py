"""The table of settings: every key that means something, where it may stand, and what it may be.

All else comes from it: how values are read and what is said of wrong ones, which keys look like
slips, the JSON Schemas, and the tables of the reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.model.job import FORMS
from pipeline.settings.kinds import (
    Anything,
    Choice,
    Colour,
    Contacts,
    Count,
    Employers,
    Font,
    Forms,
    Kind,
    Lines,
    Millimetres,
    Papers,
    Person,
    PictureFile,
    Points,
    Schema,
    Switch,
    Text,
    Tongue,
)
from pipeline.settings.looks import LETTERHEADS, LOOKS
from pipeline.settings.page_formats import FORMATS

PAPERS = ("a4", "letter")
FONTS = {
    name: f"texgyre{name}" for name in ("pagella", "heros", "termes", "schola", "bonum", "adventor")
}
"""The fonts that the TeX packages carry: TeX Gyre's Palatino, Helvetica, Times, Century Schoolbook,
Bookman and Avant Garde."""

LINKS = ("coloured", "plain", "footnotes")
_OTHERWISE: Schema = {"type": ["array", "object", "boolean"]}
_OTHER_STYLES: Schema = {"not": {"enum": [*LOOKS]}}
_FILES: Schema = {"anyOf": [{"type": ["array", "object", "boolean"]}, {"pattern": r"[./\\]"}]}
"""A file, or a switch, which other tools have under the same key in their letters."""
_MAPPINGS: Schema = {"type": "array", "contains": {"type": "object"}}
_OTHER_RECORDS: Schema = {"anyOf": [{"type": "boolean"}, _MAPPINGS]}
_OTHER_FORMATS: Schema = {"not": {"type": "string", "pattern": r"\{"}}
_LISTS = (("type", ["array", "string"]),)
_MAP = (("type", "object"),)


@dataclass(frozen=True)
class Field:
    """A key, and all that is known of it."""

    key: str
    kind: Kind
    words: str
    """What it does, in Markdown. Fields that follow each other with the same words are one row."""
    usual: Any = None
    """What stands for a value that is not given."""
    in_letter: bool = False
    in_config: bool = False
    is_part: bool = False
    """Whether it is a part of the letter, which the front matter gives instead of the text."""
    of_themes: Schema | None = None
    """What a Jekyll theme has under a key of this name in `_config.yml`, as JSON Schema."""
    is_said_empty: bool = False
    """Whether an empty text says something: that there is none, whatever the site says."""
    shown: str = ""
    """How the key is written in the reference, if not as it is."""

    def is_of_theme(self, value: Any) -> bool:
        """Tell whether `value`, which `_config.yml` gives, belongs to a theme and is no setting."""
        if self.is_of_tool(value):
            return True
        if self.of_themes is _MAPPINGS:
            return isinstance(value, list) and any(isinstance(item, dict) for item in value)
        return self.of_themes is not None and isinstance(value, (dict, list, bool))

    def is_of_tool(self, value: Any) -> bool:
        """Tell whether `value`, wherever it stands, belongs to another tool and is no setting."""
        if self.of_themes is _OTHER_STYLES:
            return not isinstance(value, str) or value not in LOOKS
        if self.of_themes is _OTHER_FORMATS:
            return not isinstance(value, str) or "{" not in value
        if self.of_themes is _OTHER_RECORDS:
            if isinstance(value, list):
                return any(isinstance(one, (dict, list, bool)) for one in value)
            return isinstance(value, bool) or (isinstance(value, dict) and "where" not in value)
        return self.of_themes is _FILES and (
            isinstance(value, (dict, list, bool)) or bool(re.search(r"[./\\]", str(value)))
        )


def _letter(key: str, kind: Kind, words: str, **more: Any) -> Field:
    return Field(key, kind, words, in_letter=True, **more)


def _part(key: str, kind: Kind, words: str) -> Field:
    return Field(key, kind, words, in_letter=True, is_part=True, is_said_empty=True)


def _both(key: str, kind: Kind, words: str, usual: Any = None, **more: Any) -> Field:
    return Field(key, kind, words, usual, in_letter=True, in_config=True, **more)


def _style(key: str, kind: Kind, words: str, usual: Any = None) -> Field:
    return _both(key, kind, words, usual, of_themes=_OTHERWISE)


def _config(key: str, kind: Kind, words: str, **more: Any) -> Field:
    return Field(key, kind, words, in_config=True, **more)


_IS_LETTER = "this page is a letter. A letter that you name on the command line needs neither"
_PROPERTIES = "go into the PDF's properties"
_INSTEAD = "instead of what would be recognised in the text"
_REFERENCES = "the lines *Your reference* and *Our reference*, in the letter's language"
_LIST = "a line, or a list"
_MOST = "the most that the letter may have"
_JEKYLLS = "as in Jekyll"
_ADDRESS = "the site's address, with which links become absolute"

FIELDS = (
    _letter("layout", Anything(), _IS_LETTER, shown="layout: coverletter"),
    _letter("makepdf", Anything(), _IS_LETTER, shown="makepdf: true"),
    _letter("employer", Text(), "the key of the employer's record", usual=""),
    _letter(
        "employers",
        Employers(),
        "the keys of several, for each of which the letter is built: `[tidewater, north*]`, `all`,"
        " or a condition; see [Many employers](many-employers.md)",
        of_themes=_OTHER_RECORDS,
    ),
    _both(
        "date",
        Text(),
        "`2026-03-02`, `2 March 2026`, `2.3.2026`, `today` or `none`. Without it, none is printed",
        "",
        is_said_empty=True,
    ),
    _both(
        "lang",
        Tongue(),
        "`en`, `de-AT`, `english`, `deutsch`, `ngerman` … Sets the date, the quotation marks, the"
        " fixed words and the PDF's language. Without it, `en`: American dates; `en-GB` has British"
        " ones",
        "en",
    ),
    _both("papers", Papers(PAPERS), "`[a4, letter]`, or one of them", of_themes=_MAPPINGS),
    _both(
        "forms",
        Forms(FORMS),
        "`pdf`, `txt`, `html`, or several: `[pdf, txt]`; see [Many"
        " employers](many-employers.md#other-forms)",
        "pdf",
        of_themes=_MAPPINGS,
    ),
    _both(
        "txt_wrap", Count("characters", 72), "the most of a line of `txt`; a paragraph if not given"
    ),
    _both(
        "txt_letterhead",
        Switch(),
        "`true`: `txt` has sender, recipient and date too",
        usual=False,
    ),
    _style(
        "format",
        Choice(tuple(FORMATS)),
        "`modern`, `din5008a`, `din5008b`, `sn-left`, `sn-right`, `nf` or `us`. See [The"
        " page](the-page.md)",
        "modern",
    ),
    _both(
        "style",
        Choice(tuple(LOOKS)),
        "a whole look: `classic`, `modern`, `swiss`, `editorial` or `compact`. What you set"
        " yourself stands before it",
        "modern",
        of_themes=_OTHER_STYLES,
    ),
    _both(
        "letterhead",
        Choice(LETTERHEADS),
        "`left`, `centred`, `right`, `split` (your name left, the rest right) or `band` (on a band"
        " of the accent)",
        "left",
        of_themes=_FILES,
    ),
    _style(
        "pages",
        Count("pages"),
        "`1`: the page is tightened, within limits, until the letter fits; if it cannot, the error"
        " says how many lines and words are too many",
    ),
    _style(
        "font",
        Font(tuple(FONTS)),
        "`pagella`, `heros`, `termes`, `schola`, `bonum`, `adventor`, or the name of an installed"
        " font",
        "pagella",
    ),
    _style("font_size", Points(9.0, 14.0), "in points, from 9 to 14; `11` if not given", 11),
    _style("accent", Colour(), 'one colour for your name, lines and links: `"1F3A5F"`', "1F3A5F"),
    _style(
        "links",
        Choice(LINKS),
        "`coloured`, `plain`, or `footnotes`, which prints each address",
        "coloured",
    ),
    _style(
        "signature_space",
        Millimetres(5.0, 40.0),
        "room to sign above your name, in millimetres, from 5 to 40; `18` if not given",
        18,
    ),
    _both(
        "output",
        Text(),
        "the PDF's name: `{sender.name} - {employer.company} - {employer.jobtitle}`; see [Many"
        " employers](many-employers.md)",
        "",
        of_themes=_OTHER_FORMATS,
    ),
    _letter("title", Text(), _PROPERTIES, usual=""),
    _letter("author", Person(), _PROPERTIES, usual=""),
    _letter("description", Text(), _PROPERTIES, usual=""),
    _letter("keywords", Lines(), _PROPERTIES, usual=""),
    _part("recipient", Lines(), "the addressee, a line each, instead of the record's address"),
    _part("subject", Text(), _INSTEAD),
    _part("opening", Text(), _INSTEAD),
    _part("closing", Text(), _INSTEAD),
    _part("signature", Text(), _INSTEAD),
    _part("postscript", Text(), "below the signature: `PS: I can start in May.`"),
    _part("enclosures", Lines(), _LIST),
    _part("cc", Lines(), _LIST),
    _part("place", Text(), "stands before the date"),
    _part("your_ref", Text(), _REFERENCES),
    _part("our_ref", Text(), _REFERENCES),
    _part("signature_image", Text(), "a picture of your signature, above your name"),
    _both(
        "mentions",
        Anything(_LISTS),
        "other employers that this letter may name: `[northfold, Lindenblatt]`",
    ),
    _letter("max_chars", Count("characters", 2000), _MOST),
    _letter("max_words", Count("words", 300), _MOST),
    _both(
        "check", Anything(_MAP), "turns checks off, or changes their severity: `{page.widow: off}`"
    ),
    _both(
        "sender",
        Anything(_MAP),
        "`name`, `tagline`, `address`, `phone`, `email`, `url`, `links`, `icons`, `photo`,"
        " `logo`, `place` and `signature_image`; each may use Liquid. A letter's own stands for the"
        " site's",
    ),
    _config(
        "footer",
        Text(),
        "the foot of the first page: a line, or several",
        usual="",
        of_themes=_OTHERWISE,
    ),
    _config(
        "letter_parts",
        Anything(_MAP),
        "parts of all letters, each with Liquid, as the site's layout prints them:"
        ' `{opening: "Dear {{ page.contact }},"}`',
    ),
    _config(
        "letter_layouts",
        Anything(_LISTS),
        "which layouts are letters; `[coverletter]` if not given",
    ),
    _config(
        "kramdown",
        Anything(_MAP),
        "three of Jekyll's settings of it; see [Markdown](kramdown.md)",
    ),
    _config(
        "raw_tex",
        Switch(),
        "lets letters hold raw TeX; off by default",
        usual=False,
        shown="raw_tex: true",
    ),
    *(
        _config(key, Anything(), _JEKYLLS)
        for key in ("source", "data_dir", "includes_dir", "exclude", "defaults", "permalink")
    ),
    _config("timezone", Anything(), _JEKYLLS),
    _config("url", Anything(), _ADDRESS),
    _config("baseurl", Anything(), _ADDRESS),
)
"""Every setting, in the order of the reference."""

BY_KEY = {field.key: field for field in FIELDS}

CONTACTS = ("phone", "email", "url", "links")
"""The keys of a sender that say how to reach them, in the order of the letterhead."""
_CONTACTS = (
    "stand in the letterhead, as links: text, a list, or `{LinkedIn: https://…}`, which shows the"
    " name"
)
_PICTURES = (
    "stand in the letterhead: a path, or `{src: portrait.jpg, alt: What it shows}`; see [The"
    " page](the-page.md)"
)
SENDER = (
    Field("name", Text(), "stands in the letterhead, and is the PDF's author"),
    Field("tagline", Text(), "stands below the name: `Civil engineer`"),
    Field("address", Lines(), "a list, or text of several lines"),
    *(Field(key, Contacts(), _CONTACTS) for key in CONTACTS),
    Field("icons", Switch(), "`true` draws a small sign before each of these"),
    Field("photo", PictureFile("portrait.jpg"), _PICTURES),
    Field("logo", PictureFile("logo.svg"), _PICTURES),
    Field("place", Text(), "stands before the date"),
    Field("signature_image", Text(), "a picture of your signature, above your name"),
)
"""What is printed of the sender; other keys are the site's own."""

PICTURES = ("photo", "logo", "signature_image")
"""The keys of a sender that name files."""

_MORE_LINES = "the next lines. A `contact` of several fields gives its `name`"
_OTHER_LINES = "the other lines: a list, or text of several lines"
_TAKES = "the most that this employer takes; see [Checks](checks.md)"
RECORD = (
    Field(
        "company",
        Lines(),
        "first line of the address. Without it, `name` is, if one of the fields below stands beside"
        " it; a `name` alone may be a job's, and is not printed",
    ),
    Field("department", Lines(), _MORE_LINES),
    Field("contact", Anything(), _MORE_LINES),
    Field("address", Anything(), _OTHER_LINES),
    Field("country", Lines(), _OTHER_LINES),
    Field("pages", Count("pages"), _TAKES),
    Field("max_chars", Count("characters", 2000), _TAKES),
    Field("max_words", Count("words", 300), _TAKES),
    Field(
        "past",
        Switch(),
        "`true`: you have been there, so letters to others may name it. `status: past` says it too",
    ),
)
"""What means something in an employer's record; other keys are for the letters."""

RECORD_KEYS = (*(field.key for field in RECORD), "jobtitle")
"""The keys of a record that a person may ask for, though no record has them yet."""
