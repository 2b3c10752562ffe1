"""How much work a template may make: far above any letter, far below what a machine would notice.

python-liquid limits the depth, the output and each loop. What it leaves open is the work of the
filters (`replace` and `join` can make gigabytes at once, `times` numbers without end) and the sum
of it all: two files that include each other twice, thirty deep, print nothing and never end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, ValuesView
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from liquid.builtin.expressions.logical import ContainsExpression
from liquid.builtin.expressions.primitive import IntegerLiteral, RangeLiteral
from liquid.exceptions import LiquidSyntaxError, ResourceLimitError
from liquid.output import LimitedStringIO
from liquid.undefined import UNDEFINED

from pipeline.liquid.missing import Missing
from pipeline.liquid.output import Context

if TYPE_CHECKING:
    from liquid.expression import Expression
    from liquid.token import Token

TEXT = 1_000_000
"""Characters of one text."""
ITEMS = 100_000
"""Items of one list or range, with all that is in them."""
_NUMBER = 10**60
_WORK = 20_000_000
_ROUND = 300  # what a round of a loop counts
_TAG = 4  # what a tag counts in a round, where a loop has very many
_FILES = 1_000
# Filters that put a text in as often as another one occurs.
_MULTIPLY = {"replace", "join"}
# Filters that compare each item with all others.
_COMPARE = {"uniq"}
_LOOK = 20  # characters of a text that is looked up, which is then compared, searched or copied


@dataclass
class Budget:
    """What is left for one letter: of work, about a character or an item each, and of includes."""

    work: int = _WORK
    files: int = _FILES
    tags: int = 0
    """The most tags that one text has: a round of a loop may look at each of them."""

    def spend(self, work: int) -> None:
        """Take `work` off; raise `ResourceLimitError` where nothing is left."""
        self.work -= work
        if self.work < 0:
            raise ResourceLimitError("the letter's Liquid has too much to do", token=None)

    def read(self, text: str) -> None:
        """Take note of `text`, which is to be rendered."""
        self.tags = max(self.tags, text.count("{%"))

    def include(self) -> None:
        """Take a file off; raise `ResourceLimitError` after the last."""
        self.files -= 1
        if self.files < 0:
            raise ResourceLimitError(f"the letter includes more than {_FILES} files", token=None)

    def check(self, name: str, value: object, arguments: Iterable[object]) -> None:
        """Raise `ResourceLimitError` before the filter `name` makes too much of `value`."""
        given = list(arguments)
        for thing in (value, *given):
            self.measure(thing)
        if name in _COMPARE and isinstance(value, list):
            self.spend(len(value) ** 2 // 10)
        if name in _MULTIPLY and given:
            joint = given[-1]
            if isinstance(value, str) and len(given) > 1:
                times = value.count(str(given[0])) if not isinstance(given[0], Missing) else 0
            else:
                times = len(value) if isinstance(value, (list, range)) else 0
            if isinstance(joint, str) and times * len(joint) > TEXT:
                raise ResourceLimitError(f"`{name}` makes a text that is too long", token=None)

    def measure(self, value: object) -> None:
        """Raise `ResourceLimitError` where `value` is too large, and count it as work."""
        if isinstance(value, str):
            size, most, kind = len(value), TEXT, "text"
        elif isinstance(value, range):
            # Not `len`, which fails where a range is very long.
            size, most, kind = value.stop - value.start, ITEMS, "range"
        elif isinstance(value, (int, float)):
            size, most, kind = 1, 1 if abs(value) < _NUMBER else 0, "number"
        else:
            size, most, kind = _count(value, ITEMS), ITEMS, "list"
        if size > most:
            raise ResourceLimitError(f"the {kind} is too long", token=None)
        self.spend(size + 1)


def _count(value: object, most: int) -> int:
    """Count what is in a list or record, at any depth, up to a little more than `most`.

    A text counts as more than one where it is long, so that `join` makes no gigabytes.
    """
    if isinstance(value, str):
        return 1 + len(value) // 500
    inside = value.values() if isinstance(value, Mapping) else value
    if not isinstance(inside, (list, tuple, ValuesView)):
        return 1
    count = 1
    for item in inside:
        count += _count(item, most - count)
        if count > most:
            break
    return count


def check_ranges(expression: Expression) -> None:
    """Raise `LiquidSyntaxError` at `(1..n) contains x`: Python looks at each number of it."""
    if isinstance(expression, ContainsExpression) and isinstance(expression.left, RangeLiteral):
        bounds = (expression.left.start, expression.left.stop)
        if not all(isinstance(b, IntegerLiteral) and abs(b.value) < ITEMS for b in bounds):
            message = "compare with `>=` and `<=` instead of `contains`"
            raise LiquidSyntaxError(message, token=expression.left.token)
    for child in expression.children():
        check_ranges(child)


class LimitedContext(Context):
    """A context that counts the work which is done in it."""

    @property
    def budget(self) -> Budget:
        """What is left for the letter."""
        budget: Budget = self.env.budget  # type: ignore[attr-defined]
        return budget

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        """Return the filter `name`, which looks before and after at how much it is given."""
        function = super().filter(name, token=token)

        def watched(value: object, *arguments: Any, **named: Any) -> object:
            try:
                self.budget.check(name, value, arguments)
                result = function(value, *arguments, **named)
                self.budget.measure(result)
            except ResourceLimitError as error:
                error.token = error.token or token
                raise
            return result

        return watched

    def get(self, path: list[object], *, token: Token | None, default: object = UNDEFINED) -> Any:
        """Return what `path` names, and count how long it is."""
        value = super().get(path, token=token, default=default)
        if isinstance(value, str):
            self.budget.spend(len(value) // _LOOK)
        return value

    def raise_for_loop_limit(self, length: int = 1) -> None:
        """Count the rounds of a loop."""
        super().raise_for_loop_limit(length)
        self.budget.spend(length * max(_ROUND, _TAG * self.budget.tags))

    def assign(self, key: str, val: Any) -> None:
        """Bind a name to a value that is not too long."""
        self.budget.measure(val)
        super().assign(key, val)

    def get_buffer(self, buf: Any = None) -> StringIO:
        """Return a buffer with a limit, which leaves line ends alone."""
        used = buf.size if isinstance(buf, LimitedStringIO) else 0
        limit = (self.env.output_stream_limit or 0) - used
        return LimitedStringIO(limit=limit, newline="")
