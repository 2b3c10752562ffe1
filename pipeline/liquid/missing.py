"""What a name that does not exist is: nothing to a test, an error to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid import Undefined
from liquid.exceptions import UndefinedError

if TYPE_CHECKING:
    from liquid.token import Token

_NO_OBJECT = object()


class Missing(Undefined):
    """Falsy, empty to a loop, comparable; printing it, or making text of it, raises.

    `siblings` are the names that do exist where this one was looked for.
    """

    __slots__ = ("siblings",)

    def __init__(
        self,
        name: str,
        *,
        token: Token | None = None,
        obj: object = _NO_OBJECT,
        hint: str | None = None,
    ) -> None:
        super().__init__(name, token=token, obj=obj, hint=hint)
        self.siblings: tuple[str, ...] = ()

    def error(self, token: Token | None = None) -> MissingValueError:
        """Return the error of using this at `token`, by default where it was looked up."""
        return MissingValueError(self, token or self.token)

    @property
    def full_name(self) -> str:
        """The name as far as it does not exist: `employer.greetng`."""
        return (self.hint or self.name).replace("`", "").removesuffix(" is undefined")

    def __str__(self) -> str:
        raise self.error()

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Undefined) or other is None


class MissingValueError(UndefinedError):
    """A `Missing` was printed."""

    def __init__(self, missing: Missing, token: Token | None) -> None:
        super().__init__(missing.hint or f"`{missing.name}` is undefined", token=token)
        self.missing = missing
