"""Days of the Julian calendar, which Europe used until 1582 and Russia until 1918."""

from __future__ import annotations

from datetime import date, timedelta

# Julian 0001-01-01 is two days before proleptic Gregorian 0001-01-01, which is ordinal 1.
_FIRST = -1


def from_julian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Julian one. Raises `ValueError` where it is none, or lies before year 1."""
    leap = year % 4 == 0
    lengths = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        raise ValueError("no day of the Julian calendar")
    before = (year - 1) * 365 + (year - 1) // 4 + sum(lengths[: month - 1]) + day - 1
    if before + _FIRST < 1:
        raise ValueError("before year 1")
    return date(1, 1, 1) + timedelta(before + _FIRST - 1)
