"""Jekyll's filters on lists: `where` and its kin, groups, sorting, and looking into values.

Where Liquid has a filter of the same name, what Liquid alone allows works too.
Sources: Jekyll's `filters.rb` and `filters/grouping_filters.rb`.
"""

from __future__ import annotations

import functools
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from liquid import RenderContext, TokenStream
from liquid.builtin.expressions import (
    BooleanExpression,
    FilteredExpression,
    tokenize,
)
from liquid.builtin.expressions.primitive import Blank, Empty
from liquid.builtin.filters import array
from liquid.exceptions import FilterArgumentError, LiquidError, ResourceLimitError
from liquid.expression import Expression
from liquid.filter import with_context
from liquid.token import TOKEN_EXPRESSION, Token
from liquid.undefined import is_undefined

from pipeline.liquid.limits import check_ranges
from pipeline.liquid.output import Context, NotTextError

_NUMBER = re.compile(r"\s*-?(?:\d+\.?\d*|\.\d+)\s*")
_LONGEST = 2_000
"""Characters of an expression in a string."""


def _property(item: object, name: object) -> object:
    """Return `item.name`; the name may have dots; what looks like a number is one."""
    value: Any = item
    for key in str(name).split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, str) and len(value) < 40 and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value


def _is(value: object, target: object) -> bool:
    """Tell whether a property is `target`, or a list that holds it."""
    if target is None:
        return value is None
    if isinstance(target, (Empty, Blank)):
        return value in ("", [], {}) or (isinstance(target, Blank) and not str(value).strip())
    values = value if isinstance(value, list) else [] if value is None else [value]
    if isinstance(target, str) and _NUMBER.fullmatch(target):
        return target in map(_text, values) or _property({"x": target}, "x") in values
    return _text(target) in map(_text, values)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _items(value: object) -> Sequence[Any] | None:
    """Return the list that `value` is, or that the records in it are; or None."""
    if isinstance(value, Mapping):
        records = list(value.values())
        return records if all(isinstance(item, Mapping) for item in records) else [value]
    return list(value) if isinstance(value, (list, tuple, range)) else None


def _picked(value: object, name: object, target: object) -> Iterator[Any]:
    """Yield the items whose property `name` is `target`."""
    return (item for item in _items(value) or () if _is(_property(item, name), target))


def where(value: object, name: object, *target: object) -> object:
    """Return the items whose property `name` is `target`, or is a list that holds it."""
    if not target or is_undefined(target[0]):
        return array.where(value, name)
    return value if _items(value) is None else list(_picked(value, name, target[0]))


def find(value: object, name: object, *target: object) -> object:
    """Return the first item whose property `name` is `target`."""
    if not target or is_undefined(target[0]):
        return array.find(value, name)
    items = _items(value)
    if items is None:
        return array.find(value, name, *target)
    if any(item is None for item in items):
        return None  # nothing has no properties
    return next((item for item in items if _is(_property(item, name), target[0])), None)


def _expression(text: object, context: RenderContext, kind: type[Any]) -> Expression:
    """Return the expression that stands in a string."""
    source = str(text)
    if len(source) > _LONGEST:
        raise FilterArgumentError(
            f"an expression of {len(source)} characters is too long", token=None
        )
    token = Token(TOKEN_EXPRESSION, source, 0, source)
    try:
        stream = TokenStream(tokenize(source, parent_token=token))
        expression: Expression = kind.parse(context.env, stream)
        check_ranges(expression)
    except LiquidError as error:
        raise FilterArgumentError(f"in `{source}`: {error.message}", token=None) from error
    return expression


def _evaluated(
    items: Sequence[Any], name: object, expression: Expression, context: RenderContext
) -> Iterator[tuple[Any, object]]:
    """Yield each of `items`, and what the expression says with it as `name`."""
    context.raise_for_loop_limit(len(items))
    for item in items:
        with context.extend({str(name): item}):
            try:
                yield item, expression.evaluate(context)
            except ResourceLimitError as error:
                error.token = None  # its place is the filter's, as no file has the expression
                raise
            except LiquidError as error:
                message = f"in `{expression}`: {error.message}"
                raise FilterArgumentError(message, token=None) from error


@with_context
def where_exp(value: object, name: object, text: object, *, context: RenderContext) -> object:
    """Return the items for which the condition in `text` holds, each as `name`."""
    items = _items(value)
    if items is None:
        return value
    condition = _expression(text, context, BooleanExpression)
    return [item for item, holds in _evaluated(items, name, condition, context) if holds]


def having(
    records: Mapping[str, Mapping[str, Any]], text: str, context: RenderContext
) -> tuple[str, ...]:
    """Return the keys of those of `records` for whose fields the condition in `text` holds.

    Raises `FilterArgumentError` where it cannot be read, or cannot be asked of one of them.
    """
    condition = _expression(text, context, BooleanExpression)
    found = []
    for key, record in records.items():
        with context.extend(record):
            try:
                holds = condition.evaluate(context)
            except LiquidError as error:
                message = f"in `{text}`, asked of `{key}`: {error.message}"
                raise FilterArgumentError(message, token=None) from error
        if holds:
            found.append(key)
    return tuple(found)


