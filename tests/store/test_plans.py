"""Schedules, gaps, disagreements, totals and neighbours."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date, timedelta

import pytest

from kb.model import Status
from kb.store.counts import PERIODS, counts, nearest, together
from kb.store.filters import Filter
from kb.store.plans import Revision, conflicts, gaps, newest_day, schedule
from kb.store.query import timeline
from kb.store.sql import run_sql
from kb.store.write import write_extraction
from kb.when.span import TimeSpan
from tests.store.samples import ENTITIES, MONDAY, TUESDAY, extraction, money

PLANNED = {"status": Status.PLANNED}
TEN, TWELVE = ({"measures": [money(value, "revenue")]} for value in ("10e9", "12e9"))
STORY = (
    # text, date, kind, entities, more, published
    ("ships in Q2", "2024-34", "shipment", ("blackwell", "nvidia"), PLANNED, "2024-03-18"),
    ("slips to Q3", "2024-35", "delay", ("blackwell", "nvidia"), PLANNED | {"was": "2024-34"}, "2024-05-01"),
    ("fab opens in May", "2024-05", "facility", ("tsmc",), PLANNED, "2024-01-10"),
    ("opened its lab", "2024-02-01", "facility", ("nvidia",), {}, "2024-02-01"),
    ("revenue of 10", "2024-33", "earnings", ("nvidia",), TEN, "2024-05-22"),
    ("revenue of 12", "2024-33", "earnings", ("nvidia",), TWELVE, "2024-05-23"),
)  # fmt: skip


def tell(database, text, edtf, kind, entities, more, published):
    given = extraction(text, (text, edtf, kind, entities, more), source=f"{text}.txt", published=published)
    write_extraction(database, given, ENTITIES, MONDAY)


@pytest.fixture(scope="module")
def filled(shared_database):
    for part in STORY:
        tell(shared_database, *part)
    return shared_database


def test_schedule(filled):
    first, second = schedule(filled, "blackwell")
    assert (first.edtf, first.slip_days, first.status) == ("2024-34", None, Status.PLANNED)
    assert (second.edtf, second.slip_days, second.said_on) == ("2024-35", 92, date(2024, 5, 1))
    assert schedule(filled, "blackwell", as_of=date(2024, 4, 1)) == [first]
    assert schedule(filled, "nobody") == []


def targets(database, entity, **more):
    return [(each.status.value, each.edtf, each.slip_days) for each in schedule(database, entity, **more)]


def test_news_of_a_trouble_is_no_target(database):
    tell(database, "ships in Q4", "2024-36", "shipment", ("blackwell",), PLANNED, "2024-08-28")
    rumor = {"status": Status.RUMORED}
    tell(database, "racks overheat", "2024-11-17", "delay", ("blackwell",), rumor, "2024-11-17")
    tell(database, "no delay", "2025-33", "delay", ("blackwell",), {"status": Status.DENIED}, "2024-11-18")
    tell(database, "may slip to March", "2025-03", "delay", ("blackwell",), rumor, "2024-11-19")
    assert targets(database, "blackwell") == [("planned", "2024-36", None), ("rumored", "2025-03", 90)]


def test_a_target_told_again_is_no_revision(database):
    for text, edtf, published in (
        ("ships in Q2", "2024-34", "2024-03-18"),
        ("ships in Q4", "2024-36", "2024-08-28"),
        ("was to ship in Q2", "2024-34", "2024-11-21"),
        ("first meant for Q1", "2024-33", "2024-11-22"),
    ):
        tell(database, text, edtf, "shipment", ("blackwell",), PLANNED, published)
    told = [("planned", "2024-34", None), ("planned", "2024-36", 184)]
    assert targets(database, "blackwell", as_of=date(2024, 11, 21)) == told
    assert targets(database, "blackwell") == [
        ("planned", "2024-33", None), ("planned", "2024-34", 91), ("planned", "2024-36", 184),
    ]  # fmt: skip


def test_one_text_tells_a_plan_two_slips_and_the_delivery(database):
    """Of an organization, whose other texts are about other things."""
    text = "due in Q1, moved to June, put off to Q3, came on August 20"
    given = extraction(
        text,
        ("due in Q1", "2024-33", "shipment", ("tsmc",), PLANNED),
        ("moved to June", "2024-06", "delay", ("tsmc",), PLANNED | {"was": "2024-33"}),
        ("put off to Q3", "2024-35", "delay", ("tsmc",), {"was": "2024-06"}),
        ("came on August 20", "2024-08-20", "shipment", ("tsmc",)),
        published="2024-10-05",
    )
    write_extraction(database, given, ENTITIES, MONDAY)
    tell(database, "ships in 2026", "2026", "shipment", ("tsmc",), PLANNED, "2024-10-06")
    assert targets(database, "tsmc") == [
        ("planned", "2024-33", None), ("planned", "2024-06", 91), ("planned", "2024-35", 92),
        ("actual", "2024-08-20", 0), ("planned", "2026", None),
    ]  # fmt: skip


def test_it_has_not_come_where_a_later_date_was_given_since(database):
    tell(database, "ships in Q2", "2024-34", "shipment", ("blackwell",), PLANNED, "2024-03-18")
    tell(database, "ships in Q4", "2024-36", "shipment", ("blackwell",), PLANNED, "2024-08-28")
    tell(database, "shipped in Q2", "2024-34", "shipment", ("blackwell",), {}, "2024-09-04")
    assert targets(database, "blackwell") == [("planned", "2024-34", None), ("planned", "2024-36", 184)]
    tell(database, "shipped on October 2", "2024-10-02", "shipment", ("blackwell",), {}, "2024-11-08")
    tell(database, "ships this quarter", "2024-10/2024-12", "shipment", ("blackwell",), PLANNED, "2024-12-01")
    assert targets(database, "blackwell")[-1] == ("actual", "2024-10-02", 0)


def test_a_product_is_scheduled_whoever_brings_it_out(database):
    tell(database, "brings it in May", "2024-05", "launch", ("nvidia", "blackwell"), PLANNED, "2024-03-18")
    tell(database, "brought it in June", "2024-06-01", "launch", ("nvidia", "blackwell"), {}, "2024-06-01")
    assert targets(database, "blackwell") == [("planned", "2024-05", None), ("actual", "2024-06-01", 1)]
    assert targets(database, "nvidia") == []


def test_what_the_base_held_of_a_schedule(database):
    tell(database, "ships in Q2", "2024-34", "shipment", ("blackwell",), PLANNED, "2024-03-18")
    again = extraction("ships in Q2", source="ships in Q2.txt", published="2024-03-18")
    write_extraction(database, again, ENTITIES, TUESDAY)
    assert targets(database, "blackwell") == []
    assert targets(database, "blackwell", recorded_by=MONDAY.at) == [("planned", "2024-34", None)]
    assert targets(database, "blackwell", recorded_by=MONDAY.at - timedelta(seconds=1)) == []


def test_the_view_is_the_query(filled):
    shown = run_sql(filled, "SELECT * FROM schedule WHERE entity = 'blackwell' ORDER BY revision")
    assert list(shown.columns) == [field.name for field in fields(Revision)]
    assert (
        [row[2] for row in shown.rows] == [each.revision for each in schedule(filled, "blackwell")] == [1, 2]
    )


def test_the_newest_day(database):
    assert newest_day(database) is None
    for part in STORY:
        tell(database, *part)
    assert newest_day(database) == date(2024, 5, 23)


def test_a_rumor_of_what_is_past_is_no_gap(database):
    rumor = {"status": Status.RUMORED}
    tell(database, "bought it", "2024-05-01", "acquisition", ("nvidia",), rumor, "2024-05-02")
    tell(database, "will buy it", "2024-06", "acquisition", ("nvidia",), rumor, "2024-05-02")
    assert [event.title for event in gaps(database, date(2024, 9, 1))] == ["will buy it"]


def test_gaps_close_when_it_happens_or_is_put_off(database):
    for part in STORY:
        tell(database, *part)

    def missing(day):
        return [event.title for event in gaps(database, day)]

    assert missing(date(2024, 4, 1)) == []
    assert missing(date(2024, 6, 1)) == ["fab opens in May"]
    assert missing(date(2024, 7, 1)) == ["fab opens in May"], "Q2 was put off to Q3"
    assert missing(date(2024, 10, 1)) == ["fab opens in May", "slips to Q3"]
    tell(database, "shipped at last", "2024-12-01", "shipment", ("blackwell",), {}, "2024-12-01")
    assert missing(date(2025, 1, 1)) == ["fab opens in May"]
    off = {"status": Status.CANCELLED}
    tell(database, "no fab after all", "2024-06", "facility", ("tsmc",), off, "2024-06-03")
    assert missing(date(2025, 1, 1)) == []


def test_conflicts(filled):
    [found] = conflicts(filled)
    assert (found.field, found.left_value, found.right_value) == (
        "revenue",
        "10000000000 USD",
        "12000000000 USD",
    )
    assert (found.left_quote, found.right_quote) == ("revenue of 10", "revenue of 12")


def test_counts_are_those_of_the_timeline(filled):
    for name, period in PERIODS.items():
        events = timeline(filled)
        told = Counter(period(event.when.starts_on) for event in events)
        assert dict(counts(filled, period)) == told, name
        told = Counter(
            period(event.when.starts_on) for event in timeline(filled, Filter(entities=("nvidia",)))
        )
        assert dict(counts(filled, period, entity_id="nvidia")) == told, name
    window = {"start": date(2024, 2, 1), "end": date(2024, 5, 31), "kinds": ("facility", "shipment")}
    assert counts(filled, PERIODS["month"], **window) == [
        (TimeSpan.month(2024, 2), 1),
        (TimeSpan.month(2024, 4), 1),
        (TimeSpan.month(2024, 5), 1),
    ]


def test_together(filled):
    assert together(filled, "nvidia") == [("blackwell", 2)]
    assert together(filled, "tsmc") == []


def test_nearest(filled):
    before, after = nearest(filled, date(2024, 4, 1), limit=2)
    assert [event.title for event in before] == ["opened its lab", timeline(filled)[0].title]
    assert [event.title for event in after] == ["ships in Q2", "fab opens in May"]
    assert nearest(filled, date.min)[0] == []
    assert nearest(filled, date.max)[1] == []


def test_what_is_printed_can_be_run(filled):
    today = date(2024, 10, 1)
    for page in (
        schedule(filled, "blackwell"),
        gaps(filled, today),
        conflicts(filled),
        together(filled, "nvidia"),
        nearest(filled, today)[0],
    ):
        assert len(run_sql(filled, page.sql).rows) == len(page) or page.cursor
