"""Spans in EDTF (ISO 8601-2:2019, Library of Congress levels 0 to 2), both ways.

Every span has one spelling; every spelling that kb writes is read back as the span's days and qualifier.
Qualified quarters, halves and seasons (`2024-34~`), and their intervals, are in the ISO norm only.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from kb.errors import DateError
from kb.when.granularity import Bound, Granularity, Qualifier
from kb.when.span import TimeSpan

# ISO 8601-2 sub-year groupings: 21-24 seasons of the northern hemisphere, 33-36 quarters, 40-41 halves.
_SEASON, _QUARTER, _HALF = 20, 32, 39

_DATE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d))?(?:-(\d\d))?([~?%]?)", re.ASCII)


class _Unit(NamedTuple):
    """How a unit lies in the year and how it is named.

    It is as many months long, the first of them `offset` months after a January. Its name is that of its year
    with the number of the first such unit or a later one, else as many characters of the ISO day, and a tail.
    """

    months: int
    offset: int = 0
    number: int | None = None
    digits: int = 10
    tail: str = ""


_DAY = _Unit(0)
_UNITS = {
    Granularity.MONTH: _Unit(1, digits=7),
    Granularity.SEASON: _Unit(3, offset=2, number=_SEASON + 1),
    Granularity.QUARTER: _Unit(3, number=_QUARTER + 1),
    Granularity.HALF: _Unit(6, number=_HALF + 1),
    Granularity.YEAR: _Unit(12, digits=4),
    Granularity.DECADE: _Unit(120, digits=3, tail="X"),
    Granularity.CENTURY: _Unit(1200, digits=2, tail="XX"),
}


@lru_cache(maxsize=4096)
def format_edtf(span: TimeSpan) -> str:
    """The span's EDTF: `2024-09-04`, `2024-34`, `202X`, `2024-07-29/2024-10-27`, `2024-09~/2024-12~`."""
    unit, mark = _naming_unit(span), span.qualifier.value
    first, last = _name(unit, span.starts_on), _name(unit, span.ends_on)
    if first == last:
        return first + mark
    if unit.tail:
        return f"{span.starts_on.year:04d}{mark}/{span.ends_on.year:04d}{mark}"
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


def _naming_unit(span: TimeSpan) -> _Unit:
    """The unit by which both ends of the span are named: its own, or the day where they do not fit it."""
    if span.granularity is Granularity.RANGE and span.qualifier is not Qualifier.EXACT:
        wanted = [_UNITS[Granularity.YEAR], _UNITS[Granularity.MONTH]]
    else:
        wanted = [_UNITS.get(span.granularity, _DAY)]
    return next((unit for unit in wanted if unit is not _DAY and _fits(span, unit)), _DAY)


def _fits(span: TimeSpan, unit: _Unit) -> bool:
    """Whether the span begins with the first day of such a unit and ends with the last of one."""
    first, last = span.starts_on, span.ends_on
    return (
        first.day == 1
        and (_month_index(first) - unit.offset) % unit.months == 0
        and (_month_index(last) - unit.offset + 1) % unit.months == 0
        and last.day == monthrange(last.year, last.month)[1]
    )


def _name(unit: _Unit, day: date) -> str:
    """The EDTF name of the unit that holds a day."""
    if unit.number is None:
        return day.isoformat()[: unit.digits] + unit.tail
    year, month = divmod(_month_index(day) - unit.offset, 12)
    return f"{year:04d}-{unit.number + month // unit.months}"


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


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
