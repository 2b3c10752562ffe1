"""Pages as Jekyll's Liquid sees them: `page`, and the lists `site.pages`, `site.posts` and so on.

Sources: Jekyll's `page.rb`, `document.rb`, `url.rb`, `drops/url_drop.rb` and `drops/site_drop.rb`;
https://jekyllrb.com/docs/permalinks/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from pipeline.files import reading
from pipeline.liquid import addresses, times
from pipeline.model.errors import CoverpressError
from pipeline.sources import defaults
from pipeline.sources.front_matter import Letter
from pipeline.sources.site import PAGES, Site

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_DATES = {
    "year": "%Y",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
    "i_month": "%-m",
    "i_day": "%-d",
    "short_month": "%b",
    "long_month": "%B",
    "week": "%V",
    "short_year": "%y",
    "w_year": "%G",
    "w_day": "%u",
    "short_day": "%a",
    "long_day": "%A",
    "y_day": "%j",
}
_POST = re.compile(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>.+)")
_FRONT = b"---"


class Lazy(dict[str, Any]):
    """A mapping some of whose values are made when they are asked for."""

    def __init__(self, made: Mapping[str, Any], makers: Mapping[str, Callable[[], Any]]) -> None:
        super().__init__(made)
        self._makers = makers

    def __missing__(self, key: str) -> Any:
        if key not in self._makers:
            raise KeyError(key)
        value = self[key] = self._makers[key]()
        return value


def names(letter: Letter, site: Site, now: datetime) -> dict[str, Any]:
    """Return what Liquid sees as `page`: the front matter, and what Jekyll says of a page."""
    path = PurePosixPath(site.path_of(letter.file).as_posix())
    kind = defaults.kind_of(path)
    front = dict(letter.front.value)
    if kind == "pages":
        url = _page_url(path, front, site)
        about = {"name": path.name, "dir": f"{url.rpartition('/')[0]}/"}
    else:
        front = {"name": path.name, **_as_post(path, front, letter.body, site, now)}
        url = _post_url(path, front, kind, site, now)
        about = {"id": re.sub(r"\.html$|/$", "", url), "collection": kind}
        about |= {"path": str(path), "relative_path": str(path)}
    # What Jekyll says of a page stands above what the page says of itself; not so its `path`.
    given = {"path": str(path), "slug": path.stem, **front}
    return {**given, "url": url, "content": letter.body, **about}


def lists(site: Site, now: datetime) -> Mapping[str, Callable[[], Any]]:
    """Return by name what makes each list of pages that Jekyll has below `site`."""

    def listed(*keys: str) -> Callable[[], list[dict[str, Any]]]:
        return lambda: [page for key in keys for page in _listed(site, now).get(key, [])]

    collections = site.config.value.get("collections") or []
    labels = [str(label) for label in collections]
    return {
        **{name: listed(name) for name in ("pages", "posts", "static_files", *labels)},
        "html_pages": listed("pages"),
        "documents": listed("posts", *labels),
        "categories": lambda: _by(site, now, "categories"),
        "tags": lambda: _by(site, now, "tags"),
    }


def _by(site: Site, now: datetime, key: str) -> dict[str, list[dict[str, Any]]]:
    """Return the posts by each of their categories, or tags."""
    posts: dict[str, list[dict[str, Any]]] = {}
    for post in _listed(site, now).get("posts", []):
        for name in post[key]:
            posts.setdefault(name, []).append(post)
    return posts


def _listed(site: Site, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return the pages of `site` by their kind; each is read once in a run."""
    if site.listed:
        return site.listed
    found: dict[str, list[dict[str, Any]]] = {"pages": []}
    for file in site.files():
        path = PurePosixPath(site.path_of(file).as_posix())
        try:
            is_page = reading.beginning(file, 3) in (_FRONT, b"\xef\xbb\xbf")
            letter = defaults.read(file, site) if is_page else None
        except (OSError, CoverpressError):
            continue  # who builds it is told; a list of pages is no place for that
        kind = defaults.kind_of(path)
        if letter is None:
            about = {"path": f"/{path}", "url": f"/{path}", "name": path.name}
            about |= {"basename": path.stem, "extname": path.suffix}
            found.setdefault("static_files", []).append(about)
        elif letter.get("published") is not False and not (kind == "posts" and _future(path, now)):
            found.setdefault(kind, []).append(names(letter, site, now))
    found["pages"].sort(key=lambda page: str(page["name"]))
    found.get("posts", []).sort(
        key=lambda post: (str(post["date"]), str(post["path"])), reverse=True
    )
    site.listed.update(found)
    return site.listed


