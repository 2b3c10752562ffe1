"""The press that the tests of the page share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline import typeset
from tests.page_tools import Press


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Press]:
    """Yield the press of this run of the tests, which all of its processes share.

    It has a warm engine, whose pages others hold against those of a process for each.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "press"
    folder.mkdir(exist_ok=True)
    with typeset.warm_engine() as engine:
        yield Press(folder, engine)
