"""The shipped fiscal calendars against the period ends that the companies reported."""

import re
from datetime import date, datetime, timedelta
from importlib.resources import files
from tomllib import loads

import pytest

from kb.errors import ReadError
from kb.knowledge.fiscal import fiscal_calendars

# Ends of the four quarters of each fiscal year, from Forms 10-Q and 10-K.
REPORTED = {
    "nvidia": """
        2015 2014-04-27 2014-07-27 2014-10-26 2015-01-25
        2016 2015-04-26 2015-07-26 2015-10-25 2016-01-31
        2017 2016-05-01 2016-07-31 2016-10-30 2017-01-29
        2018 2017-04-30 2017-07-30 2017-10-29 2018-01-28
        2019 2018-04-29 2018-07-29 2018-10-28 2019-01-27
        2020 2019-04-28 2019-07-28 2019-10-27 2020-01-26
        2021 2020-04-26 2020-07-26 2020-10-25 2021-01-31
        2022 2021-05-02 2021-08-01 2021-10-31 2022-01-30
        2023 2022-05-01 2022-07-31 2022-10-30 2023-01-29
        2024 2023-04-30 2023-07-30 2023-10-29 2024-01-28
        2025 2024-04-28 2024-07-28 2024-10-27 2025-01-26
        2026 2025-04-27 2025-07-27 2025-10-26 2026-01-25""",
    "apple": """
        2014 2013-12-28 2014-03-29 2014-06-28 2014-09-27
        2015 2014-12-27 2015-03-28 2015-06-27 2015-09-26
        2016 2015-12-26 2016-03-26 2016-06-25 2016-09-24
        2017 2016-12-31 2017-04-01 2017-07-01 2017-09-30
        2018 2017-12-30 2018-03-31 2018-06-30 2018-09-29
        2019 2018-12-29 2019-03-30 2019-06-29 2019-09-28
        2020 2019-12-28 2020-03-28 2020-06-27 2020-09-26
        2021 2020-12-26 2021-03-27 2021-06-26 2021-09-25
        2022 2021-12-25 2022-03-26 2022-06-25 2022-09-24
        2023 2022-12-31 2023-04-01 2023-07-01 2023-09-30
        2024 2023-12-30 2024-03-30 2024-06-29 2024-09-28
        2025 2024-12-28 2025-03-29 2025-06-28 2025-09-27""",
    "microsoft": """
        2016 2015-09-30 2015-12-31 2016-03-31 2016-06-30
        2017 2016-09-30 2016-12-31 2017-03-31 2017-06-30
        2018 2017-09-30 2017-12-31 2018-03-31 2018-06-30
        2019 2018-09-30 2018-12-31 2019-03-31 2019-06-30
        2020 2019-09-30 2019-12-31 2020-03-31 2020-06-30
        2021 2020-09-30 2020-12-31 2021-03-31 2021-06-30
        2022 2021-09-30 2021-12-31 2022-03-31 2022-06-30
        2023 2022-09-30 2022-12-31 2023-03-31 2023-06-30
        2024 2023-09-30 2023-12-31 2024-03-31 2024-06-30
        2025 2024-09-30 2024-12-31 2025-03-31 2025-06-30""",
    "micron": """
        2014 2013-11-28 2014-02-27 2014-05-29 2014-08-28
        2015 2014-12-04 2015-03-05 2015-06-04 2015-09-03
        2016 2015-12-03 2016-03-03 2016-06-02 2016-09-01
        2017 2016-12-01 2017-03-02 2017-06-01 2017-08-31
        2018 2017-11-30 2018-03-01 2018-05-31 2018-08-30
        2019 2018-11-29 2019-02-28 2019-05-30 2019-08-29
        2020 2019-11-28 2020-02-27 2020-05-28 2020-09-03
        2021 2020-12-03 2021-03-04 2021-06-03 2021-09-02
        2022 2021-12-02 2022-03-03 2022-06-02 2022-09-01
        2023 2022-12-01 2023-03-02 2023-06-01 2023-08-31
        2024 2023-11-30 2024-02-29 2024-05-30 2024-08-29
        2025 2024-11-28 2025-02-27 2025-05-29 2025-08-28""",
    "broadcom": """
        2015 2015-02-01 2015-05-03 2015-08-02 2015-11-01
        2016 2016-01-31 2016-05-01 2016-07-31 2016-10-30
        2017 2017-01-29 2017-04-30 2017-07-30 2017-10-29
        2018 2018-02-04 2018-05-06 2018-08-05 2018-11-04
        2019 2019-02-03 2019-05-05 2019-08-04 2019-11-03
        2020 2020-02-02 2020-05-03 2020-08-02 2020-11-01
        2021 2021-01-31 2021-05-02 2021-08-01 2021-10-31
        2022 2022-01-30 2022-05-01 2022-07-31 2022-10-30
        2023 2023-01-29 2023-04-30 2023-07-30 2023-10-29
        2024 2024-02-04 2024-05-05 2024-08-04 2024-11-03
        2025 2025-02-02 2025-05-04 2025-08-03 2025-11-02""",
    "cisco": """
        2014 2013-10-26 2014-01-25 2014-04-26 2014-07-26
        2015 2014-10-25 2015-01-24 2015-04-25 2015-07-25
        2016 2015-10-24 2016-01-23 2016-04-30 2016-07-30
        2017 2016-10-29 2017-01-28 2017-04-29 2017-07-29
        2018 2017-10-28 2018-01-27 2018-04-28 2018-07-28
        2019 2018-10-27 2019-01-26 2019-04-27 2019-07-27
        2020 2019-10-26 2020-01-25 2020-04-25 2020-07-25
        2021 2020-10-24 2021-01-23 2021-05-01 2021-07-31
        2022 2021-10-30 2022-01-29 2022-04-30 2022-07-30
        2023 2022-10-29 2023-01-28 2023-04-29 2023-07-29
        2024 2023-10-28 2024-01-27 2024-04-27 2024-07-27
        2025 2024-10-26 2025-01-25 2025-04-26 2025-07-26""",
    "dell": """
        2016 2015-05-01 2015-07-31 2015-10-30 2016-01-29
        2017 2016-04-29 2016-07-29 2016-10-28 2017-02-03
        2018 2017-05-05 2017-08-04 2017-11-03 2018-02-02
        2019 2018-05-04 2018-08-03 2018-11-02 2019-02-01
        2020 2019-05-03 2019-08-02 2019-11-01 2020-01-31
        2021 2020-05-01 2020-07-31 2020-10-30 2021-01-29
        2022 2021-04-30 2021-07-30 2021-10-29 2022-01-28
        2023 2022-04-29 2022-07-29 2022-10-28 2023-02-03
        2024 2023-05-05 2023-08-04 2023-11-03 2024-02-02
        2025 2024-05-03 2024-08-02 2024-11-01 2025-01-31""",
    "oracle": """
        2016 2015-08-31 2015-11-30 2016-02-29 2016-05-31
        2017 2016-08-31 2016-11-30 2017-02-28 2017-05-31
        2018 2017-08-31 2017-11-30 2018-02-28 2018-05-31
        2019 2018-08-31 2018-11-30 2019-02-28 2019-05-31
        2020 2019-08-31 2019-11-30 2020-02-29 2020-05-31
        2021 2020-08-31 2020-11-30 2021-02-28 2021-05-31
        2022 2021-08-31 2021-11-30 2022-02-28 2022-05-31
        2023 2022-08-31 2022-11-30 2023-02-28 2023-05-31
        2024 2023-08-31 2023-11-30 2024-02-29 2024-05-31
        2025 2024-08-31 2024-11-30 2025-02-28 2025-05-31""",
    "qualcomm": """
        2018 2017-12-24 2018-03-25 2018-06-24 2018-09-30
        2024 2023-12-24 2024-03-24 2024-06-23 2024-09-29""",
    "lam-research": """
        2019 2018-09-23 2018-12-23 2019-03-31 2019-06-30
        2024 2023-09-24 2023-12-24 2024-03-31 2024-06-30""",
    "kulicke-and-soffa": """
        2020 2019-12-28 2020-03-28 2020-06-27 2020-10-03""",
    "viavi": """
        2021 2020-10-03 2021-01-02 2021-04-03 2021-07-03
        2022 2021-10-02 2022-01-01 2022-04-02 2022-07-02""",
    "lumentum": """
        2020 2019-09-28 2019-12-28 2020-03-28 2020-06-27
        2021 2020-09-26 2020-12-26 2021-04-03 2021-07-03""",
    "pure-storage": """
        2020 2019-05-05 2019-08-04 2019-11-03 2020-02-02
        2022 2021-05-02 2021-08-01 2021-10-31 2022-02-06""",
    "costco": """
        2022 2021-11-21 2022-02-13 2022-05-08 2022-08-28
        2023 2022-11-20 2023-02-12 2023-05-07 2023-09-03
        2024 2023-11-26 2024-02-18 2024-05-12 2024-09-01""",
    "synopsys": """
        2024 2024-02-03 2024-05-04 2024-08-03 2024-11-02
        2025 2025-01-31 2025-04-30 2025-07-31 2025-10-31""",
    "keyence": """
        2025 2024-06-20 2024-09-20 2024-12-20 2025-03-20""",
}
ROWS = [(owner, *line.split()) for owner, table in REPORTED.items() for line in table.strip().splitlines()]
TABLES = loads(files("kb.knowledge").joinpath("fiscal.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("owner", "fy", "first", "second", "third", "fourth"), ROWS)
def test_quarters_end_as_reported(owner, fy, first, second, third, fourth):
    calendar = fiscal_calendars()[owner]
    ends = [calendar.quarter(int(fy), quarter).ends_on.isoformat() for quarter in (1, 2, 3, 4)]
    assert ends == [first, second, third, fourth]
    assert calendar.year(int(fy)).ends_on.isoformat() == fourth


@pytest.mark.parametrize("owner", list(REPORTED)[:8])
def test_ten_years_are_held_against_reports(owner):
    years = [int(line.split()[0]) for line in REPORTED[owner].strip().splitlines()]
    assert years == list(range(years[0], years[0] + len(years)))
    assert len(years) >= 10


@pytest.mark.parametrize(
    ("owner", "fy", "quarter", "edtf", "label"),
    [
        ("nvidia", 2025, 3, "2024-07-29/2024-10-27", "NVDA FY2025 Q3"),
        ("apple", 2025, 1, "2024-09-29/2024-12-28", "AAPL FY2025 Q1"),
        ("microsoft", 2025, 1, "2024-35", "MSFT FY2025 Q1"),
        ("oracle", 2025, 2, "2024-09-01/2024-11-30", "ORCL FY2025 Q2"),
        ("broadcom", 2019, 1, "2018-11-05/2019-02-03", "AVGO FY2019 Q1"),
        ("sony", 2024, 3, "2024-36", "6758.T FY2024 Q3"),  # Sony's fiscal 2024 starts in April 2024
        ("toyota", 2025, 3, "2024-36", "7203.T FY2025 Q3"),  # Toyota calls the same year 2025
        ("target", 2024, 4, "2024-11-03/2025-02-01", "TGT FY2024 Q4"),
        ("tsmc", 2024, 3, "2024-35", None),
        ("intel", 2024, 3, "2024-35", None),
    ],
)
def test_quarter_as_a_span(owner, fy, quarter, edtf, label):
    span = fiscal_calendars()[owner].quarter(fy, quarter)
    assert (str(span), span.fiscal_label) == (edtf, label)


@pytest.mark.parametrize("owner", sorted(TABLES))
def test_source_names_a_year_end_of_the_calendar(owner):
    calendar = fiscal_calendars()[owner]
    stated = re.search(r"year ended ([A-Z][a-z]+ \d+, \d{4})", calendar.source)
    if stated is None:
        assert calendar.is_calendar, "only a calendar year needs no stated year end"
        return
    end = datetime.strptime(stated[1], "%B %d, %Y").date()
    fy, quarter = calendar.locate(end)
    computed = calendar.quarter(fy, quarter).ends_on
    # A year of weeks that ends with December is told in calendar quarters.
    assert abs(computed - end) <= timedelta(days=3 if calendar.is_calendar else 0)
    assert quarter == 4


NAMED = re.compile(
    r"year ended ([A-Z][a-z]+ \d+, \d{4}) "
    r"\((?:\d{4} fiscal year|(?:FYE?|fiscal(?: year)?) ?(?:3/|March )?(?:\d\d){1,2}\b)"
)
YEARS = [(owner, match) for owner in TABLES if (match := NAMED.search(TABLES[owner]["source"]))]


@pytest.mark.parametrize(("owner", "match"), YEARS)
def test_label_year_is_the_one_the_source_uses(owner, match):
    fy, _ = fiscal_calendars()[owner].locate(datetime.strptime(match[1], "%B %d, %Y").date())
    assert re.search(rf"(20)?{fy % 100}\b", match[0].partition("(")[2])


def test_most_sources_outside_america_name_the_year():
    assert len(YEARS) > 50


EVIDENCE = [(owner, day) for owner, table in TABLES.items() for day in table.get("long_quarter_ends", [])]


@pytest.mark.parametrize(("owner", "day"), EVIDENCE)
def test_long_quarters_are_where_they_were_reported(owner, day):
    calendar = fiscal_calendars()[owner]
    span = calendar.quarter(*calendar.locate(day))
    assert (span.ends_on, span.days) == (day, 14 * 7)


def test_every_week_calendar_has_evidence_of_its_long_quarter():
    retail = {"costco", "target", "best-buy", "home-depot", "lowes", "gamestop"}
    weeks = {owner for owner, table in TABLES.items() if re.search(r"day (of|nearest)", table["rule"])}
    assert weeks - retail == {owner for owner, _ in EVIDENCE} - {"synopsys"}


def test_there_are_calendars_enough():
    calendars = fiscal_calendars().values()
    assert sum(not calendar.is_calendar for calendar in calendars) >= 100
    for owner in ("tsmc", "intel", "amd", "google", "amazon", "meta", "tesla", "samsung", "sk-hynix", "byd"):
        assert fiscal_calendars()[owner].is_calendar


@pytest.mark.parametrize("owner", sorted(TABLES))
def test_years_tile_the_days(owner):
    calendar = fiscal_calendars()[owner]
    for fy in range(2019, 2028):
        assert calendar.year(fy).ends_on + timedelta(days=1) == calendar.year(fy + 1).starts_on
        assert calendar.locate(calendar.year(fy).starts_on) == (fy, 1)
        assert calendar.locate(calendar.half(fy, 2).starts_on) == (fy, 3)


def test_vmware_changed_its_year_through_a_transition_period():
    vmware = fiscal_calendars()["vmware"]
    assert str(vmware.quarter(2016, 3)) == "2016-35"
    assert str(vmware.quarter(2018, 1)) == "2017-02-04/2017-05-05"
    assert vmware.locate(date(2016, 8, 1)) == (2016, 3)


def test_users_add_calendars():
    extra = {"acme": {"ticker": "ACME", "rule": "last saturday of september", "long_quarter": 1}}
    calendars = fiscal_calendars(extra)
    assert str(calendars["acme"].quarter(2025, 1)) == "2024-09-29/2024-12-28"
    assert calendars["nvidia"] is fiscal_calendars()["nvidia"]
    assert "acme" not in fiscal_calendars()


@pytest.mark.parametrize("rule", ["calendar", "end of december"])
def test_users_say_that_a_company_keeps_the_calendar_year(rule):
    assert fiscal_calendars({"acme": {"ticker": "ACME", "rule": rule}})["acme"].is_calendar


def test_users_replace_calendars_and_state_period_ends():
    table = {"ticker": "NVDA", "rule": "end of january", "ends": {"2025 Q3": date(2024, 10, 27)}}
    nvidia = fiscal_calendars({"nvidia": table})["nvidia"]
    assert str(nvidia.quarter(2025, 3)) == "2024-08-01/2024-10-27"
    assert str(nvidia.quarter(2025, 4)) == "2024-10-28/2025-01-31"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"rule": "end of june"}, "kb.toml: fiscal.acme.ticker: missing"),
        ({"ticker": "A"}, "kb.toml: fiscal.acme.rule: missing"),
        ({"ticker": "A", "rule": "june"}, "kb.toml: fiscal.acme.rule: 'june' is no rule"),
        ({"ticker": "A", "rule": "end of juno"}, "kb.toml: fiscal.acme.rule: 'juno' is no month"),
        ({"ticker": "A", "rule": "june 31"}, "kb.toml: fiscal.acme.rule: day is out of range for month"),
        ({"ticker": "A", "rule": "end of june", "colour": "red"}, "kb.toml: fiscal.acme.colour: unknown key"),
        (
            {"ticker": "A", "rule": "end of june", "numbered_by": "x"},
            "fiscal.acme.numbered_by: 'x' is neither",
        ),
        ({"ticker": "A", "rule": "end of june", "weeks": [13]}, "fiscal.acme.weeks: expected four numbers"),
        (
            {"ticker": "A", "rule": "end of june", "long_quarter": 5},
            "fiscal.acme.long_quarter: 5 is no quarter",
        ),
        ({"ticker": "A", "rule": "end of june", "ends": {"Q3": date(2024, 6, 1)}}, "fiscal.acme.ends: write"),
        ({"ticker": "A", "rule": "end of june", "long_quarters": {"x": 1}}, "fiscal.acme.long_quarters: 'x'"),
        ({"ticker": "A", "rule": "end of june", "earlier": [{"rule": "x"}]}, "fiscal.acme.earlier.rule: 'x'"),
        ({"ticker": "A", "rule": "end of june", "earlier": ["x"]}, "fiscal.acme.earlier: expected"),
        ({"ticker": "A", "rule": "end of june", "ends": 3}, "fiscal.acme.ends: expected dict, found 3"),
        ("end of june", "kb.toml: fiscal.acme: expected a table"),
    ],
)
def test_a_broken_table_is_named_in_one_line(table, message):
    with pytest.raises(ReadError) as caught:
        fiscal_calendars({"acme": table})
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
