"""Addresses of the web and of mail, as far as a letter links to them by itself."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

SAFE_SCHEMES = ("http", "https", "mailto", "tel")
"""What a link made of data, or of HTML, may begin with: a click on it starts no program."""

WEB = re.compile(r"https?://\S+", re.IGNORECASE)
MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")

_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What RFC 3986 lets stand, and the `%` of what is written in ASCII already."""
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
"""What stands between the labels of a host, by UTS 46."""


def in_ascii(address: str) -> str:
    """Return the address of a link in ASCII: the host in Punycode, the rest in percent signs.

    Sources: RFC 3987, section 3.1, for the mapping; RFC 3492 for Punycode. An address that is
    ASCII already is returned as it is.
    """
    if address.isascii():
        return address
    scheme, colon, rest = address.partition(":")
    if colon and scheme.lower() == "mailto":
        mailbox, question, fields = rest.partition("?")
        name, at, host = mailbox.rpartition("@")
        return f"{scheme}:{quote(name, _KEPT)}{at}{_host(host)}{question}{quote(fields, _KEPT)}"
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that are no address
        return quote(address, _KEPT)
    user, at, host = parts.netloc.rpartition("@")
    written = [quote(part, _KEPT) for part in (parts.path, parts.query, parts.fragment)]
    return str(urlunsplit((parts.scheme, f"{quote(user, _KEPT)}{at}{_host(host)}", *written)))


def _host(host: str) -> str:
    labels = _DOTS.split(unicodedata.normalize("NFKC", host.lower()))
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels
    )
