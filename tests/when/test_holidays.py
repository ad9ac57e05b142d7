"""Days of holidays, held against published dates of 2010 to 2030."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import UnknownName
from kb.when.granularity import Granularity
from kb.when.holidays import holiday_keys, holiday_span

# Official and published dates: key, then its EDTF in several years.
DATES = {
    "christmas": "2024-12-25",
    "christmas_eve": "2024-12-24",
    "new_year": "2025-01-01",
    "new_years_eve": "2024-12-31",
    "valentines_day": "2025-02-14",
    "st_patricks_day": "2013-03-17",
    "halloween": "2024-10-31",
    "singles_day": "2024-11-11",
    "june_18": "2024-06-18",
    "double_twelve": "2024-12-12",
    "mlk_day": "2010-01-18 2014-01-20 2024-01-15 2025-01-20 2030-01-21",
    "presidents_day": "2010-02-15 2013-02-18 2024-02-19 2025-02-17",
    "mothers_day": "2013-05-12 2018-05-13 2021-05-09 2024-05-12 2025-05-11",
    "memorial_day": "2010-05-31 2013-05-27 2024-05-27 2025-05-26 2030-05-27",
    "fathers_day": "2013-06-16 2024-06-16 2025-06-15",
    "labor_day_us": "2010-09-06 2021-09-06 2024-09-02 2025-09-01",
    "columbus_day": "2010-10-11 2024-10-14 2025-10-13",
    "election_day_us": "2016-11-08 2020-11-03 2022-11-08 2024-11-05 2026-11-03",
    "thanksgiving": "2010-11-25 2012-11-22 2013-11-28 2019-11-28 2024-11-28 2025-11-27 2030-11-28",
    "black_friday": "2010-11-26 2013-11-29 2017-11-24 2024-11-29 2025-11-28",
    "cyber_monday": "2013-12-02 2019-12-02 2024-12-02 2025-12-01",
    "thanksgiving_ca": "2013-10-14 2024-10-14",
    "kings_day_nl": "2014-04-26 2018-04-27 2025-04-26",
    "golden_week_jp": "2024-04-29/2024-05-05",
    "lunar_new_year": """2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08
        2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29
        2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03""",
    "lunar_new_year_eve": "2020-01-24 2023-01-21 2024-02-09 2025-01-28",
    "lantern_festival": "2019-02-19 2024-02-24 2025-02-12",
    "qingming": "2010-04-05 2011-04-05 2012-04-04 2020-04-04 2022-04-05 2023-04-05 2024-04-04 2025-04-04",
    "dragon_boat": "2010-06-16 2014-06-02 2020-06-25 2023-06-22 2024-06-10 2025-05-31 2026-06-19",
    "qixi": """2010-08-16 2011-08-06 2012-08-23 2013-08-13 2014-08-02 2015-08-20 2016-08-09 2017-08-28
        2018-08-17 2019-08-07 2020-08-25 2021-08-14 2022-08-04 2023-08-22 2024-08-10 2025-08-29 2026-08-19
        2027-08-08 2028-08-26 2029-08-16 2030-08-05 2006-07-31""",
    "ghost_festival": "2023-08-30 2024-08-18 2025-09-06",
    "mid_autumn": "2010-09-22 2013-09-19 2017-10-04 2020-10-01 2023-09-29 2024-09-17 2025-10-06 2026-09-25",
    "double_ninth": "2013-10-13 2023-10-23 2024-10-11 2025-10-29",
    "winter_solstice": "2023-12-22 2024-12-21 2025-12-21",
    "easter": """2010-04-04 2011-04-24 2012-04-08 2013-03-31 2014-04-20 2015-04-05 2016-03-27 2017-04-16
        2018-04-01 2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05
        2027-03-28 2028-04-16 2029-04-01 2030-04-21""",
    "good_friday": "2013-03-29 2024-03-29 2025-04-18",
    "easter_monday": "2013-04-01 2024-04-01",
    "ash_wednesday": "2013-02-13 2018-02-14 2024-02-14 2025-03-05",
    "lent": "2018-02-14/2018-03-31",
    "palm_sunday": "2013-03-24 2024-03-24",
    "ascension": "2013-05-09 2024-05-09",
    "pentecost": "2013-05-19 2024-05-19",
    "corpus_christi": "2013-05-30 2024-05-30",
    "orthodox_easter": "2010-04-04 2013-05-05 2018-04-08 2021-05-02 2023-04-16 2024-05-05 2025-04-20",
    "orthodox_good_friday": "2013-05-03 2024-05-03",
    "orthodox_lent": "2018-02-19/2018-03-30",
    "orthodox_christmas": "2025-01-07",
    "ramadan": """2018-05-16/2018-06-14 2024-03-11/2024-04-09 2030-01-05/2030-02-03 2032-12-04/2033-01-01
        2033-11-23/2033-12-22""",
    "eid_al_fitr": "2013-08-08 2018-06-15 2022-05-02 2024-04-10 2025-03-30",
    "eid_al_adha": "2013-10-15 2018-08-21 2024-06-16 2025-06-06",
    "passover": "2018-03-30/2018-04-07 2024-04-22/2024-04-30",
    "rosh_hashanah": "2018-09-09/2018-09-11 2024-10-02/2024-10-04",
    "yom_kippur": "2013-09-14 2023-09-25 2024-10-12 2025-10-02",
    "sukkot": "2018-09-23/2018-10-01 2024-10-16/2024-10-24",
    "hanukkah": "2018-12-02/2018-12-09 2024-12-25/2025-01-01",
    "tu_bishvat": "2014-01-16 2016-01-25 2023-02-06 2024-01-25 2025-02-13",
    "diwali": "2013-11-03 2019-10-27 2023-11-12 2024-10-31",
    "holi": "2013-03-27 2024-03-25",
    "vaisakhi": "2024-04-13",
    "ugadi": "2018-03-18",
    "dhanteras": "2017-10-17 2019-10-25",
    "karva_chauth": "2018-10-27",
    "yom_hashoah": "2021-04-08 2022-04-28 2024-05-06 2025-04-24",
    "clean_monday": "2018-02-19 2025-03-03",
    "spring_begins": "2017-02-03 2021-02-03 2024-02-04 2025-02-03",
    "insects_awake": "2015-03-06 2024-03-05",
    "summer_solstice": "2024-06-21 2020-06-21",
    "autumn_begins": "2023-08-08 2024-08-07",
    "winter_begins": "2023-11-08 2024-11-07",
    "frost_descent": "2023-10-24 2024-10-23",
    "major_cold": "2024-01-20 2025-01-20",
    "navaratri": "2024-10-03/2024-10-11",
    "dussehra": "2024-10-12",
}
ROWS = [(key, text) for key, row in DATES.items() for text in row.split()]


@pytest.mark.parametrize(("key", "text"), ROWS)
def test_published_dates(key, text):
    span = holiday_span(key, int(text[:4]))
    assert str(span) == text
    assert span.granularity is (Granularity.RANGE if "/" in text else Granularity.DAY)


@pytest.mark.parametrize(
    ("key", "year"),
    [
        ("qixi", 2051),  # beyond the new moons that are sure
        ("lunar_new_year", 1850),  # beyond the library's table
        ("diwali", 2060),
        ("ramadan", 1900),
        ("mlk_day", 1985),  # before it was a holiday
        ("cyber_monday", 2004),
        ("thanksgiving", 1941),  # another rule held
        ("election_day_us", 2025),  # no federal election
        ("easter", 1500),
        ("qingming", 2150),
    ],
)
def test_no_date_is_invented(key, year):
    assert holiday_span(key, year) is None


def test_an_unknown_holiday_is_told_with_near_ones():
    with pytest.raises(UnknownName, match=r"unknown holiday 'chrismas'; did you mean christmas"):
        holiday_span("chrismas", 2024)


@pytest.mark.parametrize("key", sorted(holiday_keys()))
def test_every_holiday_is_known_in_2020_to_2030(key):
    years = range(2020, 2031)
    spans = [span for year in years if (span := holiday_span(key, year))]
    assert len(spans) >= {"election_day_us": 6, "guru_gobind_singh_jayanti": 9}.get(key, 10)
    assert all(left.ends_on < right.starts_on for left, right in pairwise(spans))


@given(st.sampled_from(sorted(holiday_keys())), st.integers(1, 9998))
def test_a_holiday_begins_in_its_year(key, year):
    span = holiday_span(key, year)
    if span is not None:
        assert span.starts_on.year == year
        assert span.days <= 60


@given(st.integers(1942, 2100))
def test_weekdays_of_american_holidays(year):
    thanksgiving = holiday_span("thanksgiving", year).starts_on
    assert (thanksgiving.month, thanksgiving.weekday()) == (11, 3)
    assert 22 <= thanksgiving.day <= 28
    assert holiday_span("black_friday", year).starts_on == thanksgiving + timedelta(days=1)


@given(st.integers(1902, 2050))
def test_qixi_precedes_mid_autumn_by_one_lunation_or_two(year):
    apart = holiday_span("mid_autumn", year).starts_on - holiday_span("qixi", year).starts_on
    assert apart.days - 8 in (29, 30, 58, 59, 60)
    assert date(year, 7, 30) <= holiday_span("qixi", year).starts_on <= date(year, 8, 31)
