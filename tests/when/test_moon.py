"""The moon and the sun against the published dates of Chinese festivals."""

from datetime import date, timedelta

import pytest
from holidays.calendars import _ChineseLunisolar
from hypothesis import given
from hypothesis import strategies as st

from kb.when.moon import new_moon, solar_longitude

# Festival and its day of the lunar month, counted from 0.
FESTIVALS = [("LUNAR_NEW_YEAR", 0), ("DRAGON_BOAT", 4), ("MID_AUTUMN", 14), ("DOUBLE_NINTH", 8)]


@pytest.mark.parametrize(("festival", "day"), FESTIVALS)
def test_a_lunar_month_begins_with_the_new_moon(festival, day):
    dates = getattr(_ChineseLunisolar, f"{festival}_DATES")
    for year in range(1901, 2051):
        first = date(year, *dates[year]) - timedelta(days=day)
        assert new_moon(first) == first
        assert new_moon(first + timedelta(days=28)) == first


@given(st.dates(date(1901, 1, 1), date(2050, 12, 31)))
def test_new_moons_are_a_lunation_apart(day):
    last = new_moon(day)
    before = new_moon(last - timedelta(days=1))
    assert 0 <= (day - last).days <= 30
    assert (last - before).days in (29, 30)


@pytest.mark.parametrize(
    ("day", "degrees"),  # the day on which the sun reaches the longitude in China (solar terms)
    [
        (date(2024, 3, 20), 0),
        (date(2024, 6, 21), 90),
        (date(2024, 8, 22), 150),
        (date(2025, 8, 23), 150),
        (date(2023, 8, 23), 150),
        (date(2024, 9, 22), 180),
        (date(2024, 12, 21), 270),
    ],
)
def test_solar_terms(day, degrees):
    gone_by = (solar_longitude(day) - degrees) % 360
    to_come = (degrees - solar_longitude(day - timedelta(days=1))) % 360
    assert gone_by < 1.1
    assert to_come < 1.1
