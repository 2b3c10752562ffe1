"""The letter as one page of HTML that needs no other file: for a browser, or an e-mail's body.

What it says of itself is what WCAG 2.2 asks for: a language, a title, one first heading, landmarks.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from pathlib import Path

import panflute as pf

from filters import flow
from filters.markup.inner import ALIGN, FLOAT, SMALL
from filters.markup.walk import walk
from pipeline.writers import pandoc

_KINDS = {".png": "image/png", ".jpg": "image/jpeg"}
# Nothing of a letter is run, and nothing is fetched.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """\
:root { color-scheme: light }
body { margin: 0; background: #fff; color: #1a1a1a; font: 1.0625rem/1.5 Georgia, serif }
main { box-sizing: border-box; max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.5rem }
.sender { margin-bottom: 2rem; border-bottom: 1px solid; color: #ACCENT }
.sender p::first-line { font-size: 1.25rem; font-weight: bold }
.recipient, .references, .date { margin: 1.5rem 0 }
.closing, .signature, .after { margin-top: 1.5rem }
.after, .footer { font-size: .9em }
.footer { margin-top: 2.5rem; border-top: 1px solid #ccc }
h1 { margin: 1.5rem 0; font-size: 1.25rem; line-height: 1.3 }
h2, h3, h4, h5, h6 { margin: 1.25rem 0 .5rem; font-size: 1.0625rem }
a { color: #ACCENT }
img { max-width: 100%; height: auto }
.signature-image img { max-height: 4rem }
pre { white-space: pre-wrap }
blockquote { margin-inline: 1.5rem }
td, th { padding: .15rem .75rem .15rem 0; text-align: start; vertical-align: top }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
@page { margin: 25mm }
@media print { main { max-width: none; padding: 0 } a { color: inherit } }
"""


def write(tree: str, file: Path, tag: str, accent: str, pictures: Mapping[str, bytes]) -> str:
    """Return Pandoc's JSON `tree`, made of the letter `file`, as a page of HTML.

    The letter is in the language `tag` (BCP 47); `accent` is a colour of six hexadecimal digits.
    `pictures` are PNG or JPEG, by the names that the images have, and become part of the page.
    Raises `PandocError` and `MissingError`.
    """
    doc = pandoc.load(tree)
    title = pf.stringify(doc.metadata.content["pdftitle"]).strip()
    has_heading = "subject" in doc.metadata.content
    walk(doc, lambda element, _: _plain(element, pictures))
    flow.apply(doc, as_parts=True)
    body = pandoc.write_html(pandoc.dump(doc), file)
    heading = "" if has_heading else f'<h1 class="unseen">{html.escape(title)}</h1>\n'
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(tag)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n"
        f"<style>\n{_STYLE.replace('ACCENT', accent)}</style>\n</head>\n<body>\n<main>\n"
        f"{heading}{body.strip()}\n</main>\n</body>\n</html>\n"
    )


def _plain(element: pf.Element, pictures: Mapping[str, bytes]) -> pf.Element | None:
    """Leave nothing of a letter's own attributes but what a page of words needs."""
    if isinstance(element, pf.Image):
        data = pictures.get(element.url, b"")
        kind = _KINDS.get(Path(element.url).suffix, "image/png")
        element.url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    known = getattr(element, "attributes", None)
    if known is None:
        return None
    style = [
        f"{name}: {known[key]}"
        for key, name in ((ALIGN, "text-align"), (FLOAT, "float"))
        if known.get(key) in ("left", "right", "center")
    ]
    if SMALL in known:
        style.append("font-size: smaller")
    kept = {key: known[key] for key in ("lang", "dir") if key in known}
    # What the filter behind this one looks for stays, and is gone behind it.
    inner = {key: text for key, text in known.items() if key.startswith("coverpress-")}
    for key in (ALIGN, FLOAT, SMALL):
        inner.pop(key, None)
    element.attributes = {**kept, **inner, **({"style": "; ".join(style)} if style else {})}
    element.classes = []
    return None
