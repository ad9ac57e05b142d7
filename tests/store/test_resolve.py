"""Events kept up step by step are those that resolving everything at once would give, in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.events.same import resolve
from kb.model import Status
from kb.store import fresh, ties
from kb.store.check import check_rows
from kb.store.database import open_database
from kb.store.nearby import Concerned, Search
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


@pytest.fixture(params=["all that is tied", "as little as will do", "what comes is known"])
def search(request, monkeypatch):
    """The ways of finding what a change concerns: those for few statements of a kind and for many, and that for
    many which come at once and are not read back."""
    if request.param == "as little as will do":
        monkeypatch.setattr(ties, "MANY", 0)
    if request.param == "what comes is known":
        monkeypatch.setattr(fresh, "MANY", 0)


def test_step_by_step_is_all_at_once(database, search):
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


dense = st.tuples(
    st.sampled_from(
        (
            *(f"2024-01-{day:02}" for day in range(1, 9)),
            "2024-01",
            "2024-01~",
            "2024-33",
            "2024",
            "2024-01-02/2024-01-07",
        )
    ),
    st.sampled_from([("nvidia",), ("nvidia", "tsmc"), ("nvidia", "blackwell")]),
    st.lists(st.sampled_from(["1e9", "1.003e9", "2e9", "3e9", "-1e9"]), max_size=2),
    st.sampled_from([Status.ACTUAL, Status.ACTUAL, Status.PLANNED, Status.RUMORED]),
)


@pytest.mark.parametrize("kind", ["launch", "share_price", "earnings", "investment"])
def test_many_of_a_kind_are_found_by_few(own_sqlite, monkeypatch, kind):
    """Statements so dense that most coarse ones could mean several days, and join none."""
    monkeypatch.setattr(ties, "MANY", 0)

    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(dense, dense, st.integers(0, 9)), min_size=15, max_size=25))
    def check(documents):
        held = []
        for number, (*told, forget) in enumerate(documents):
            claims = [
                (part, when, kind, who, {"measures": list(map(money, values)), "status": status})
                for part, (when, who, values, status) in zip(PARTS, told, strict=False)
            ]
            read = extraction("; ".join(PARTS), *claims, source=f"{number}.txt")
            write_extraction(own_sqlite, read, ENTITIES, MONDAY)
            held.append(read.document.id)
            if forget == 0:
                delete_document(own_sqlite, held.pop(0), MONDAY)
            assert by_id(timeline(own_sqlite)) == by_id(everything_at_once(own_sqlite))
        for name in held:
            delete_document(own_sqlite, name, MONDAY)
        assert not timeline(own_sqlite)

    check()


def test_one_more_among_many_concerns_few(own_sqlite, monkeypatch):
    """A month that could mean any of its days is not looked at again, nor are the days that it could mean."""
    found: list[Concerned] = []
    run = Search.run

    def watched(self):
        run(self)
        found.append(self._found)

    monkeypatch.setattr(Search, "run", watched)
    whens = [f"2024-01-{day:02}" for day in range(1, 29)] + ["2024-01", "2024-33", "2024", "202X"] * 6
    for number, when in enumerate(whens):
        told = ("clause 0", when, "launch", ("nvidia",))
        write_extraction(own_sqlite, extraction("clause 0", told, source=f"{number}"), ENTITIES, MONDAY)
    for when in ("2024-01-10", "2024-01-29", "2024-01", "2024"):
        found.clear()
        told = ("clause 0", when, "launch", ("nvidia",))
        write_extraction(own_sqlite, extraction("clause 0", told, source=f"more {when}"), ENTITIES, MONDAY)
        assert len(found) == 1
        assert len(found[0].pks) < 10
    assert by_id(timeline(own_sqlite)) == by_id(everything_at_once(own_sqlite))


@pytest.fixture
def own_sqlite(tmp_path):
    with open_database(f"sqlite:///{tmp_path / 'kb.db'}") as opened:
        yield opened


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
