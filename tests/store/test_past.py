"""Two times: what had been asserted by a day, and what the base held at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kb.store.filters import Filter
from kb.store.past import timeline_then
from kb.store.query import timeline
from kb.store.records import Run
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, extraction, money
from tests.store.test_timeline import DATES, filters, fits
from tests.store.test_timeline import sources as sources

DAYS = [datetime(2024, 12, day, tzinfo=UTC) for day in (1, 2, 3)]
TEXT = "Nvidia lost $279 billion in one day."


def reading(edtf: str, source: str, published: str):
    more = {"measures": [money("-279e9", "market_cap_change")]}
    return extraction(
        TEXT, (TEXT[:-1], edtf, "market_cap", ("nvidia",), more), source=source, published=published
    )


@pytest.fixture
def story(database):
    """Read wrongly on the first day, better on the second; told exactly by another source on the third."""
    for day, given in zip(
        DAYS,
        (
            reading("2023", "a", "2024-09-05"),
            reading("2024-09", "a", "2024-09-05"),
            reading("2024-09-04", "b", "2024-11-25"),
        ),
        strict=True,
    ):
        write_extraction(database, given, ENTITIES, Run(day, "1"))
    return database


def edtf(events):
    return [event.when.edtf for event in events]


def test_what_the_base_held(story):
    assert edtf(timeline(story)) == ["2024-09-04"]
    held = [edtf(timeline_then(story, recorded_by=day + timedelta(hours=1))) for day in DAYS]
    assert held == [["2023"], ["2024-09"], ["2024-09-04"]]
    assert timeline_then(story, recorded_by=DAYS[0] - timedelta(seconds=1)) == []


def test_what_had_been_asserted(story):
    assert edtf(timeline_then(story, Filter(as_of=date(2024, 10, 1)))) == ["2024-09"]
    assert edtf(timeline_then(story, Filter(as_of=date(2024, 12, 1)))) == ["2024-09-04"]
    assert timeline_then(story, Filter(as_of=date(2024, 9, 1))) == []


def test_a_page_shows_what_had_been_asserted(story):
    [event] = timeline(story, Filter(as_of=date(2024, 10, 1)), limit=5)
    assert (event.when.edtf, event.sources) == ("2024-09", ("a",))
    [event] = timeline(story, Filter(as_of=date(2024, 11, 25)), limit=5)
    assert (event.when.edtf, event.sources) == ("2024-09-04", ("a", "b"))
    assert timeline(story, Filter(as_of=date(2024, 9, 1))) == []


def test_both_times_at_once(story):
    wish = Filter(as_of=date(2024, 10, 1))
    assert edtf(timeline_then(story, wish, recorded_by=DAYS[0])) == ["2023"]


def test_it_filters_as_the_timeline_does(database, sources):
    from hypothesis import HealthCheck, given, settings

    for source in sources:
        write_extraction(database, source, ENTITIES, Run(DAYS[0], "1"))
    everything = timeline_then(database)
    assert len(everything) == len(DATES)

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(filters())
    def check(wish):
        assert timeline_then(database, wish) == [event for event in everything if fits(event, wish)]

    check()
    narrow = Filter(source="3.txt", language="en")
    assert sorted(each.id for each in timeline_then(database, narrow)) == sorted(
        each.id for each in timeline(database, narrow)
    )
