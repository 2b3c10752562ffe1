"""Our HTML of a letter's Markdown, and that of Jekyll's kramdown."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import panflute as pf
import pypandoc

from filters import attributes, blocks, html_markup, identifiers, inject, notes, quotes
from pipeline import markdown
from pipeline.writers import pandoc

_RUBY = """
require 'json'; require 'kramdown'; require 'kramdown-parser-gfm'
given = JSON.parse(STDIN.read)
options = {input: 'GFM', hard_wrap: false, auto_ids: true, syntax_highlighter: nil}
options.merge!(given['options'].transform_keys(&:to_sym))
puts JSON.generate(given['texts'].map { |text| Kramdown::Document.new(text, options).to_html })
"""


def tree(
    text: str,
    *,
    with_ids: bool = True,
    options: markdown.Options | None = None,
    tokens: Mapping[str, Any] | None = None,
) -> pf.Doc:
    """Return the tree of Markdown after the filters that read it."""
    doc, _ = pandoc.read(markdown.prepare(text, options).markdown, Path("letter.md"))
    attributes.apply(doc)
    blocks.apply(doc)
    quotes.apply(doc)
    notes.apply(doc)
    if tokens:
        inject.apply(doc, tokens)
    html_markup.apply(doc)
    if with_ids:
        identifiers.apply(doc, gfm=options is None or options.gfm)
    return doc


def html_of(doc: pf.Doc) -> str:
    """Return Pandoc's HTML of a tree."""
    return str(
        pypandoc.convert_text(
            pandoc.dump(doc),
            "html",
            format="json",
            extra_args=["--wrap=preserve", "--syntax-highlighting=none", "--quiet"],
            verify_format=False,
        )
    )


@cache
def has_kramdown() -> bool:
    """Tell whether kramdown with its GFM parser is there."""
    ruby = shutil.which("ruby")
    test = ["-e", "require 'kramdown'; require 'kramdown-parser-gfm'"]
    return bool(ruby) and subprocess.run(["ruby", *test], capture_output=True).returncode == 0


def kramdowns(texts: list[str], **options: Any) -> list[str]:
    """Return kramdown's HTML of each text, with Jekyll's settings."""
    given = json.dumps({"texts": texts, "options": options})
    done = subprocess.run(
        ["ruby", "-E", "UTF-8", "-e", _RUBY],
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found
