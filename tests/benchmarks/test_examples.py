"""The examples hold what the README asks of them."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kb.curated.event import CuratedEvent
from kb.curated.table import read_table

EXAMPLES = Path(__file__).parents[2] / "examples"
ARTICLES = sorted(EXAMPLES.glob("*.md"))


@pytest.fixture(scope="module")
def events():
    return list(read_table(EXAMPLES / "nvidia.csv"))


def test_every_row_is_an_event(events):
    assert len(events) >= 44
    assert [event for event in events if not isinstance(event, CuratedEvent)] == []
    assert all(event.kind and event.entities and event.status for event in events)


def test_dates_are_written_in_many_ways(events):
    shapes = {re.sub(r"\d", "9", re.sub(r"[A-Z][a-z]{2,}", "Month", event.written)) for event in events}
    assert len(shapes) >= 20


def test_market_cap_milestones(events):
    caps = [
        (measure.value, event.when.starts_on.isoformat())
        for event in events
        for measure in event.measures or ()
        if event.kind == "market_cap" and measure.metric == "market_cap"
    ]
    trillion = Decimal(10) ** 12
    assert [day for value, day in caps if value == trillion] == ["2023-05-30", "2023-06-13"]
    assert [day for value, day in caps if value == 2 * trillion] == ["2024-02-23", "2024-03-01"]
    assert [day for value, day in caps if value == 3 * trillion] == ["2024-06-05"]


def test_blackwell_slips(events):
    targets = [
        (event.kind, event.status.value, event.when.edtf)
        for event in events
        if event.entities[0] == "blackwell" and event.kind in ("shipment", "delay")
    ]
    assert ("shipment", "planned", "2024-34") in targets
    assert ("delay", "planned", "2024-36") in targets
    assert [status for kind, status, _ in targets if kind == "shipment"][-1] == "actual"


def test_the_drop_is_dated_twice(events):
    [drop] = [event for event in events if "279 billion" in event.title]
    article = (EXAMPLES / "nvidia-drop.en.md").read_text("utf-8")
    assert drop.when.edtf == "2024-09-04"
    assert "September 3" in article
    assert "$279 billion" in article


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_articles_say_when_they_were_published(path):
    head, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    assert re.search(r"^published: \d{4}-\d\d-\d\d$", head, re.MULTILINE)
    assert len(body) > 1000


def test_articles_are_in_three_scripts():
    assert sorted(path.suffixes[-2] for path in ARTICLES) == [".en", ".en", ".zh-Hans", ".zh-Hant"]
