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
from pipeline import liquid, settings
from pipeline.model.errors import SettingError
from pipeline.settings import Settings
from pipeline.settings.fields import SENDER
from pipeline.settings.page_formats import RETURN_LINE
from pipeline.settings.style import Style, asked
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site


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
    return {key: rendered(value, ("sender", key)) for key, value in sender.items()}


def apply(doc: pf.Doc, name: str, wanted: Settings, sender: dict[str, Any]) -> None:
    """Put what the template prints beside the text into the metadata of `doc`.

    `name` is the letter's, for a PDF that has no other title.
    """
    headings = (pf.stringify(block) for block in doc.content if isinstance(block, pf.Header))
    words = wanted.language.words
    contacts = [employer.metadata(sender[key]) for key in ("phone", "email") if sender.get(key)]
    if url := str(sender.get("url") or ""):
        shown = re.sub(r"^https?://|/$", "", url)
        contacts.append(pf.MetaInlines(pf.Link(pf.Str(shown), url=url)))
    author = wanted.author or str(sender.get("name") or "")
    place = str(wanted.parts.get("place") or sender.get("place") or "")
    references = [(words.your_ref, "your_ref"), (words.our_ref, "our_ref")]
    enclosed = wanted.parts.get("enclosures", [])
    fields: dict[str, Any] = {
        **wanted.parts,
        "pdftitle": wanted.title or next(headings, name),
        "pdfauthor": author,
        "pdfsubject": wanted.description,
        "date": wanted.language.date(wanted.day, place) if wanted.day else "",
        "references": [
            {"word": word, "text": wanted.parts[key]}
            for word, key in references
            if wanted.parts.get(key)
        ],
        "sender": sender,
        "senderaddress": employer.lines(sender.get("address")),
        "returnaddress": _return_address(sender, wanted.style),
        "footer": wanted.footer,
        "enclosures-word": words.enclosures if len(enclosed) > 1 else words.enclosure,
        "cc-word": words.cc,
        **style_of(wanted.style),
    }
    for key, value in fields.items():
        if value:
            doc.metadata[key] = employer.metadata(value)
    if contacts:
        doc.metadata["sendercontacts"] = pf.MetaList(*contacts)
    image = wanted.parts.get("signature_image") or sender.get("signature_image")
    if image:
        picture = pf.Image(pf.Str(author), url=str(image), attributes={"height": "14mm"})
        doc.metadata["signature_image"] = pf.MetaInlines(picture)


def _return_address(sender: dict[str, Any], style: Style) -> list[str]:
    """Return the sender in a line, for a window that has a zone for it."""
    window = style.format.window
    if window is None or window.remarks < RETURN_LINE:
        return []
    return employer.lines([sender.get("name"), sender.get("address")])


def style_of(style: Style) -> dict[str, Any]:
    """Return what the template is told of a letter's look, but for the measures that may give."""
    told: dict[str, Any] = {
        "accent": style.accent,
        f"links-{style.links}": True,
        **asked(style),
    }
    window = style.format.window
    if window:
        told["window"] = {
            key: [f"{fold:g}" for fold in value] if key == "folds" else f"{value:g}"
            for key, value in dataclasses.asdict(window).items()
        }
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
