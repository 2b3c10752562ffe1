"""Liquid as Jekyll writes it, and as strict as python-liquid can be."""

from __future__ import annotations

import re
from pathlib import Path

from liquid import BoundTemplate, Environment, Mode, RenderContext
from liquid.token import Token

from pipeline.errors import LiquidError, Place
from pipeline.liquid import output
from pipeline.liquid.filters import FILTERS
from pipeline.liquid.include import IncludesFolder, IncludeTag
from pipeline.liquid.missing import Missing
from pipeline.liquid.tokens import Tokens

_BLOCKS = {"if", "unless", "case", "for", "capture", "tablerow", "comment", "raw", "ifchanged"}
_TAG = re.compile(r"\{%-?\s*(\w+)")


class Template(BoundTemplate):
    """A template that looks names up in our context."""

    context_class = output.Context

    def render_nested(self, context: RenderContext) -> str:
        """Render this inside of another template, which it shares its names with."""
        buffer = context.get_buffer()
        self.render_with_context(context, buffer, partial=True)
        return buffer.getvalue()


class JekyllEnvironment(Environment):
    """The tags, filters and limits; one for each letter, since it holds the letter's values."""

    template_class = Template
    # `site.data.employers.[page.employer]`, with a dot before the bracket.
    shorthand_indexes = True
    # Far above any letter, far below what a machine would notice.
    loop_iteration_limit = 10_000
    output_stream_limit = 1_000_000  # bytes
    local_namespace_limit = 5_000_000  # bytes

    def __init__(self, includes: Path, encoding: str) -> None:
        self.tokens = Tokens()
        self.sources: dict[str, tuple[Path, int]] = {}
        super().__init__(
            tolerance=Mode.STRICT,
            undefined=Missing,
            loader=IncludesFolder(includes, encoding, self.sources),
        )

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Replace what prints by what prints tokens."""
        super().setup_tags_and_filters(extra=extra)
        for tag in (
            output.MarkdownOutput,
            output.MarkdownEcho,
            output.MarkdownAssign,
            output.MarkdownCapture,
            output.MarkdownCycle,
            IncludeTag,
        ):
            self.add_tag(tag)
        self.filters.update(FILTERS)

    def place_of(self, token: Token) -> Place:
        """Return the file, line and column of `token`, whichever file it was read from."""
        file, first_line = self.sources.get(token.source, (Path("<text>"), 1))
        return place_at(token.source, max(token.start_index, 0), file, first_line)


def place_at(text: str, index: int, file: Path, first_line: int) -> Place:
    """Return the place of character `index` of `text`, which begins at `first_line` of `file`."""
    line_start = text.rfind("\n", 0, index) + 1
    return Place(file, text.count("\n", 0, index) + first_line, index - line_start + 1)


def check_closed(text: str, file: Path, first_line: int) -> None:
    """Raise `LiquidError` at the first `{{`, `{%` or block that is never closed.

    python-liquid reports these without a place, and needs quadratic time to find out.
    """
    position = 0
    blocks: list[tuple[str, int]] = []
    while opener := re.compile(r"\{[{%]").search(text, position):
        is_tag = opener.group() == "{%"
        end = text.find("%}" if is_tag else "}}", opener.end())
        if end < 0:
            raise LiquidError(
                f"`{opener.group()}` is never closed",
                place_at(text, opener.start(), file, first_line),
                f"Write `{'%}' if is_tag else '}}'}` after it, or, if it is text,"
                " `{% raw %}` before and `{% endraw %}` after it.",
            )
        position = end + 2
        tag = _TAG.match(text, opener.start()) if is_tag else None
        if not tag:
            continue
        name = tag.group(1)
        if name in ("raw", "comment"):  # what is inside of these is not Liquid
            closer = re.compile(r"\{%-?\s*end" + name + r"\s*-?%\}").search(text, position)
            if closer:
                position = closer.end()
            else:
                blocks.append((name, opener.start()))
        elif name in _BLOCKS:
            blocks.append((name, opener.start()))
        elif name.startswith("end") and blocks and blocks[-1][0] == name.removeprefix("end"):
            blocks.pop()
    if blocks:
        name, index = blocks[-1]
        raise LiquidError(
            f"`{{% {name} %}}` is never closed",
            place_at(text, index, file, first_line),
            f"Write `{{% end{name} %}}` where it ends.",
        )
