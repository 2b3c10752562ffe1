"""What a site's layout prints around its letters, which are built without it.

Where it prints what the letter's front matter says, the letter would lack it: that is pointed out,
with the `letter_parts:` that bring it back, once for the whole site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from filters import letter as letter_parts
from pipeline import liquid
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document
from pipeline.model.errors import CoverpressError, SettingError
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.model.suggestion import did_you_mean
from pipeline.settings import PARTS, Settings, dates
from pipeline.settings.fields import BY_KEY
from pipeline.settings.kinds import Lines
from pipeline.sources import front_matter
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

LAYOUT_LOST = Rule(
    "layout.lost",
    WARNING,
    "The site's layout prints something around the letter, which the letter does not have.",
    "`Dear {{ page.boss }},` in `_layouts/coverletter.html`",
    because="The letter may be meant to be without it.",
    within=LETTER,
)
RULES = (LAYOUT_LOST,)

KEY = "letter_parts"
_NAMES = (*(part for part in PARTS if part != "signature_image"), "date")
_MOST_LAYOUTS = 5  # one in another
_MOST_LETTERS = 200  # of a part: more of it is text of the layout's own
# What a page says of itself to find one's way on a site.
_NAVIGATION = frozenset(
    """title url content excerpt layout permalink id previous next categories category tags path
    name slug lang locale description image comments collection sitemap robots keywords
    employer author""".split()
)
_UNSEEN = re.compile(
    r"<!--.*?-->|<(head|script|style|nav|aside|noscript|title)\b.*?</\1\s*>"
    r"|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}",
    re.DOTALL | re.IGNORECASE,
)
_LIQUID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_CONTENT = re.compile(r"\{\{-?\s*content\b[^}]*\}\}")
_INCLUDE = re.compile(r"\{%-?\s*include\s+([\w./-]+)[^%]*%\}")
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|table|tr|td|th|section|article|main|header|footer"
    r"|address|blockquote|body|html|figure|hr|pre|form)\b[^<>]*>",
    re.IGNORECASE,
)
_LINE = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_PRINTED = re.compile(r"\{\{-?\s*page\.(?P<key>[\w-]+)[^}]*\}\}")
_FIRST, _LAST = "\ue000", "\ue001"
_HELD = re.compile(f"{_FIRST}(\\d+){_LAST}")


@dataclass(frozen=True)
class _Part:
    """A part of the letter that the layout prints."""

    name: str
    template: str
    keys: tuple[str, ...]
    """The keys of the page in it."""


def with_parts(
    wanted: Settings, letter: Letter, site: Site, names: Mapping[str, Any]
) -> tuple[Settings, dict[str, Location]]:
    """Return `wanted` with the `letter_parts` of the configuration, and where each stands.

    What the letter itself gives goes before. Raises `SettingError` and `LiquidError` at the part.
    """
    given = site.config.value.get(KEY)
    if given is None:
        return wanted, {}
    if not isinstance(given, dict):
        raise SettingError(
            f"`{KEY}` is not a list of `part: text` lines",
            site.config.place(KEY),
            'Write `opening: "Dear {{ page.contact }},"` and the like below it.',
        )
    parts, places, day = dict(wanted.parts), {}, wanted.day
    for part, text in given.items():
        place = site.config.place(KEY, part)
        if part not in _NAMES:
            hint = did_you_mean(str(part), _NAMES)
            raise SettingError(f"a letter has no part `{part}`", place, hint)
        if part in parts or (part == "date" and letter.get("date") is not None):
            continue
        lines = text if isinstance(text, list) else [text]
        read = partial(liquid.render_setting, place=place, names=names)
        said = [
            read(str(line), includes=site.includes, read=site.text).strip()
            for line in lines
            if line is not None
        ]
        said = [line for each in said for line in each.split("\n") if line.strip()]
        if not said:
            continue
        places[part] = place
        if part == "date":
            day = dates.day(" ".join(said), wanted.language.tag, place)
        else:
            kind = BY_KEY[part].kind
            value = said if isinstance(kind, Lines) else "\n".join(said)
            parts[part] = kind.read(value, part, place)
    return replace(wanted, parts=parts, day=day), places


def lost(letter: Letter, site: Site) -> Iterator[Diagnostic]:
    """Yield a warning where the layout prints what the letter says, and the letter does not."""
    mapped = str(site.config.value.get(KEY) or "")
    found = [
        part
        for part in _parts(letter, site)
        if not all(f"page.{key}" in mapped or f"page.{key}" in letter.body for key in part.keys)
    ]
    if not found:
        return
    keys = list(dict.fromkeys(key for part in found for key in part.keys))
    parts: dict[str, list[str]] = {}
    for part in found:
        parts.setdefault(part.name, []).append(part.template)
    listed = ", ".join(f"{name}: {_written(texts)}" for name, texts in parts.items())
    printed = " and ".join(f"`page.{key}`" for key in keys)
    yield Diagnostic.by(
        LAYOUT_LOST,
        f"the layout `{letter.get('layout')}` prints {printed}, and the letter is built without it",
        letter.front.place(keys[0]),
        f"Bring it back with `{KEY}: {{{listed}}}` in `_config.yml`.",
    )


def _written(texts: list[str]) -> str:
    quoted = [f'"{text}"'.replace("\n", " ") for text in texts]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _parts(letter: Letter, site: Site) -> Iterator[_Part]:
    """Yield the parts of the letter that its layout prints, with values of its front matter."""
    try:
        text = _layout(str(letter.get("layout") or ""), site)
    except CoverpressError:  # a layout that cannot be read is no concern of a letter
        return
    content = _CONTENT.search(text)
    if not content:
        return
    for is_after, piece in ((False, text[: content.start()]), (True, text[content.end() :])):
        for block in _blocks(piece):
            keys = [found["key"] for found in _PRINTED.finditer(block)]
            said = [key for key in keys if _is_said(letter.front, key)]
            if said and len(block) <= _MOST_LETTERS:
                yield _Part(_kind(block, is_after), block, tuple(said))


def _is_said(front: Document, key: str) -> bool:
    """Tell whether the front matter has something to print for `key`."""
    if key in _NAVIGATION or (key in BY_KEY and BY_KEY[key].in_letter):
        return False  # what is ours is on the page already
    return front.value.get(key) not in (None, "", [], {}, False)


def _kind(block: str, is_after: bool) -> str:
    """Return which part of a letter `block` would be."""
    words = " ".join(_PRINTED.sub("Sample", block).split())
    if letter_parts.is_salutation(words) or re.match(r"\S+ .*[,:]$", words):
        return "closing" if is_after else "opening"
    if letter_parts.is_closing(words):
        return "closing"
    if re.search(r"\|\s*date\b|page\.\w*date", block):
        return "date"
    if re.search(r"page\.\w*(?:subject|regarding|position|job|role)", block):
        return "subject"
    return "signature" if is_after else "recipient"


def _blocks(markup: str) -> Iterator[str]:
    """Yield the text of each block of HTML, with its Liquid, a line for each of the block's."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        if found.group().startswith("{%"):
            return ""
        held.append(found.group())
        return f"{_FIRST}{len(held) - 1}{_LAST}"

    text = _LIQUID.sub(hold, markup)
    for block in _BLOCK.split(text):
        lines = (" ".join(_TAG.sub("", line).split()) for line in _LINE.split(block))
        said = "\n".join(line for line in lines if line)
        if said:
            yield _HELD.sub(lambda found: held[int(found[1])], said)


def _layout(name: str, site: Site) -> str:
    """Return the layout `name` with those around it, and with its includes in their places."""
    text = "{{ content }}"
    for _ in range(_MOST_LAYOUTS):
        file = site.layouts / f"{name}.html"
        if not re.fullmatch(r"[\w./-]+", name) or not file.is_file():
            break
        read = front_matter.parse(site.text(file), file)
        around = _CONTENT.split(_included(read.body, site), maxsplit=1)
        text = text.join(around)
        name = str(read.get("layout") or "")
    return _UNSEEN.sub("", text)


def _included(text: str, site: Site) -> str:
    def put_in(found: re.Match[str]) -> str:
        file = site.includes / found[1]
        return site.text(file, site.includes) if file.is_file() else ""

    return _INCLUDE.sub(put_in, text)
