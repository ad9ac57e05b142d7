"""Statements are made once a shape, read what SQLAlchemy would, and add up days in the order in which they lie."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from kb.store import timeline as timelines
from kb.store.counts import PERIODS, counts
from kb.store.event_rows import EVENT_COLUMNS, read_event
from kb.store.filters import Filter
from kb.store.query import timeline
from kb.store.sql import run_sql
from kb.store.tables import event
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction, money

START = date(2020, 1, 1)
DATES = ("2020-02", "2020-34", "2021-06-01/2021-06-20", "202X", "2022-02-28", "2023-05~", "2024-09~/2024-12~")
NAMED = (("nvidia",), ("tsmc", "nvidia"), ())


@pytest.fixture(scope="module")
def filled(shared_database):
    """Events with all that a row can hold: spans, measures, several statements, conflicts."""
    told = [f'Item {at}, "quoted" \\ and 推遲.' for at in range(60)]
    for source, more in (("a.txt", 0), ("b.txt", 1)):
        story = extraction(
            " ".join(told),
            *(
                (
                    each,
                    DATES[at % 7] if at % 2 else (START + timedelta(days=at * 20)).isoformat(),
                    "launch",
                    NAMED[at % 3],
                    {"measures": [money(str((at + more) * 10**9), "revenue")] if at % 4 else []},
                )
                for at, each in enumerate(told)
            ),
            source=source,
        )
        write_extraction(shared_database, story, ENTITIES, MONDAY)
    with shared_database.write() as connection:
        connection.execute(text("ANALYZE"))
    return shared_database


def test_rows_are_read_as_sqlalchemy_reads_them(filled):
    with filled.read() as connection:
        rows = connection.execute(select(*EVENT_COLUMNS).order_by(event.c.pk)).all()
    expected = [read_event(row) for row in rows]
    assert timeline(filled) == expected
    assert any(each.conflicts for each in expected)
    assert any(len(each.statements) > 1 for each in expected)
    assert any(not each.entities for each in expected)


def test_wishes_of_one_shape_share_a_statement(filled):
    timelines._events.cache_clear()
    for at in range(10):
        start = START + timedelta(days=at)
        wish = Filter(entities=("nvidia",), start=start, end=start + timedelta(days=400), kinds=("launch",))
        page = timeline(filled, wish, limit=5 + at)
        assert len(page) == 5 + at
        assert start.isoformat() in page.sql
    assert timelines._events.cache_info().misses == 1
    timeline(filled, Filter(entities=("nvidia",)), limit=5)
    assert timelines._events.cache_info().misses == 2


def test_values_never_become_part_of_a_shared_statement(filled):
    hostile = "launch' OR 1 = 1 --"
    assert timeline(filled, Filter(kinds=(hostile,))) == []
    assert timeline(filled, Filter(source=hostile, language=hostile)) == []
    assert run_sql(filled, timeline(filled, Filter(kinds=(hostile,)), limit=1).sql).rows == []


@pytest.mark.parametrize("period", PERIODS)
def test_counts_by_period_are_those_of_the_events(filled, period):
    expected: dict[object, int] = {}
    for each in timeline(filled):
        span = PERIODS[period](each.when.starts_on)
        expected[span] = expected.get(span, 0) + 1
    assert dict(counts(filled, PERIODS[period])) == expected
    inside = counts(filled, PERIODS[period], kinds=("launch",), start=START, end=date(2022, 12, 31))
    assert sum(number for _, number in inside) == len(
        timeline(filled, Filter(start=START, end=date(2022, 12, 31), relation="starts"))
    )
    assert counts(filled, PERIODS[period], kinds=("delay", "launch"), entity_id="nobody") == []


def test_counts_are_added_up_in_the_order_in_which_they_lie(filled):
    assert [step for step in _plan(filled, counts(filled, PERIODS["day"]).sql) if "Sort" in step] == []


def _plan(database, query: str) -> list[str]:
    if database.is_sqlite:
        steps = [row[3] for row in run_sql(database, f"EXPLAIN QUERY PLAN {query}").rows]
        return [step.replace("USE TEMP B-TREE", "Sort") for step in steps]
    # So few rows may well be hashed; what is asked is whether the key gives them in order.
    with database.read() as connection:
        for way in ("seqscan", "bitmapscan", "hashagg"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
        return list(connection.execute(text(f"EXPLAIN {query}")).scalars())
