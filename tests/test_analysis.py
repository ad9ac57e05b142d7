"""Neighbours, intervals, counts, series and the filters of a timeline, from Python and from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

import kb
from kb.errors import DateError, UnknownName, UsageError
from kb.model import Measure
from kb.store.filters import MeasureTest, read_measure_test
from kb.store.known import KnownEvent
from kb.store.relations import RELATIONS, holds, read_relation
from kb.when.allen import Relation, relate
from kb.when.edtf import parse_edtf
from kb.when.span import TimeSpan

EVENTS = (
    ("NVIDIA is worth a trillion", "2023-05-30", "market_cap", ("nvidia",), ("market_cap", "1e12", "USD")),
    ("NVIDIA is worth two", "2024-02-23", "market_cap", ("nvidia",), ("market_cap", "2.01e12", "USD")),
    ("NVIDIA is worth three", "2024-06-05", "market_cap", ("nvidia", "apple"), ("market_cap", "3e12", "USD")),
    ("Quarter of 30 billion", "2024-34", "earnings", ("nvidia",), ("revenue", "30.04e9", "USD")),
    ("Blackwell ships", "2024-11", "shipment", ("blackwell", "nvidia"), None),
    ("Apple grows", "2024-06-10", "share_price", ("apple",), ("share_price_change", "7", "%")),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kb.Base]:
    with kb.open(f"sqlite:///{tmp_path_factory.mktemp('analysis')}/kb.db") as opened:
        opened.load_events(
            KnownEvent(
                text,
                parse_edtf(when),
                kind,
                entities=who,
                measures=(Measure(number[0], Decimal(number[1]), number[2]),) if number else (),
                published=date(2024, 12, 1),
                language="en",
                source="list.csv",
            )
            for text, when, kind, who, number in EVENTS
        )
        yield opened


def titles(events: object) -> list[str]:
    return [event.title for event in events]  # type: ignore[attr-defined]


def test_the_relations_are_allens() -> None:
    days = [date(2024, 1, number) for number in range(1, 6)]
    spans = [
        TimeSpan(first, last, TimeSpan.day(first).granularity)
        for first, last in product(days, days)
        if first <= last
    ]
    named = {
        relation: f"allen_{relation}" if relation in ("overlaps", "starts") else relation
        for relation in Relation
    }
    for one, other in product(spans, spans):
        said = {
            relation
            for relation, name in named.items()
            if holds(read_relation(name), one.starts_on, one.ends_on, other.starts_on, other.ends_on)
        }
        assert said == {relate(one, other)}, (one, other)


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_picks_in_sql_what_it_says(base: kb.Base, relation: str) -> None:
    for start, end in (("2024-06-05", "2024-06-10"), ("2024-05-01", "2024-06-30"), ("2024-04", "2024-11")):
        window = parse_edtf(start).starts_on, parse_edtf(end).ends_on
        wanted = [
            event.title
            for event in base.timeline()
            if holds(read_relation(relation), event.when.starts_on, event.when.ends_on, *window)
        ]
        assert titles(base.timeline(start=start, end=end, relation=relation)) == wanted
        assert titles(base.timeline(start=start, end=end, relation=relation, entity="nvidia", limit=50)) == [
            title for title in wanted if title != "Apple grows"
        ]
        assert titles(base.timeline(start=start, end=end, relation=relation, text="worth")) == [
            title for title in wanted if "worth" in title
        ]


def test_a_relation_needs_its_window(base: kb.Base) -> None:
    assert titles(base.timeline(start="2024-06-05", relation="before"))[0] == "NVIDIA is worth a trillion"
    with pytest.raises(UsageError, match="give its end"):
        base.timeline(start="2024", relation="equals")
    with pytest.raises(UnknownName, match="overlaps"):
        base.timeline(start="2024", relation="overlap")


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("revenue > 30e9 USD", MeasureTest("revenue", ">", Decimal("30e9"), "USD")),
        ("market_cap>=3 trillion usd", MeasureTest("market_cap", ">=", Decimal("3e12"), "USD")),
        ("gross_margin < 70.5%", MeasureTest("gross_margin", "<", Decimal("70.5"), "%")),
        ("units == 1,000,000", MeasureTest("units", "=", Decimal(1_000_000))),
        ("net_income_change <= -2.5 %", MeasureTest("net_income_change", "<=", Decimal("-2.5"), "%")),
        ("market_cap_rank = 1 rank", MeasureTest("market_cap_rank", "=", Decimal(1), "rank")),
    ],
)
def test_a_test_of_a_measure(text: str, test: MeasureTest) -> None:
    assert read_measure_test(text) == test


@pytest.mark.parametrize(
    "text", ["", "revenue", "> 3", "revenue > ", "revenue ~ 3", "revenue > 1 USD; DROP TABLE event"]
)
def test_what_is_no_test_of_a_measure(text: str) -> None:
    with pytest.raises(UsageError, match="no test of a measure"):
        read_measure_test(text)


def test_filters(base: kb.Base) -> None:
    assert titles(base.timeline(measure="revenue > 30e9 USD")) == ["Quarter of 30 billion"]
    assert titles(base.timeline(measure=["market_cap > 1e12", "market_cap < 3e12 USD"])) == [
        "NVIDIA is worth two"
    ]
    assert titles(base.timeline(["nvidia", "apple"], match="all")) == ["NVIDIA is worth three"]
    assert len(base.timeline(granularity="day")) == 4
    assert len(base.timeline(language="en", source="list.csv")) == 6
    assert base.timeline(language="zh") == []
    with pytest.raises(UnknownName, match="granularity"):
        base.timeline(granularity="fortnight")


def test_nearest(base: kb.Base) -> None:
    near = base.nearest("2024-06-01", limit=2)
    assert titles(near.before) == ["Quarter of 30 billion", "NVIDIA is worth two"]
    assert titles(near.after) == ["NVIDIA is worth three", "Apple grows"]
    assert near.sql.count("SELECT") > 1
    [event] = base.timeline(text="three")
    for given in (event, event.id):
        about = base.nearest(given, limit=1)
        assert titles(about.before) + titles(about.after) == ["Quarter of 30 billion", "Apple grows"]
    with pytest.raises(DateError, match="neither a date nor the id"):
        base.nearest("the other day or so")
    with pytest.raises(UsageError, match="window"):
        base.nearest("2024", start="2023")


def test_around(base: kb.Base) -> None:
    [event] = base.timeline(text="three")
    assert titles(base.around(event, granularity="day")) == ["Apple grows"]
    assert titles(base.around(event.id, days=4)) == ["Quarter of 30 billion"]
    assert base.around("9999-12-31", days=400) == []
    assert "LIMIT" in base.around("2024-06-05", limit=1).sql


def test_intervals(base: kb.Base) -> None:
    found = base.intervals(
        "market_cap >= 1e12 USD",
        "market_cap >= 2e12 USD",
        "market_cap >= 3e12 USD",
        "2024-11",
        entity="nvidia",
    )
    assert [each.days for each in found] == [None, 269, 103, 149]
    assert (found[3].least, found[3].most) == (149, 178)
    assert found.sql.count("LIMIT 2") >= 3
    with pytest.raises(UnknownName, match="milestone"):
        base.intervals("market_cap >= 9e15")


def test_counts(base: kb.Base) -> None:
    assert [(str(span), number) for span, number in base.counts("quarter", entity="nvidia")] == [
        ("2023-34", 1), ("2024-33", 1), ("2024-34", 2), ("2024-36", 1),
    ]  # fmt: skip
    fiscal = base.counts("fiscal quarter", entity="nvidia")
    assert [(span.fiscal_label, number) for span, number in fiscal] == [  # type: ignore[union-attr]
        ("NVDA FY2024 Q2", 1), ("NVDA FY2025 Q1", 2), ("NVDA FY2025 Q2", 1), ("NVDA FY2025 Q4", 1),
    ]  # fmt: skip
    assert sum(number for _, number in base.counts("fiscal-year of nvidia")) == 6
    assert dict(base.counts("kind", start="2024-06"))["share_price"] == 1  # type: ignore[arg-type]
    assert base.counts("entity", limit=1) == [("nvidia", 5)]
    for period in ("day", "week", "month", "half", "year", "decade"):
        counted = base.counts(period, kind=["market_cap", "earnings"])
        assert sum(number for _, number in counted) == 4
        assert "SELECT" in counted.sql
    with pytest.raises(UnknownName, match="period"):
        base.counts("fortnight")
    with pytest.raises(UsageError, match="no fiscal calendar"):
        base.counts("fiscal quarter", entity="blackwell")


def test_together_and_series(base: kb.Base) -> None:
    assert base.together("NVDA") == [("apple", 1), ("blackwell", 1)]
    told = base.series("market_cap", "nvidia", start="2024")
    assert [point.exact for point in told] == [Decimal("2.01e12"), Decimal("3e12")]
    assert base.series("market_cap", "nvidia", as_of="2023") == []
    assert "measure_series" in told.sql


def test_a_document_is_forgotten(tmp_path: Path) -> None:
    with kb.open(f"sqlite:///{tmp_path}/kb.db") as own:
        own.load_events([KnownEvent("One", TimeSpan.year(2024), source="a.csv", url="https://a.example/1")])
        held = own.load_events([KnownEvent("Two", TimeSpan.year(2024), source="b.csv")])
        assert held.added == 1
        own.delete_document("https://a.example/1")
        assert titles(own.timeline()) == ["Two"]
        with pytest.raises(UnknownName, match="document"):
            own.delete_document("a.csv")
        assert own.check() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nearest", "2024-06-01", "--limit", "1"), ["Quarter of 30 billion", "NVIDIA is worth three"]),
        (
            ("around", "2024-06-05", "--days", "5", "--granularity", "day"),
            ["NVIDIA is worth three", "Apple grows"],
        ),
        (("timeline", "--measure", "revenue > 30e9 USD"), ["Quarter of 30 billion"]),
        (
            ("timeline", "--entity", "nvidia", "--entity", "apple", "--all-entities"),
            ["NVIDIA is worth three"],
        ),
        (
            ("timeline", "--relation", "started_by", "--from", "2024-04-01", "--to", "2024-04-02"),
            ["Quarter of 30 billion"],
        ),
    ],
)
def test_on_the_command_line(
    base: kb.Base, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: list[str]
) -> None:
    shown = json.loads(_run(base, capsys, *arguments, "--json"))
    assert [each["title"] for each in shown] == said
    assert _run(base, capsys, *arguments, "--sql").startswith("SELECT")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("counts", "--by", "year"), [{"period": "2023", "events": 1}, {"period": "2024", "events": 5}]),
        (("counts", "--by", "entity", "--limit", "1"), [{"entity": "nvidia", "events": 5}]),
        (("together", "apple"), [{"entity": "nvidia", "events": 1}]),
    ],
)
def test_counts_on_the_command_line(
    base: kb.Base, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: list[object]
) -> None:
    assert json.loads(_run(base, capsys, *arguments, "--json")) == said
    assert _run(base, capsys, *arguments, "--sql").startswith("SELECT")


def test_series_and_intervals_on_the_command_line(base: kb.Base, capsys: pytest.CaptureFixture[str]) -> None:
    [point] = json.loads(_run(base, capsys, "series", "revenue", "--json"))
    assert (point["exact"], point["edtf"]) == ("30040000000", "2024-34")
    steps = (
        "intervals",
        "market_cap >= 1 trillion USD",
        "market_cap >= 3 trillion USD",
        "--entity",
        "nvidia",
    )
    assert [each["days"] for each in json.loads(_run(base, capsys, *steps, "--json"))] == [None, 372]
    assert "372 days" in _run(base, capsys, *steps)
    assert _run(base, capsys, *steps, "--sql").startswith("SELECT")


def test_pages_on_the_command_line(base: kb.Base, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []
    cursor: list[str] = ["--pages"]
    while True:
        seen += [
            each["title"]
            for each in json.loads(_run(base, capsys, "timeline", "--limit", "4", "--json", *cursor))
        ]
        if not _told:
            break
        cursor = _told.split()[-2:]
    assert seen == titles(base.timeline())


_told = ""


def _run(base: kb.Base, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command writes; what it says besides is kept in `_told`."""
    from kb.cli.app import run

    global _told
    with pytest.raises(SystemExit) as done:
        run([*arguments, "--db", base._database.name])
    out, _told = capsys.readouterr()
    assert done.value.code == 0, _told
    return out
