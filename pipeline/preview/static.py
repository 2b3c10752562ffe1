"""The gallery: what the preview shows, as files that need no server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pipeline.engine import paragraphs
from pipeline.engine.watching import Round
from pipeline.files import writing
from pipeline.pdf import pictures
from pipeline.preview import details, server
from pipeline.preview.state import State

INDEX = "index.html"
_PICTURES = "pages"
_PIXELS = 1400  # of a page's width
_HINT = "Make room, or choose another folder with `--out`."
# What begins an element or ends a script must not stand in one.
_MARKUP = re.compile("[<>&\u2028\u2029]")


def write(round_: Round, out: Path) -> Path:
    """Write the page of what `round_` has built into `out`, beside the PDFs, and return its file.

    Raises `WriteError`.
    """
    state = State(out)
    assert round_.site is not None
    state.expect(round_.site, round_.jobs)
    state.end(round_)
    plain = state.plain()
    made: dict[str, Any] = {}
    shown: dict[str, dict[str, list[str]]] = {}
    for number, letter in enumerate(plain["letters"]):
        name = letter["id"]
        job = state.job(name)
        text = paragraphs.of(job, round_.site) if job else ()
        files = {one["paper"]: state.pdf(name, one["paper"]) for one in letter["papers"]}
        sheets = {paper: details.sheets(pdf) for paper, pdf in files.items() if pdf}
        made[name] = details.of(sheets, {}, text, with_paths=False)
        shown[name] = {}
        for paper, pages in sheets.items():
            pdf = files[paper]
            assert pdf is not None
            shown[name][paper] = []
            for page in range(len(pages)):
                picture = f"{_PICTURES}/{number + 1}-{paper}-{page + 1}.png"
                data = pictures.png(pdf, page, _PIXELS)
                writing.write(data, out / picture, "the picture", _HINT)
                shown[name][paper].append(picture)
    brought = {"state": plain, "details": made, "pictures": shown}
    for name, _ in server.FILES.values():
        data = server.file(name)
        if name == INDEX:
            data = data.replace(b"</body>", _script(brought) + b"</body>")
        writing.write(data, out / name, "the page", _HINT)
    return out / INDEX


def _script(brought: dict[str, Any]) -> bytes:
    """Return an element with the data in it, which no word of a letter can end."""
    text = json.dumps(brought, ensure_ascii=False, separators=(",", ":"))
    text = _MARKUP.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    return f'<script type="application/json" id="brought">{text}</script>\n'.encode()
