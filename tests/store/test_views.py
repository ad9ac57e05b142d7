"""The views: what each shows of small stories."""

from __future__ import annotations

import pytest

from kb.model import Status
from kb.store.sql import run_sql
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction, money


def tell(database, text: str, *told, **facts) -> None:
    write_extraction(database, extraction(text, *told, **facts), ENTITIES, MONDAY)


def rows(database, query: str) -> list[tuple]:
    return [tuple(map(_plain, row)) for row in run_sql(database, query).rows]


def _plain(value):
    return value if value is None or isinstance(value, int) else str(value)


@pytest.fixture
def blackwell(database):
    """Promised for the second quarter, then the third, then late in the year; shipped in December."""
    planned = {"status": Status.PLANNED}
    who = ("blackwell", "nvidia")
    tell(
        database,
        "It ships in Q2.",
        ("ships in Q2", "2024-34", "shipment", who, planned),
        published="2024-03-18",
        source="a",
    )
    tell(
        database,
        "It slips to Q3.",
        ("slips to Q3", "2024-35", "delay", who, planned | {"was": "2024-34"}),
        published="2024-05-01",
        source="b",
    )
    tell(
        database,
        "Due in December.",
        ("Due in December", "2024-12", "shipment", who, planned),
        published="2024-08-02",
        source="c",
    )
    tell(
        database,
        "Shipped today.",
        ("Shipped today", "2024-12-09", "shipment", who),
        published="2024-12-09",
        source="d",
    )
    tell(
        database,
        "TSMC ships.",
        ("TSMC ships", "2024-12-09", "shipment", ("tsmc",)),
        published="2024-12-09",
        source="e",
    )
    return database


def test_schedule(blackwell):
    shown = rows(
        blackwell,
        "SELECT entity, milestone, revision, status, edtf, former_edtf, slip_days, said_on, source "
        "FROM schedule ORDER BY revision",
    )
    who = ("blackwell", "shipment")
    assert shown == [
        (*who, 1, "planned", "2024-34", None, None, "2024-03-18", "a"),
        (*who, 2, "planned", "2024-35", "2024-34", 92, "2024-05-01", "b"),
        (*who, 3, "planned", "2024-12", "2024-35", 92, "2024-08-02", "c"),
        (*who, 4, "actual", "2024-12-09", "2024-12", 0, "2024-12-09", "d"),
    ]


def test_a_former_target_that_nobody_else_told(database):
    tell(
        database,
        "Blackwell slips from 2024 to March 2025.",
        (
            "slips from 2024 to March 2025",
            "2025-03",
            "delay",
            ("blackwell",),
            {"was": "2024", "status": Status.PLANNED},
        ),
    )
    shown = rows(database, "SELECT revision, edtf, former_edtf, slip_days FROM schedule ORDER BY revision")
    assert shown == [(1, "2024", None, None), (2, "2025-03", "2024", 90)]


def test_conflict(database):
    told = ("fell 9.5%", "market_cap", ("nvidia",))
    for source, edtf, value in (("a", "2024-09-03", "-279e9"), ("b", "2024-09-04", "-279e9")):
        tell(
            database,
            "It fell 9.5% that day.",
            (told[0], edtf, *told[1:], {"measures": [money(value, "market_cap_change")]}),
            source=source,
        )
    shown = rows(database, "SELECT field, left_value, right_value, left_quote, right_quote FROM conflict")
    [(field, *values, left, right)] = shown
    assert (field, sorted(values), left, right) == (
        "when",
        ["2024-09-03", "2024-09-04"],
        "fell 9.5%",
        "fell 9.5%",
    )
    [(conflicts, sources)] = rows(database, "SELECT conflicts, sources FROM timeline")
    assert "2024-09-03" in conflicts
    assert "a" in sources


def test_measure_series(database):
    for quarter, value in (("2024-33", "26e9"), ("2024-34", "30.04e9")):
        tell(
            database,
            f"Revenue in {quarter}.",
            (
                f"Revenue in {quarter}",
                quarter,
                "earnings",
                ("nvidia",),
                {"measures": [money(value, "revenue")]},
            ),
        )
    shown = run_sql(
        database,
        "SELECT entity, edtf, exact, unit FROM measure_series WHERE metric = 'revenue' AND value > 27e9",
    ).rows
    assert shown == [("nvidia", "2024-34", "30040000000", "USD")]
    [(total,)] = run_sql(database, "SELECT sum(value) FROM measure_series").rows
    assert int(total) == 56_040_000_000


def test_evidence(blackwell):
    shown = rows(
        blackwell,
        "SELECT quote, sentence, entities, source, published_on, published_how, was_edtf, version, rule "
        "FROM evidence WHERE source = 'b'",
    )
    assert shown == [
        (
            "slips to Q3",
            "slips to Q3",
            "blackwell, nvidia",
            "b",
            "2024-05-01",
            "given",
            "2024-34",
            "1.0",
            "sample",
        )
    ]


def test_timeline(blackwell):
    shown = rows(
        blackwell, "SELECT edtf, starts_on, ends_on, granularity, kind, status FROM timeline ORDER BY pk"
    )
    assert shown[0] == ("2024-34", "2024-04-01", "2024-06-30", "quarter", "shipment", "planned")
    assert [row[1] for row in shown] == sorted(row[1] for row in shown)
