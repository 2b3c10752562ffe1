"""What came out of TeX, as far as a letter is concerned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pages:
    """What a PDF is, as far as a letter is concerned."""

    count: int
    width: float
    """In points, of the first page."""
    height: float
    text: str
    lines: tuple[tuple[str, ...], ...]
    """The lines of each page's text area, without the heads and feet of pages."""
    links: tuple[str, ...]
    fonts_missing: tuple[str, ...]
    """The fonts that are used but not embedded."""

    def too_many(self, limit: int) -> tuple[int, int]:
        """Return how many lines and how many words stand on pages beyond the first `limit`."""
        lines = [line for page in self.lines[limit:] for line in page if line.strip()]
        return len(lines), sum(len(line.split()) for line in lines)
