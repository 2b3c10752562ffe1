"""How Liquid's output gets into Markdown: the author's text as it is, values as tokens.

Jekyll pastes values into the Markdown, so that `C# & R&D_Engineer [m/f]*` becomes emphasis or a
link. Here every step of an expression is done twice: once on the values, which is what it says,
and once with a token in place of every value. Where the second text, its tokens resolved, equals
the first, it is the Markdown form: literals and captured blocks in it are the author's own.
Where it does not (a filter looked into the value), the first becomes one token.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liquid import RenderContext
from liquid.builtin.expressions import Filter, FilteredExpression
from liquid.exceptions import FilterArgumentError, LiquidError, LiquidTypeError
from liquid.undefined import UNDEFINED

from pipeline.liquid.missing import Missing, MissingValueError
from pipeline.liquid.texts import to_liquid_string
from pipeline.liquid.tokens import Tokens
from pipeline.model import sourcemap
from pipeline.model.location import Location

if TYPE_CHECKING:
    from liquid.expression import Expression
    from liquid.token import Token

# The only filters that have an answer for something undefined.
_FILTERS_FOR_MISSING = {"default", "size"}
# What prints the same with and without tokens.
_FORMLESS = (bool, int, float, range, type(None), Missing)
UNDEFINED_WORD = "undefined"
"""What stands for a value that does not exist; an error tells of it."""
NO_FORM = object()
"""In place of the Markdown form of a value that has none, such as a record."""


class Markdown(str):
    """Text whose Markdown form is known: the author's own words, with tokens for the values."""

    __slots__ = ("source",)
    source: str

    @classmethod
    def of(cls, text: str, source: str) -> Markdown:
        """Return `text`, which `source` is the Markdown of."""
        markdown = cls(text)
        markdown.source = source
        return markdown


class NotTextError(Exception):
    """A value that cannot be a token, such as a list of records, was met while tokenising."""


class Context(RenderContext):
    """Looks names up: the values themselves, or while `tokenising` what stands for them."""

    __slots__ = ("_place", "_size", "tokenising")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tokenising = False
        self._place = Location(Path())
        self._size = 0

    def assign(self, key: str, val: Any) -> None:
        """Bind `key` to `val`; the sum of all sizes is kept, and not made anew each time."""
        self._size += sys.getsizeof(val, 1)
        if key in self.locals:
            self._size -= sys.getsizeof(self.locals[key], 1)
        super().assign(key, val)

    def get_size_of_locals(self) -> int:
        """Return the bytes of all that is bound."""
        return self._size + self.local_namespace_size_carry

    @property
    def tokens(self) -> Tokens:
        """The table that values of this letter go into."""
        tokens: Tokens = self.env.tokens  # type: ignore[attr-defined]
        return tokens

    def place_of(self, token: Token) -> Location:
        """Return where in its file `token` stands."""
        place: Location = self.env.place_of(token)  # type: ignore[attr-defined]
        return place

    def note_undefined(self, error: MissingValueError) -> None:
        """Note that something is printed that does not exist."""
        self.env.missed.append(error)  # type: ignore[attr-defined]

    def get(self, path: list[object], *, token: Token | None, default: object = UNDEFINED) -> Any:
        """Return what `path` names; while `tokenising`, its Markdown form."""
        value = super().get(path, token=token, default=default)
        if isinstance(value, Missing):
            self._explain(value, path)
        if self.tokenising:
            return self.stand_in(value)
        if isinstance(value, Missing) and token is not None:
            self.env.sought.append((value, token))  # type: ignore[attr-defined]
        self._note_asked(path, value)
        return value

    def _note_asked(self, path: list[object], value: object) -> None:
        """Note what was read, so that it is known what a letter depends on."""
        asked: dict[str, dict[object, object]] = self.env.asked  # type: ignore[attr-defined]
        name = ".".join(str(part.name if isinstance(part, Missing) else part) for part in path)
        read = None if isinstance(value, Missing) else value
        # A name may have many values in a loop; what has no value of its own is told by itself.
        is_plain = isinstance(read, (str, int, float, type(None)))
        asked.setdefault(name, {}).setdefault((type(read), read) if is_plain else id(read), read)

    def _explain(self, missing: Missing, path: list[object]) -> None:
        """Say which part of `path` is missing, and what exists beside it."""
        found: Any = {**self.globals, **self.locals}
        for depth, segment in enumerate(path):
            if isinstance(segment, Missing):  # the `x` of `a[x]`
                missing.hint, missing.siblings = segment.hint, segment.siblings
                return
            try:
                deeper = self.get_item(found, segment) if depth else self.scope[str(segment)]
            except (KeyError, TypeError, IndexError):
                shown = ".".join(str(part) for part in path[: depth + 1])
                missing.hint = f"`{shown}` is undefined"
                missing.siblings = tuple(map(str, found)) if isinstance(found, dict) else ()
                return
            found = deeper

    def stand_in(self, value: object) -> object:
        """Return what stands for `value` in Markdown."""
        if isinstance(value, Markdown):
            return value.source
        if isinstance(value, str):
            return self.tokens.mint(value, self._place)
        if isinstance(value, _FORMLESS):
            return value
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return [self.stand_in(item) for item in value]
        raise NotTextError

    @contextmanager
    def tokenised(self, place: Location) -> Iterator[None]:
        """While this lasts, names are looked up as what stands for their values."""
        self.tokenising, self._place = True, place
        try:
            yield
        finally:
            self.tokenising = False


