"""Timelines against a plain list: every filter, both orders, paged, with spans of every length."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import DataError, UsageError
from kb.model import Event, Status
from kb.store.filters import Filter, MeasureTest
from kb.store.query import event_detail, find_entity, timeline
from kb.store.write import write_extraction, write_extractions
from kb.when.granularity import Granularity
from tests.store.samples import ENTITIES, MONDAY, extraction, money

DATES = (
    "2019", "2020-01-01", "2020-02", "2020-33", "2020-34", "2020-40", "2020-06-01/2020-06-20", "2020-06-30",
    "202X", "19XX", "2021-01-01/2023-12-31", "2020-12-31", "2021", "2021-01-04/2021-01-10", "2022-02-28",
    "2022-03~/2022-06~", "2023-05", "2023-06-30", "2023-07-01",
)  # fmt: skip
KINDS = ("launch", "delay", "earnings")
WHO = (
    ("nvidia",),
    ("tsmc", "nvidia"),
    ("blackwell",),
    ("tsmc", "blackwell"),
    ("nvidia", "blackwell", "tsmc"),
)
STATUSES = (Status.ACTUAL, Status.PLANNED)


@pytest.fixture(scope="module")
def sources():
    """One document for each date; kinds, entities and statuses take turns."""
    return [
        extraction(
            f"No. {at}: 英偉達推遲發貨 and number {at} moves on.",
            (f"No. {at}: 英偉達推遲發貨 and number {at} moves on.", edtf, KINDS[at % 3], WHO[at % 5],
             {"status": STATUSES[at % 2], "measures": [money(str(at * 10**9), "revenue")]}),
            source=f"{at % 4}.txt",
            published=(date(2024, 1, 1) + timedelta(days=at)).isoformat(),
        )
        for at, edtf in enumerate(DATES)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def filled(shared_database, sources):
    written = write_extractions(shared_database, sources, ENTITIES, MONDAY)
    assert sum(each.added for each in written) == len(DATES)
    return shared_database


def fits(event: Event, wish: Filter) -> bool:
    """What a filter means, in plain words."""
    start, end = wish.start or date.min, wish.end or date.max
    first, last = event.when.starts_on, event.when.ends_on
    named = [entity in event.entities for entity in wish.entities]
    return (
        {
            "overlaps": first <= end and last >= start,
            "within": start <= first and last <= end,
            "starts": start <= first <= end,
        }[wish.relation]
        and (not named or (any(named) if wish.match == "any" else all(named)))
        and (not wish.kinds or event.kind in wish.kinds)
        and (not wish.statuses or event.status in wish.statuses)
        and (wish.granularity is None or event.when.granularity.rank <= wish.granularity.rank)
        and (wish.text is None or f"number {wish.text.split()[-1]} moves" in event.title)
    )


days = st.dates(date(1899, 1, 1), date(2031, 1, 1)) | st.sampled_from([date(2020, 6, 30), date(2022, 12, 31)])


@st.composite
def filters(draw):
    window = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return Filter(
        entities=draw(st.lists(st.sampled_from(sorted(ENTITIES)), max_size=3, unique=True).map(tuple)),
        match=draw(st.sampled_from(["any", "all"])),
        start=draw(st.sampled_from([None, window[0]])),
        end=draw(st.sampled_from([None, window[1]])),
        relation=draw(st.sampled_from(["overlaps", "within", "starts"])),
        kinds=draw(st.lists(st.sampled_from(KINDS), max_size=2, unique=True).map(tuple)),
        statuses=draw(st.sampled_from([(), (Status.PLANNED,), STATUSES])),
        text=draw(st.none() | st.integers(0, len(DATES)).map(lambda number: f"推遲 number {number}")),
        granularity=draw(st.none() | st.sampled_from(list(Granularity))),
    )


def test_every_filter_means_what_it_says(filled):
    everything = timeline(filled)
    assert len(everything) == len(DATES)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(filters(), st.sampled_from(["oldest", "newest"]), st.integers(1, 7))
    def check(wish, order, limit):
        wanted = [event for event in everything if fits(event, wish)]
        assert list(timeline(filled, wish)) == wanted
        ordered = wanted if order == "oldest" else wanted[::-1]
        shown, cursor = [], None
        while True:
            page = timeline(filled, wish, order=order, limit=limit, cursor=cursor)
            assert len(page) <= limit
            shown += page
            cursor = page.cursor
            if cursor is None:
                break
        assert shown == ordered

    check()


def test_first_days_are_in_order(filled):
    starts = [event.when.starts_on for event in timeline(filled)]
    assert starts == sorted(starts)


def test_a_page_goes_on_where_it_stopped_while_the_base_grows(database, sources):
    for source in sources[:8]:
        write_extraction(database, source, ENTITIES, MONDAY)
    first = timeline(database, limit=5)
    rest = timeline(database)[5:]
    for source in sources[8:10]:
        write_extraction(database, source, ENTITIES, MONDAY)
    assert timeline(database, limit=100, cursor=first.cursor) == rest


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "輝達", "////////////", "-1"])
def test_a_cursor_that_is_none(filled, cursor):
    with pytest.raises(DataError, match="cursor"):
        timeline(filled, cursor=cursor)


def test_measures_sources_languages_and_assertion(filled):
    dear = timeline(filled, Filter(measures=(MeasureTest("revenue", ">", 15 * 10**9, "USD"),)))
    assert {int(event.measures[0].value) // 10**9 for event in dear} == {16, 17, 18}
    assert timeline(filled, Filter(measures=(MeasureTest("revenue", ">", 1, "EUR"),))) == []
    assert {event.sources for event in timeline(filled, Filter(source="3.txt"))} == {("3.txt",)}
    assert len(timeline(filled, Filter(language="en"))) == len(DATES)
    assert timeline(filled, Filter(language="e")) == []
    assert len(timeline(filled, Filter(as_of=date(2024, 1, 3)))) == 3


def test_a_reversed_window_and_an_unknown_comparison():
    with pytest.raises(UsageError, match="reversed"):
        Filter(start=date(2024, 2, 1), end=date(2024, 1, 1))
    with pytest.raises(UsageError, match="compares nothing"):
        MeasureTest("revenue", "~", 1)


def test_the_sql_of_a_timeline_can_be_run_as_it_stands(filled):
    from kb.store.sql import run_sql

    page = timeline(filled, Filter(entities=("nvidia",), kinds=("launch",), text="推遲"), limit=3)
    rows = run_sql(filled, page.sql).rows
    assert [row[1] for row in rows][:3] == [event.id for event in page]


def test_an_event_by_the_beginning_of_its_id(filled):
    event = timeline(filled)[0]
    assert event_detail(filled, event.id[:10]).event == event
    for wrong in ("zzzz", "", "'", "%"):
        with pytest.raises(DataError, match="unknown event"):
            event_detail(filled, wrong)


@pytest.mark.parametrize("name", ["輝達", "辉达", "ＮＶＩＤＩＡ", "nvda", "nvidia  corp.", "nvidia"])
def test_an_entity_by_any_of_its_names(filled, name):
    assert find_entity(filled, name) == ENTITIES["nvidia"]


def test_an_entity_that_nobody_knows(filled):
    with pytest.raises(DataError, match="did you mean"):
        find_entity(filled, "Nvidea")
