"""A page of twenty thousand events, in the time that the browser's main thread itself works."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.page import OURS, THEIRS, measure, synthetic_details, write_pages
from kb.export.page import write_page
from tests.javascript import require

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

EVENTS = 20_000
FEWER = 800
# Seconds of the processor: until the page answers, and for a step of a drag, where a long task would begin.
USABLE = 1.0
FRAME = 0.05


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "many.html"
    with path.open("w", encoding="utf-8") as out:
        assert write_page(islice(synthetic_details(EVENTS), EVENTS), out) == EVENTS
    return path.as_uri()


def test_faster_than_vis_timeline(chromium: Browser, tmp_path: Path) -> None:
    """The same events, in the same run, until a first turn of the wheel is answered."""
    vis = require("vis-timeline")
    ours, theirs = write_pages(tmp_path, FEWER, vis)
    assert measure(chromium, ours, *OURS).work < measure(chromium, theirs, *THEIRS).work


def _worked(session: CDPSession) -> float:
    """Seconds of the processor that the page's main thread has had."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def _opened(page: Page, address: str) -> tuple[CDPSession, float]:
    """The page opened and zoomed once, and the seconds of the processor that this took."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{address}#lang=en")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#zoom-in").click()
    assert page.locator("#count").inner_text() == "20,000 events"
    return session, _worked(session)


def test_twenty_thousand_events(page: Page, page_errors: list[str], address: str) -> None:
    session, worked = _opened(page, address)
    if worked >= USABLE:
        # Once more: what else runs takes the processor's caches away.
        with page.context.new_page() as again:
            worked = _opened(again, address)[1]
    assert worked < USABLE
    assert page.locator("#list .row").count() < 40

    page.mouse.move(700, 560)
    page.mouse.down()
    before = _worked(session)
    for step in range(40):
        page.mouse.move(700 - 8 * step, 560)
        page.wait_for_timeout(16)
    page.mouse.up()
    assert (_worked(session) - before) / 40 < FRAME

    page.fill("#search", "No. 19999")
    page.locator("#count", has_text="1 of 20,000").wait_for(timeout=20_000)
    assert page_errors == []
