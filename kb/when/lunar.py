"""Months and days of the Chinese lunar calendar, by the rules of GB/T 33661-2017.

A month begins on the day of a new moon in China; the one that holds the winter solstice is the eleventh;
where thirteen begin between two solstices, the first in which the sun enters no new sign is a leap month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from kb.when.granularity import Granularity
from kb.when.moon import new_moon, solar_longitude
from kb.when.span import DAY, TimeSpan

# Meeus' series agree with every published new moon of this range.
LUNAR_YEARS = range(1902, 2050)
_SIGN = 30.0


@dataclass(frozen=True, slots=True)
class _Month:
    number: int
    leap: bool
    first: date
    last: date


def lunar_span(year: int, month: int, day: int | None = None, *, leap: bool = False) -> TimeSpan | None:
    """The Gregorian days of a lunar month, or of one day of it; None where the year has no such one.

    `year` is the Gregorian year in which the lunar year begins.
    """
    if year not in LUNAR_YEARS:
        return None
    found = next((item for item in _months_of(year) if (item.number, item.leap) == (month, leap)), None)
    if found is None:
        return None
    if day is None:
        return TimeSpan(found.first, found.last, Granularity.MONTH)
    wanted = found.first + (day - 1) * DAY
    return TimeSpan.day(wanted) if found.first <= wanted <= found.last else None


@lru_cache(maxsize=256)
def _months_of(year: int) -> tuple[_Month, ...]:
    """The months of a lunar year: from the first of one cycle of solstices to the twelfth of the next."""
    months = [*_cycle(year), *_cycle(year + 1)]
    start = next(index for index, month in enumerate(months) if month.number == 1)
    end = next(
        index
        for index, month in enumerate(months)
        if month.number == 1 and not month.leap and index > start + 1
    )
    return tuple(months[start:end])


@lru_cache(maxsize=256)
def _cycle(year: int) -> tuple[_Month, ...]:
    """The months from the eleventh of the year before to the tenth of this one."""
    starts = [_eleventh_month(year - 1)]
    last = _eleventh_month(year)
    while starts[-1] < last:
        starts.append(new_moon(starts[-1] + timedelta(days=32)))
    leap_at = _leap_index(starts) if len(starts) == 14 else -1
    months = []
    number = 10
    for index, (first, after) in enumerate(pairwise(starts)):
        leap = index == leap_at
        number += not leap
        months.append(_Month((number - 1) % 12 + 1, leap, first, after - DAY))
    return tuple(months)


def _eleventh_month(year: int) -> date:
    """The new moon on or before the winter solstice, when the sun reaches 270°."""
    day = date(year, 12, 19)
    while solar_longitude(day) < 9 * _SIGN:
        day += DAY
    return new_moon(day)


def _leap_index(starts: list[date]) -> int:
    """The first month in which the sun enters no new sign (no 中氣 falls in it)."""
    signs = [int(solar_longitude(start - DAY) // _SIGN) for start in starts]
    return next(index for index in range(1, 13) if signs[index] == signs[index + 1])
