"""The filters that Jekyll adds to Liquid, and those of Liquid's that make markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from liquid import RenderContext
from liquid.filter import string_filter, with_context

from pipeline.liquid.output import Context


@with_context
@string_filter
def newline_to_br(text: str, *, context: RenderContext) -> str:
    """Put a line break at every line end, which is markup even where the text is a value."""
    assert isinstance(context, Context)
    if context.tokenising:
        lines = context.tokens.resolve(text).split("\n")
        return "<br />\n".join(str(context.stand_in(line)) for line in lines)
    return text.replace("\n", "<br />\n")


FILTERS: dict[str, Callable[..., Any]] = {"newline_to_br": newline_to_br}
