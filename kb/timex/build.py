"""Putting meanings together: what productions of every language share."""

from __future__ import annotations

from datetime import date

from kb.timex.meaning import Absolute, Field, In, Meaning, Unit
from kb.timex.rules import ImpossibleDate
from kb.when.span import TimeSpan

_LONG = frozenset({1, 3, 5, 7, 8, 10, 12})


def within(outer: Meaning | None, inner: Meaning) -> Meaning:
    """The inner part of the outer one; days that are fully named become absolute at once."""
    if outer is None:
        return inner
    if isinstance(outer, Absolute) and isinstance(inner, Field):
        return _absolute_field(outer.span, inner)
    if isinstance(outer, Absolute) and isinstance(inner, In) and isinstance(inner.outer, Field):
        return within(_absolute_field(outer.span, inner.outer), inner.inner)
    return In(outer, inner)


def month_day(month: Field, day: Field) -> Meaning:
    """A day of a month. Raises `ImpossibleDate` where the month has no such day in any year."""
    if day.value > (29 if month.value == 2 else 30 + (month.value in _LONG)):
        raise ImpossibleDate(f"{month.value}/{day.value}")
    return In(month, day)


def absolute_day(year: int, month: int, day: int) -> Absolute:
    """A day in full. Raises `ImpossibleDate` where the calendar has none such."""
    try:
        return Absolute(TimeSpan.day(date(year, month, day)))
    except ValueError as error:
        raise ImpossibleDate(str(error)) from None


def _absolute_field(span: TimeSpan, field: Field) -> Meaning:
    year = span.starts_on.year
    try:
        match field.unit:
            case Unit.MONTH:
                return Absolute(TimeSpan.month(year, field.value))
            case Unit.QUARTER if not field.fiscal:
                return Absolute(TimeSpan.quarter(year, field.value))
            case Unit.HALF if not field.fiscal:
                return Absolute(TimeSpan.half(year, field.value))
            case Unit.DAY:
                return Absolute(TimeSpan.day(date(year, span.starts_on.month, field.value)))
            case Unit.SEASON:
                return Absolute(TimeSpan.season(year, field.value))
            case Unit.DECADE:
                return Absolute(TimeSpan.decade(max(year // 100 * 100, 0) + field.value))
    except ValueError as error:
        raise ImpossibleDate(str(error)) from None
    return In(Absolute(span), field)
