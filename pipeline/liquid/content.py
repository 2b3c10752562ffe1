"""What the author typed outside of tags: it is put out as it is, with marks of where it stands."""

from __future__ import annotations

import re
from typing import TextIO

from liquid import RenderContext
from liquid.builtin.content import ContentNode, Literal

from pipeline.liquid.output import Context
from pipeline.model.location import Location

# The first thing of a line, or of what stands behind a tag.
_FIRST_WORDS = re.compile(r"^[^\S\n]*(?=\S)", re.MULTILINE)


class MarkedContentNode(ContentNode):
    """Text with a mark before the first word of every line."""

    __slots__ = ("_marked",)

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write the text with its marks."""
        assert isinstance(context, Context)
        if not hasattr(self, "_marked"):
            self._marked = self._with_marks(context)
        return buffer.write(self._marked)

    def _with_marks(self, context: Context) -> str:
        source, start = self.token.source, max(self.token.start_index, 0)
        if source.startswith("{%", start):  # a block of raw text
            start = source.index("%}", start)
        # White space may have been taken off its beginning.
        start = source.find(self.text, start)
        if self.blank or start < 0:
            return self.text
        first = context.place_of(self.token._replace(start_index=start))
        if first.line is None:
            return self.text
        parts: list[str] = []
        position, line = 0, first.line
        before = (first.column or 1) - 1  # letters of the first line that stand in front
        for match in _FIRST_WORDS.finditer(self.text):
            begun = self.text.rfind("\n", position, match.end()) + 1
            if begun:
                line += self.text.count("\n", position, begun)
                before = -begun
            mark = context.tokens.mark(Location(first.file, line, before + match.end() + 1))
            parts += [self.text[position : match.end()], mark]
            position = match.end()
        return "".join((*parts, self.text[position:]))


class MarkedContent(Literal):
    """The text between tags."""

    node_class = MarkedContentNode
