"""Chromium for tests: Debian's own, driven by Playwright, without network.

A module of tests asks for `chromium` (started once for it: while it lives, asyncio is taken in its thread) or,
for each test, for `page`. What a page says on its console as an error is in `page_errors`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# In a container there are no namespaces for Chromium's sandbox, and little shared memory. Nothing that a test
# does not ask for goes over the network.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str | None:
    """Where the browser is on this machine; None where it has none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium_path()
    if path is None:
        pytest.skip("Chromium is not installed; on Debian: apt-get install chromium")
    api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
    )
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page, 1280 by 800, in the time zone of New York, that reaches files and this machine only."""
    context = chromium.new_context(timezone_id="America/New_York", viewport={"width": 1280, "height": 800})
    context.route(_is_elsewhere, lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.fixture
def page_errors(page: Page) -> list[str]:
    """What the page throws and what it writes to the console as an error, as it comes."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    return errors


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:", "about:", "http://127.0.0.1", "http://localhost"))
