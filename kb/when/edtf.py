"""Spans in EDTF (ISO 8601-2:2019, Library of Congress levels 0 to 2), both ways.

Every span has one spelling; every spelling that kb writes is read back as the span's days and qualifier.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kb.errors import DateError
from kb.when.granularity import Bound, Granularity, Qualifier
from kb.when.span import TimeSpan, last_day

# ISO 8601-2 sub-year groupings: 21-24 seasons of the northern hemisphere, 33-36 quarters, 40-41 halves.
_SEASON, _QUARTER, _HALF = 20, 32, 39

_DATE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")


def format_edtf(span: TimeSpan) -> str:
    """The span's EDTF: `2024-09-04`, `2024-34`, `202X`, `2024-07-29/2024-10-27`, `2024-09~/2024-12~`."""
    mark = span.qualifier.value
    name = _unit_name(span)
    if name is not None:
        return name + mark
    first, last = _bounds(span)
    return f"{first}{mark}/{last}{mark}"


def parse_edtf(text: str) -> TimeSpan:
    """Read EDTF as a span. An open end (`2024/..`, `../2024`) becomes the named unit with its bound.

    Raises `DateError` where the text is no EDTF date or interval, or names an impossible day.
    """
    left, slash, right = text.strip().partition("/")
    if not slash:
        return _parse_date(left, text)
    if right in ("", "..") and left not in ("", ".."):
        return replace(_parse_date(left, text), bound=Bound.SINCE)
    if left in ("", ".."):
        return replace(_parse_date(right, text), bound=Bound.UNTIL)
    return _join(_parse_date(left, text), _parse_date(right, text), text)


def _unit_name(span: TimeSpan) -> str | None:
    """The name of the one calendar unit that the span is, if it is one."""
    first, last = span.starts_on, span.ends_on
    year = f"{first.year:04d}"
    match span.granularity:
        case Granularity.DAY if first == last:
            return first.isoformat()
        case Granularity.MONTH if _same_days(span, TimeSpan.month(first.year, first.month)):
            return f"{year}-{first.month:02d}"
        case Granularity.SEASON if first.month % 3 == 0 and _same_days(
            span, TimeSpan.season(first.year, first.month // 3)
        ):
            return f"{year}-{_SEASON + first.month // 3}"
        case Granularity.QUARTER if _same_days(span, _quarter_of(first)):
            return f"{year}-{_QUARTER + (first.month + 2) // 3}"
        case Granularity.HALF if _same_days(span, _half_of(first)):
            return f"{year}-{_HALF + (first.month + 5) // 6}"
        case Granularity.YEAR if _same_days(span, TimeSpan.year(first.year)):
            return year
        case Granularity.DECADE if _same_days(span, TimeSpan.decade(last.year)):
            return f"{last.year // 10:03d}X"
        case Granularity.CENTURY if _same_days(span, TimeSpan.century(last.year)):
            return f"{last.year // 100:02d}XX"
    return None


def _bounds(span: TimeSpan) -> tuple[str, str]:
    """The two ends, at the span's granularity where its days lie on that unit's edges."""
    first, last = span.starts_on, span.ends_on
    granularity = span.granularity
    if granularity is Granularity.RANGE and span.qualifier is not Qualifier.EXACT:
        granularity = _coarsest_edge(first, last)
    for name in (_edge_names(granularity, first, last), _edge_names(Granularity.DAY, first, last)):
        if name is not None:
            return name
    raise AssertionError("days always have names")


def _edge_names(granularity: Granularity, first: date, last: date) -> tuple[str, str] | None:
    match granularity:
        case Granularity.MONTH if _on_months(first, last):
            return f"{first:%Y-%m}", f"{last:%Y-%m}"
        case Granularity.QUARTER if _on_months(first, last) and first.month % 3 == 1 and last.month % 3 == 0:
            quarters = _QUARTER + (first.month + 2) // 3, _QUARTER + (last.month + 2) // 3
            return f"{first.year:04d}-{quarters[0]}", f"{last.year:04d}-{quarters[1]}"
        case Granularity.HALF if _on_months(first, last) and first.month % 6 == 1 and last.month % 6 == 0:
            halves = _HALF + (first.month + 5) // 6, _HALF + (last.month + 5) // 6
            return f"{first.year:04d}-{halves[0]}", f"{last.year:04d}-{halves[1]}"
        case Granularity.YEAR | Granularity.DECADE | Granularity.CENTURY if _on_years(first, last):
            return f"{first.year:04d}", f"{last.year:04d}"
        case Granularity.DAY:
            return first.isoformat(), last.isoformat()
    return None


def _coarsest_edge(first: date, last: date) -> Granularity:
    if _on_years(first, last):
        return Granularity.YEAR
    return Granularity.MONTH if _on_months(first, last) else Granularity.DAY


def _on_months(first: date, last: date) -> bool:
    return first.day == 1 and last == last_day(last.year, last.month)


def _on_years(first: date, last: date) -> bool:
    return (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)


def _same_days(left: TimeSpan, right: TimeSpan) -> bool:
    return left.starts_on == right.starts_on and left.ends_on == right.ends_on


def _quarter_of(day: date) -> TimeSpan:
    return TimeSpan.quarter(day.year, (day.month + 2) // 3)


def _half_of(day: date) -> TimeSpan:
    return TimeSpan.half(day.year, (day.month + 5) // 6)


def _parse_date(text: str, whole: str) -> TimeSpan:
    match = _DATE.fullmatch(text)
    if match is None:
        raise DateError(f"{whole!r} is not an EDTF date; write YYYY, YYYY-MM, YYYY-MM-DD or an interval A/B")
    year, part, day, mark = match.groups()
    try:
        span = _named(year, part, day)
    except ValueError as error:
        raise DateError(f"{whole!r} is not a possible date: {error}") from None
    return replace(span, qualifier=Qualifier(mark))


def _named(year: str, part: str | None, day: str | None) -> TimeSpan:
    if "X" in year:
        if part:
            raise ValueError("a decade or century has no months")
        first = int(year.replace("X", "0"))
        return TimeSpan.century(first) if year.endswith("XX") else TimeSpan.decade(first)
    if part is None:
        return TimeSpan.year(int(year))
    number = int(part)
    if day is not None:
        return TimeSpan.day(date(int(year), number, int(day)))
    return _sub_year(int(year), number)


def _sub_year(year: int, number: int) -> TimeSpan:
    if 1 <= number <= 12:
        return TimeSpan.month(year, number)
    if 1 <= number - _SEASON <= 4:
        return TimeSpan.season(year, number - _SEASON)
    if 1 <= number - _QUARTER <= 4:
        return TimeSpan.quarter(year, number - _QUARTER)
    if 1 <= number - _HALF <= 2:
        return TimeSpan.half(year, number - _HALF)
    raise ValueError(f"{number} names no month, season (21-24), quarter (33-36) or half (40-41)")


def _join(left: TimeSpan, right: TimeSpan, whole: str) -> TimeSpan:
    finer = min(left.granularity, right.granularity, key=lambda granularity: granularity.rank)
    qualifier = left.qualifier if left.qualifier == right.qualifier else Qualifier.BOTH
    try:
        return TimeSpan(left.starts_on, right.ends_on, finer, qualifier)
    except ValueError as error:
        raise DateError(f"{whole!r} is reversed: {error}") from None
