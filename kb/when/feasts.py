"""How the days of a holiday are found: fixed, by weekday, by Easter, by the sun and moon, or in a library's table.

Each function makes a rule, from a year to the first and last day of the holiday that begins in it, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module

from kb.when.moon import new_moon, solar_longitude
from kb.when.span import DAY, last_day

Days = tuple[date, date] | None
Rule = Callable[[int], Days]

MONDAY, THURSDAY, SUNDAY = 0, 3, 6
# Meeus' series agree with every published new moon of this range (see the tests), but not with two after it.
_MOON_YEARS = range(1901, 2051)
_CHUSHU = 150.0
# The series for the sun are good to 0.01 degrees.
_SURE = 0.01


def on(month: int, day: int, since: int = 1) -> Rule:
    """One day of every year."""
    return lambda year: _day(date(year, month, day)) if year >= since else None


def nth(count: int, weekday: int, month: int, since: int = 1, plus: int = 0) -> Rule:
    """The nth weekday of a month, or the last where n is -1, and `plus` days."""

    def rule(year: int) -> Days:
        if year < since:
            return None
        if count < 0:
            end = last_day(year, month)
            return _day(end - (end.weekday() - weekday) % 7 * DAY + plus * DAY)
        first = date(year, month, 1)
        return _day(first + ((weekday - first.weekday()) % 7 + 7 * (count - 1) + plus) * DAY)

    return rule


def after(feast: Rule, first: int, last: int | None = None, since: int = 1) -> Rule:
    """The days `first` to `last`, counted from the first day of another holiday; -1 is the day before."""

    def rule(year: int) -> Days:
        other = feast(year) if year >= since else None
        return other and (other[0] + first * DAY, other[0] + (first if last is None else last) * DAY)

    return rule


def between(calendar: str, start: str, end: str, before_end: int = 0) -> Rule:
    """From a holiday of the library's tables to the next one of another name, or some days before that."""

    def rule(year: int) -> Days:
        first = next(iter(_dates(calendar, start, year)), None)
        ends = [day - before_end * DAY for at in (year, year + 1) for day in _dates(calendar, end, at)]
        last = next((day for day in ends if first and day >= first), None)
        return (first, last) if first and last else None

    return rule


def in_years(rule: Rule, fits: Callable[[int], bool]) -> Rule:
    """A rule that holds in some years only."""
    return lambda year: rule(year) if fits(year) else None


def easter(method: int) -> Rule:
    """Easter Sunday by `dateutil`'s numbers: 3 is the Western, 2 the Orthodox one, both Gregorian dates."""
    return lambda year: _day(import_module("dateutil.easter").easter(year, method)) if year > 1582 else None


def table(calendar: str, name: str) -> Rule:
    """The first holiday of that name in a year, by the library's table."""

    def rule(year: int) -> Days:
        found = _dates(calendar, name, year)
        return _day(found[0]) if found else None

    return rule


def _dates(calendar: str, name: str, year: int) -> list[date]:
    """Every day of that name in a year, by the library's table: year → (month, day), or several of these.

    A lunar year is shorter than a civil one, so that a year can hold two (Eid al-Fitr in 2033).
    """
    found = getattr(getattr(import_module("holidays.calendars"), calendar), f"{name}_DATES").get(year) or ()
    several = found if found and isinstance(found[0], tuple) else [found] if found else []
    return sorted(date(year, month, day) for month, day in several)


def library_term(method: str) -> Rule:
    """A solar term that the library computes, in the years for which it vouches."""

    def rule(year: int) -> Days:
        day, estimated = getattr(import_module("holidays.calendars")._ChineseLunisolar(), f"{method}_date")(
            year
        )
        return None if estimated else _day(day)

    return rule


def solar_term(longitude: int) -> Rule:
    """The day in China on which the sun reaches a longitude in degrees; None where that is close to midnight."""

    def rule(year: int) -> Days:
        if year not in _MOON_YEARS:
            return None
        day = date(year, 1, 1) + int((longitude - 280) % 360 * 365.2422 / 360 - 4) * DAY
        while _short_of(longitude, day) > 0:
            day += DAY
        sure = min(-_short_of(longitude, day), _short_of(longitude, day - DAY)) > _SURE
        return _day(day) if sure else None

    return rule


def _short_of(longitude: int, day: date) -> float:
    """The degrees, -180 to 180, that the sun lacks to a longitude at the end of a day."""
    return (longitude - solar_longitude(day) + 180) % 360 - 180


def seventh_month(day: int) -> Rule:
    """A day of the seventh Chinese month: the lunation in which the sun reaches 150° (GB/T 33661-2017)."""

    def rule(year: int) -> Days:
        mid_autumn = _MID_AUTUMN(year) if year in _MOON_YEARS else None
        if mid_autumn is None:
            return None
        first = new_moon(mid_autumn[0] - 15 * DAY)
        if solar_longitude(first - DAY) >= _CHUSHU:
            first = new_moon(first - DAY)
        return _day(first + (day - 1) * DAY)

    return rule


def golden_week(year: int) -> Days:
    """Japan's, from April 29 to May 5."""
    return (date(year, 4, 29), date(year, 5, 5)) if year >= 1948 else None


def kings_day(year: int) -> Days:
    """April 27, or the 26th where that is a Sunday."""
    day = date(year, 4, 27)
    return _day(day - DAY if day.weekday() == SUNDAY else day) if year >= 2014 else None


def tu_bishvat(year: int) -> Days:
    """15 Shevat: 59 days before Passover, 89 in a leap year, which has an Adar more (19-year cycle)."""
    passover = PASSOVER_FIRST_DAY(year)
    leap = (7 * (year + 3760) + 1) % 19 < 7
    return passover and _day(passover[0] - (89 if leap else 59) * DAY)


def _day(day: date) -> tuple[date, date]:
    return day, day


def yom_hashoah(year: int) -> Days:
    """27 Nisan, moved away from the sabbath: from a Friday to the day before, from a Sunday to the day after."""
    passover = PASSOVER_FIRST_DAY(year)
    if passover is None or year < 1959:
        return None
    day = passover[0] + 12 * DAY
    return _day(day + {4: -1, SUNDAY: 1}.get(day.weekday(), 0) * DAY)


_MID_AUTUMN = table("_ChineseLunisolar", "MID_AUTUMN")
PASSOVER_FIRST_DAY = table("_HebrewLunisolar", "PASSOVER")
