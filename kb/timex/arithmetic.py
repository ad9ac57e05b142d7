"""Counting in calendar units: shifts, windows, thirds, n-th parts. Pure functions of days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from kb.timex.meaning import Portion, Unit
from kb.when.granularity import Granularity
from kb.when.span import DAY, TimeSpan, add_months, last_day

_MONTHS_IN = {
    Unit.MONTH: 1,
    Unit.QUARTER: 3,
    Unit.HALF: 6,
    Unit.YEAR: 12,
    Unit.DECADE: 120,
    Unit.CENTURY: 1200,
}
# The calendar unit that a unit of counting names; days, workdays and hours name the day.
_GRANULARITY = {
    Unit.WEEKEND: Granularity.WEEKEND,
    Unit.WEEK: Granularity.WEEK,
    Unit.FORTNIGHT: Granularity.WEEK,
    Unit.MONTH: Granularity.MONTH,
    Unit.SEASON: Granularity.SEASON,
    Unit.QUARTER: Granularity.QUARTER,
    Unit.HALF: Granularity.HALF,
    Unit.YEAR: Granularity.YEAR,
    Unit.DECADE: Granularity.DECADE,
    Unit.CENTURY: Granularity.CENTURY,
}
_DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 7, Unit.FORTNIGHT: 14, Unit.TENDAY: 10}
_RECENT_DAYS = 45
# Answers that are kept: a text counts the same units over and over.
_KEPT = 4096
_THIRDS = {Portion.EARLY: 0, Portion.START: 0, Portion.MID: 1, Portion.LATE: 2, Portion.END: 2}


def distance(span: TimeSpan, day: date) -> int:
    """Days from a day to the nearest day of a span; 0 inside it."""
    if span.starts_on > day:
        return (span.starts_on - day).days
    return max(0, (day - span.ends_on).days)


def is_recent(span: TimeSpan, published: date) -> bool:
    """Whether a day is so near to the publication date that it is that day, whatever year was spoken of before."""
    return span.granularity is Granularity.DAY and distance(span, published) <= _RECENT_DAYS


def first_since(in_year: Callable[[int], TimeSpan | None], day: date) -> TimeSpan | None:
    """The first date of that name which does not end before a day, in its year or the next."""
    spans = (in_year(day.year), in_year(day.year + 1))
    return next((span for span in spans if span is not None and span.ends_on >= day), None)


def unit_span(unit: Unit, day: date) -> TimeSpan:
    """The calendar unit that holds the day."""
    return TimeSpan.unit(_GRANULARITY.get(unit, Granularity.DAY), day)


def move(day: date, unit: Unit, count: int) -> date:
    """The day `count` units later; the last day of a shorter month stands for the days it lacks.

    Raises `OverflowError` or `ValueError` outside the years 1 to 9999.
    """
    if unit is Unit.WORKDAY:
        return _move_workdays(day, count)
    if unit in _DAYS_IN:
        return day + timedelta(days=_DAYS_IN[unit] * count)
    if unit not in _MONTHS_IN:
        return day
    year, month = add_months(day.year, day.month, _MONTHS_IN[unit] * count)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _move_workdays(day: date, count: int) -> date:
    """Count Mondays to Fridays only."""
    step = DAY if count > 0 else -DAY
    weeks, rest = divmod(abs(count), 5)
    day += weeks * 7 * step
    while rest or day.weekday() > 4:
        day += step
        rest -= day.weekday() < 5 and rest > 0
    return day


@lru_cache(maxsize=_KEPT)
def shift(day: date, unit: Unit, count: int) -> TimeSpan:
    """The unit that lies `count` units from the one that holds the day."""
    return unit_span(unit, move(_start_of(day, unit), unit, count))


def _start_of(day: date, unit: Unit) -> date:
    return day.replace(day=1) if unit in _MONTHS_IN else day


def window(day: date, unit: Unit, count: int, *, whole: bool) -> TimeSpan:
    """The stretch of `count` units before (negative) or after the day, the day included.

    With `whole`, that many whole calendar units beside the one that holds the day.
    """
    if whole:
        near = shift(day, unit, 1 if count > 0 else -1)
        far = shift(day, unit, count)
        first, last = sorted((near, far), key=lambda span: span.starts_on)
        return TimeSpan(first.starts_on, last.ends_on, near.granularity)
    other = move(day, unit, count)
    return TimeSpan(min(day, other), max(day, other), Granularity.RANGE)


@lru_cache(maxsize=_KEPT)
def part(span: TimeSpan, portion: Portion) -> TimeSpan:
    """A third of a span, approximate: of a month 1-10, 11-20, 21-end; of a year four months each.

    The start and end of a quarter are its first and last month (see the table of semantics).
    """
    third = _THIRDS[portion]
    match span.granularity:
        case Granularity.DAY:
            return span
        case Granularity.MONTH:
            return _third_of_month(span, third)
        case Granularity.QUARTER | Granularity.SEASON:
            return _third_of_quarter(span, third)
        case Granularity.YEAR | Granularity.HALF if _on_month_edges(span):
            return _third_in_months(span, third)
        case Granularity.DECADE | Granularity.CENTURY:
            return _third_in_years(span, third)
    return _third_in_days(span, third)


def _on_month_edges(span: TimeSpan) -> bool:
    return span.starts_on.day == 1


def _third_of_month(span: TimeSpan, third: int) -> TimeSpan:
    first = span.starts_on.replace(day=1 + 10 * third)
    last = span.ends_on if third == 2 else span.starts_on.replace(day=10 + 10 * third)
    return TimeSpan(first, last, Granularity.RANGE).approximate()


def _third_of_quarter(span: TimeSpan, third: int) -> TimeSpan:
    """A month of a calendar quarter; of a fiscal one some four weeks."""
    if _on_month_edges(span):
        year, month = add_months(span.starts_on.year, span.starts_on.month, third)
        return TimeSpan.month(year, month).approximate()
    return _third_in_days(span, third)


def _third_in_months(span: TimeSpan, third: int) -> TimeSpan:
    months = (12 if span.days > 200 else 6) // 3
    first = add_months(span.starts_on.year, span.starts_on.month, third * months)
    last = add_months(*first, months - 1)
    ends_on = TimeSpan.month(*last).ends_on
    return TimeSpan(date(*first, 1), ends_on, Granularity.RANGE).approximate()


def _third_in_years(span: TimeSpan, third: int) -> TimeSpan:
    """The 1990s are 1990-93, 1994-96 and 1997-99; a century divides alike."""
    years = span.ends_on.year - span.starts_on.year + 1
    edges = (
        [0, round(years * 0.4), round(years * 0.7), years]
        if years == 10
        else [0, years // 3, 2 * years // 3, years]
    )
    first, last = span.starts_on.year + edges[third], span.starts_on.year + edges[third + 1] - 1
    return TimeSpan(date(first, 1, 1), date(last, 12, 31), Granularity.RANGE).approximate()


def _third_in_days(span: TimeSpan, third: int) -> TimeSpan:
    """The days of a third; of a week the days that it touches: Monday to Wednesday."""
    days = span.days
    if days == 7:
        first = span.starts_on + (0, 2, 4)[third] * DAY
        return TimeSpan(first, first + 2 * DAY, Granularity.RANGE).approximate()
    first = span.starts_on + timedelta(days=days * third // 3)
    last = span.starts_on + timedelta(days=days * (third + 1) // 3 - 1)
    return TimeSpan(first, max(first, last), Granularity.RANGE).approximate()


def nth(span: TimeSpan, n: int, unit: Unit | None, weekday: int | None, count: int = 1) -> TimeSpan | None:
    """The n-th unit or weekday inside a span, from its end where `n` is negative; None where it has no such one.

    Weeks of a span are the ISO weeks whose Thursday lies in it, as ISO 8601 assigns weeks to years.
    """
    if weekday is not None:
        return _nth_weekday(span, n, weekday)
    assert unit is not None
    parts = _parts(span, unit)
    index = n - 1 if n > 0 else len(parts) + n - (count - 1)
    if n > 0 and count > 1:
        index = (n - 1) * count
    chosen = parts[index : index + count] if 0 <= index < len(parts) else []
    if not chosen:
        return None
    return TimeSpan(chosen[0].starts_on, chosen[-1].ends_on, chosen[0].granularity)


def _nth_weekday(span: TimeSpan, n: int, weekday: int) -> TimeSpan | None:
    if n > 0:
        day = span.starts_on + ((weekday - span.starts_on.weekday()) % 7 + 7 * (n - 1)) * DAY
    else:
        day = span.ends_on - ((span.ends_on.weekday() - weekday) % 7 + 7 * (-n - 1)) * DAY
    return TimeSpan.day(day) if span.starts_on <= day <= span.ends_on else None


def _parts(span: TimeSpan, unit: Unit) -> list[TimeSpan]:
    if unit is Unit.DAY:
        return [TimeSpan.day(span.starts_on + index * DAY) for index in range(min(span.days, 366))]
    if unit in (Unit.WEEK, Unit.WEEKEND):
        return [unit_span(unit, thursday) for thursday in _thursdays(span)]
    parts: list[TimeSpan] = []
    day = span.starts_on
    while day <= span.ends_on and len(parts) < 1200:
        part_span = unit_span(unit, day)
        parts.append(part_span)
        day = part_span.ends_on + DAY
    return parts


def _thursdays(span: TimeSpan) -> list[date]:
    day = span.starts_on + ((3 - span.starts_on.weekday()) % 7) * DAY
    days: list[date] = []
    while day <= span.ends_on and len(days) < 6000:
        days.append(day)
        day += 7 * DAY
    return days


def years_before(span: TimeSpan, years: int) -> TimeSpan:
    """The same calendar unit some years earlier; days and weeks keep their days of the month."""
    unit = _UNIT_OF.get(span.granularity)
    if unit is not None and unit_span(unit, span.starts_on).ends_on == span.ends_on:
        return unit_span(unit, move(span.starts_on, Unit.YEAR, -years))
    starts_on, ends_on = (move(day, Unit.YEAR, -years) for day in (span.starts_on, span.ends_on))
    if unit is not None and span.ends_on == last_day(span.ends_on.year, span.ends_on.month):
        ends_on = last_day(ends_on.year, ends_on.month)
    return replace(span, starts_on=starts_on, ends_on=ends_on, fiscal_label=None)


_UNIT_OF = {_GRANULARITY[unit]: unit for unit in (Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR)}
