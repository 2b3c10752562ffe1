"""What was made before, by what it was made of: a folder that many sites and processes share.

An entry is a file, named by its key: a line that tells of it, and the bytes. It is written whole or
not at all, and believed only if its bytes have the hash that it tells. What was not used for the
longest time goes first when the folder has grown too large.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from pipeline.files import reading, writing
from pipeline.model.errors import CoverpressError

MOST_BYTES = 500_000_000
"""Of all entries together: some 10,000 letters."""
NONE = "none"
"""What a command line says for no cache."""
_MOST_OF_ENTRY = 256 * 2**20
_MOST_OF_HEAD = 1_000_000
_KEY = re.compile(r"[0-9a-f]{64}")
_OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9a-f]{12}")
"""An entry, or what a process that was killed has left of one."""


def usual() -> Path | None:
    """Return the user's own folder; None for a user without a home."""
    import platformdirs

    folder = platformdirs.user_cache_path("coverpress", appauthor=False) / "made"
    return folder if folder.is_absolute() else None


class Cache:
    """The entries in a `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> tuple[dict[str, Any], bytes] | None:
        """Return what is told of the entry `key`, and its bytes; None without a whole one."""
        file = self._file(key)
        try:
            head, _, data = reading.load(file, _MOST_OF_ENTRY).partition(b"\n")
            about = json.loads(head) if len(head) <= _MOST_OF_HEAD else None
        except (CoverpressError, ValueError, RecursionError):
            return None
        if not isinstance(about, dict) or about.get("key") != key:
            return None
        if about.get("sha256") != hashlib.sha256(data).hexdigest():
            return None
        with contextlib.suppress(OSError):  # it may be read only
            os.utime(file)
        return about, data

    def put(self, key: str, about: dict[str, Any], data: bytes) -> str:
        """Write the entry `key`; return why that could not be done, or ''."""
        head = json.dumps({**about, "key": key, "sha256": hashlib.sha256(data).hexdigest()})
        try:
            writing.write(head.encode("ascii") + b"\n" + data, self._file(key), "the cache")
        except CoverpressError as error:
            return str(error)
        return ""

    def prune(self, most: int = MOST_BYTES) -> None:
        """Remove the entries that were not used for the longest time, until `most` bytes are left.

        What other processes remove or add meanwhile is theirs.
        """
        with contextlib.suppress(OSError), os.scandir(self.folder) as found:
            ours = ((one.stat(), one.path) for one in found if _OURS.fullmatch(one.name))
            entries = [(about.st_mtime, about.st_size, path) for about, path in ours]
            left = sum(size for _, size, _ in entries)
            for _, size, path in sorted(entries):
                if left <= most:
                    return
                with contextlib.suppress(OSError):
                    Path(path).unlink()
                left -= size

    def _file(self, key: str) -> Path:
        assert _KEY.fullmatch(key)
        return self.folder / key
