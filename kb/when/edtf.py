"""Spans in EDTF (ISO 8601-2:2019, Library of Congress levels 0 to 2), both ways.

Every span has one spelling; every spelling that kb writes is read back as the span's days and qualifier.
Qualified quarters, halves and seasons (`2024-34~`), and their intervals, are in the ISO norm only.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kb.errors import DateError
from kb.when.granularity import Bound, Granularity, Qualifier
from kb.when.span import TimeSpan

# ISO 8601-2 sub-year groupings: 21-24 seasons of the northern hemisphere, 33-36 quarters, 40-41 halves.
_SEASON, _QUARTER, _HALF = 20, 32, 39

_DATE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d))?(?:-(\d\d))?([~?%]?)", re.ASCII)
_UNNAMED = (Granularity.WEEKEND, Granularity.WEEK, Granularity.RANGE)


def format_edtf(span: TimeSpan) -> str:
    """The span's EDTF: `2024-09-04`, `2024-34`, `202X`, `2024-07-29/2024-10-27`, `2024-09~/2024-12~`."""
    granularity, mark = _named_granularity(span), span.qualifier.value
    first, last = _name(granularity, span.starts_on), _name(granularity, span.ends_on)
    if first != last and granularity in (Granularity.DECADE, Granularity.CENTURY):
        first, last = _name(Granularity.YEAR, span.starts_on), _name(Granularity.YEAR, span.ends_on)
    return first + mark if first == last else f"{first}{mark}/{last}{mark}"


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


def _named_granularity(span: TimeSpan) -> Granularity:
    """The granularity in which the span's ends have names: its own, or days where they do not fit it."""
    wanted = [span.granularity]
    if span.granularity is Granularity.RANGE and span.qualifier is not Qualifier.EXACT:
        wanted = [Granularity.YEAR, Granularity.MONTH]
    elif span.granularity in _UNNAMED:
        wanted = []
    return next((granularity for granularity in wanted if _fits(span, granularity)), Granularity.DAY)


def _fits(span: TimeSpan, granularity: Granularity) -> bool:
    first, last = TimeSpan.unit(granularity, span.starts_on), TimeSpan.unit(granularity, span.ends_on)
    return first.starts_on == span.starts_on and last.ends_on == span.ends_on


def _name(granularity: Granularity, day: date) -> str:
    """The EDTF name of the unit that holds a day."""
    match granularity:
        case Granularity.MONTH:
            return day.isoformat()[:7]
        case Granularity.SEASON:
            year, index = divmod(day.year * 12 + day.month - 3, 12)
            return f"{year:04d}-{_SEASON + 1 + index // 3}"
        case Granularity.QUARTER:
            return f"{day.year:04d}-{_QUARTER + (day.month + 2) // 3}"
        case Granularity.HALF:
            return f"{day.year:04d}-{_HALF + (day.month + 5) // 6}"
        case Granularity.YEAR:
            return f"{day.year:04d}"
        case Granularity.DECADE:
            return f"{day.year // 10:03d}X"
        case Granularity.CENTURY:
            return f"{day.year // 100:02d}XX"
    return day.isoformat()


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
    try:
        return TimeSpan(left.starts_on, right.ends_on, finer, left.qualifier | right.qualifier)
    except ValueError as error:
        raise DateError(f"{whole!r} is reversed: {error}") from None
