"""Front matter that a site's configuration gives to its pages: the `defaults:` of `_config.yml`.

Source: Jekyll's `frontmatter_defaults.rb`, and https://jekyllrb.com/docs/configuration/front-matter-defaults/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.model.document import Document, Key, KeyPath
from pipeline.model.errors import SettingError
from pipeline.model.location import Location
from pipeline.sources.config import overlaid
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import Site

_OLD_NAMES = {"page": "pages", "post": "posts", "draft": "drafts"}


def read(file: Path, site: Site) -> Letter:
    """Read the page in `file`, with what the defaults of `site` say where it says nothing.

    Raises as `source.read` does, and `SettingError` at defaults that cannot be used.
    """
    from pipeline.sources import other_tools  # with what it takes apart letters of other tools

    letter = site.page(file)
    front = _with_defaults(letter.front, site.path_of(file), site.config)
    return other_tools.in_our_words(replace(letter, front=front))


def kind_of(path: PurePosixPath) -> str:
    """Return Jekyll's type of the page at `path`: `posts`, `drafts`, a collection, or `pages`."""
    folders = path.parts[:-1]
    if "_posts" in folders or "_drafts" in folders:
        return "posts" if "_posts" in folders else "drafts"
    return folders[0][1:] if folders and folders[0].startswith("_") else "pages"


def _with_defaults(front: Document, path: Path, config: Document) -> Document:
    values: dict[str, Any] = {}
    places: dict[KeyPath, Location] = {}
    below = _places(config)
    for index in _sets(path, config):
        given = config.value["defaults"][index]["values"]
        values = overlaid(values, given)
        places |= below.get(index, {})
    if not values:
        return front
    return replace(front, value=overlaid(values, front.value), places={**places, **front.places})


def _places(config: Document) -> dict[Key, dict[KeyPath, Location]]:
    """Return the places of the values of each set of defaults."""
    found: dict[Key, dict[KeyPath, Location]] = {}
    for key, place in config.places.items():
        if key[:1] == ("defaults",) and key[2:3] == ("values",) and len(key) > 3:
            found.setdefault(key[1], {})[key[3:]] = place
    return found


def _sets(path: Path, config: Document) -> list[int]:
    """Return which of the sets of defaults are for `path`: the most specific one comes last."""
    chosen: list[tuple[int, bool, int]] = []
    page = PurePosixPath(path.as_posix())
    for index, scope in scopes(config):
        folder = str(scope.get("path") or "").strip("/")
        kind = str(scope.get("type") or "")
        if kind and _OLD_NAMES.get(kind, kind) != kind_of(page):
            continue
        if "*" in folder:
            above = [page.as_posix(), *(parent.as_posix() for parent in page.parents)]
            if not any(fnmatchcase(name, folder) for name in above if _depth(name, folder)):
                continue
        elif not page.as_posix().startswith(folder):
            continue
        chosen.append((len(folder), bool(kind), index))
    return [index for _, _, index in sorted(chosen)]


def _depth(name: str, pattern: str) -> bool:
    """A `*` stands for no more than a name, but `**` for any number of folders."""
    return "**" in pattern or name.count("/") == pattern.count("/")


def scopes(config: Document) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the number and the scope of each set; raise `SettingError` at one that is none."""
    sets = config.value.get("defaults")
    if sets is not None and not isinstance(sets, list):
        raise SettingError(
            "`defaults` is not a list",
            config.place("defaults"),
            "Write `- scope:` and `values:` below it, as in Jekyll.",
        )
    for index, entry in enumerate(sets or ()):
        scope = entry.get("scope") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(entry.get("values"), dict):
            raise SettingError(
                "an entry of `defaults` has no `values:`",
                config.place("defaults", index),
                "Write `scope:` with a `path:`, and `values:` with the keys of the front matter.",
            )
        yield index, scope if isinstance(scope, dict) else {}
