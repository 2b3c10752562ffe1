"""The links of a letter, made absolute, or pointed out where its site has no address."""

from __future__ import annotations

from collections.abc import Iterator

import panflute as pf

from filters import site_links
from pipeline.compose import Composed
from pipeline.errors import Finding, Place
from pipeline.liquid import addresses
from pipeline.site import Site


def absolute(doc: pf.Doc, site: Site, composed: Composed) -> Iterator[Finding]:
    """Make the links of `doc` absolute, and yield a warning for each that stays relative.

    A link to a path is seen from the site's `url`; one
    beside the page, from `url`, `baseurl` and the page's address, as a browser does.
    """
    url = str(site.config.value.get("url") or "").removesuffix("/")
    page, base = composed.names["page"], site.config.value.get("baseurl")
    below = addresses.relative(str(page["url"]), str(base or ""))
    left = site_links.apply(doc, url, below)
    for target in dict.fromkeys(left):
        yield Finding(
            "link.relative",
            f"the link `{target}` leads nowhere outside of the site",
            _place_of(target, composed),
            "Write the whole address, or the site's own into its `_config.yml`, as"
            " `url: https://…`.",
        )


def _place_of(target: str, composed: Composed) -> Place:
    """Return where the link is written, or where the value is printed that it is."""
    values = composed.rendered.tokens.values.values()
    printed = (place for value, place in values if value == target)
    return next(printed, None) or composed.place_of(target)
