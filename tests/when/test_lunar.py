"""The lunar calendar against tables of dates that were published."""

from __future__ import annotations

from datetime import date

import pytest

from kb.when.holidays import holiday_span
from kb.when.lunar import LUNAR_YEARS, lunar_span

FEASTS = {"lunar_new_year": (1, 1), "dragon_boat": (5, 5), "mid_autumn": (8, 15), "double_ninth": (9, 9)}


@pytest.mark.parametrize("key", FEASTS)
def test_feasts_fall_on_their_lunar_days(key: str):
    for year in LUNAR_YEARS:
        feast = holiday_span(key, year)
        assert feast is None or lunar_span(year, *FEASTS[key]) == feast, year


@pytest.mark.parametrize(
    ("year", "month", "first"),
    [(2020, 4, date(2020, 5, 23)), (2023, 2, date(2023, 3, 22)), (2033, 11, date(2033, 12, 22))],
)
def test_leap_months(year: int, month: int, first: date):
    leap = lunar_span(year, month, leap=True)
    assert leap is not None
    assert leap.starts_on == first


@pytest.mark.parametrize(
    ("year", "month", "day", "leap"),
    [(2024, 4, 1, True), (2024, 13, 1, False), (2024, 1, 31, False), (1600, 1, 1, False)],
)
def test_days_that_are_none(year: int, month: int, day: int, leap: bool):
    assert lunar_span(year, month, day, leap=leap) is None
