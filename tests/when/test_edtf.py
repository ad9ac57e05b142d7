"""EDTF both ways: exact tables, round trips, and the `edtf` library as a second reader."""

import re
from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import DateError
from kb.when.edtf import format_edtf, parse_edtf
from kb.when.granularity import Bound, Granularity, Qualifier
from kb.when.span import TimeSpan

# What kb writes: EDTF, granularity when read back, first and last day.
WRITTEN = [
    ("2024-09-04", "day", "2024-09-04", "2024-09-04"),
    ("2024-11-18/2024-11-24", "day", "2024-11-18", "2024-11-24"),
    ("2024-03", "month", "2024-03-01", "2024-03-31"),
    ("2024-34", "quarter", "2024-04-01", "2024-06-30"),
    ("2024-33", "quarter", "2024-01-01", "2024-03-31"),
    ("2024-36", "quarter", "2024-10-01", "2024-12-31"),
    ("2024-40", "half", "2024-01-01", "2024-06-30"),
    ("2024-41", "half", "2024-07-01", "2024-12-31"),
    ("2024-21", "season", "2024-03-01", "2024-05-31"),
    ("2023-24", "season", "2023-12-01", "2024-02-29"),
    ("2024", "year", "2024-01-01", "2024-12-31"),
    ("202X", "decade", "2020-01-01", "2029-12-31"),
    ("19XX", "century", "1900-01-01", "1999-12-31"),
    ("0987-06", "month", "0987-06-01", "0987-06-30"),
    ("098X", "decade", "0980-01-01", "0989-12-31"),
    ("2024-07-29/2024-10-27", "day", "2024-07-29", "2024-10-27"),
    ("2024-03/2024-06", "month", "2024-03-01", "2024-06-30"),
    ("2024-33/2024-34", "quarter", "2024-01-01", "2024-06-30"),
    ("2020/2023", "year", "2020-01-01", "2023-12-31"),
    ("2024-09~/2024-12~", "month", "2024-09-01", "2024-12-31"),
    ("2024-09-21~/2024-09-30~", "day", "2024-09-21", "2024-09-30"),
    ("2024-01-01/2024-11-25", "day", "2024-01-01", "2024-11-25"),
    ("2024-09~", "month", "2024-09-01", "2024-09-30"),
    ("2024-34?", "quarter", "2024-04-01", "2024-06-30"),
    ("2025%", "year", "2025-01-01", "2025-12-31"),
]
RANGE, MONTH, DAY = Granularity.RANGE, Granularity.MONTH, Granularity.DAY
ABOUT = Qualifier.APPROXIMATE


@pytest.mark.parametrize(("text", "granularity", "first", "last"), WRITTEN)
def test_read_and_written_back(text, granularity, first, last):
    span = parse_edtf(text)
    assert (span.granularity, str(span.starts_on), str(span.ends_on)) == (granularity, first, last)
    assert format_edtf(span) == str(span) == span.edtf == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (TimeSpan.week(date(2024, 11, 20)), "2024-11-18/2024-11-24"),
        (TimeSpan.weekend(date(2024, 11, 20)), "2024-11-23/2024-11-24"),
        (TimeSpan(date(2024, 9, 1), date(2024, 12, 31), RANGE, ABOUT), "2024-09~/2024-12~"),  # 年底
        (TimeSpan(date(2024, 9, 21), date(2024, 9, 30), RANGE, ABOUT), "2024-09-21~/2024-09-30~"),  # 9月底
        (TimeSpan(date(2024, 9, 1), date(2024, 9, 30), RANGE, ABOUT), "2024-09~"),
        (TimeSpan(date(2024, 1, 1), date(2025, 12, 31), RANGE, ABOUT), "2024~/2025~"),
        (TimeSpan(date(2024, 9, 1), date(2024, 12, 31), RANGE), "2024-09-01/2024-12-31"),
        (TimeSpan(date(2024, 9, 4), date(2024, 9, 4), RANGE), "2024-09-04"),
        (TimeSpan(date(2024, 3, 1), date(2024, 6, 30), MONTH), "2024-03/2024-06"),
        (TimeSpan(date(2024, 9, 3), date(2024, 9, 5), DAY), "2024-09-03/2024-09-05"),
        (TimeSpan(date(2024, 3, 2), date(2024, 6, 30), MONTH), "2024-03-02/2024-06-30"),
        (TimeSpan(date(2024, 6, 1), date(2024, 8, 31), Granularity.QUARTER), "2024-06-01/2024-08-31"),
        (TimeSpan(date(2024, 7, 1), date(2025, 6, 30), Granularity.YEAR), "2024-07-01/2025-06-30"),
        (TimeSpan(date(2020, 1, 1), date(2039, 12, 31), Granularity.DECADE), "2020/2039"),
        (TimeSpan(date(987, 1, 1), date(987, 3, 31), MONTH), "0987-01/0987-03"),
    ],
)
def test_written(span, text):
    assert format_edtf(span) == text


