"""The context in which a letter is rendered: lookups of Octopress's Liquid, and what is equal."""

from __future__ import annotations

from typing import Any

from liquid.token import TOKEN_LBRACKET, Token
from liquid.undefined import UNDEFINED

from pipeline.liquid.limits import LimitedContext
from pipeline.liquid.missing import Missing


class JekyllContext(LimitedContext):
    """A context in which `phones[[i]]` is `phones[i]`, as it was in Liquid 2."""

    def get(self, path: list[object], *, token: Token | None, default: object = UNDEFINED) -> Any:
        """Return what `path` names; the inner brackets of `[[i]]` name the value of `i`."""
        value = super().get(path, token=token, default=default)
        is_inner = len(path) == 1 and token is not None and token.kind == TOKEN_LBRACKET
        return path[0] if is_inner and isinstance(value, Missing) else value

    def ifchanged(self, val: str) -> bool:
        """Compare what will be read, from whichever place it is printed."""
        return super().ifchanged(self.tokens.resolve(val))
