"""What the template prints beside the text: the sender, the date, the parts, the properties."""

from __future__ import annotations

from typing import Any

import panflute as pf

from filters import employer
from pipeline import liquid
from pipeline.settings import Settings
from pipeline.site import Site


def sender_of(site: Site, names: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration's `sender`, its values rendered by Liquid with `names`.

    Raises `LiquidError` at the place of the value in the configuration.
    """

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


def describe(doc: pf.Doc, name: str, wanted: Settings, sender: dict[str, Any]) -> None:
    """Put what the template prints beside the text into the metadata of `doc`.

    `name` is the letter's, for a PDF that has no other title.
    """
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
