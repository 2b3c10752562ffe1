r"""The measures of a page that may give, from the roomiest page to the tightest.

A page begins as books on typography have it: 66 to 80 characters a line, and leading of a third of
the size or more (Bringhurst, *The Elements of Typographic Style*, 2.1 and 2.2). It is tightened
only as far as a letter asks: `scale` is the whole way, in the order in which a reader minds least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.settings.style import Style

USUAL_SIZE = 11.0  # points


@dataclass(frozen=True)
class Spacing:
    """The measures of a page that may give."""

    size: float
    """Points."""
    leading: float
    """The distance of lines, as a multiple of the size."""
    characters: float
    """The most that a line holds."""
    left: float
    right: float
    """The least that the margins are, in millimetres; fewer characters make them wider."""
    top: float
    bottom: float
    """Millimetres."""
    air: float
    """The white above the text, as a multiple of the usual."""
    gap: float
    """Between paragraphs, in lines."""
    signature: float
    """Room for it, in millimetres."""
    is_beside: bool
    """Whether the date stands beside the recipient, where the format has no place for it."""

    @property
    def line(self) -> float:
        """The distance of lines in points."""
        return self.size * self.leading

    def latex(self) -> str:
        """Return the definitions of these measures, as the template reads them."""
        lengths = {
            "size": f"{self.size:.2f}pt",
            "line": f"{self.line:.2f}pt",
            "left": f"{self.left:.1f}mm",
            "right": f"{self.right:.1f}mm",
            "top": f"{self.top:.1f}mm",
            "bottom": f"{self.bottom:.1f}mm",
            "signature": f"{self.signature:.1f}mm",
        }
        numbers = {"characters": self.characters, "air": self.air, "gap": self.gap}
        values = lengths | {name: f"{value:.2f}" for name, value in numbers.items()}
        defined = "".join(f"\\def\\{name}measure{{{value}}}\n" for name, value in values.items())
        beside = r"\besidedatetrue" if self.is_beside else ""
        return f"{defined}\\newif\\ifbesidedate{beside}\n"

    def __str__(self) -> str:
        """Say the measures as one would to a printer."""
        return (
            f"{self.size:.3g} pt, line distance {self.leading:.3g},"
            f" at most {self.characters:.0f} characters a line"
        )


@dataclass(frozen=True)
class Scale:
    """The steps from the roomiest page to the tightest."""

    steps: Sequence[Spacing]
    comfortable: int
    """The last step that a letter may come to by itself; those beyond it are for `pages:`."""

    def latex(self, step: int) -> str:
        """Return the file of measures for `step`, with which the template reckons all others."""
        rows = (
            f"{{{one.size:.2f},{one.characters:.2f},{one.left + one.right:.1f}}}"
            for one in self.steps
        )
        return f"{self.steps[step].latex()}\\def\\scalemeasure{{{{{','.join(rows)}}}}}\n"


# The ways from one kind of page to the next: in how many steps, and to which measures. The white
# above the text goes first, then the date moves up, then the lines come closer; size and margins
# are touched last.
_COMFORTABLE = (
    (4, {"air": 0.5, "top": 20.0}),
    (1, {"is_beside": True}),
    (6, {"leading": 1.2, "gap": 0.45, "signature": 14.0, "bottom": 20.0}),
    (2, {"size": 10.5}),
    (4, {"characters": 82.0, "left": 28.0, "right": 28.0}),
)
_TIGHT = (
    (6, {"leading": 1.1, "gap": 0.3, "signature": 9.0, "air": 0.25, "top": 16.0, "bottom": 16.0}),
    (4, {"size": 10.3, "characters": 90.0, "left": 22.0, "right": 22.0}),
    (4, {"size": 10.0, "characters": 106.0, "left": 18.0, "right": 18.0}),
)
_FOOT, _FOOT_LINE = 12.0, 3.6  # millimetres: above and below a footer, and a line of it


def scale(style: Style, footer_lines: int = 0) -> Scale:
    """Return the steps of a letter's page, of which the first is the roomiest.

    Where a window shows the address, the left margin is the standard's. A footer has its lines
    below the text. A size that the author has chosen is kept, unless `pages:` asks for more.
    """
    format_ = style.format
    foot = _FOOT + footer_lines * _FOOT_LINE if footer_lines else 0.0
    limits = {"right": format_.right if format_.window else 0.0, "bottom": foot}
    if format_.window:
        limits["left"] = format_.left
    steps = [
        Spacing(
            size=style.font_size,
            leading=1.38,
            characters=74.0,
            left=limits.get("left", 32.0),
            right=32.0,
            top=25.0,
            bottom=max(25.0, foot),
            air=1.3,
            gap=0.5,
            signature=style.signature_space,
            is_beside=False,
        )
    ]
    own = {} if style.font_size == USUAL_SIZE else {"size": style.font_size}
    for count, ends in _COMFORTABLE:
        steps += _way(steps[-1], count, ends, limits | own)
    comfortable = len(steps) - 1
    for count, ends in _TIGHT:
        steps += _way(steps[-1], count, ends, limits)
    return Scale(tuple(steps), comfortable)


def _way(
    start: Spacing, count: int, ends: Mapping[str, float], limits: Mapping[str, float]
) -> list[Spacing]:
    """Return the `count` steps from `start` to `ends`, none of them roomier than it.

    `limits` are the least that some measures may be.
    """
    end = {}
    for name, value in ends.items():
        begins = getattr(start, name)
        tighter = max if name in ("characters", "is_beside") else min
        end[name] = tighter(begins, max(value, limits.get(name, 0.0)))
    return [
        replace(
            start,
            **{
                name: value if part == count else begins + (value - begins) * part / count
                for name, value in end.items()
                for begins in [getattr(start, name)]
            },
        )
        for part in range(1, count + 1)
    ]