@with_context
def find_exp(value: object, name: object, text: object, *, context: RenderContext) -> object:
    """Return the first item for which the condition in `text` holds."""
    items = _items(value)
    if items is None:
        return value
    condition = _expression(text, context, BooleanExpression)
    found = (item for item, holds in _evaluated(items, name, condition, context) if holds)
    return next(found, None)


def _groups(pairs: Iterator[tuple[Any, object]]) -> list[dict[str, Any]]:
    groups: dict[str, list[Any]] = {}
    for item, name in pairs:
        groups.setdefault("" if is_undefined(name) else _text(name), []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


def group_by(value: object, name: object) -> object:
    """Return a record with `name`, `items` and `size` for each value of the property `name`."""
    items = _items(value)
    if items is None:
        return value
    return _groups((item, _property(item, name)) for item in items)


@with_context
def group_by_exp(value: object, name: object, text: object, *, context: RenderContext) -> object:
    """Return such a record for each value of the expression in `text`."""
    items = _items(value)
    if items is None:
        return value
    expression = _expression(text, context, FilteredExpression)
    return _groups(_evaluated(items, name, expression, context))


def sort(value: object, name: object = None, nils: object = "first") -> object:
    """Return the items in order, those without the property first, or `last`."""
    items = _items(value)
    if items is None:
        return [value]
    if nils not in ("first", "last"):
        raise FilterArgumentError(f"`{nils}` is neither `first` nor `last`", token=None)
    by_itself = name is None or is_undefined(name)
    keyed = [(item if by_itself else _property(item, name), item) for item in items]
    there = [pair for pair in keyed if pair[0] is not None]
    none = [item for key, item in keyed if key is None]
    try:
        ordered = [item for _, item in sorted(there, key=lambda pair: pair[0])]  # type: ignore[arg-type,return-value]
    except TypeError as error:
        if by_itself:
            raise FilterArgumentError("these cannot be compared", token=None) from error
        ordered = [item for _, item in sorted(there, key=functools.cmp_to_key(_compare))]
    return [*none, *ordered] if nils == "first" else [*ordered, *none]


def _compare(one: tuple[Any, Any], other: tuple[Any, Any]) -> int:
    left, right = one[0], other[0]
    try:
        return int(left > right) - int(left < right)
    except TypeError:
        return int(_text(left) > _text(right)) - int(_text(left) < _text(right))


def _of_list(change: Callable[[list[Any], Any], list[Any]]) -> Callable[..., object]:
    """Return a filter that changes a list, and leaves all else alone."""

    def filter_(value: object, argument: object = 1) -> object:
        return change(list(value), argument) if isinstance(value, (list, tuple)) else value

    return filter_


def _count(number: object) -> int:
    try:
        return max(int(str(number)), 0)
    except ValueError as error:
        raise FilterArgumentError(f"`{number}` is no number", token=None) from error


def sample(value: object, number: object = 1) -> object:
    """Return an item of a list, or `number` of them: the same in each build."""
    items = list(value) if isinstance(value, (list, tuple)) else None
    if items is None:
        return value
    # No secret is made of it, and the same sources make the same PDF.
    picked = random.Random(len(items)).sample(items, min(_count(number), len(items)))  # noqa: S311
    return picked if _count(number) != 1 else next(iter(picked), None)


def _as_one_value(show: Callable[[object], str]) -> Callable[..., str]:
    """Return a filter that shows a value to a programmer: its quotes are no Markdown."""

    @with_context
    def filter_(value: object, *, context: RenderContext) -> str:
        if isinstance(context, Context) and context.tokenising:
            raise NotTextError
        return show(value)

    return filter_


def jsonify(value: object) -> str:
    """Return `value` as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(item) for item in value]
    if isinstance(value, (str, int, float)) or value is None:
        return value
    return str(value)


def inspect(value: object) -> str:
    """Return `value` as Ruby shows it to a programmer."""
    if isinstance(value, Mapping):
        pairs = (f"{inspect(key)}=>{inspect(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(inspect, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return "nil" if value is None else _text(value)


FILTERS: dict[str, Callable[..., Any]] = {
    "where": where,
    "where_exp": where_exp,
    "find": find,
    "find_exp": find_exp,
    "group_by": group_by,
    "group_by_exp": group_by_exp,
    "sort": sort,
    "push": _of_list(lambda items, item: [*items, item]),
    "unshift": _of_list(lambda items, item: [item, *items]),
    "pop": _of_list(lambda items, number: items[: max(len(items) - _count(number), 0)]),
    "shift": _of_list(lambda items, number: items[_count(number) :]),
    "sample": sample,
    "jsonify": _as_one_value(jsonify),
    "inspect": _as_one_value(inspect),
}
