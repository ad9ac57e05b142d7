"""The page over a live base, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kb
from tests.serve.conftest import EVENTS, fill, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'kb.db'}"
    fill(address)
    return address


def test_live_page(page: Page, page_errors: list[str], url: str) -> None:
    with serving(url, "--title", "Chips") as (address, _):
        page.goto(f"{address}#lang=en")
        page.wait_for_selector("html[data-ready]", state="attached")
        assert page.locator("h1").inner_text() == "Chips"
        assert page.locator("#count").inner_text() == f"{len(EVENTS)} events"

        # The server searches, in both scripts.
        page.fill("#search", "推迟")
        page.locator("#count", has_text="1 event").wait_for()
        page.locator("#list .row").click()
        page.locator("#card h2", has_text="Blackwell 推遲出貨").wait_for()
        assert "Harbor Wire" in page.locator("#card").inner_text()
        page.keyboard.press("Escape")

        # What is written meanwhile is there with the next question.
        with kb.open(url) as base:
            base.add("2026", "Rubin is to come", kind="launch", entities=("rubin",), status="planned")
        page.fill("#search", "")
        page.locator("#count", has_text=f"{len(EVENTS) + 1} events").wait_for()

        page.locator('[popovertarget="menu-entity"]').click()
        page.locator("#menu-entity").get_by_label("AMD").check()
        page.locator("#count", has_text="1 of 6").wait_for()
    assert page_errors == []


def test_a_shared_view_asks_for_what_it_shows(page: Page, url: str) -> None:
    with serving(url) as (address, _):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}#lang=en&entity=amd&from=2024-10-01&to=2024-10-31")
        page.wait_for_selector("html[data-ready]", state="attached")
        assert page.locator("#list .title").all_inner_texts() == ["AMD 发布 MI325X 芯片"]
    (events,) = [each for each in asked if "/page/events" in each]
    assert "entity=amd" in events
    assert "from=2024-10-01&to=2024-10-31" in events


def test_a_server_that_fails_is_said(page: Page, url: str) -> None:
    with serving(url) as (address, process):
        page.goto(f"{address}#lang=en")
        page.wait_for_selector("html[data-ready]", state="attached")
        process.kill()
        process.wait()
        page.locator("#list .row").first.click()
        page.locator("#said", has_text="The server did not answer").wait_for(state="attached")
