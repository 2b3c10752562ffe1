"""Liquid: control flow runs on the real values; what is printed becomes a token.

`render` is the door: the body of a letter goes in, Markdown with tokens comes out, and the
table of what the tokens stand for. `render_setting` is for a value of the configuration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import liquid.exceptions

from pipeline.files import reading
from pipeline.liquid.environment import JekyllEnvironment
from pipeline.liquid.missing import MissingValueError
from pipeline.liquid.places import check_closed
from pipeline.liquid.records import having as having_records
from pipeline.liquid.tokens import Tokens, nonce_of
from pipeline.model import sourcemap
from pipeline.model.errors import CoverpressError, LiquidError, Problems, UndefinedError
from pipeline.model.location import Location
from pipeline.model.sourcemap import MappedText
from pipeline.model.suggestion import did_you_mean, slip, typed_wrong

_PARTS_OF_BLOCKS = {"else", "elsif", "when"}


@dataclass(frozen=True)
class NearMiss:
    """A name that does not exist, and that Liquid was asked for: to a test it is nothing."""

    name: str
    likely: str
    """The name beside it that is probably meant."""
    place: Location

    @property
    def key(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True)
class Rendered:
    """Markdown in which tokens stand for the values, and what each of them stands for."""

    marked: str
    """With the marks of the lines that it came from."""
    tokens: Tokens
    start: Location
    includes: tuple[Path, ...] = ()
    """The files that it was rendered with besides."""
    asked: Mapping[str, Sequence[object]] = field(default_factory=dict)
    """The values that were read of each name, one after the other."""
    may_ask: tuple[str, ...] = ()
    """The names that it may ask for, on whichever branch."""
    near_misses: tuple[NearMiss, ...] = ()

    @property
    def text(self) -> str:
        """The Markdown without marks."""
        return sourcemap.unmarked(self.marked)

    def mapped(self) -> MappedText:
        """Return the Markdown as Jekyll would have it, the values in place, and its origins."""
        return sourcemap.mapped(self.marked, self.start, self.tokens.marks, self.tokens.values)


def render(
    text: str,
    place: Location,
    names: Mapping[str, Any],
    includes: Path,
    read: Callable[[Path], str] = reading.read,
    problems: Problems | None = None,
) -> Rendered:
    """Render `text`, which begins at `place`, with `names` (`site`, `page`, `employer`).

    `read` decodes the files of the folder `includes`. Raises `LiquidError`, or `UndefinedError`
    where something undefined is printed, with the file, line and column, in an include too. With
    `problems`, each undefined name is one of them, at its first place, and a word stands for it in
    what is returned.
    """
    found = Problems() if problems is None else problems
    environment = JekyllEnvironment(includes, place.file, read, nonce_of(text))
    environment.sources[text] = place
    environment.budget.read(text)
    check_closed(text, place)
    try:
        template = environment.from_string(text)
        rendered = template.render(**names)
    except MissingValueError as error:  # a tag could not go on without it
        environment.missed.append(error)
        rendered = ""
    except liquid.exceptions.LiquidError as error:
        found.errors += _undefined(environment, place)
        raise _translate(error, environment, place) from error
    except RecursionError as error:
        raise LiquidError("nested too deeply", place) from error
    found.errors += _undefined(environment, place)
    if problems is None:
        found.settle()
    may_ask = _names_in(text, environment)
    return Rendered(
        rendered,
        environment.tokens,
        place,
        tuple(sorted({at.file for at in environment.sources.values()} - {place.file})),
        {name: list(values.values()) for name, values in environment.asked.items()},
        may_ask,
        tuple(_near_misses(environment, may_ask)),
    )


def _names_in(text: str, environment: JekyllEnvironment) -> tuple[str, ...]:
    """Return the names that `text` speaks of, by python-liquid's own analysis of it."""
    try:
        found = environment.from_string(text).analyze(include_partials=False)
    except liquid.exceptions.LiquidError:
        return ()
    names = (str(variable) for uses in found.globals.values() for variable in uses)
    return tuple(sorted(set(names)))


