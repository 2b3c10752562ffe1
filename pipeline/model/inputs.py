"""What an artifact was made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Inputs:
    """All that can change the bytes of an artifact, so that the same inputs give the same bytes.

    What a reader may not be shown, such as values of a record, is there as its SHA-256 only.
    """

    files: Mapping[str, str]
    """The SHA-256 of each file: the letter and its includes, by their paths in the site."""
    pictures: Mapping[str, str]
    """The same of each picture."""
    values: Mapping[str, str]
    """The SHA-256 of each value that Liquid read, by its name, and of the employer's record."""
    text: str
    """The SHA-256 of what Liquid made of the letter, whatever it was that it looked at for it."""
    sender: str
    """The SHA-256 of the sender, its Liquid rendered."""
    asks: tuple[str, ...]
    """The names that its Liquid may ask for, on whichever branch. They are told, and no input."""
    settings: Mapping[str, Any]
    """The settings that it is set with, the paper among them."""
    program: Mapping[str, str]
    """The versions of all that made it, and the SHA-256 of the template and of the code."""

    @cached_property
    def key(self) -> str:
        """The SHA-256 of all of it: the same key, the same bytes."""
        inputs = asdict(self)
        del inputs["asks"]
        return digest(inputs)


def digest(value: object) -> str:
    """Return the SHA-256 of `value`, plain data, in hexadecimal digits."""
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
