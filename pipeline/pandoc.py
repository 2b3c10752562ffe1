"""The only door to Pandoc: Markdown to a tree, and a tree to LaTeX."""

from __future__ import annotations

import io
import json
import logging
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import panflute as pf
import pypandoc

from pipeline.errors import Finding, MissingError, PandocError, Place

# Quotation marks and dashes as such: the fonts make none of what stands for them, `"` or `<<`.
WRITER = "latex-smart"
# What `pipeline.kramdown` writes: all that is not in this list is text, such as `@name`, `$5` and
# `<b>`. Blocks are explicit, thus no line is taken for one by chance.
READER = "+".join(
    (
        "markdown_strict-raw_html",
        "all_symbols_escapable",
        "backtick_code_blocks",
        "escaped_line_breaks",
        "fenced_code_attributes",
        "fenced_code_blocks",
        "fenced_divs",
        "footnotes",
        "intraword_underscores",
        "raw_attribute",
        "shortcut_reference_links",
        "space_in_atx_header",
        "strikeout",
    )
)
_BUNDLED = (
    Path(pypandoc.__file__).parent / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
)


def executable() -> Path:
    """Return the Pandoc that is used: the one that came with the package, so that all agree.

    `PYPANDOC_PANDOC` names another one. Raises `MissingError` where there is none.
    """
    named = os.environ.get("PYPANDOC_PANDOC")
    path = Path(named) if named else _BUNDLED
    if not path.is_file():
        raise MissingError(
            f"Pandoc is missing: there is no `{path}`",
            hint="Unset PYPANDOC_PANDOC." if named else "Reinstall: `make clean setup`.",
        )
    return path


@cache
def version() -> str:
    """Return Pandoc's version, such as `3.9`. Raises `MissingError`."""
    _use_bundled()
    return str(pypandoc.get_pandoc_version())


def read(markdown: str, file: Path) -> tuple[pf.Doc, list[Finding]]:
    """Return the tree of `markdown`, made of the letter `file`, and what Pandoc warned of.

    Raises `PandocError` and `MissingError`.
    """
    output, warnings = _run(markdown, file, READER, "json", [])
    return load(output), warnings


def load(tree: str) -> pf.Doc:
    """Return Pandoc's JSON `tree` as a panflute document."""
    doc = pf.load(io.StringIO(tree))
    doc.format = "latex"  # panflute guesses it from the command line, which here is ours
    return doc


def dump(doc: pf.Doc) -> str:
    """Return `doc` as Pandoc's JSON."""
    stream = io.StringIO()
    pf.dump(doc, stream)
    return stream.getvalue()


def write(tree: str, file: Path, template: Path, variables: Mapping[str, str]) -> str:
    """Return Pandoc's JSON `tree` as LaTeX, set into `template`.

    `variables` reach the template as they are, so they must be safe in LaTeX. Raises
    `PandocError` and `MissingError`.
    """
    options = [
        "--standalone",
        f"--template={template}",
        "--wrap=preserve",
        "--syntax-highlighting=none",
    ]
    options += [f"--variable={name}={value}" for name, value in variables.items()]
    latex, _ = _run(tree, file, "json", WRITER, options)
    return latex


def _run(
    text: str, file: Path, reader: str, writer: str, options: list[str]
) -> tuple[str, list[Finding]]:
    _use_bundled()
    with tempfile.TemporaryDirectory(prefix="coverpress-") as folder:
        log = Path(folder) / "log.json"
        arguments = ["--sandbox", "--quiet", f"--log={log}", *options]
        try:
            output = pypandoc.convert_text(
                text, writer, format=reader, extra_args=arguments, verify_format=False
            )
        except RuntimeError as error:  # pypandoc's only kind; the exit code is in its text
            message = str(error).partition("during conversion: ")[2] or str(error)
            message = message.partition("\nHint: ")[0].strip()  # pypandoc's own advice
            raise PandocError(
                f"Pandoc failed: {message}",
                Place(file),
                "`coverpress show LETTER --stage markdown` prints what Pandoc was given.",
            ) from error
        except RecursionError as error:
            raise PandocError("the letter is nested too deeply", Place(file)) from error
        return output, _warnings(log, file)


def _warnings(log: Path, file: Path) -> list[Finding]:
    if not log.is_file():
        return []
    return [
        Finding(f"pandoc.{entry['type']}", str(entry.get("pretty") or entry["type"]), Place(file))
        for entry in json.loads(log.read_text(encoding="utf-8"))
        if entry.get("verbosity") == "WARNING"
    ]


def _use_bundled() -> None:
    """Keep pypandoc from preferring whatever newer Pandoc the machine has."""
    os.environ["PYPANDOC_PANDOC"] = str(executable())
    logging.getLogger("pypandoc").setLevel(logging.ERROR)
