"""What the tests of the pipeline share: files that stand for a site."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from pipeline.model.document import Document
from pipeline.sources import yaml

# The same examples in every run; and none is too slow, whatever else the machine does.
settings.register_profile("coverpress", derandomize=True, deadline=None)
settings.load_profile("coverpress")

Write = Callable[..., Path]
Load = Callable[..., Document]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A function that writes a file, with its folders, below the test's own folder."""

    def write_file(name: str, content: str | bytes = "") -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return write_file


@pytest.fixture
def load() -> Load:
    """A function that returns the front matter, or the configuration, that a text makes."""

    def load_text(text: str = "", file: str = "letter.md") -> Document:
        document = yaml.load(text, Path(file))
        value: Any = {} if document.value is None else document.value
        return replace(document, value=value)

    return load_text
