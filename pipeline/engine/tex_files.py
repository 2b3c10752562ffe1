"""The files of the TeX distribution that PDFs were made with: whether they are still the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.engine import program
from pipeline.engine.manifest import Manifest


class TexFiles:
    """Files known by content, which is read again where their state has changed."""

    def __init__(self, manifest: Manifest) -> None:
        self.states = manifest.states
        self._manifest = manifest
        self._looked_at: dict[str, str] = {}

    def hash(self, name: str) -> str:
        """Return the SHA-256 of the file `name`; '' where it cannot be read."""
        if name not in self._looked_at:
            self._looked_at[name] = self._hash(Path(name))
        return self._looked_at[name]

    def set_of(self, files: Iterable[Path]) -> dict[str, str]:
        """Return the `files` with their SHA-256."""
        return {str(file): self.hash(str(file)) for file in files}

    def are_same(self, files: Mapping[str, str]) -> bool:
        """Tell whether all `files` are there as they were; no files are never the same."""
        found = (hash_ and self.hash(file) == hash_ for file, hash_ in files.items())
        return bool(files) and all(found)

    def _hash(self, file: Path) -> str:
        known, state = self.states.get(str(file)), program.state(file)
        if known and known[:-1] == state and isinstance(known[-1], str):
            return known[-1]
        try:
            found = program.hash_of(file) if file.is_file() else ""  # and not a pipe without end
        except OSError:
            found = ""
        if not found:
            return ""
        self.states[str(file)] = [*state, found]
        self._manifest.changed.add("")
        return found
