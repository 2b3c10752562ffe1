"""The divs that `pipeline.markdown` writes for what Pandoc's Markdown cannot say."""

from __future__ import annotations

import panflute as pf

OURS = "kramdown"
COLUMNS = "coverpress-columns"
"""The alignments of a table's columns, a letter each, on its div; no letter can give it."""


def kind_of(element: pf.Element) -> str:
    """Return which block of kramdown's a div stands for, or ''."""
    is_ours = isinstance(element, pf.Div) and element.classes[:1] == [OURS]
    return str(element.classes[1]).removeprefix("kramdown-") if is_ours else ""
