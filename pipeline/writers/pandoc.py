"""The only door to Pandoc: Markdown to a tree, and a tree to LaTeX."""

from __future__ import annotations

import importlib.util
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import panflute as pf

from pipeline import sandbox
from pipeline.files import scratch
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import MissingError, PandocError
from pipeline.model.location import Location
from pipeline.model.rule import LETTER, WARNING, Rule
from pipeline.sandbox import Room, Share, ShareError

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
    output, warnings = _run(markdown, file, READER, "json", [])
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
    options = [
        "--standalone",
        f"--template={template}",
        "--wrap=preserve",
        "--syntax-highlighting=none",
    ]
    options += [f"--variable={name}={value}" for name, value in variables.items()]
    latex, _ = _run(tree, file, "json", WRITER, options, [template.parent])
    return latex


def _run(
    text: str, file: Path, reader: str, writer: str, options: list[str], reads: Sequence[Path] = ()
) -> tuple[str, list[Diagnostic]]:
    program = executable()
    with scratch.folder() as folder:
        command = [str(program), "--sandbox", "--quiet", "--log=log.json"]
        command += [f"--from={reader}", f"--to={writer}", *options]
        room = Room(folder, (*_SYSTEM, *reads), (program.resolve(), *_SYSTEM))
        try:
            done = sandbox.run(command, room, _SHARE, _environment(folder), text)
        except ShareError as error:
            raise PandocError(f"Pandoc was stopped {error}", Location(file)) from error
        except OSError as error:
            raise MissingError(f"Pandoc cannot be run: {error}", hint=_REINSTALL) from error
        if done.code != 0:
            raise PandocError(
                f"Pandoc failed: {done.errors.strip()}",
                Location(file),
                "`coverpress show LETTER --stage markdown` prints what Pandoc was given.",
            )
        return done.output, _warnings(folder / "log.json", file)


def _environment(folder: Path) -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed_on, "HOME": str(folder), "LC_ALL": "C.UTF-8"}


def _warnings(log: Path, file: Path) -> list[Diagnostic]:
    if not log.is_file():
        return []
    return [
        Diagnostic(
            f"{PANDOC.code}.{entry['type']}",
            str(entry.get("pretty") or entry["type"]),
            Location(file),
            severity=PANDOC.severity,
        )
        for entry in json.loads(log.read_text(encoding="utf-8"))
        if entry.get("verbosity") == "WARNING"
    ]
