"""Which pages of a site are letters, and which are nearly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from pipeline import settings
from pipeline.engine.freshness import Freshness
from pipeline.files.paths import lies_in
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.model.location import Location
from pipeline.model.suggestion import nearest
from pipeline.sources import defaults, front_matter
from pipeline.sources.site import PAGES, Site

_NO_COLLECTIONS = ("_posts", "_drafts", "_site", "_sass", "_plugins")


def letters(site: Site, folder: Path, known: Freshness | None = None) -> list[Path]:
    """Return the letters of `site` in `folder`, sorted; `known` may know them without reading.

    A page whose front matter cannot be read counts if it looks like a letter: building it then
    reports the error. Any other page that cannot be read is no concern of ours.
    """
    layouts = settings.letter_layouts(site.config)
    list(defaults.scopes(site.config))  # what is wrong there is wrong with no single page
    found, below = [], folder.resolve()
    parents: dict[Path, bool] = {}
    for file in site.pages():
        if file.parent not in parents:
            parents[file.parent] = file.parent.resolve().is_relative_to(below)
        if not parents[file.parent]:
            continue
        read = partial(_is_letter, file, site, layouts)
        if known.is_letter(file, read) if known else read():
            found.append(file)
    return found


def _is_letter(file: Path, site: Site, layouts: Sequence[str]) -> bool:
    try:
        return front_matter.is_letter(defaults.read(file, site), layouts)
    except CoverpressError:
        return front_matter.looks_like_letter(file, layouts)


def no_letters(site: Site, folder: Path | None = None) -> UsageError:
    """Return the error of a `site`, or a `folder` of it, without letters: what a page lacks."""
    from pipeline.checks import nearly

    slip = next(nearly.letters(site), None)
    stray = None if slip else next(_strays(site), None)
    hint = (
        *([slip.hint] if slip else []),
        "A letter says `layout: coverletter` and `makepdf: true` in its front matter",
        *near_misses(site)[:3],
        "Or name its file",
    )
    message = f"there is no letter in `{folder or site.source}`"
    if stray:
        name = stray.relative_to(site.source).parts[0]
        return UsageError(
            f"{message}: this file looks like one, but its folder `{name}` is no collection",
            Location(stray, 1),
            f"Write `collections: {{{name[1:]}: {{}}}}` into `_config.yml`, or rename the folder"
            f" `{name[1:]}`.",
        )
    return UsageError(
        message, slip.place if slip else None, f"{'. '.join(hint)}.".replace("?.", "?")
    )


def _strays(site: Site) -> Iterator[Path]:
    """Yield the files that look like letters, in folders that Jekyll leaves out by their names."""
    layouts = settings.letter_layouts(site.config)
    own = {site.data_folder, site.includes, site.layouts}
    own |= {site.source / f"_{name}" for name in site.config.value.get("collections") or ()}
    for folder in sorted(site.source.glob("_*")):
        if folder.is_dir() and folder not in own and folder.name not in _NO_COLLECTIONS:
            for file in sorted(folder.rglob("*")):
                is_page = file.suffix.lower() in PAGES and file.is_file()
                is_page = is_page and lies_in(file, site.root)
                if is_page and front_matter.looks_like_letter(file, layouts):
                    yield file


def near_misses(site: Site) -> list[str]:
    """Say which pages of `site` are nearly letters, and what they say of themselves."""
    layouts = settings.letter_layouts(site.config)
    said = []
    for file in site.pages():
        try:
            front = defaults.read(file, site).front.value
        except CoverpressError:
            continue
        layout = front.get("layout")
        has_layout = isinstance(layout, str) and nearest(layout, layouts) is not None
        if has_layout or any(nearest(key, ["makepdf"], 0.9) for key in front):
            keys = (
                f"{key}: {front[key]}" for key in front if key == "layout" or "pdf" in key.lower()
            )
            said.append(f"`{file.name}` says `{', '.join(keys)}`")
    return said
