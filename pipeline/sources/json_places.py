"""Where each value of a JSON text stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path

from pipeline.model.document import MOST_VALUES, Key, KeyPath
from pipeline.model.errors import SourceError
from pipeline.model.location import Location

_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def find(text: str, file: Path) -> Mapping[KeyPath, Location]:
    """Return the place of every value in `text`, which is JSON and which `file` holds.

    A value is where it begins; an object or a list in an object is where its key begins. Raises
    `SourceError` where there are more than `MOST_VALUES`.
    """
    ends = [match.end() for match in re.finditer("\n", text)]
    places: dict[KeyPath, Location] = {}
    path: list[Key | None] = []  # None: an object whose next key is not read yet
    key_start = -1

    def note(start: int) -> None:
        line = bisect_right(ends, start)
        place = Location(file, line + 1, start - (ends[line - 1] if line else 0) + 1)
        if len(places) > MOST_VALUES:
            raise SourceError(
                f"there are more than {MOST_VALUES:,} values in the file",
                place,
                "Split it, or delete what no letter needs.",
            )
        places.setdefault(tuple(key for key in path if key is not None), place)

    for token in _TOKEN.finditer(text):
        sign, start = token.group(), token.start()
        if sign in "{[":
            note(start if key_start < 0 else key_start)
            path.append(None if sign == "{" else 0)
            key_start = -1
        elif sign in "}]":
            path.pop()
        elif sign == ",":
            last = path[-1]
            path[-1] = last + 1 if isinstance(last, int) else None
            key_start = -1
        elif sign == ":":
            continue
        elif path and path[-1] is None:
            path[-1], key_start = json.loads(sign), start
        else:
            note(start)
    return places
