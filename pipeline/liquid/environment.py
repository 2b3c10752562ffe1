"""Liquid as Jekyll writes it, and as strict as python-liquid can be."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import liquid.exceptions
from liquid import BoundTemplate, Environment, Mode, RenderContext, TokenStream
from liquid.ast import Node
from liquid.expression import Expression
from liquid.output import LimitedStringIO
from liquid.tag import Tag
from liquid.token import TOKEN_CONTENT, TOKEN_ILLEGAL, TOKEN_OUTPUT, Token

from pipeline.liquid import addresses, dates, filters, nodes, records, tags, texts, words
from pipeline.liquid.content import MarkedContent
from pipeline.liquid.include import IncludeRelativeTag, IncludesFolder, IncludeTag
from pipeline.liquid.limits import Budget, check_ranges
from pipeline.liquid.lookups import JekyllContext
from pipeline.liquid.missing import Missing, MissingValueError
from pipeline.liquid.places import place_at
from pipeline.liquid.tokens import Tokens
from pipeline.model.location import Location

# python-liquid registers these as tags, but they are parts of a text.
_NO_TAGS = {TOKEN_CONTENT, TOKEN_ILLEGAL, TOKEN_OUTPUT, "#"}


class Template(BoundTemplate):
    """A template that looks names up in our context."""

    context_class = JekyllContext

    def _get_buffer(self) -> StringIO:
        return LimitedStringIO(limit=self.env.output_stream_limit or 0, newline="")

    def render_nested(self, context: RenderContext) -> str:
        """Render the name of a file, inside of another template, which it shares its names with.

        No word can stand for what is missing in it: `MissingValueError` is raised.
        """
        assert isinstance(context.env, JekyllEnvironment)
        before = len(context.env.missed)
        buffer = context.get_buffer()
        self.render_with_context(context, buffer, partial=True)
        if len(context.env.missed) > before:
            raise context.env.missed.pop()
        return buffer.getvalue()


class PlacedTag(Tag):
    """A tag whose syntax errors have a place: the tag, where python-liquid gives none."""

    def __init__(self, tag: Tag) -> None:
        super().__init__(tag.env)
        self.name, self.block, self.end = tag.name, tag.block, tag.end
        self._tag = tag

    def parse(self, stream: TokenStream) -> Node:
        """Parse as the tag itself does."""
        token = stream.current
        try:
            node = self._tag.parse(stream)
            for part in (node, *getattr(node, "alternatives", ())):
                for expression in part.expressions():
                    check_ranges(expression)
                    _check_filters(expression, self.env)
        except liquid.exceptions.LiquidError as error:
            # The token that stands for "nothing more comes" has no index.
            if error.token is None or error.token.start_index < 0:
                error.token = token
            raise
        return node


def _check_filters(expression: Expression, env: Environment) -> None:
    """Raise `UnknownFilterError` at a filter that does not exist, even where nothing is printed."""
    for filter_ in getattr(expression, "filters", None) or ():
        if filter_.name not in env.filters:
            message = f"unknown filter '{filter_.name}'"
            raise liquid.exceptions.UnknownFilterError(message, token=filter_.token)


class JekyllEnvironment(Environment):
    """The tags, filters and limits; one for each letter, since it holds the letter's values."""

    template_class = Template
    # `site.data.employers.[page.employer]`, with a dot before the bracket.
    shorthand_indexes = True
    # Far above any letter, far below what a machine would notice.
    loop_iteration_limit = 10_000
    output_stream_limit = 1_000_000  # bytes
    local_namespace_limit = 5_000_000  # bytes

    def __init__(
        self, includes: Path, letter: Path, read: Callable[[Path], str], nonce: str
    ) -> None:
        self.tokens = Tokens(nonce)
        self.missed: list[MissingValueError] = []
        """What was printed and does not exist."""
        self.sought: list[tuple[Missing, Token]] = []
        """What was asked for and does not exist, and where."""
        self.asked: dict[str, dict[object, object]] = {}
        """The values that were read of each name, each once."""
        self.budget = Budget()
        self.sources: dict[str, Location] = {}
        """Where each text that was parsed begins."""
        super().__init__(
            tolerance=Mode.STRICT,
            undefined=Missing,
            loader=IncludesFolder(includes, letter, read, self.sources),
        )

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Replace what prints by what prints tokens."""
        super().setup_tags_and_filters(extra=extra)
        ours: tuple[type[Tag], ...] = (
            MarkedContent,
            nodes.MarkdownOutput,
            nodes.MarkdownEcho,
            nodes.MarkdownAssign,
            nodes.MarkdownCapture,
            nodes.MarkdownCycle,
            IncludeTag,
            IncludeRelativeTag,
            *tags.TAGS,
        )
        for tag in ours:
            self.add_tag(tag)
        self.tags = {name: PlacedTag(tag) for name, tag in self.tags.items()}
        self.filters.update(texts.filters_of(self.filters))
        for room in (filters, dates, addresses, words, records):
            self.filters.update(room.FILTERS)

    @property
    def names(self) -> list[str]:
        """The tags that a letter can use."""
        return [name for name in self.tags if name not in _NO_TAGS]

    def place_of(self, token: Token) -> Location:
        """Return the file, line and column of `token`, whichever file it was read from."""
        start = self.sources.get(token.source, Location(Path("<text>"), 1, 1))
        return place_at(token.source, max(token.start_index, 0), start)
