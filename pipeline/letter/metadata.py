"""What the template prints beside the text: the sender, the date, the parts, the properties."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import re
import uuid
from collections.abc import Mapping
from typing import Any

import panflute as pf

from filters import employer
from filters.markup.addresses import MAIL, WEB
from pipeline import liquid, settings
from pipeline.model.errors import SettingError
from pipeline.settings import Settings, colours
from pipeline.settings.fields import CONTACTS, SENDER
from pipeline.settings.kinds import Contact, contacts_of, picture_of
from pipeline.settings.page_formats import RETURN_LINE
from pipeline.settings.style import Style, asked
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

_ANY_FORM = ("name", "address")  # which are looked at by themselves
_OF_THE_WEB = ("url", "links")
_KINDS = {"phone": "phone", "email": "mail", **dict.fromkeys(_OF_THE_WEB, "web")}
"""What a way to reach the sender is, by its key."""
_SCHEME = re.compile(r"^(?:https?://|mailto:)|/$", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)")
_NUMBER = re.compile(r"(?:\+|00)[\d\s()./\u2010-\u2013-]{5,}")


def sender_of(site: Site, letter: Letter, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `sender` of `letter`, or else of `site`, its values rendered with `names`.

    Raises `LiquidError` at the place of the value.
    """
    own = letter.get("sender")
    document = letter.front if own and not isinstance(own, str) else site.config

    def rendered(value: Any, path: tuple[str | int, ...]) -> Any:
        if isinstance(value, dict):
            return {key: rendered(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [rendered(item, (*path, index)) for index, item in enumerate(value)]
        if not isinstance(value, str):
            return value
        place = document.place(*path)
        return liquid.render_setting(value, place, names, site.includes, site.text).strip()

    sender = document.value.get("sender") or {}
    if not isinstance(sender, dict) or isinstance(sender.get("name"), (dict, list, bool)):
        raise SettingError(
            "`sender` is not a list of `key: value` lines with a `name: text`",
            document.place("sender"),
            f"Write `name:` and any of {', '.join(field.key for field in SENDER[1:])} below it.",
        )
    said = {key: rendered(value, ("sender", key)) for key, value in sender.items()}
    for field in SENDER:
        if field.key not in _ANY_FORM and said.get(field.key) is not None:
            field.kind.read(said[field.key], field.key, document.place("sender", field.key))
    return said


def apply(doc: pf.Doc, name: str, wanted: Settings, sender: dict[str, Any]) -> None:
    """Put what the template prints beside the text into the metadata of `doc`.

    `name` is the letter's, for a PDF that has no other title.
    """
    headings = (_title(block) for block in doc.content if isinstance(block, pf.Header))
    words = wanted.language.words
    contacts = [
        pf.MetaMap(kind=pf.MetaString(_KINDS[key]), shown=_contact(key, one))
        for key in CONTACTS
        for one in contacts_of(sender.get(key)) or ()
    ]
    author = wanted.author or str(sender.get("name") or "")
    place = str(wanted.parts.get("place") or sender.get("place") or "")
    references = [(words.your_ref, "your_ref"), (words.our_ref, "our_ref")]
    enclosed = wanted.parts.get("enclosures", [])
    fields: dict[str, Any] = {
        **wanted.parts,
        "pdftitle": wanted.title or next(headings, name),
        "pdfauthor": author,
        "pdfsubject": wanted.description,
        "pdfkeywords": ", ".join(wanted.keywords),
        "date": wanted.language.date(wanted.day, place) if wanted.day else "",
        "references": [
            {"word": word, "text": wanted.parts[key]}
            for word, key in references
            if wanted.parts.get(key)
        ],
        "sender": sender,
        "senderaddress": employer.lines(sender.get("address")),
        "returnaddress": _return_address(sender, wanted.style),
        "footer": employer.lines(wanted.footer),
        "enclosures-word": words.enclosures if len(enclosed) > 1 else words.enclosure,
        "cc-word": words.cc,
        **style_of(wanted.style, wanted.language.code),
    }
    for key, value in fields.items():
        if value:
            doc.metadata[key] = employer.metadata(value)
    if contacts:
        doc.metadata["sendercontacts"] = pf.MetaList(*contacts)
    image = wanted.parts.get("signature_image") or sender.get("signature_image")
    if image:
        doc.metadata["signature_image"] = _picture(str(image), author, "14mm")
    # A face is somebody's; a logo is an ornament, unless the sender says what it tells.
    for key, height, usual in (("photo", "30mm", author), ("logo", "14mm", "")):
        if found := picture_of(sender.get(key)):
            alternative = usual if found.words is None else found.words
            doc.metadata[key] = _picture(found.path, alternative, height)


def _picture(path: str, words: str, height: str) -> pf.MetaInlines:
    """Return a picture that is `height` high, with the `words` that stand for it."""
    return pf.MetaInlines(pf.Image(*_said(words), url=path, attributes={"height": height}))


def _said(words: str) -> list[pf.Inline]:
    """Return `words` with a space between each two of them."""
    return [part for word in words.split() for part in (pf.Str(word), pf.Space())][:-1]


def _contact(key: str, contact: Contact) -> pf.MetaInlines:
    """Return what the letterhead shows of a way to reach the sender, as a link where it is one."""
    url = _url(key, contact.address)
    is_web = key in _OF_THE_WEB
    shown = contact.shown or (_SCHEME.sub("", contact.address) if is_web else contact.address)
    words = _said(shown)
    return pf.MetaInlines(pf.Link(*words, url=url)) if url else pf.MetaInlines(*words)


def _url(key: str, address: str) -> str:
    """Return where a click on `address` leads, or '' for what has no such place."""
    if key in _OF_THE_WEB:
        if WEB.fullmatch(address) or address.startswith("mailto:"):
            return address
        return f"https://{address}" if _HOST.match(address) else ""
    if key == "email":
        return f"mailto:{address}" if MAIL.fullmatch(address) else ""
    # RFC 3966: a number of the whole world, without what only the eye needs. `(0)` is for those
    # who dial within the country.
    number = address.replace("(0)", "")
    if not _NUMBER.fullmatch(number):
        return ""
    return "tel:+" + re.sub(r"\D", "", re.sub(r"^00", "", number))


def _title(element: pf.Element) -> str:
    """Return what a heading says, without its footnotes."""
    if isinstance(element, pf.Note):
        return ""
    if not hasattr(element, "content"):
        return str(pf.stringify(element))
    return "".join(map(_title, element.content))


def _return_address(sender: dict[str, Any], style: Style) -> list[str]:
    """Return the sender in a line, for a window that has a zone for it."""
    window = style.format.window
    if window is None or window.remarks < RETURN_LINE:
        return []
    return employer.lines([sender.get("name"), sender.get("address")])


def style_of(style: Style, code: str) -> dict[str, Any]:
    """Return what the template is told of a letter's look, but for the measures that may give.

    `code` is the letter's language: fonts differ in what they have.
    """
    told: dict[str, Any] = {
        "accent": style.accent,
        "accent-of-text": colours.for_text(style.accent),
        "accent-of-band": colours.on(style.accent),
        f"letterhead-{style.letterhead}": True,
        f"links-{style.links}": True,
        **asked(style, code),
    }
    window = style.format.window
    if window:
        told["window"] = {
            key: [f"{fold:g}" for fold in value] if key == "folds" else f"{value:g}"
            for key, value in dataclasses.asdict(window).items()
            if value is not None
        } | {"head": f"{window.head:g}"}
    return told


def identity(tree: str, paper: str, day: datetime.date | None) -> dict[str, str]:
    """Return the time and the identifier that the PDF bears: its own, so that builds are alike.

    The time is the letter's day, or else today's as `SOURCE_DATE_EPOCH` may say, at midnight UTC.
    """
    digest = hashlib.sha256(f"{paper} {tree}".encode()).hexdigest()
    return {
        "timestamp": f"{day or settings.today():%Y%m%d}000000Z",
        "uuid": str(uuid.UUID(digest[:32], version=5)),
    }
