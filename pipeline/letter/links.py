"""The links of a letter, seen from its site, and only where a reader's browser or mail goes."""

from __future__ import annotations

import re

import panflute as pf

from filters import site_links
from filters.markup.walk import walk
from pipeline.letter.rendering import Rendering
from pipeline.liquid import addresses
from pipeline.sources.site import Site

_SCHEMES = frozenset(
    ["http", "https", "mailto", "tel", "sms", "sip", "xmpp", "ftp", "ftps", "sftp", "geo", "doi"]
)
"""What the address of a link may begin with. `run:` starts a program, `file:` opens a file."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SHARES = ("//", "\\\\")  # a folder on another machine


def absolute(doc: pf.Doc, site: Site, rendering: Rendering) -> None:
    """Make the links of `doc` absolute, where the configuration of `site` has its `url`.

    A link to a path is seen from the site's `url`; one beside the page, from `url`, `baseurl` and
    the page's address, as a browser does.
    """
    config = site.config.value
    url = str(config.get("url") or "").removesuffix("/")
    page = str(rendering.names["page"]["url"])
    site_links.apply(doc, url, addresses.relative(page, str(config.get("baseurl") or "")))


def only_safe(doc: pf.Doc) -> None:
    """Leave `doc`, its metadata included, only links that lead to the web, to mail, or within it.

    What leads to a file beside the page leads nowhere in a PDF that was sent.
    """
    walk(doc, _without_danger, pf.Link)


def _without_danger(element: pf.Element, _: pf.Doc) -> pf.Element | None:
    """Keep the words of a link alone whose address would start a program or open a file."""
    is_within = element.url.startswith("#")
    is_kept = is_within or (is_safe(element.url) and not site_links.is_relative(element.url))
    return None if is_kept else pf.Span(*element.content)


def is_safe(url: str) -> bool:
    """Tell whether `url` leads to the web, to mail or a telephone, or into the site."""
    address = url.strip()
    scheme = _SCHEME.match(address)
    return scheme[1].lower() in _SCHEMES if scheme else not address.startswith(_SHARES)
