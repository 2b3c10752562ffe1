"""The press that the tests of the page share."""

from __future__ import annotations

import pytest

from tests.page_tools import Press


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Press:
    """Return the press of this run of the tests, which all of its processes share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "press"
    folder.mkdir(exist_ok=True)
    return Press(folder)
