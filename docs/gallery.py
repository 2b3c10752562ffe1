"""Draw the pictures of the README: a letter, and its first page in every format and look, small.

Run by `make gallery`. Writes `docs/letter.png`, `docs/gallery/FORMAT.png` and
`docs/gallery/style-LOOK.png`.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.engine import plan, recipe  # noqa: E402  found by the path above
from pipeline.settings.looks import LOOKS  # noqa: E402
from pipeline.settings.page_formats import FORMATS  # noqa: E402
from pipeline.sources import site  # noqa: E402
from pipeline.sources.site import Site  # noqa: E402

SMALL, LARGE = 45, 90
"""Dots an inch."""
SHOWN = 0.7
"""How much of the page `docs/letter.png` shows, from its top: what has text on it."""
COLOURS = 32
GREY = (190, 190, 190)
ENGLISH = ("modern", "us")
"""The formats that are shown with an English letter; the others with a German one."""


def draw(name: str, folder: Path, dots: int, shown: float = 1, look: str = "modern") -> Image.Image:
    """Return the picture of a letter in the format `name`, built in `folder`."""
    letter = "analyst.md" if name in ENGLISH else "redakteurin.md"
    opened = with_settings(site.read(ROOT / "letters"), {"format": name, "style": look})
    (job,) = plan.find(opened, [Path(letter)])
    options = recipe.Options(folder, jobs=1)
    paper = FORMATS[name].papers[0]
    built = recipe.typeset_paper(recipe.draft(job, opened), paper, options)
    with pypdfium2.PdfDocument(built.path) as pdf:
        page = pdf[0].render(scale=dots / 72).to_pil().convert("RGB")
    page = page.crop((0, 0, page.width, round(page.height * shown)))
    return ImageOps.expand(page, 1, GREY).quantize(COLOURS, Image.Quantize.MAXCOVERAGE)


def with_settings(opened: Site, settings: Mapping[str, str]) -> Site:
    """Return the site as if its configuration said `settings`."""
    config = dataclasses.replace(opened.config, value={**opened.config.value, **settings})
    return dataclasses.replace(opened, config=config)


def main() -> None:
    """Draw the letter, every format, and every look."""
    docs = ROOT / "docs"
    with tempfile.TemporaryDirectory() as folder:
        draw("modern", Path(folder), LARGE, SHOWN).save(docs / "letter.png", optimize=True)
        for name in FORMATS:
            picture = draw(name, Path(folder), SMALL)
            picture.save(docs / "gallery" / f"{name}.png", optimize=True)
        for look in LOOKS.keys() - {"modern"}:
            picture = draw("modern", Path(folder), SMALL, look=look)
            picture.save(docs / "gallery" / f"style-{look}.png", optimize=True)


if __name__ == "__main__":
    main()
