"""Liquid's, Jekyll's and Octopress's filters for dates; `now` and `today` are the site's `time`.

Source: Jekyll's `filters/date_filters.rb`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from liquid import RenderContext
from liquid.exceptions import FilterArgumentError
from liquid.filter import with_context

from pipeline.liquid.missing import Missing
from pipeline.liquid.times import now_of, parse, strftime


def _now(context: RenderContext) -> datetime.datetime:
    site = context.globals.get("site")
    given = site if isinstance(site, Mapping) else {}
    return now_of(given.get("timezone"), given.get("time"))


def ordinal(number: int) -> str:
    """Return the number as it is spoken: `1st`, `12th`, `23rd`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 11 <= number % 100 <= 13 else ending}"


def _needed(value: object, context: RenderContext) -> datetime.datetime:
    time = parse(value, _now(context))
    if time is None:
        raise FilterArgumentError(f"`{value}` is no date", token=None)
    return time


@with_context
def date(value: object, format_: object, *, context: RenderContext) -> object:
    """Print a date as `format_` says; what is no date stays as it is."""
    time = parse(value, _now(context))
    if time is None and isinstance(value, (list, dict)):
        raise FilterArgumentError("a list or a record is no date", token=None)
    if time is None or format_ in ("", None) or isinstance(format_, Missing):
        return value
    return strftime(time, str(format_))


def _for_jekyll(
    print_: Callable[[datetime.datetime, tuple[object, ...]], str],
) -> Callable[..., object]:
    """Return a filter that prints a date in the site's zone, and nothing for nothing."""

    @with_context
    def filter_(value: object, *arguments: object, context: RenderContext) -> object:
        if value in (None, ""):
            return value
        time = _needed(value, context).astimezone(_now(context).tzinfo)
        return print_(time, arguments)

    return filter_


def _day(month: str) -> Callable[[datetime.datetime, tuple[object, ...]], str]:
    def print_(time: datetime.datetime, arguments: tuple[object, ...]) -> str:
        day = ordinal(time.day)
        if arguments[:1] != ("ordinal",):
            return strftime(time, f"%d {month} %Y")
        if arguments[1:2] == ("US",):
            return strftime(time, f"{month} {day}, %Y")
        return strftime(time, f"{day} {month} %Y")

    return print_


@with_context
def datetime_(value: object, *, context: RenderContext) -> object:
    """Return a date as Ruby prints a time."""
    return strftime(_needed(value, context), "%Y-%m-%d %H:%M:%S %z")


@with_context
def format_date(value: object, format_: object = "", *, context: RenderContext) -> str:
    """Print a date as Octopress does: `%o` is the day as it is spoken."""
    time = _needed(value, context)
    if format_ in ("", None, "ordinal"):
        format_ = "%b %o, %Y"
    return strftime(time, str(format_).replace("%o", ordinal(time.day)))


@with_context
def ordinalize(value: object, *, context: RenderContext) -> str:
    """Print a date as `Jul 22nd, 2007`."""
    time = _needed(value, context)
    return strftime(time, f"%b {ordinal(time.day)}, %Y")


FILTERS: dict[str, Callable[..., Any]] = {
    "date": date,
    "date_to_string": _for_jekyll(_day("%b")),
    "date_to_long_string": _for_jekyll(_day("%B")),
    "date_to_xmlschema": _for_jekyll(lambda time, _: strftime(time, "%Y-%m-%dT%H:%M:%S%:z")),
    "date_to_rfc822": _for_jekyll(lambda time, _: strftime(time, "%a, %d %b %Y %H:%M:%S %z")),
    "datetime": datetime_,
    "ordinalize": ordinalize,
    "ordinal": lambda number: ordinal(int(number)),
    "format_date": format_date,
}
