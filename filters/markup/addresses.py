"""Addresses of the web and of mail, as far as a letter links to them by itself."""

from __future__ import annotations

import re

SAFE_SCHEMES = ("http", "https", "mailto", "tel")
"""What a link made of data, or of HTML, may begin with: a click on it starts no program."""

WEB = re.compile(r"https?://\S+", re.IGNORECASE)
MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