def _future(path: PurePosixPath, now: datetime) -> bool:
    date = _date(path, {}, now)
    return date is not None and date > now


def _with_ending(template: str, site: Site) -> str:
    """Return `template` with the ending that the site's style gives to what is no post."""
    style = str(site.config.value.get("permalink") or "date")
    if style == "pretty" or style.endswith("/"):
        return f"{template}/"
    has_extension = style in ("date", "ordinal", "none") or style.endswith(":output_ext")
    return f"{template}:output_ext" if has_extension else template


def _page_url(path: PurePosixPath, front: Mapping[str, Any], site: Site) -> str:
    is_html = path.suffix.lower() in {*PAGES, ".html"}
    extension = ".html" if is_html else path.suffix
    template = "/:path/:basename"
    if front.get("permalink"):
        template = str(front["permalink"])
    elif not is_html:
        template += ":output_ext"
    elif path.stem == "index":
        template = "/:path/"
    else:
        template = _with_ending(template, site)
    folder = path.parent.as_posix().strip(".")
    values = {"path": folder, "basename": path.stem, "output_ext": extension}
    return _filled(template, values)


def _post_url(
    path: PurePosixPath, front: Mapping[str, Any], kind: str, site: Site, now: datetime
) -> str:
    template = str(front.get("permalink") or "")
    if not template and kind in ("posts", "drafts"):
        style = str(site.config.value.get("permalink") or "date")
        template = _STYLES.get(style, style)
    elif not template:
        collections = site.config.value.get("collections")
        collection = collections.get(kind) if isinstance(collections, dict) else None
        given = collection.get("permalink") if isinstance(collection, dict) else None
        template = str(given or _with_ending("/:collection/:path", site))
    date = _date(path, front, now) or now
    categories = [str(name).lower() for name in front.get("categories", [])]
    inner = path.with_suffix("").relative_to(path.parts[0]) if len(path.parts) > 1 else path
    slug = str(front["slug"] or path.stem)
    values = {
        **{key: times.strftime(date, format_) for key, format_ in _DATES.items()},
        "categories": "/".join(dict.fromkeys(categories)),
        "collection": kind,
        "slugified_categories": "/".join(str(addresses.slugify(name)) for name in categories),
        "title": _slug(slug),
        "slug": str(addresses.slugify(slug)),
        "path": inner.as_posix(),
        "name": str(addresses.slugify(path.stem)),
        "output_ext": ".html",
    }
    return _filled(template, values)


def _slug(slug: str) -> str:
    """Return the `:title` of an address, which keeps its capitals."""
    return re.sub(r"^-|-$", "", re.sub(r"[^\w.~!$&'()+,;=@-]+", "-", slug))


def _filled(template: str, values: Mapping[str, str]) -> str:
    known = "|".join(sorted(values, key=len, reverse=True))
    url = re.sub(rf":({known})", lambda match: addresses.quote(values[match[1]]), template)
    return re.sub(r"/+", "/", f"/{url}".replace("..", "/").replace("./", ""))


def _date(path: PurePosixPath, front: Mapping[str, Any], now: datetime) -> datetime | None:
    named = _POST.fullmatch(path.stem)
    written = front.get("date") or (named["date"] if named else None)
    return times.parse(written, now) if written is not None else None


def _as_post(
    path: PurePosixPath, front: Mapping[str, Any], body: str, site: Site, now: datetime
) -> dict[str, Any]:
    """Return the front matter of a post, with what Jekyll adds to it."""
    named = _POST.fullmatch(path.stem)
    slug = named["slug"] if named else path.stem
    folders = list(path.parts[: path.parts.index("_posts")]) if "_posts" in path.parts else []
    separator = str(
        front.get("excerpt_separator") or site.config.value.get("excerpt_separator") or "\n\n"
    )
    added: dict[str, Any] = {
        "title": " ".join(word.capitalize() for word in slug.split("-")),
        "slug": slug,
        "ext": path.suffix,
        "draft": "_drafts" in path.parts,
        "excerpt": body.strip().split(separator, maxsplit=1)[0],
        **front,
        "categories": [*folders, *_several(front, "category", "categories")],
        "tags": _several(front, "tag", "tags"),
    }
    if date := _date(path, front, now):
        added["date"] = times.strftime(date, "%Y-%m-%d %H:%M:%S %z")
    return added


def _several(front: Mapping[str, Any], one: str, many: str) -> list[str]:
    """Return the words of a list that may be written as one word, or as text."""
    if front.get(one):
        return [str(front[one])]
    written = front.get(many) or []
    return [str(name) for name in (written.split() if isinstance(written, str) else written)]
