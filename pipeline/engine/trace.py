"""What a letter's draft was made of, written down where it is made.

A trace names what was read, and its hashes. While all of it is the same, a draft would be the same,
and so would be what is told of it. What cannot be told for sure is left to be read again.
"""

from __future__ import annotations

import datetime
import re
from pathlib import PurePosixPath
from typing import Any

from pipeline.engine.recipe import Draft
from pipeline.engine.world import UNKNOWN, World, asked
from pipeline.letter import site_pages
from pipeline.sources import defaults
from pipeline.sources.site import Site

_INCLUDE = re.compile(r"\{%-?\s*include")
SAME = 60  # days around a letter's date on which the same is told of it


def of(drafted: Draft, world: World, neighbours: str) -> dict[str, Any] | None:
    """Return the trace of a draft; None where something changed since `world` was looked at.

    `neighbours` stands for what the checks knew of the other letters and records.
    """
    rendering = drafted.rendering
    site, file = rendering.site, rendering.letter.file
    files = world.besides(site.read_hashes)
    if files is None or world.snippets == UNKNOWN:
        return None
    # A name that is nearly one is told of, but if a record or another page has it.
    needs = {"data", "pages"} if rendering.rendered.near_misses else set[str]()
    needs |= asked(_liquid(drafted), _lists(site))
    first, last = _days(drafted, world, is_timed="time" in needs)
    return {
        "asked": [rendering.job.name, rendering.job.employer, rendering.job.pages],
        "papers": list(rendering.settings.papers),
        "forms": list(rendering.settings.forms),
        "letter": site.hash_of(file),
        "files": files,
        "pictures": {
            world.name(picture.file): picture.hash for picture in drafted.pictures.values()
        },
        "config": world.config,
        "snippets": world.snippets,
        "employer": rendering.settings.employer,
        "record": world.record(rendering.settings.employer),
        "data": world.data if "data" in needs else UNKNOWN,
        "pages": world.everything if "pages" in needs else UNKNOWN,
        "neighbours": neighbours,
        "days": [first, last],
    }


def _lists(site: Site) -> frozenset[str]:
    now = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return frozenset((*site_pages.lists(site, now), "related_posts"))


def _liquid(drafted: Draft) -> str:
    """Return all text in which the letter, its site and its includes may have Liquid."""
    rendering = drafted.rendering
    site, letter = rendering.site, rendering.letter
    texts = [letter.body, repr(letter.front.value), repr(site.config.value)]
    texts += [site.text(file) for file in rendering.rendered.includes]
    if any(_INCLUDE.search(text) for text in texts[1:3]):
        texts.append("{{ site }}")  # which asks for anything
    return "\n".join(texts)


def _days(drafted: Draft, world: World, *, is_timed: bool) -> tuple[str, str]:
    """Return the first and the last day on which the draft and what is told of it are the same."""
    rendering = drafted.rendering
    day, written = rendering.settings.day, rendering.letter.get("date")
    kind = defaults.kind_of(PurePosixPath(rendering.site.path_of(rendering.letter.file).as_posix()))
    today = datetime.date.fromisoformat(world.today)
    is_fixed = day is not None and written and str(written).strip().casefold() != "today"
    if not is_fixed or is_timed or kind != "pages" or day is None or abs(today - day).days > SAME:
        return world.today, world.today
    away = datetime.timedelta(SAME)
    return (day - away).isoformat(), (day + away).isoformat()
