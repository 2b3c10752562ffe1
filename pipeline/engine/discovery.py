"""Which pages of a site are letters, and which are nearly."""

from __future__ import annotations

from pathlib import Path

from pipeline import settings
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.model.suggestion import nearest
from pipeline.sources import defaults, front_matter
from pipeline.sources.site import Site


def letters(site: Site, folder: Path) -> list[Path]:
    """Return the letters of `site` in `folder`, sorted.

    A page whose front matter cannot be read counts if it looks like a letter: building it then
    reports the error. Any other page that cannot be read is no concern of ours.
    """
    layouts = settings.letter_layouts(site.config)
    list(defaults.scopes(site.config))  # what is wrong there is wrong with no single page
    found = []
    for file in site.pages():
        if not file.parent.resolve().is_relative_to(folder.resolve()):
            continue
        try:
            is_letter = front_matter.is_letter(defaults.read(file, site), layouts)
        except CoverpressError:
            is_letter = front_matter.looks_like_letter(file, layouts)
        if is_letter:
            found.append(file)
    return found


def no_letters(site: Site, folder: Path | None = None) -> UsageError:
    """Return the error of a `site`, or a `folder` of it, without letters: what a page lacks."""
    hint = (
        "A letter says `layout: coverletter` and `makepdf: true` in its front matter",
        *near_misses(site)[:3],
        "Or name its file",
    )
    return UsageError(
        f"there is no letter in `{folder or site.source}`", hint=f"{'. '.join(hint)}."
    )


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
