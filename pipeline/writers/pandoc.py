"""The only door to Pandoc: Markdown to a tree, and a tree to LaTeX or text.

One Pandoc does it for all letters that a process works on (`standing.lua`): it stays up, since
starting takes longer than a letter.
"""

from __future__ import annotations

import atexit
import importlib.util
import io
import json
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import panflute as pf

from pipeline import sandbox
from pipeline.files import scratch
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import MissingError, PandocError
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.sandbox import Room, Share, ShareError
from pipeline.sandbox.standing import EndedError, NotStartedError, Standing
from pipeline.writers.templates import TEMPLATES

PANDOC = Rule(
    "pandoc",
    WARNING,
    "Pandoc failed, or has something to say.",
    "a reference that is defined nowhere",
    because=(
        "What Pandoc warns of may be meant; where it fails there is no letter, and that is "
        "an error."
    ),
    within=LETTER,
)
RULES = (PANDOC,)

# Quotation marks and dashes as such: the fonts make none of what stands for them, `"` or `<<`.
WRITER = "latex-smart"
# What `pipeline.markdown` writes: all that is not in this list is text, such as `@name`, `$5` and
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
_SCRIPT = Path(__file__).with_name("standing.lua")
_SYSTEM = tuple(map(Path, ("/usr", "/bin", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache")))
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
_SHARE = Share(seconds=2, memory=300 * 2**20, file_size=64 * 2**20, forks=True)
_REINSTALL = "Reinstall: `make clean setup`."


def executable() -> Path:
    """Return the Pandoc that is used: the one that came with the package, so that all agree.

    `PYPANDOC_PANDOC` names another one. Raises `MissingError` where there is none.
    """
    named = os.environ.get("PYPANDOC_PANDOC")
    path = Path(named) if named else _bundled()
    if not path.is_file():
        raise MissingError(
            f"Pandoc is missing: there is no `{path}`",
            hint="Unset PYPANDOC_PANDOC." if named else _REINSTALL,
        )
    return path


def _bundled() -> Path:
    package = importlib.util.find_spec("pypandoc")
    folder = Path(package.origin).parent if package and package.origin else Path()
    return folder / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")


def version() -> str:
    """Return Pandoc's version, such as `3.9`. Raises `MissingError`."""
    return sandbox.ask([executable(), "--version"]).partition("\n")[0].removeprefix("pandoc ")


def read(markdown: str, file: Path) -> tuple[pf.Doc, list[Diagnostic]]:
    """Return the tree of `markdown`, made of the letter `file`, and what Pandoc warned of.

    Raises `PandocError` and `MissingError`.
    """
    output, warnings = _convert(file, text=markdown, reader=READER, writer="json")
    try:
        return load(output), warnings
    except (ValueError, KeyError, TypeError, AssertionError, AttributeError) as error:
        raise PandocError(
            f"Pandoc printed something other than a tree: `{output[:40].strip()}`",
            Location(file),
            _REINSTALL,
        ) from error


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
    latex, _ = _convert(
        file,
        template.parent,
        text=tree,
        reader="json",
        writer=WRITER,
        template=str(template),
        variables=dict(variables),
    )
    return latex


def write_text(tree: str, file: Path, width: int | None) -> str:
    """Return Pandoc's JSON `tree` as plain text, a line a paragraph or lines of `width`.

    Raises `PandocError` and `MissingError`.
    """
    wrap = {"wrap": "none"} if width is None else {"wrap": "auto", "columns": width}
    text, _ = _convert(file, text=tree, reader="json", writer="plain", **wrap)
    return text


def write_html(tree: str, file: Path) -> str:
    """Return the blocks of Pandoc's JSON `tree` as HTML. Raises as `write_text` does."""
    blocks, _ = _convert(file, text=tree, reader="json", writer="html5", wrap="none")
    return blocks


def _convert(file: Path, templates: Path = TEMPLATES, **asked: Any) -> tuple[str, list[Diagnostic]]:
    """Return what Pandoc makes of what is `asked` of it for the letter `file`, and its warnings."""
    try:
        answer = _standing(executable(), templates).ask(json.dumps(asked).encode())
    except ShareError as error:
        raise PandocError(f"Pandoc was stopped {error}", Location(file)) from error
    except NotStartedError as error:
        raise MissingError(f"Pandoc cannot be run: {error}", hint=_REINSTALL) from error
    except EndedError as error:
        raise _failure(error.ended.errors, file) from error
    try:
        said = json.loads(answer)
        if "failure" in said:
            raise _failure(str(said["failure"]), file)
        warnings = [one for one in said["log"] if one["verbosity"] == "WARNING"]
        return str(said["output"]), [_warning(one, file) for one in warnings]
    except (ValueError, KeyError, TypeError) as error:
        raise PandocError(
            f"Pandoc gave an answer that cannot be read: `{answer[:40]!r}`",
            Location(file),
            _REINSTALL,
        ) from error


@cache
def _standing(program: Path, templates: Path) -> Standing:
    def folder() -> AbstractContextManager[Path]:
        return scratch.folder()

    def room(folder: Path) -> Room:
        return Room(folder, (*_SYSTEM, _SCRIPT, templates), (program.resolve(), *_SYSTEM))

    def environment(folder: Path) -> dict[str, str]:
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        own = {name: str(folder) for name in ("HOME", "TMPDIR")}
        return {**passed_on, **own, "LC_ALL": "C.UTF-8"}

    command = [str(program), "lua", str(_SCRIPT)]
    standing = Standing(command, folder, room, environment, _SHARE)
    atexit.register(standing.close)
    return standing


def _failure(said: str, file: Path) -> PandocError:
    return PandocError(
        f"Pandoc failed: {said.strip()}",
        Location(file),
        "`coverpress show LETTER --stage markdown` prints what Pandoc was given.",
    )


def _warning(entry: Mapping[str, Any], file: Path) -> Diagnostic:
    return Diagnostic(
        f"{PANDOC.code}.{entry['type']}",
        str(entry.get("pretty") or entry["type"]),
        Location(file),
        severity=PANDOC.severity,
    )
