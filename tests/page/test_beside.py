"""A picture beside the text: no word is under it, and it stands where it should."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c
from PIL import Image

from tests.conftest import Command, MakeSite

HEAD = "---\nlayout: coverletter\nmakepdf: true\n---\nDear Ms. Sample,\n\n"
END = "\n\nKind regards,\n\nRobin Placeholder\n"
LONG = "The knots and the splices, and the long evenings on the quay. " * 8
SHORT = "It is short."
HTML = '<img src="rope.png" align="{side}" width="{width}" height="{height}" alt="a rope">'
MARKDOWN = '![a rope](rope.png){{: style="float: {side}" width="{width}px" height="{height}px"}}'
LETTERS = {
    "one paragraph": f"PICTURE\n{LONG}",
    "several": f"PICTURE {SHORT}\n\n{SHORT}\n\n{LONG}",
    "alone in its own": f"PICTURE\n\n{SHORT}\n\n{LONG}",
    "above a list": f"PICTURE\n{SHORT}\n\n- {LONG}\n- {SHORT}\n\n{LONG}",
    "above a heading": f"PICTURE\n{SHORT}\n\n## A heading\n\n{LONG}",
    "above a table": f"PICTURE\n{SHORT}\n\n| a | b |\n|---|---|\n| c | d |\n\n{LONG}",
    "above code": f"PICTURE\n{SHORT}\n\n    code = 1\n\n{LONG}",
    "at the end": f"{LONG}\n\nPICTURE\n{SHORT}",
    "at the foot of a page": f"{LONG * 9}\n\n{LONG * 5}\n\nPICTURE {LONG}\n\n{LONG}",
    "two": f"PICTURE\n{SHORT}\n\nPICTURE\n{LONG}",
    "in a line": f"{LONG} PICTURE {LONG}",
}


def boxes(pdf: Path) -> list[tuple[list[tuple[float, ...]], list[tuple[float, ...]], float]]:
    """Return the pictures, the characters, and the width of each page, in points."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        images = [
            tuple(item.get_bounds()) for item in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE])
        ]
        text = page.get_textpage()
        letters = [
            tuple(text.get_charbox(number))
            for number in range(text.count_chars())
            if text.get_text_range(number, 1).strip()
        ]
        found.append((images, letters, page.get_width()))
    document.close()
    return found


WAYS = (
    (HTML.format(side="right", width=150, height=120), "right"),
    (MARKDOWN.format(side="left", width=60, height=70), "left"),
)
# One way after the other; the first letter is written in both.
WRITTEN = {
    **{name: (text, *WAYS[number % 2]) for number, (name, text) in enumerate(LETTERS.items())},
    "one paragraph again": (LETTERS["one paragraph"], *WAYS[1]),
}


def test_no_word_is_under_it(make_site: MakeSite, coverpress: Command, tmp_path: Path) -> None:
    pages = {
        f"{name.replace(' ', '-')}.md": HEAD + text.replace("PICTURE", picture) + END
        for name, (text, picture, _) in WRITTEN.items()
    }
    site = make_site(pages)
    Image.new("RGB", (30, 24), "navy").save(site / "rope.png")
    out = tmp_path / "out"
    built = coverpress("build", "--site", site, "--paper", "a4", "--out", out)
    assert built.code == 0, built.err
    for name, (text, _, side) in WRITTEN.items():
        images = 0
        for pictures, letters, width in boxes(out / f"{name.replace(' ', '-')}-a4.pdf"):
            for left, bottom, right, top in pictures:
                images += 1
                assert bottom > 40, name  # points: it does not leave the page
                middle = (left + right) / 2
                assert (middle > width / 2) == (side == "right"), name
                under = [
                    box
                    for box in letters
                    if box[0] < right and box[2] > left and box[1] < top and box[3] > bottom
                ]
                assert not under, name
                beside = [box for box in letters if box[1] < top and box[3] > bottom]
                assert beside, name
        assert images == text.count("PICTURE")


def test_a_wide_one_stands_above_the_text(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    picture = HTML.format(side="right", width=500, height=100)
    site = make_site({"one.md": f"{HEAD}{picture}\n{LONG}{END}"})
    Image.new("RGB", (50, 10), "navy").save(site / "rope.png")
    built = coverpress("build", "--site", site, "--paper", "a4", "--out", tmp_path / "out")
    assert built.code == 0, built.err
    ((pictures, letters, _),) = boxes(tmp_path / "out" / "one-a4.pdf")
    (_, bottom, _, top) = pictures[0]
    assert not [box for box in letters if box[1] < top and box[3] > bottom]
