"""The tags that print or bind: the author's text as it is, values as tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from liquid import RenderContext, Undefined
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.assign_tag import AssignNode, AssignTag
from liquid.builtin.tags.capture_tag import CaptureNode, CaptureTag
from liquid.builtin.tags.cycle_tag import CycleNode, CycleTag
from liquid.builtin.tags.echo_tag import EchoTag

from pipeline.liquid.missing import MissingValueError
from pipeline.liquid.output import Context, Markdown, bound, printed

if TYPE_CHECKING:
    from io import StringIO


class MarkdownOutputNode(OutputNode):
    """Prints a value as a token, and the author's text as it is."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write the Markdown form of the expression."""
        return buffer.write(printed(self.expression, context))


class MarkdownOutput(Output):
    """`{{ expression }}`."""

    node_class = MarkdownOutputNode


class MarkdownEcho(EchoTag):
    """`{% echo expression %}`."""

    node_class = MarkdownOutputNode  # type: ignore[assignment]


class MarkdownAssignNode(AssignNode):
    """Keeps the Markdown form of a text beside it."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, _: TextIO) -> int:
        """Bind the name; what is undefined stays undefined, and may still be tested."""
        assert isinstance(context, Context)
        try:
            value = bound(self.expression, context)
        except MissingValueError as error:
            value = error.missing
        context.assign(self.name, value)
        return 0


class MarkdownAssign(AssignTag):
    """`{% assign name = expression %}`."""

    node_class = MarkdownAssignNode


class MarkdownCaptureNode(CaptureNode):
    """Captures the Markdown of a block, and the text that it will be."""

    __slots__ = ()

    def _assign(self, context: RenderContext, buf: StringIO) -> None:
        assert isinstance(context, Context)
        source = buf.getvalue()
        context.assign(self.name, Markdown.of(context.tokens.resolve(source), source))


class MarkdownCapture(CaptureTag):
    """`{% capture name %}…{% endcapture %}`."""

    node_class = MarkdownCaptureNode


class MarkdownCycleNode(CycleNode):
    """Prints one of its values after the other, each as an output would."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write the Markdown form of the cycle's next value."""
        values = [str(argument.evaluate(context)) for argument in self.args]
        group = self.group.evaluate(context) if self.group else str(values)
        index = context.cycle("" if isinstance(group, Undefined) else str(group), len(values))
        return buffer.write(printed(self.args[index], context)) if index < len(values) else 0


class MarkdownCycle(CycleTag):
    """`{% cycle "one", "two" %}`."""

    node_class = MarkdownCycleNode
