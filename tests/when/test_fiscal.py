"""Fiscal calendars by rule, apart from any company's data."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.when.fiscal import Era, FiscalCalendar, Numbering, YearEnd
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

DAY = timedelta(days=1)
NVIDIA = FiscalCalendar("nvidia", "NVDA", (Era(YearEnd.parse("last sunday of january")),))
ORACLE = FiscalCalendar("oracle", "ORCL", (Era(YearEnd.parse("end of may")),))
SONY = FiscalCalendar("sony", "6758.T", (Era(YearEnd.parse("end of march"), Numbering.START),))
TSMC = FiscalCalendar("tsmc", "TSM")


@pytest.mark.parametrize(
    ("rule", "year", "end"),
    [
        ("end of june", 2024, date(2024, 6, 30)),
        ("end of february", 2024, date(2024, 2, 29)),
        ("End of February", 2023, date(2023, 2, 28)),
        ("march 20", 2025, date(2025, 3, 20)),
        ("last saturday of september", 2024, date(2024, 9, 28)),
        ("last sunday of january", 2016, date(2016, 1, 31)),
        ("sunday nearest october 31", 2024, date(2024, 11, 3)),
        ("thursday nearest august 31", 2016, date(2016, 9, 1)),
        ("thursday nearest august 31", 2023, date(2023, 8, 31)),
        ("friday nearest january 31", 2023, date(2023, 2, 3)),
        ("saturday nearest january 31", 2015, date(2015, 1, 31)),
        ("saturday nearest december 31", 2020, date(2021, 1, 2)),
        ("sunday nearest december 31", 2012, date(2012, 12, 30)),
    ],
)
def test_year_ends(rule, year, end):
    assert YearEnd.parse(rule).in_year(year) == end


@pytest.mark.parametrize("rule", ["", "june", "end of juno", "june 31", "february 29", "last noonday of may"])
def test_what_is_no_rule(rule):
    with pytest.raises(ValueError, match=r"rule|month|day"):
        YearEnd.parse(rule)


@pytest.mark.parametrize(
    ("span", "edtf", "granularity", "label"),
    [
        (NVIDIA.year(2025), "2024-01-29/2025-01-26", "year", "NVDA FY2025"),
        (NVIDIA.half(2025, 1), "2024-01-29/2024-07-28", "half", "NVDA FY2025 H1"),
        (NVIDIA.half(2025, 2), "2024-07-29/2025-01-26", "half", "NVDA FY2025 H2"),
        (NVIDIA.quarter(2025, 3), "2024-07-29/2024-10-27", "quarter", "NVDA FY2025 Q3"),
        (ORACLE.year(2025), "2024-06-01/2025-05-31", "year", "ORCL FY2025"),
        (SONY.year(2024), "2024-04-01/2025-03-31", "year", "6758.T FY2024"),
        (SONY.half(2024, 2), "2024-10-01/2025-03-31", "half", "6758.T FY2024 H2"),
    ],
)
def test_spans(span, edtf, granularity, label):
    assert (str(span), span.granularity, span.fiscal_label) == (edtf, granularity, label)


def test_a_calendar_company_has_plain_quarters():
    assert TSMC.is_calendar
    assert not NVIDIA.is_calendar
    assert TSMC.quarter(2024, 3) == TimeSpan.quarter(2024, 3)
    assert TSMC.half(2024, 2) == TimeSpan.half(2024, 2)
    assert TSMC.year(2024) == TimeSpan.year(2024)
    assert TSMC.locate(date(2024, 12, 31)) == (2024, 4)


@pytest.mark.parametrize(
    ("calendar", "day", "period"),
    [
        (NVIDIA, date(2024, 10, 27), (2025, 3)),
        (NVIDIA, date(2024, 10, 28), (2025, 4)),
        (NVIDIA, date(2024, 1, 28), (2024, 4)),
        (NVIDIA, date(2024, 1, 29), (2025, 1)),
        (SONY, date(2025, 3, 31), (2024, 4)),
        (SONY, date(2025, 4, 1), (2025, 1)),
    ],
)
def test_locate(calendar, day, period):
    assert calendar.locate(day) == period


@pytest.mark.parametrize("period", [(2024, 0), (2024, 5), (0, 1), (9999, 1)])
def test_periods_that_do_not_exist(period):
    with pytest.raises(ValueError, match="fiscal"):
        NVIDIA.quarter(*period)


def test_halves_that_do_not_exist():
    with pytest.raises(ValueError, match="no half 3"):
        NVIDIA.half(2024, 3)


def test_weeks_of_unequal_quarters():
    costco = FiscalCalendar(
        "costco", "COST", (Era(YearEnd.parse("sunday nearest august 31"), weeks=(12, 12, 12, 16)),)
    )
    assert [costco.quarter(2023, quarter).days // 7 for quarter in (1, 2, 3, 4)] == [12, 12, 12, 17]
    assert [costco.quarter(2024, quarter).days // 7 for quarter in (1, 2, 3, 4)] == [12, 12, 12, 16]


def test_a_stated_period_end_overrides_the_computed_one():
    taught = NVIDIA.with_period_end(date(2024, 10, 28), 2025, 3)
    assert str(taught.quarter(2025, 3)) == "2024-07-29/2024-10-28"
    assert str(taught.quarter(2025, 4)) == "2024-10-29/2025-01-26"
    assert taught.locate(date(2024, 10, 28)) == (2025, 3)
    assert NVIDIA.locate(date(2024, 10, 28)) == (2025, 4)


def test_a_stated_year_end_moves_the_next_year():
    taught = NVIDIA.with_period_end(date(2025, 1, 31), 2025)
    assert taught.year(2025).ends_on == date(2025, 1, 31)
    assert taught.year(2026).starts_on == date(2025, 2, 1)
    assert taught.year(2026).ends_on == NVIDIA.year(2026).ends_on


@pytest.mark.parametrize("day", [date(2024, 10, 24), date(2024, 10, 31)])
def test_a_period_end_without_a_name_is_that_of_the_nearest_period(day):
    assert NVIDIA.with_period_end(day).quarter(2025, 3).ends_on == day


def test_the_last_word_on_a_period_end_holds():
    first = NVIDIA.with_period_end(date(2024, 10, 26), 2025, 3)
    assert first.with_period_end(date(2024, 10, 31), 2025, 3).quarter(2025, 3).ends_on == date(2024, 10, 31)


@pytest.mark.parametrize(
    ("calendar", "day", "fy", "quarter"),
    [
        (NVIDIA, date(2024, 10, 27), 2025, 3),  # as computed
        (NVIDIA, date(2024, 9, 15), None, None),  # the end of no period
        (NVIDIA, date(2024, 12, 31), 2025, 3),  # another company's
        (TSMC, date(2024, 9, 28), 2024, 3),  # calendar quarters stay so
    ],
)
def test_period_ends_that_teach_nothing(calendar, day, fy, quarter):
    assert calendar.with_period_end(day, fy, quarter) is calendar


@pytest.mark.parametrize(
    ("day", "fy", "quarter", "edtf"),
    [
        (date(2024, 10, 27), 2025, 3, "2024-08-01/2024-10-27"),
        (date(2024, 12, 31), 2024, 3, "2024-36"),  # numbered by its start
        (date(2024, 12, 31), 2025, 3, "2024-36"),
        (date(2024, 9, 28), 2024, 3, "2024-35"),  # calendar quarters
        (date(2024, 2, 29), 2024, 4, "2023-12-01/2024-02-29"),
    ],
)
def test_one_period_end_teaches_a_calendar(day, fy, quarter, edtf):
    assert str(FiscalCalendar.taught("acme", "ACME", day, fy, quarter).quarter(fy, quarter)) == edtf


def test_an_impossible_year_teaches_nothing():
    with pytest.raises(ValueError, match="is not called 2015"):
        FiscalCalendar.taught("acme", "ACME", date(2024, 10, 27), 2015, 3)


RULES = st.sampled_from(
    [
        None,
        *map(
            YearEnd.parse,
            [
                "end of june",
                "end of december",
                "end of february",
                "march 20",
                "last saturday of september",
                "last sunday of january",
                "sunday nearest october 31",
                "saturday nearest december 31",
                "friday nearest january 1",
            ],
        ),
    ]
)
ERAS = st.builds(
    Era,
    RULES,
    st.sampled_from(Numbering),
    st.sampled_from([(13, 13, 13, 13), (12, 12, 12, 16)]),
    st.integers(1, 4),
)
CALENDARS = ERAS.map(lambda era: FiscalCalendar("acme", "ACME", (era,)))
DAYS = st.dates(date(1000, 1, 1), date(9000, 12, 31))


@given(CALENDARS, DAYS)
def test_a_day_lies_in_the_quarter_in_which_it_is_located(calendar, day):
    fy, quarter = calendar.locate(day)
    span = calendar.quarter(fy, quarter)
    assert span.starts_on <= day <= span.ends_on
    assert calendar.half(fy, (quarter + 1) // 2).contains(span)
    assert calendar.year(fy).contains(span)


@given(CALENDARS, st.integers(1000, 9000))
def test_quarters_tile_years_and_years_tile_time(calendar, fy):
    quarters = [calendar.quarter(fy, quarter) for quarter in (1, 2, 3, 4)]
    assert all(left.ends_on + DAY == right.starts_on for left, right in pairwise(quarters))
    year = calendar.year(fy)
    assert (quarters[0].starts_on, quarters[3].ends_on) == (year.starts_on, year.ends_on)
    assert year.ends_on + DAY == calendar.year(fy + 1).starts_on
    assert year.days in (364, 365, 366, 371)
    assert year.granularity is Granularity.YEAR


@given(CALENDARS, DAYS, st.integers(-7, 7))
def test_what_is_taught_is_known(calendar, day, off):
    fy, quarter = calendar.locate(day)
    stated = calendar.quarter(fy, quarter).ends_on + off * DAY
    taught = calendar.with_period_end(stated, fy, quarter)
    if not calendar.is_calendar:
        assert taught.quarter(fy, quarter).ends_on == stated
    assert taught.with_period_end(stated, fy, quarter) is taught
