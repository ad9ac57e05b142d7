"""What meanings name inside a span, and what the ends of a range can lend each other. Pure functions."""

from __future__ import annotations

from datetime import date

from kb.timex.arithmetic import move, nth, part, shift
from kb.timex.meaning import (
    Field,
    Holiday,
    In,
    Lunar,
    Marked,
    Meaning,
    Nth,
    Offset,
    OnWeekday,
    Part,
    Unit,
    Weekday,
)
from kb.timex.resolved import Resolved
from kb.when.granularity import Granularity, Qualifier
from kb.when.holidays import holiday_span
from kb.when.lunar import lunar_span
from kb.when.span import TimeSpan


def inside(span: TimeSpan, inner: Meaning) -> TimeSpan | None:
    """The part of a span that a field, a weekday, a holiday or an ordinal names."""
    year = span.starts_on.year
    match inner:
        case Field(Unit.MONTH, value):
            return TimeSpan.month(year, value)
        case Field(Unit.DAY, value):
            return TimeSpan.day(span.starts_on.replace(day=value))
        case Field(Unit.QUARTER, value):
            return TimeSpan.quarter(year, value)
        case Field(Unit.HALF, value):
            return TimeSpan.half(year, value)
        case Field(Unit.SEASON, value):
            return TimeSpan.season(year, value)
        case Field(Unit.DECADE, value):
            return TimeSpan.decade(year // 100 * 100 + value)
        case Field(Unit.WEEK, value):
            return TimeSpan.week(date.fromisocalendar(year, value, 1))
        case Weekday(day):
            return nth(span, 1, None, day)
        case Holiday(key):
            return holiday_span(key, year)
        case Lunar():
            return lunar_in(year, inner)
        case Nth(n, unit, weekday, count):
            return nth(span, n, unit, weekday, count)
        case In(outer, deeper):
            middle = inside(span, outer)
            return middle and inside(middle, deeper)
        case Part(of, portion):
            middle = inside(span, of)
            return middle and part(middle, portion)
    return None


def lunar_in(year: int, lunar: Lunar) -> TimeSpan | None:
    """The days of a Chinese lunar date in a year of its calendar."""
    return lunar_span(year, lunar.month, lunar.day, leap=lunar.leap)


def offset(span: TimeSpan, unit: Unit, count: int) -> TimeSpan:
    """So many units before or after a span; from a day the result is a day."""
    edge = span.ends_on if count > 0 else span.starts_on
    if span.granularity is Granularity.DAY and unit is not Unit.WEEKEND:
        return TimeSpan.day(move(edge, unit, count))
    return shift(edge, unit, count)


def names_a_month(meaning: Meaning) -> bool:
    """Whether it is a month without a year, a day or part of one, or a feast."""
    match meaning:
        case Field(Unit.MONTH, _, _, None) | Holiday(_, None) | Lunar():
            return True
        case In(outer, _):
            return names_a_month(outer)
        case Part(of, _):
            return names_a_month(of)
    return False


def has_year(meaning: Meaning) -> bool:
    """Whether an end of a range needs no year from the other."""
    match meaning:
        case In(outer, _):
            return has_year(outer)
        case Part(of, _) | Marked(of, _, _):
            return has_year(of)
        case OnWeekday(_, of) | Offset(_, _, of):
            return has_year(of)
        case Field() | Holiday():
            return False
    return True


def names_month(meaning: Meaning) -> bool:
    """Whether a partial end can lend the other its year: a month, or a day of one."""
    match meaning:
        case Field(Unit.MONTH):
            return True
        case In(outer, _) | Part(outer, _):
            return names_month(outer)
    return False


def container(first: Meaning, year: int, right: TimeSpan) -> TimeSpan:
    """What a partial left end stands in: the right end's month for a bare day, else a year."""
    if isinstance(first, Field) and first.unit is Unit.DAY:
        return TimeSpan.month(right.ends_on.year, right.ends_on.month)
    return TimeSpan.year(year)


def joined(left: Resolved, right: TimeSpan) -> Resolved | None:
    """The range from the one to the other, at the finer granularity; None where it is reversed."""
    if right.ends_on < left.span.starts_on:
        return None
    finer = min(left.span.granularity, right.granularity, key=lambda granularity: granularity.rank)
    qualifier = left.span.qualifier if left.span.qualifier == right.qualifier else Qualifier.APPROXIMATE
    if qualifier is not Qualifier.EXACT:
        finer = Granularity.RANGE
    return left.over(TimeSpan(left.span.starts_on, right.ends_on, finer, qualifier))
