"""Filters that make addresses: Jekyll's and Octopress's.

Sources: Jekyll's `filters/url_filters.rb` and `Utils.slugify`, Octopress's `octopress_filters.rb`.
"""

from __future__ import annotations

import re
import unicodedata
import urllib.parse
from collections.abc import Callable, Mapping
from typing import Any

from liquid import RenderContext
from liquid.filter import string_filter, with_context

from pipeline.liquid.output import Context, NotTextError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RESERVED = ":/?#[]@!$&'()*+,;="
_ATTRIBUTE = re.compile(r"(\s(?:href|src)\s*=\s*)([\"'])([^\"'>]*)\2")
_SLUG_KEEPS = {"pretty": "._~!$&'()+,;=@", "default": "", "latin": ""}
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l"}
    | {"Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
)


def _site(context: RenderContext, key: str) -> str:
    site = context.globals.get("site")
    return str(site.get(key) or "") if isinstance(site, Mapping) else ""


def _address(value: object) -> str:
    """Return the text, or the `url` of a page."""
    return str(value.get("url") or "") if isinstance(value, Mapping) else str(value)


def _refuse_tokens(context: RenderContext) -> None:
    """Make one value of the whole address: what the configuration says is no Markdown."""
    if isinstance(context, Context) and context.tokenising:
        raise NotTextError


def _normal(url: str) -> str:
    """Return `url` with what may not stand in an address as `%XX`."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    plain = (quote(urllib.parse.unquote(part)) for part in parts[2:])
    path = next(plain)
    return urllib.parse.urlunsplit(
        (parts.scheme, host.lower(), path or ("/" if host else ""), *plain)
    )


def quote(text: str) -> str:
    """Return `text` with all but the letters, digits and signs of an address as `%XX`."""
    return urllib.parse.quote(unicodedata.normalize("NFC", text), safe=f"{_RESERVED}-._~")


def _slash(path: str) -> str:
    return path if not path or path.startswith("/") else f"/{path}"


def relative(path: str, baseurl: str) -> str:
    """Return the address of `path` seen from the host, below `baseurl`."""
    if _SCHEME.match(path):
        return path
    return _normal(_slash(baseurl.removesuffix("/")) + _slash(path))


@with_context
def relative_url(value: object, *, context: RenderContext) -> object:
    """Put the site's `baseurl` before a path."""
    _refuse_tokens(context)
    return None if value is None else relative(_address(value), _site(context, "baseurl"))


@with_context
def absolute_url(value: object, *, context: RenderContext) -> object:
    """Put the site's `url` and `baseurl` before a path."""
    _refuse_tokens(context)
    if value is None:
        return None
    path = _address(value)
    if _SCHEME.match(path):
        return path
    below = relative(path, _site(context, "baseurl"))
    url = _site(context, "url")
    return _normal(url + below) if url else below


@string_filter
def strip_index(url: str) -> str:
    """Take `index.html` off the end."""
    return re.sub(r"/index\.html?$", "/", url)


@string_filter
def cgi_escape(text: str) -> str:
    """Escape for a query: a space becomes `+`."""
    return urllib.parse.quote_plus(text, safe="")


@string_filter
def uri_escape(text: str) -> str:
    """Escape what may not stand in an address."""
    return quote(urllib.parse.unquote(text))


def slugify(value: object, mode: object = None) -> object:
    """Return a text in lower case with hyphens, as far as `mode` says."""
    if value is None:
        return None
    text = str(value)
    mode = "default" if mode is None else str(mode)
    if mode == "raw":
        text = re.sub(r"\s+", "-", text)
    elif mode == "ascii":
        text = re.sub(r"[^A-Za-z0-9]+", "-", text)
    elif mode in _SLUG_KEEPS:
        if mode == "latin":
            parts = unicodedata.normalize("NFD", text.translate(_LATIN))
            parts = "".join(c for c in parts if not unicodedata.combining(c))
            text = parts.encode("ascii", "replace").decode()
        kept = (c if _in_slug(c, _SLUG_KEEPS[mode]) else "\0" for c in text)
        text = re.sub("\0+", "-", "".join(kept))
    else:
        return text.lower()
    return re.sub(r"^-|-$", "", text).lower()


def _in_slug(character: str, more: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] in "ML" or kind == "Nd" or character in more


@string_filter
def strip_slash(url: str) -> str:
    """Take a slash off the end."""
    return url.removesuffix("/")


@string_filter
def shorthand_url(text: str) -> str:
    """Take `https://` away."""
    return re.sub(r"https?://(?=\S)", "", text)


@with_context
@string_filter
def expand_urls(text: str, url: object = "", *, context: RenderContext) -> str:
    """Put `url` before the paths in `href` and `src`, whether author or value wrote them."""
    assert isinstance(context, Context)
    site = str(url or "").removesuffix("/")
    tokens = context.tokens

    def expand(match: re.Match[str]) -> str:
        target = tokens.resolve(match[3])
        is_path = target.startswith("/") and not target.startswith("//")
        before = site if is_path and not (site and target.startswith(f"{site}/")) else ""
        return f"{match[1]}{match[2]}{before}{match[3]}{match[2]}"

    return _ATTRIBUTE.sub(expand, text)


FILTERS: dict[str, Callable[..., Any]] = {
    "relative_url": relative_url,
    "absolute_url": absolute_url,
    "strip_index": strip_index,
    "cgi_escape": cgi_escape,
    "uri_escape": uri_escape,
    "slugify": slugify,
    "strip_slash": strip_slash,
    "shorthand_url": shorthand_url,
    "expand_urls": expand_urls,
}
