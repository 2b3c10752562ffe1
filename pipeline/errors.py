"""What can go wrong: one tree of errors, each of which says what, where, and what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file that the user wrote; line and column count from 1."""

    file: Path
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [str(self.file), self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True)
class Repair:
    """A change that cannot be wrong: at `place`, the text `old` becomes `new`."""

    place: Place
    old: str
    new: str


@dataclass(frozen=True)
class Finding:
    """One thing to tell the user: a failure, or a warning that did not stop the work."""

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    severity: str = ""
    """`error`, `warning` or `note`; '' until the rule of this `code` has been asked."""
    words: str = ""
    """The words concerned, as they stand at `place`."""
    repair: Repair | None = None


class CoverpressError(Exception):
    """The root of the tree. ``code`` names the kind, ``exit_code`` is the command's.

    ``log`` is all that the program that failed has said, for who wants to see it.
    """

    code = "error"
    exit_code = 1

    def __init__(
        self, message: str, place: Place | None = None, hint: str = "", *, log: str = ""
    ) -> None:
        super().__init__(message)
        self.log = log
        self.finding = Finding(self.code, message, place, hint, severity="error")

    @property
    def is_of_letter(self) -> bool:
        """Whether one letter fails by it and the others go on; else nothing can be built."""
        return self.exit_code == CoverpressError.exit_code

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is to be told; most errors are one thing."""
        return (self.finding,)


class SourceError(CoverpressError):
    """A letter, or a file of the site, cannot be read as what it should be."""

    code = "source"


class YamlError(SourceError):
    """Front matter, configuration or data that is not the YAML it should be."""

    code = "yaml"


class SettingError(SourceError):
    """A key of the front matter or of the configuration has a value that cannot be used."""

    code = "setting"


class EmployerError(SourceError):
    """The letter names an employer that the site's data does not have."""

    code = "employer"


class LiquidError(CoverpressError):
    """Liquid that cannot be parsed or rendered."""

    code = "liquid"


class UndefinedError(LiquidError):
    """A letter prints something that does not exist."""

    code = "undefined"


class CheckError(CoverpressError):
    """A letter must not be sent as it is. `found` are the errors, and what else was found."""

    code = "check"

    def __init__(self, found: tuple[Finding, ...]) -> None:
        first = next(finding for finding in found if finding.severity == "error")
        super().__init__(first.message, first.place, first.hint)
        self.finding = first
        self._found = found

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of the letter, in the order of their places."""
        return self._found


class FilterError(CoverpressError):
    """A panflute filter refused the document."""

    code = "filter"


class PandocError(CoverpressError):
    """Pandoc failed."""

    code = "pandoc"


class TexError(CoverpressError):
    """LuaLaTeX failed, or took too long."""

    code = "tex"


class FontError(TexError):
    """LuaLaTeX does not find the font `font`; who asked for it knows what that means."""

    code = "font"

    def __init__(self, font: str, place: Place | None = None) -> None:
        super().__init__(f"TeX misses the font {font}", place)
        self.font = font


class PageError(CoverpressError):
    """The PDF that came out is not the letter that went in."""

    code = "page"


class WriteError(CoverpressError):
    """The finished PDF could not be put into its place."""

    code = "write"


class UsageError(CoverpressError):
    """The command line asks for something that is not there."""

    code = "usage"
    exit_code = 2


class MissingError(CoverpressError):
    """Something that the program needs is not installed."""

    code = "missing"
    exit_code = 3


def nearest(name: str, known: Iterable[object], likeness: float = 0.68) -> str | None:
    """Return the known name that `name` is most likely a slip of, or None.

    `likeness` says how near it must be, from 0 (anything) to 1 (equal).
    """
    names = [str(candidate) for candidate in known]
    close = difflib.get_close_matches(name, names, n=1, cutoff=likeness)
    if close:
        return close[0]
    folded = {candidate.casefold(): candidate for candidate in names}
    return folded.get(name.casefold())


def did_you_mean(name: str, known: Iterable[object]) -> str:
    """Return the hint that helps with a name that does not exist: the likely one, or all."""
    names = [str(candidate) for candidate in known]
    close = nearest(name, names)
    if close is not None:
        return f"Did you mean `{close}`?"
    if not names:
        return ""
    listed = ", ".join(sorted(names)[:12])
    return f"Known here: {listed}{', …' if len(names) > 12 else ''}."
