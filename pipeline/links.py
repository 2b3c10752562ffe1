"""The links of a letter, made absolute, or pointed out where its site has no address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import panflute as pf

from filters import site_links
from pipeline import liquid, source
from pipeline.errors import Finding, Place
from pipeline.liquid import addresses
from pipeline.site import Site
from pipeline.source import Letter


def absolute(
    doc: pf.Doc, site: Site, page: dict[str, Any], letter: Letter, tokens: liquid.Tokens
) -> Iterator[Finding]:
    """Make the links of `doc` absolute, and yield a warning for each that stays relative.

    `page` is what Liquid sees of the letter. A link to a path is seen from the site's `url`; one
    beside the page, from `url`, `baseurl` and the page's address, as a browser does.
    """
    url = str(site.config.value.get("url") or "").removesuffix("/")
    below = addresses.relative(str(page["url"]), str(site.config.value.get("baseurl") or ""))
    left = site_links.apply(doc, url, below)
    for target in dict.fromkeys(left):
        yield Finding(
            "link.relative",
            f"the link `{target}` leads nowhere outside of the site",
            _place_of(target, letter, tokens),
            "Write the whole address, or the site's own into its `_config.yml`, as"
            " `url: https://…`.",
        )


def _place_of(target: str, letter: Letter, tokens: liquid.Tokens) -> Place:
    """Return where the link is written, or where the value is printed that it is."""
    printed = (place for value, place in tokens.values.values() if value == target)
    return next(printed, None) or source.place_of(letter, target)