def _near_misses(environment: JekyllEnvironment, may_ask: Sequence[str]) -> Iterator[NearMiss]:
    """Yield what was asked for and does not exist, but nearly.

    Where a text asks for both names, the records may have either; but no hand means to write one
    that it has only typed wrong.
    """
    asked = {name.rpartition(".")[2] for name in (*may_ask, *environment.asked)}
    for missing, token in environment.sought:
        root, _, key = missing.full_name.rpartition(".")
        likely = slip(key, missing.siblings)
        if likely is None or root == "include" or _is_variant(key, likely, asked):
            continue
        yield NearMiss(missing.full_name, likely, environment.place_of(token))


def _is_variant(key: str, likely: str, asked: Collection[str]) -> bool:
    """Tell whether `key` may be meant as it is: `address2`, or `job_title` for some records."""
    if re.sub(r"\d", "", key) == re.sub(r"\d", "", likely):
        return True
    is_form = re.sub(r"[-_]", "", key).casefold() == re.sub(r"[-_]", "", likely).casefold()
    return likely in asked and (is_form or typed_wrong(key, [likely]) is None)


def _undefined(environment: JekyllEnvironment, place: Location) -> list[CoverpressError]:
    """Return an error for each place at which something was printed that does not exist."""
    first: dict[str, LiquidError] = {}
    found: dict[tuple[str, Location | None], CoverpressError] = {}
    for error in environment.missed:
        name = str(error.message)
        if name not in first:
            first[name] = _translate(error, environment, place)
        told = first[name]
        where = environment.place_of(error.token) if error.token else told.finding.place
        found[name, where] = type(told)(str(told), where, told.finding.hint)
    return list(found.values())


def render_setting(
    text: str,
    place: Location,
    names: Mapping[str, Any],
    includes: Path,
    read: Callable[[Path], str] = reading.read,
) -> str:
    """Render the value `text` of the configuration to plain text. Raises as `render` does."""
    if "{{" not in text and "{%" not in text:
        return text
    # YAML wants quotes around what begins with a brace: the text begins one column later.
    column = (place.column or 1) + text.startswith("{")
    rendered = render(text, Location(place.file, place.line, column), names, includes, read)
    return rendered.tokens.replace(rendered.text, lambda value, _: value)


def having(
    condition: str,
    place: Location,
    records: Mapping[str, Mapping[str, Any]],
    includes: Path,
    read: Callable[[Path], str] = reading.read,
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the keys of the `records` for which `condition`, at `place`, holds.

    Their fields are its names. The second part are the names that some record was asked for and
    does not have. Raises `LiquidError` where the condition cannot be read or asked.
    """
    environment = JekyllEnvironment(includes, place.file, read, nonce_of(condition))
    template = environment.from_string("")
    context = template.context_class(template)
    try:
        found = having_records(records, condition, context)
    except liquid.exceptions.LiquidError as error:
        raise LiquidError(str(error.message), place) from error
    except RecursionError as error:
        raise LiquidError("nested too deeply", place) from error
    return found, frozenset(missing.full_name for missing, _ in environment.sought)


def _translate(
    error: liquid.exceptions.LiquidError, environment: JekyllEnvironment, place: Location
) -> LiquidError:
    cause = error.__cause__
    if error.token is None and isinstance(cause, liquid.exceptions.LiquidError):
        return _translate(cause, environment, place)  # what parsing found, and has a place
    where = environment.place_of(error.token) if error.token else Location(place.file, place.line)
    if isinstance(error, MissingValueError):
        last = error.missing.full_name.rpartition(".")[2]
        hint = did_you_mean(last, error.missing.siblings)
        return UndefinedError(f"{error.message}, so nothing can be printed here", where, hint)
    if isinstance(cause, RecursionError):
        return LiquidError("nested too deeply", where)
    message = str(error.message)
    if isinstance(error, liquid.exceptions.UnknownFilterError):
        name = message.split("'")[1]
        return LiquidError(
            f"unknown filter `{name}`", where, did_you_mean(name, environment.filters)
        )
    if message.startswith("unexpected tag '"):
        name = message.split("'")[1]
        if name in _PARTS_OF_BLOCKS or name.removeprefix("end") in environment.tags:
            return LiquidError(f"`{{% {name} %}}` belongs to no block", where)
        return LiquidError(f"unknown tag `{name}`", where, did_you_mean(name, environment.names))
    if isinstance(error, liquid.exceptions.ResourceLimitError):
        return LiquidError(
            message, where, "No letter is that long; look for a loop or an include without end."
        )
    return LiquidError(message, where)


__all__ = ["NearMiss", "Rendered", "Tokens", "having", "render", "render_setting"]
