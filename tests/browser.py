"""A real browser, and what it finds that a person who cannot see would miss."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str:
    """Return the path of Chromium, or skip."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("Chromium is not installed: `make browser`")
    return found


@contextmanager
def opened(address: str, *, scheme: str = "light", misses: bool = False) -> Iterator[Page]:
    """Open `address`, and fail where the page says anything in its console.

    With `misses`, files may go while it asks for them.
    """
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    path = executable()
    with sync_playwright() as playwright:
        own = os.geteuid() if hasattr(os, "geteuid") else 1
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if own == 0 else []
        )
        context = browser.new_context(
            viewport={"width": 1400, "height": 850},
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        yield page
        browser.close()
    told = [one for one in said if not (misses and one.startswith("Failed to load resource"))]
    assert not told, told


def barriers(page: Page) -> str:
    """Return what axe finds on `page`, '' for nothing."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    return str(found.generate_report()) if found.violations_count else ""
