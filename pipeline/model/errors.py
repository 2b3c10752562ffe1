"""What can go wrong: one tree of errors, each of which says what, where, and what to do next."""

from __future__ import annotations

import errno
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pipeline.model.diagnostic import Diagnostic, in_order
from pipeline.model.location import Location

Result = TypeVar("Result")
Other = TypeVar("Other")


class CoverpressError(Exception):
    """The root of the tree.

    ``code`` names the kind, ``says`` tells what it is, ``because`` why it stops the work,
    ``exit_code`` is the command's. ``log`` is
    all that the program that failed has said, for who wants to see it.
    """

    code = "error"
    is_fixed = True
    says = "Something failed."
    because = "There is nothing to send."
    exit_code = 1

    def __init__(
        self, message: str, place: Location | None = None, hint: str = "", *, log: str = ""
    ) -> None:
        super().__init__(message)
        self.log = log
        self.finding = Diagnostic(self.code, message, place, hint, is_fixed=self.is_fixed)

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it crosses over to another process: whole, whatever it was made of."""
        return _remade, (type(self), self.args), self.__dict__

    @property
    def is_of_letter(self) -> bool:
        """Whether one letter fails by it and the others go on; else nothing can be built."""
        return self.exit_code == CoverpressError.exit_code

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """All that is to be told; most errors are one thing."""
        return (self.finding,)


def _remade(kind: type[CoverpressError], words: tuple[Any, ...]) -> CoverpressError:
    error = kind.__new__(kind)
    error.args = words
    return error


class SourceError(CoverpressError):
    """A letter, or a file of the site, cannot be read as what it should be."""

    code = "source"
    says = "A file cannot be read as what it should be."
    because = "What cannot be read cannot be printed."


class YamlError(SourceError):
    """Front matter, configuration or data that is not the YAML it should be."""

    code = "yaml"
    says = "YAML that is not YAML, or has a second meaning."
    because = "Which value is meant can only be guessed."


class SettingError(SourceError):
    """A key of the front matter or of the configuration has a value that cannot be used."""

    code = "setting"
    says = "A key has a value that cannot be used."
    because = "Without the key, the letter would look or say something else than you asked for."


class EmployerError(SourceError):
    """The letter names an employer that the site's data does not have."""

    code = "employer"
    says = "The letter names an employer that the data does not have."
    because = "The letter would be to nobody."


class LiquidError(CoverpressError):
    """Liquid that cannot be parsed or rendered."""

    code = "liquid"
    says = "Liquid that cannot be read or run."
    because = "What it was to print would be missing."


class UndefinedError(LiquidError):
    """A letter prints something that does not exist."""

    code = "undefined"
    says = "Something that does not exist is printed."
    because = "The letter would have a hole where the value was to be."


class CheckError(CoverpressError):
    """A letter must not be sent as it is. `found` are the errors, and what else was found."""

    code = "check"
    says = "A check found an error."
    because = "A letter with an error must not be sent."

    def __init__(self, found: tuple[Diagnostic, ...]) -> None:
        first = next(finding for finding in found if finding.severity == "error")
        super().__init__(first.message, first.place, first.hint)
        self.finding = first
        self._found = found

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Every finding of the letter, in the order of their places."""
        return self._found


class FilterError(CoverpressError):
    """A panflute filter refused the document."""

    code = "filter"
    says = "A filter refused the document."
    because = "A part of the letter would be missing or wrong."


class ShareError(CoverpressError):
    """A letter takes more time or memory than one may."""

    code = "share"
    says = "A letter takes more than its share of the machine."
    because = "It was stopped, so that the other letters can be built."


class DefectError(CoverpressError):
    """Coverpress itself failed, in a way that nobody has thought of."""

    code = "defect"
    says = "Coverpress itself failed."
    because = "What it would have made is not known."


def no_room(file: Path) -> WriteError:
    """Return the error of the letter `file` for which the temporary folder has no room."""
    return WriteError(
        "there is no room for temporary files",
        Location(file),
        f"Make room in {tempfile.gettempdir()}, or name another folder in TMPDIR.",
    )


def too_much(stage: str, reason: str, place: Location) -> ShareError:
    """Return the error of the letter at `place` that was stopped in `stage`, if that is known."""
    where = f" ({stage})" if stage else ""
    return ShareError(
        f"the letter was stopped: it {reason}{where}",
        place,
        "Look for a huge picture or table, or for very many signs of one kind.",
    )


def of_letter(error: Exception, file: Path) -> CoverpressError:
    """Return what stops the letter `file` alone, whatever went wrong in it.

    Raises `MemoryError` where it is one.
    """
    if isinstance(error, CoverpressError):
        return error
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_room(file)
    if isinstance(error, MemoryError):
        raise error  # it is known elsewhere which part of the work took too much
    if isinstance(error, RecursionError):
        return SourceError(
            "the letter is nested too deeply",
            Location(file),
            "Take out some of its lists, quotations, tables or HTML that stand in each other.",
        )
    return defect(error, Location(file))


def defect(error: Exception, place: Location | None = None) -> DefectError:
    """Return what `error`, of which nobody has thought, means to the user."""
    where = " at this letter" if place else ""
    return DefectError(
        f"Coverpress failed{where}: {type(error).__name__}: {error}",
        place,
        "It is a fault of Coverpress. Please report it with what `--verbose` prints.",
        log="".join(traceback.format_exception(error)),
    )


class PandocError(CoverpressError):
    """Pandoc failed."""

    code = "pandoc"
    is_fixed = False


class TexError(CoverpressError):
    """LuaLaTeX failed, or took too long."""

    code = "tex"
    says = "LuaLaTeX failed."
    because = "There is no page."


class FontError(TexError):
    """LuaLaTeX does not find the font `font`; who asked for it knows what that means."""

    code = "font"
    says = "A font is not installed."
    because = "The page would be in another font than you asked for."

    def __init__(self, font: str, place: Location | None = None) -> None:
        super().__init__(f"TeX misses the font {font}", place)
        self.font = font


class PageError(CoverpressError):
    """The PDF that came out is not the letter that went in."""

    code = "page"
    says = "The PDF is not the letter: its size, a missing glyph, a font, the address."
    because = "What would be sent is not what was written."


class WriteError(CoverpressError):
    """The finished PDF could not be put into its place."""

    code = "write"
    says = "The PDF cannot be put into its place."
    because = "Without it there is nothing to send."


class UsageError(CoverpressError):
    """The command line asks for something that is not there."""

    code = "usage"
    says = "The command line asks for something that is not there."
    because = "What is meant can only be guessed."
    exit_code = 2


class MissingError(CoverpressError):
    """Something that the program needs is not installed."""

    code = "missing"
    says = "Something that the program needs is not installed."
    because = "Without it no letter can be built."
    exit_code = 3


@dataclass
class Problems:
    """What is wrong with a letter so far, none of which hides another: it is told all at once."""

    errors: list[CoverpressError] = field(default_factory=list)

    def attempt(self, step: Callable[[], Result], otherwise: Other) -> Result | Other:
        """Return what `step` does, or `otherwise` where it finds a problem of the letter."""
        try:
            return step()
        except CoverpressError as error:
            if not error.is_of_letter:
                raise
            self.errors.append(error)
            return otherwise

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Each problem, once, in the order of their places."""
        return in_order(one for error in self.errors for one in error.findings)

    def settle(self) -> None:
        """Raise what there is: the error itself if it is one, or else one that tells them all."""
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise CheckError(self.findings)
