"""TimelineJS3, vis-timeline and Mermaid, each in Chromium, with what kb wrote for it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kb.errors import DataError
from kb.export.labels import date_label
from tests.export.samples import EVENTS, HOSTILE, detail, written
from tests.javascript import require

if TYPE_CHECKING:
    from playwright.sync_api import Page

BY_ID = {each.event.id: each for each in EVENTS}
SAFE = "window.attacked = 0; window.alert = () => { window.attacked = 1 }"


def _open(page: Page, folder: Path, scripts: list[Path], styles: list[Path] = ()) -> None:  # type: ignore[assignment]
    """An empty page with the program, as a file on disk."""
    links = "".join(f'<link rel="stylesheet" href="{style.as_uri()}">' for style in styles)
    programs = "".join(f'<script src="{script.as_uri()}"></script>' for script in scripts)
    (folder / "page.html").write_text(
        f'<!doctype html><meta charset="utf-8">{links}<div id="here" style="width:1200px;height:700px"></div>'
        f"<script>{SAFE}</script>{programs}",
        encoding="utf-8",
    )
    page.goto((folder / "page.html").as_uri())


def _timelinejs(page: Page, folder: Path, told: Any) -> None:
    program = require("@knight-lab/timelinejs") / "dist"
    _open(page, folder, [program / "js" / "timeline.js"], [program / "css" / "timeline.css"])
    page.evaluate(
        """told => new Promise(done => {
            const loaded = () => done(null);
            window.timeline = new TL.Timeline('here', told, {font: null});
            window.timeline.on('loaded', loaded);
            setTimeout(loaded, 4000);
        })""",
        told,
    )


def test_timelinejs_shows_every_event(page: Page, tmp_path: Path) -> None:
    _timelinejs(page, tmp_path, json.loads(written("timelinejs")))
    shown = page.evaluate(
        "() => timeline.config.events.map(event => ({id: event.unique_id, group: event.group, "
        "headline: event.text.headline, start: event.start_date.data.date_obj.toISOString(), "
        "end: event.end_date && event.end_date.data.date_obj.toISOString(), label: event.display_date}))"
    )
    assert {each["id"] for each in shown} == {f"kb-{name}" for name in BY_ID}
    for each in shown:
        told = BY_ID[each["id"].removeprefix("kb-")].event
        assert each["label"] == date_label(told.when)
        assert each["group"] == told.kind
    assert page.locator(".tl-timemarker").count() == len(EVENTS)


def test_timelinejs_keeps_days_and_months(page: Page, tmp_path: Path) -> None:
    events = [detail("A day", "2024-09-04", name="a"), detail("A quarter", "2024-34", name="b")]
    _timelinejs(page, tmp_path, json.loads(written("timelinejs", events)))
    dates = page.evaluate(
        "() => timeline.config.events.map(event => [event.start_date, event.end_date].map(each => each && "
        "[each.data.date_obj.getFullYear(), each.data.date_obj.getMonth() + 1, each.data.date_obj.getDate()]))"
    )
    assert dates == [[[2024, 4, 1], [2024, 6, 30]], [[2024, 9, 4], None]]


def test_timelinejs_shows_hostile_titles_as_text(page: Page, tmp_path: Path) -> None:
    _timelinejs(page, tmp_path, json.loads(written("timelinejs", HOSTILE)))
    headlines = page.evaluate(
        "() => [...document.querySelectorAll('h2.tl-headline')].map(each => each.textContent)"
    )
    for each in HOSTILE:
        assert any(" ".join(each.event.title.split()) in " ".join(shown.split()) for shown in headlines)
    assert page.evaluate("() => document.querySelectorAll('#here script, #here [onmouseover]').length") == 0
    assert page.evaluate("() => window.attacked") == 0


def test_timelinejs_needs_an_event() -> None:
    with pytest.raises(DataError, match="no event"):
        written("timelinejs", [])


def _vis(page: Page, folder: Path, items: Any) -> None:
    program = require("vis-timeline") / "standalone" / "umd"
    _open(page, folder, [program / "vis-timeline-graph2d.min.js"])
    page.evaluate(
        "items => { window.items = new vis.DataSet(items); window.timeline = new vis.Timeline("
        "document.getElementById('here'), items, new vis.DataSet([...new Set(items.map(each => each.group))]"
        ".map(id => ({id, content: id}))), {}) }",
        items,
    )
    page.wait_for_selector(".vis-item", state="attached")


def test_vis_timeline_reads_local_days(page: Page, tmp_path: Path) -> None:
    """In New York, where midnight in UTC is the day before."""
    _vis(page, tmp_path, json.loads(written("vis")))
    shown = page.evaluate(
        "() => timeline.itemsData.get().map(each => { const item = timeline.itemSet.items[each.id].data; "
        "const day = when => when && [when.getFullYear(), when.getMonth() + 1, when.getDate()]; "
        "const parse = when => when && vis.moment(when).toDate(); "
        "return {id: each.id, type: item.type, start: day(parse(item.start)), end: day(parse(item.end))} })"
    )
    assert {each["id"] for each in shown} == BY_ID.keys()
    for each in shown:
        when = BY_ID[each["id"]].event.when
        assert date(*each["start"]) == when.starts_on
        if each["type"] == "range":
            assert date(*each["end"]) == when.ends_on + timedelta(days=1)
        else:
            assert (each["type"], each["end"]) == ("box", None)


def test_vis_timeline_draws_ranges_and_hostile_titles(page: Page, tmp_path: Path) -> None:
    _vis(page, tmp_path, json.loads(written("vis", [*HOSTILE, detail("A quarter", "2024-34", name="q")])))
    page.evaluate("() => timeline.fit({animation: false})")
    page.wait_for_selector(".vis-item.vis-range.kb-quarter", state="attached")
    contents = page.evaluate(
        "() => [...document.querySelectorAll('.vis-item-content')].map(each => each.textContent)"
    )
    for each in HOSTILE:
        assert any(" ".join(each.event.title.split()) in shown for shown in contents)
    assert page.evaluate("() => document.querySelectorAll('#here script, #here [onmouseover]').length") == 0
    assert page.evaluate("() => window.attacked") == 0


def _mermaid(page: Page, folder: Path, diagram: str) -> str:
    _open(page, folder, [require("mermaid") / "dist" / "mermaid.min.js"])
    page.evaluate("() => mermaid.initialize({startOnLoad: false, securityLevel: 'strict'})")
    page.evaluate("diagram => mermaid.parse(diagram)", diagram)
    return str(
        page.evaluate(
            "async diagram => { const {svg} = await mermaid.render('drawn', diagram); "
            "document.getElementById('here').innerHTML = svg; return document.getElementById('here').textContent }",
            diagram,
        )
    )


def _letters(text: str) -> str:
    """Without the spaces at which lines are broken."""
    return "".join(text.split())


def test_mermaid_parses_and_draws_every_event(page: Page, tmp_path: Path) -> None:
    drawn = _letters(_mermaid(page, tmp_path, written("mermaid").decode()))
    for each in EVENTS:
        assert _letters(each.event.title) in drawn
        assert _letters(date_label(each.event.when)) in drawn
    assert page.evaluate("() => window.attacked") == 0


def test_mermaid_has_as_many_events(page: Page, tmp_path: Path) -> None:
    _mermaid(page, tmp_path, written("mermaid").decode())
    assert page.evaluate("() => document.querySelectorAll('#here .eventWrapper').length") == len(EVENTS)


def _narrow(text: str) -> str:
    """With the marks that were widened as they were."""
    return "".join(
        chr(ord(each) - 0xFEE0) if each in "＃！．［］" else each for each in text if each != "\u200b"
    )


def test_markwhen_is_read_by_its_parser(tmp_path: Path) -> None:
    from tests.javascript import run_node

    (tmp_path / "a.mw").write_bytes(written("markwhen"))
    found = run_node("markwhen.mjs", "@markwhen/parser", tmp_path / "a.mw")
    assert found["header"]["title"] == "A title: 「時間軸」"
    assert found["errors"] == []
    assert len(found["events"]) == len(EVENTS)
    for each, told in zip(found["events"], EVENTS, strict=True):
        event = told.event
        assert (each["from"], each["to"]) == (
            event.when.starts_on.isoformat(),
            event.when.ends_on.isoformat(),
        )
        assert set(each["tags"]) == {
            event.kind,
            event.status.value,
            *(name.replace("-", "_") for name in event.entities),
        }
        assert _narrow(each["title"]).startswith(_narrow(" ".join(event.title.split())))
        assert len(each["body"]) >= len(told.evidence)
