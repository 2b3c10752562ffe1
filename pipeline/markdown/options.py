"""What a site's `kramdown:` settings change in the text of a letter."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.markdown import quotes

_USUAL_QUOTES = "‘’“”"


@dataclass(frozen=True)
class Options:
    """The settings that count. Jekyll's own are the defaults."""

    gfm: bool = True
    """Whether Jekyll's usual parser is meant, and not kramdown's own."""
    hard_wrap: bool = False
    """Whether a line ends where it was ended."""
    smart_quotes: tuple[str, ...] = quotes.MARKS
    """The marks to set for straight ones: single opening, single closing, double, double."""
    raw_tex: bool = False
    """Whether TeX is handed on as such."""
    html: bool = False
    """Whether the text is HTML, and no Markdown."""

    @classmethod
    def of(cls, config: Any, *, raw_tex: bool = False, html: bool = False) -> Options:
        """Return the settings of what stands below `kramdown:` in a site's configuration."""
        said: Mapping[str, Any] = config if isinstance(config, Mapping) else {}
        return cls(
            gfm=str(said.get("input") or "GFM").upper() == "GFM",
            hard_wrap=str(said.get("hard_wrap", "")).lower() == "true",
            smart_quotes=_marks(said.get("smart_quotes")),
            raw_tex=raw_tex,
            html=html,
        )


def _marks(said: Any) -> tuple[str, ...]:
    """Return the four marks named in `lsquo,rsquo,ldquo,rdquo`, by entities or by numbers."""
    names = said if isinstance(said, list) else str(said or "").split(",")
    marks = tuple(_character(str(name).strip()) for name in names)
    if len(marks) != len(quotes.MARKS) or not all(marks) or "".join(marks) == _USUAL_QUOTES:
        return quotes.MARKS
    return marks


def _character(name: str) -> str:
    entity = f"&#{name};" if name.isdecimal() else f"&{name};"
    character = html.unescape(entity)
    return "" if character == entity else character
