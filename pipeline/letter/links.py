"""The links of a letter, seen from its site."""

from __future__ import annotations

import panflute as pf

from filters import site_links
from pipeline.letter.rendering import Rendering
from pipeline.liquid import addresses
from pipeline.sources.site import Site


def absolute(doc: pf.Doc, site: Site, rendering: Rendering) -> None:
    """Make the links of `doc` absolute, where the configuration of `site` has its `url`.

    A link to a path is seen from the site's `url`; one beside the page, from `url`, `baseurl` and
    the page's address, as a browser does.
    """
    config = site.config.value
    url = str(config.get("url") or "").removesuffix("/")
    page = str(rendering.names["page"]["url"])
    site_links.apply(doc, url, addresses.relative(page, str(config.get("baseurl") or "")))
