"""Scores of small annotations, each worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from benchmarks.annotations import Annotations, Event, Measure, Time, days_of
from benchmarks.misses import list_errors
from benchmarks.scoring import Score, match, overlap, score
from benchmarks.tally import Share, Tally, format_table


def time(start, end, edtf, *also, fiscal=False):
    days = tuple(days_of(one) for one in (edtf, *also))
    qualifier = "~" if edtf.endswith("~") else ""
    return Time(start, end, "x" * (end - start), edtf, days, qualifier, fiscal)


def event(
    start, end, edtf="2024", kinds=("launch",), status="actual", entities=("nvidia",), measures=(), also=()
):
    days = tuple(days_of(one) for one in (edtf, *also))
    return Event(start, end, "quote", edtf, days, kinds, status, entities, measures)


def measure(value, unit="USD", metric="revenue", basis=None):
    return Measure(metric, Decimal(value), unit, basis)


@pytest.mark.parametrize(
    ("predicted", "gold", "strict", "relaxed", "correct", "false"),
    [
        ([time(0, 5, "2024")], [time(0, 5, "2024")], 1, 1, 1, 0),
        ([time(1, 5, "2024")], [time(0, 5, "2024")], 0, 1, 1, 0),
        ([time(0, 5, "2023")], [time(0, 5, "2024")], 1, 1, 0, 0),
        ([time(0, 5, "2023")], [time(0, 5, "2024", "2023")], 1, 1, 1, 0),
        ([time(5, 9, "2024")], [time(0, 5, "2024")], 0, 0, 0, 1),
        ([time(0, 3, "2024"), time(3, 5, "2024-03")], [time(0, 5, "2024-03")], 0, 1, 0, 0),
        ([time(0, 9, "2024")], [time(0, 4, "2024"), time(5, 9, "2024-03")], 0, 1, 1, 0),
    ],
    ids=["same", "edges", "value", "also", "beside", "split", "joined"],
)
def test_dates(predicted, gold, strict, relaxed, correct, false):
    dates = score(Annotations(tuple(predicted)), Annotations(tuple(gold))).dates
    asked = len(predicted), len(gold)
    assert dates.strict == Tally(strict, *asked)
    assert dates.relaxed == Tally(relaxed, *asked)
    assert dates.correct == Tally(correct, *asked)
    assert dates.false == false


@pytest.mark.parametrize(
    ("found", "dates"),
    [
        ([], Tally(0, 0, 1)),
        ([time(10, 15, "2023")], Tally(0, 0, 1)),
        ([time(3, 12, "2024")], Tally(0, 1, 1)),
        ([time(20, 25, "2023")], Tally(0, 1, 1)),
    ],
    ids=["missed", "optional", "both", "elsewhere"],
)
def test_optional_dates_do_not_count(found, dates):
    optional = replace(time(10, 15, "2024"), optional=True)
    gold = Annotations((time(0, 5, "2024"), optional))
    assert score(Annotations(tuple(found)), gold).dates.strict == dates


def test_qualifiers_are_judged_apart_from_days():
    dates = score(Annotations((time(0, 5, "2024~"),)), Annotations((time(0, 5, "2024"),))).dates
    assert (dates.values, dates.qualifiers) == (Share(1, 1), Share(0, 1))


def test_missed_fiscal_dates_count_against_the_fiscal_share():
    gold = time(0, 5, "2024-07-29/2024-10-27", fiscal=True), time(9, 12, "2024-07-29/2024-10-27", fiscal=True)
    dates = score(Annotations(gold[:1]), Annotations(gold)).dates
    assert dates.fiscal == Share(1, 2)


@pytest.mark.parametrize(
    ("predicted", "found"),
    [
        (event(0, 10), 1),
        (event(9, 20), 1),
        (event(10, 20), 0),
        (event(0, 10, kinds=("delay",)), 0),
        (event(0, 10, kinds=("shipment",)), 1),
        (event(0, 10, edtf="2023"), 1),
        (event(0, 10, edtf="2022"), 0),
        (event(0, 10, entities=()), 1),
        (event(0, 10, status="planned"), 1),
    ],
)
def test_an_event_is_found_by_place_days_and_kind(predicted, found):
    gold = event(0, 10, also=("2023",), kinds=("launch", "shipment"))
    events = score(Annotations(events=(predicted,)), Annotations(events=(gold,))).events
    assert events.found == Tally(found, 1, 1)


def test_principal_and_status_are_judged_in_found_events_only():
    gold = event(0, 10), event(20, 30), event(40, 50)
    predicted = (
        event(0, 10, entities=("blackwell", "nvidia")),
        event(20, 30, entities=("amd",), status="planned"),
        event(60, 70),
    )
    events = score(Annotations(events=predicted), Annotations(events=gold)).events
    assert events.principal == Share(1, 2)
    assert events.status == Share(1, 2)
    assert events.with_principal == Tally(1, 3, 3)


def test_measures_are_a_multiset():
    gold = event(0, 10, measures=(measure("5", "%"), measure("5", "%"), measure("100", basis="yoy")))
    predicted = event(0, 10, measures=(measure("5", "%"), measure("100", metric="charge"), measure("100")))
    events = score(Annotations(events=(predicted,)), Annotations(events=(gold,))).events
    assert events.amounts == Tally(2, 3, 3)
    assert events.measures == Tally(2, 3, 3)
    assert events.basis == Share(1, 2)


def test_pairing_is_as_large_as_can_be():
    gold = [time(0, 10, "2024"), time(8, 20, "2024")]
    predicted = [time(7, 14, "2024"), time(15, 18, "2024")]
    pairs = match(gold, predicted, overlap)
    assert pairs == [(gold[0], predicted[0]), (gold[1], predicted[1])]


def test_pairing_prefers_the_likelier():
    gold = [event(0, 100, measures=(measure("1"),)), event(0, 100, measures=(measure("2"),))]
    predicted = Annotations(events=(event(0, 100, measures=(measure("2"),)), event(0, 100)))
    assert score(predicted, Annotations(events=tuple(gold))).events.amounts == Tally(1, 1, 2)


def test_scores_add_up():
    one = score(Annotations((time(0, 5, "2024"),)), Annotations((time(0, 5, "2024"),)))
    two = score(Annotations(), Annotations((time(0, 5, "2024"),), (event(0, 3),)))
    total = one + two + Score()
    assert total.dates.strict == Tally(1, 1, 2)
    assert total.events.found == Tally(0, 0, 1)


def test_every_kind_of_error_is_listed():
    gold = Annotations(
        (time(0, 5, "2024"), time(10, 15, "2023")),
        (event(0, 9, measures=(measure("1"),)), event(50, 60, kinds=("delay",))),
    )
    predicted = Annotations(
        (time(0, 5, "2022"), time(30, 33, "2021")),
        (event(0, 9, status="planned", entities=("amd",)), event(50, 60)),
    )
    lines = [line[:14].rstrip() for line in list_errors(predicted, gold) if not line.startswith(" ")]
    assert lines == [
        "date missed", "date false", "date value", "event missed", "event false",
        "event entity", "event status", "event measures",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(3, 4, 6), 0.75, 0.5, 0.6),
        (Tally(0, 0, 0), 1.0, 1.0, 1.0),
        (Tally(0, 0, 2), 1.0, 0.0, 0.0),
        (Tally(0, 2, 0), 0.0, 1.0, 0.0),
    ],
)
def test_rates(tally, precision, recall, f1):
    assert (tally.precision, tally.recall, tally.f1) == (precision, recall, pytest.approx(f1))


def test_days_of_edtf():
    assert days_of("2024-34") == (date(2024, 4, 1), date(2024, 6, 30))


def test_table_columns_line_up():
    assert format_table(["name", "n"], [["a", "10"], ["bcdef", "7"]]).splitlines() == [
        "name    n",
        "-----  --",
        "a      10",
        "bcdef   7",
    ]


def test_optional_events_do_not_count():
    optional = replace(event(20, 30, kinds=("other",)), optional=True)
    gold = Annotations(events=(event(0, 10), optional))
    found = event(0, 10), event(20, 30, kinds=("other",)), event(20, 30, kinds=("delay",))
    assert score(Annotations(events=found), gold).events.found == Tally(1, 2, 1)
    assert score(Annotations(), gold).events.found == Tally(0, 0, 1)