def evaluate(expression: Expression, context: Context) -> tuple[object, object]:
    """Return what `expression` says, and its Markdown form, or `NO_FORM`.

    Something undefined that a filter would make text of raises.
    """
    left = expression.left if isinstance(expression, FilteredExpression) else expression
    filters = expression.filters if isinstance(expression, FilteredExpression) else None
    place = context.place_of(expression.token)
    value = left.evaluate(context)
    proposed = _tokenised(lambda: left.evaluate(context), place, context)
    form = _form(value, proposed, place, context)
    for filter_ in filters or ():
        if isinstance(value, Missing) and filter_.name not in _FILTERS_FOR_MISSING:
            raise value.error(left.token)
        for argument in filter_.args:
            given = argument.value.evaluate(context)
            if isinstance(given, Missing) and filter_.name != "default":
                raise given.error()
        value, before = _apply(filter_, value, context), form
        if form is not NO_FORM:
            form = _filtered(filter_, form, value, place, context)
        form = _form(value, form, place, context, before)
    return value, form


def _apply(filter_: Filter, value: object, context: Context) -> object:
    """Apply one filter; what Python's own errors mean is said in Liquid's."""
    try:
        return filter_.evaluate(value, context)
    except (ValueError, ArithmeticError, AttributeError, KeyError) as error:
        message = f"the filter `{filter_.name}` cannot use this: {error}"
        raise FilterArgumentError(message, token=filter_.token) from error


def _filtered(
    filter_: Filter, form: object, value: object, place: Location, context: Context
) -> object:
    """Apply one filter to a Markdown form; without its marks where they are in the way."""
    filtered = _tokenised(partial(_apply, filter_, form, context), place, context)
    if isinstance(form, str) and not _says(filtered, value, context):
        bare = sourcemap.unmarked(form)
        filtered = _tokenised(partial(_apply, filter_, bare, context), place, context)
    return filtered


def _says(form: object, value: object, context: Context) -> bool:
    """Tell whether `form`, its tokens resolved, is `value`."""
    if isinstance(form, list) and isinstance(value, list):
        return len(form) == len(value) and all(
            _says(*pair, context) for pair in zip(form, value, strict=True)
        )
    return (context.tokens.resolve(form) if isinstance(form, str) else form) == value


def _tokenised(step: Callable[[], object], place: Location, context: Context) -> object:
    """Do `step` on what stands for the values."""
    with context.tokenised(place):
        try:
            return step()
        except (NotTextError, LiquidError):
            return NO_FORM


def _form(
    value: object, proposed: object, place: Location, context: Context, before: object = NO_FORM
) -> object:
    """Return the Markdown form of `value`: `proposed` where it says the same, or else a token.

    `before` is the form of what a filter made `value` of.
    """
    if isinstance(value, str):
        if isinstance(proposed, str) and _says(proposed, value, context):
            return proposed
        return context.tokens.mint_like(before, str(value), place)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        fits = isinstance(proposed, list) and len(proposed) == len(value)
        forms = proposed if isinstance(proposed, list) and fits else [NO_FORM] * len(value)
        return [_form(*pair, place, context) for pair in zip(value, forms, strict=True)]
    return value if isinstance(value, _FORMLESS) else NO_FORM


def printed(expression: Expression, context: RenderContext) -> str:
    """Return what an output of `expression` puts into the Markdown.

    What does not exist is noted, and a word stands for it: others may be missing, too.
    """
    assert isinstance(context, Context)
    place = context.place_of(expression.token)
    try:
        value, form = evaluate(expression, context)
        if isinstance(value, Missing):
            raise value.error(expression.token)
    except MissingValueError as error:
        context.note_undefined(error)
        return context.tokens.mint(UNDEFINED_WORD, place)
    if form is not NO_FORM:
        text = to_liquid_string(form, autoescape=False)
        has_words = text.strip() and not sourcemap.MARK.match(text)
        return context.tokens.mark(place) + text if has_words else text
    refuse_record(value, expression.token)
    text = to_liquid_string(value, autoescape=False)
    return context.tokens.mint(text, place)


def refuse_record(value: object, token: Token | None) -> None:
    """Raise `LiquidTypeError` where `value` is a record, or a list of them: it is no text."""
    record = value[0] if isinstance(value, list) else value
    if isinstance(record, dict):
        fields = ", ".join(f"`.{key}`" for key in record) or "it has none"
        message = f"this prints a whole record; name the field of it: {fields}"
        raise LiquidTypeError(message, token=token)


def bound(expression: Expression, context: Context) -> object:
    """Return what `expression` is to a name: texts with their Markdown form, else the value."""
    value, form = evaluate(expression, context)
    if isinstance(value, str):
        return Markdown.of(value, str(form))
    if isinstance(value, list) and isinstance(form, list):
        return [Markdown.of(*pair) for pair in zip(value, form, strict=True)]
    return value
