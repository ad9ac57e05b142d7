"""Events kept up step by step are those that resolving everything at once would give, in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.events.same import resolve
from kb.store.check import check_rows
from kb.store.query import timeline
from kb.store.records import Run
from kb.store.same import record_of
from kb.store.statement_rows import load_statements
from kb.store.tables import statement
from kb.store.write import delete_document, write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction, money

PARTS = [f"clause {number}" for number in range(4)]
DATES = (
    "2024",
    "2024-09",
    "2024-09-03",
    "2024-09-04",
    "2024-09-05",
    "2024-33",
    "202X",
    "2023-12-30/2024-01-05",
)

claims = st.tuples(
    st.sampled_from(DATES),
    st.sampled_from(["market_cap", "launch", "delay"]),
    st.sampled_from([("nvidia",), ("nvidia", "tsmc"), ("tsmc",), ()]),
    st.sampled_from(["279000000000", "280000000000", "1"]).map(lambda value: {"measures": [money(value)]}),
)


@st.composite
def readings(draw):
    """A reading of one of four documents."""
    source = draw(st.sampled_from("abcd"))
    found = draw(st.lists(st.none() | claims, min_size=len(PARTS), max_size=len(PARTS)))
    told = [(part, *claim) for part, claim in zip(PARTS, found, strict=True) if claim]
    return extraction(f"{source}: {'; '.join(PARTS)}", *told, source=f"{source}.txt")


def everything_at_once(database):
    with database.read() as connection:
        told = load_statements(connection, statement.c.retired_at.is_(None))
        return resolve(map(record_of, told))


def by_id(events):
    return sorted(events, key=lambda event: event.id)


def test_step_by_step_is_all_at_once(database):
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(readings(), st.booleans()), min_size=1, max_size=6))
    def check(steps):
        for number, (reading, forget) in enumerate(steps):
            run = Run(MONDAY.at + timedelta(hours=number), "1")
            if forget:
                delete_document(database, reading.document.id, run)
            else:
                write_extraction(database, reading, ENTITIES, run)
            assert by_id(timeline(database)) == by_id(everything_at_once(database))
        assert check_rows(database) == []

    check()


def test_the_order_of_ingestion_does_not_matter(database):
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(readings(), min_size=2, max_size=4, unique_by=lambda each: each.document.id), st.data())
    def check(read, data):
        shown = []
        for ordered in (read, data.draw(st.permutations(read))):
            for each in ordered:
                write_extraction(database, each, ENTITIES, MONDAY)
            shown.append(by_id(timeline(database)))
            for each in ordered:
                delete_document(database, each.document.id, MONDAY)
        assert shown[0] == shown[1]

    check()


def test_recorded_times_are_kept(database):
    first, second = (extraction("a clause 0", ("clause 0", edtf), source="a") for edtf in ("2024", "2023"))
    write_extraction(database, first, ENTITIES, MONDAY)
    later = Run(datetime(2025, 1, 1, tzinfo=UTC), "2")
    write_extraction(database, second, ENTITIES, later)
    with database.read() as connection:
        versions = [
            each.row for each in load_statements(connection, statement.c.id == first.statements[0].id)
        ]
    assert [(row["recorded_at"], row["retired_at"], row["version"]) for row in versions] == [
        (MONDAY.at, later.at, "1.0"),
        (later.at, None, "2"),
    ]