@pytest.mark.parametrize(
    ("text", "bound", "unit"),
    [
        ("2023-10/..", Bound.SINCE, "2023-10"),
        ("2023-10/", Bound.SINCE, "2023-10"),
        ("../2026", Bound.UNTIL, "2026"),
        ("/2026~", Bound.UNTIL, "2026~"),
    ],
)
def test_open_ends_keep_the_named_unit(text, bound, unit):
    span = parse_edtf(text)
    assert (span.bound, str(span)) == (bound, unit)


@pytest.mark.parametrize(
    ("text", "mark"), [("2024~/2025", "~"), ("2024/2025?", "?"), ("2024~/2025?", "%"), ("2024%/2025", "%")]
)
def test_doubts_of_both_ends_count(text, mark):
    assert parse_edtf(text).qualifier == mark


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not an EDTF date"),
        ("..", "not an EDTF date"),
        ("../..", "not an EDTF date"),
        ("/", "not an EDTF date"),
        ("2024-9-4", "not an EDTF date"),
        ("24-09-04", "not an EDTF date"),
        ("２０２４", "not an EDTF date"),
        ("2024-09-04T10:00", "not an EDTF date"),
        ("2024/2025/2026", "not an EDTF date"),
        ("2024-02-30", "not a possible date: day is out of range"),
        ("2024-13", "13 names no month"),
        ("2024-37", "37 names no month"),
        ("0000", "year 0 is out of range"),
        ("9999-24", "not a possible date"),
        ("202X-05", "a decade or century has no months"),
        ("2025/2024", "is reversed"),
        ("2024-06/2024-05", "is reversed"),
    ],
)
def test_what_is_no_edtf(text, reason):
    with pytest.raises(DateError, match=reason):
        parse_edtf(text)


DAYS = st.dates(date(2, 1, 1), date(9998, 12, 31))
UNITS = st.builds(TimeSpan.unit, st.sampled_from(Granularity), DAYS)


@st.composite
def spans(draw):
    """Units, stretches of units, and any two days, in every granularity and qualifier."""
    left, right = sorted([draw(DAYS), draw(DAYS)])
    granularity = draw(st.sampled_from(Granularity))
    if draw(st.booleans()):
        left, right = TimeSpan.unit(granularity, left).starts_on, TimeSpan.unit(granularity, right).ends_on
    if draw(st.booleans()):
        right = min(right, left + timedelta(days=draw(st.integers(0, 400))))
    return TimeSpan(min(left, right), max(left, right), granularity, draw(st.sampled_from(Qualifier)))


@given(UNITS | spans())
def test_every_span_is_read_back(span):
    text = format_edtf(span)
    back = parse_edtf(text)
    assert (back.starts_on, back.ends_on, back.qualifier) == (span.starts_on, span.ends_on, span.qualifier)
    assert format_edtf(back) == text


@given(UNITS | spans())
def test_the_edtf_library_agrees(span):
    first, *rest = (_library_days(end) for end in format_edtf(span).split("/"))
    last = rest[0] if rest else first
    # A decade or century that begins with the year 0 begins for kb with the first day that Python has.
    begins = max(first[0], (1, 1, 1))
    assert (begins, last[1]) == (span.starts_on.timetuple()[:3], span.ends_on.timetuple()[:3])


def _library_days(text):
    """The library's bounds of one end; it reads no qualified quarter, and clips winter to December."""
    named = re.sub(r"[~?%]$", "", text) if re.search(r"-(2[1-4]|3[3-6]|4[01])[~?%]$", text) else text
    read = edtf.parse_edtf(named)
    first, last = read.lower_strict()[:3], read.upper_strict()[:3]
    winter = re.fullmatch(r"\d{4}-24", named)
    return (first, TimeSpan.month(first[0] + 1, 2).ends_on.timetuple()[:3]) if winter else (first, last)


@given(st.text(alphabet="0123456789X-/.~?% ", max_size=24))
def test_any_text_is_read_or_refused(text):
    try:
        span = parse_edtf(text)
    except DateError:
        return
    assert parse_edtf(format_edtf(span)).starts_on == span.starts_on
