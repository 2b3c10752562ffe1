"""A filter that makes relative links absolute, since a PDF has no site around it.

A link that begins with `/` is seen from the site's address, any other from the page's own.
`#fragment` stays within the letter. Without an address of the site, relative links stay as they
are. Source of the rules: RFC 3986, section 5.
Alone: ``pandoc -M site_url=https://x.example -M page_url=/a/ --filter filters/site_links.py``.
"""

from __future__ import annotations

import contextlib
import re
import urllib.parse

import panflute as pf

from filters.markup.walk import walk

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def apply(doc: pf.Doc, site_url: str, page_url: str = "/") -> None:
    """Make every relative link of `doc` absolute, as far as there is a site.

    `site_url` is the site's address, with `https://` and without a path; `page_url` is the page's
    path on it.
    """
    page = urllib.parse.urljoin(site_url, page_url)

    def absolute(element: pf.Element, _: pf.Doc) -> None:
        if site_url and is_relative(element.url):
            with contextlib.suppress(ValueError):  # `//[` is the address of nothing
                element.url = urllib.parse.urljoin(page, element.url)

    walk(doc, absolute, pf.Link)


def is_relative(url: str) -> bool:
    """Tell whether `url` needs a site around it."""
    return bool(url) and not url.startswith("#") and not _SCHEME.match(url)


def _prepare(doc: pf.Doc) -> None:
    apply(doc, str(doc.get_metadata("site_url", "")), str(doc.get_metadata("page_url", "/")))


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=_prepare, doc=doc)


if __name__ == "__main__":
    main()
