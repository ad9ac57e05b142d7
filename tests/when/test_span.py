"""Spans of days and their qualifiers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.when.granularity import Granularity, Qualifier
from kb.when.span import TimeSpan, add_months


@pytest.mark.parametrize(
    ("span", "first", "last", "granularity"),
    [
        (TimeSpan.day(date(2024, 9, 4)), "2024-09-04", "2024-09-04", "day"),
        (TimeSpan.week(date(2024, 11, 20)), "2024-11-18", "2024-11-24", "week"),
        (TimeSpan.week(date(2024, 11, 18)), "2024-11-18", "2024-11-24", "week"),
        (TimeSpan.weekend(date(2024, 11, 20)), "2024-11-23", "2024-11-24", "weekend"),
        (TimeSpan.weekend(date(2024, 11, 24)), "2024-11-23", "2024-11-24", "weekend"),
        (TimeSpan.month(2024, 2), "2024-02-01", "2024-02-29", "month"),
        (TimeSpan.quarter(2024, 2), "2024-04-01", "2024-06-30", "quarter"),
        (TimeSpan.half(2024, 2), "2024-07-01", "2024-12-31", "half"),
        (TimeSpan.season(2024, 1), "2024-03-01", "2024-05-31", "season"),
        (TimeSpan.season(2023, 4), "2023-12-01", "2024-02-29", "season"),
        (TimeSpan.year(2024), "2024-01-01", "2024-12-31", "year"),
        (TimeSpan.decade(2024), "2020-01-01", "2029-12-31", "decade"),
        (TimeSpan.decade(5), "0001-01-01", "0009-12-31", "decade"),
        (TimeSpan.century(1995), "1900-01-01", "1999-12-31", "century"),
    ],
)
def test_units(span, first, last, granularity):
    assert (str(span.starts_on), str(span.ends_on), span.granularity) == (first, last, granularity)


def test_a_span_does_not_run_backwards():
    with pytest.raises(ValueError, match="cannot end on 2024-01-01 before it starts on 2024-01-02"):
        TimeSpan(date(2024, 1, 2), date(2024, 1, 1), Granularity.RANGE)


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        ("", "", ""),
        ("~", "", "~"),
        ("", "?", "?"),
        ("~", "~", "~"),
        ("~", "?", "%"),
        ("%", "?", "%"),
        ("", "%", "%"),
    ],
)
def test_doubts_add_up(left, right, both):
    assert Qualifier(left) | Qualifier(right) is Qualifier(both)
    assert Qualifier(right) | Qualifier(left) is Qualifier(both)


def test_qualified_spans():
    span = TimeSpan.year(2024)
    assert str(span.approximate()) == "2024~"
    assert str(span.uncertain()) == "2024?"
    assert str(span.approximate().uncertain()) == str(span.uncertain().approximate()) == "2024%"
    assert span.approximate().approximate() == span.approximate()


def test_granularities_are_ranked_finest_first():
    assert Granularity.DAY.rank == 0
    assert Granularity.DAY.rank < Granularity.WEEK.rank < Granularity.MONTH.rank < Granularity.YEAR.rank


@given(st.sampled_from(Granularity), st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_a_unit_holds_its_day(granularity, day):
    span = TimeSpan.unit(granularity, day)
    if granularity is not Granularity.WEEKEND:
        assert span.starts_on <= day <= span.ends_on
    assert span.granularity is (Granularity.DAY if granularity is Granularity.RANGE else granularity)
    assert TimeSpan.unit(granularity, span.starts_on) == TimeSpan.unit(granularity, span.ends_on) == span


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(-500, 500))
def test_months_are_counted_back_as_forth(year, month, count):
    assert add_months(*add_months(year, month, count), -count) == (year, month)
    assert 1 <= add_months(year, month, count)[1] <= 12
