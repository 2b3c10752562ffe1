"""Every rule there is: its code, how grave it is, what it says, and an example.

The rules of text and page are here, and so are the failures and notes of all other rooms: there
is one table of codes, and one way to turn one off.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.rule import ERROR, NOTE, WARNING, Rule

_TEXT = (
    Rule(
        "employer.other",
        ERROR,
        "Another employer is named.",
        "a letter to Tidewater that says `Lindenblatt`",
    ),
    Rule(
        "employer.contact",
        ERROR,
        "Another employer's contact is named.",
        "`Dear Frau Mustermann,` to Tidewater",
    ),
    Rule(
        "employer.job",
        WARNING,
        "Another employer's job is named.",
        "`Data Analyst (Buoys & Gauges)` to a library",
    ),
    Rule(
        "employer.link",
        WARNING,
        "A link or an address leads to another employer.",
        "`https://lindenblatt.example`",
    ),
    Rule(
        "employer.greeting",
        WARNING,
        "The greeting names nobody of the employer's record.",
        "`Dear Ms. Smith,` where the contact is `Dr. Beispiel`",
    ),
    Rule(
        "employer.unnamed",
        WARNING,
        "The letter names neither its employer nor the contact.",
        "a letter that fits everyone",
    ),
    Rule(
        "hole.empty",
        WARNING,
        "An output prints nothing.",
        '`{{ employer.contact }}` with `contact: ""`',
    ),
    Rule("hole.greeting", ERROR, "The greeting greets nobody.", "`Dear ,`"),
    Rule(
        "hole.placeholder",
        ERROR,
        "A placeholder was left.",
        "`TODO`, `[Company]`, `<name>`, `???`, `lorem ipsum`",
    ),
    Rule(
        "hole.markup",
        ERROR,
        "Liquid, kramdown or TeX was left, which would be printed.",
        "`{% raw %}{{ name }}{% endraw %}`, `{: .lead`, `[notes][nots]`, `\\textbf{x`",
    ),
    Rule(
        "hole.cut",
        ERROR,
        "A paragraph stops in the middle of a sentence.",
        "`I would like to work for the`",
    ),
    Rule(
        "hole.end",
        WARNING,
        "A paragraph ends without a full stop.",
        "`I look forward to hearing from you`",
    ),
    Rule("hole.item", ERROR, "An item of a list is empty.", "`- `"),
    Rule("hole.link", ERROR, "A link has no words, or no target.", "`[my notes]()`"),
    Rule("damage.mojibake", WARNING, "Letters were read in the wrong encoding.", "`Universit√§t`"),
    Rule(
        "damage.lost", ERROR, "A letter was lost: the replacement character.", "`Universit\ufffdt`"
    ),
    Rule(
        "damage.invisible", WARNING, "An invisible character is in the text.", "a zero-width space"
    ),
    Rule(
        "damage.lookalike",
        WARNING,
        "A letter of another script is in a word.",
        "a Cyrillic `а` in `dаta`",
    ),
    Rule("damage.doubled", WARNING, "A word stands twice.", "`the the`"),
    Rule(
        "damage.quotes",
        WARNING,
        "A straight quotation mark is inside of typographic ones.",
        '`“the "best" team”`',
    ),
    Rule("damage.spaces", WARNING, "Several spaces survive to the page.", "`one&nbsp; two`"),
    Rule("spelling.typo", WARNING, "A common misspelling.", "`recieve`"),
    Rule("date.far", WARNING, "The letter's date is far from today.", "`date: 2015-01-02`"),
    Rule(
        "date.weekday",
        ERROR,
        "The day of the week is not that of the date.",
        "`Monday, 3 March 2026`",
    ),
    Rule("date.impossible", ERROR, "There is no such day.", "`31 June 2026`"),
    Rule("link.broken", ERROR, "The address of a link cannot be one.", "`https//acme.example`"),
    Rule(
        "link.space",
        WARNING,
        "The address of a link has a space in it.",
        "`[x](https://acme.example/a b)`",
    ),
    Rule("link.relative", WARNING, "A relative link, and the site has no `url`.", "`/resume`"),
    Rule("link.mail", ERROR, "`mailto:` without an address.", "`mailto:robin`"),
    Rule(
        "link.text",
        WARNING,
        "The words of a link are another address than its target.",
        "`[acme.example](https://other.example)`",
    ),
    Rule(
        "link.placeholder",
        ERROR,
        "The address of a link is a placeholder.",
        "`http://link`, `https://your-site.com`, `http://localhost`",
    ),
    Rule(
        "link.example",
        WARNING,
        "The address of a link is one for examples.",
        "`https://example.com`",
    ),
    Rule(
        "link.dead",
        WARNING,
        "An address does not answer, or says that there is nothing (`--online`).",
        "`404`",
    ),
    Rule(
        "limit.chars",
        ERROR,
        "The letter has more characters than `max_chars`.",
        "`max_chars: 2000`",
    ),
    Rule("limit.words", ERROR, "The letter has more words than `max_words`.", "`max_words: 300`"),
    Rule(
        "fact.title",
        WARNING,
        "The job is called otherwise than in the record.",
        "`position of Senior Data Engineer` where the record says `Data Engineer`",
    ),
    Rule(
        "fact.company",
        WARNING,
        "The employer's name is spelled otherwise than in the record.",
        "`Tidewatter Sensors`",
    ),
    Rule("value.markup", WARNING, "Jekyll would read a value as Markdown.", "`*soon*` in a record"),
    Rule("letters.none", NOTE, "An employer of the data has no letter."),
    Rule("letters.same", NOTE, "Two letters say the same, but for the employer."),
)
_PAGE = (
    Rule("page.overfull", WARNING, "A line sticks out into the margin."),
    Rule("page.widow", WARNING, "The last page has only one to three lines."),
    Rule("page.address", WARNING, "The format has a window, and the record no address."),
    Rule("page.text", WARNING, "Words of the letter do not come out of the PDF."),
    Rule("page.link", WARNING, "A link of the letter is not one in the PDF."),
    Rule(
        "limit.pages",
        ERROR,
        "The letter has more pages than the employer's record allows.",
        "`pages: 1` in the record",
    ),
)
_NOTES = (
    Rule("data.key", WARNING, "A row of a table of employers has no key.", "an empty `key` cell"),
    Rule("yaml.comment", WARNING, "YAML reads the rest of a value as a comment.", "`C# #1 dev`"),
    Rule("yaml.duplicate", WARNING, "A key stands twice in the data; the last counts.", "`url:`"),
    Rule("yaml.date", WARNING, "There is no such day; the value is read as text.", "`2026-02-30`"),
    Rule("yaml.boolean", WARNING, "A word is read as true or false, as in Jekyll.", "`yes`"),
    Rule("yaml.null", WARNING, "The value is read as no value.", "`Null`"),
    Rule(
        "setting.unknown",
        WARNING,
        "A key has no meaning, and is nearly one that has.",
        "`closign:`",
    ),
    Rule(
        "kramdown.ignored",
        WARNING,
        "A setting or a list of kramdown's that does nothing in a letter.",
        "`{:toc}`",
    ),
    Rule("html.ignored", WARNING, "HTML that a page cannot show.", "`<video src=…>`"),
    Rule(
        "pandoc",
        WARNING,
        "Pandoc failed, or has something to say.",
        "a reference that is defined nowhere",
    ),
    Rule("note.fit", NOTE, "The page was set tighter to keep to its number of pages."),
)
_FAILURES = tuple(
    Rule(code, ERROR, says, is_fixed=True)
    for code, says in {
        "error": "Something failed.",
        "source": "A file cannot be read as what it should be.",
        "yaml": "YAML that is not YAML, or has a second meaning.",
        "setting": "A key has a value that cannot be used.",
        "employer": "The letter names an employer that the data does not have.",
        "liquid": "Liquid that cannot be read or run.",
        "undefined": "Something that does not exist is printed.",
        "check": "A check found an error.",
        "filter": "A filter refused the document.",
        "tex": "LuaLaTeX failed.",
        "font": "A font is not installed.",
        "page": "The PDF is not the letter: its size, a missing glyph, a font, the address.",
        "write": "The PDF cannot be put into its place.",
        "usage": "The command line asks for something that is not there.",
        "missing": "Something that the program needs is not installed.",
    }.items()
)

RULES: Mapping[str, Rule] = {rule.code: rule for rule in (*_TEXT, *_PAGE, *_NOTES, *_FAILURES)}
"""Every rule by its code. A code that is not here, such as `pandoc.x`, is under its first word."""


def of(code: str) -> Rule:
    """Return the rule for `code`. Raises `KeyError` for a code that no room gives."""
    return RULES[code] if code in RULES else RULES[code.partition(".")[0]]
