"""The year and month that many Chinese patterns begin with, and how a part is put into what it stands in."""

from __future__ import annotations

import re
from datetime import date

from kb.timex.meaning import Absolute, Field, In, Meaning, Unit
from kb.timex.rules import ImpossibleDate
from kb.timex.zh import words as w
from kb.when.span import TimeSpan

_YEAR_END = rf"年(?![级糕轻])(?:{w.whole('度')})?"
YEAR = (
    rf"(?:(?:公元|西元|公历)?(?<![\d.])(?P<y>{w.YEAR4})\s?{_YEAR_END}"
    rf"|(?P<era>{w.ERA})\s?(?P<n>\d{{1,3}}|元|[〇零○一二三四五六七八九十百]{{1,6}})\s?{_YEAR_END}"
    rf"|(?P<yw>{w.YEAR_WORD})(?![级糕轻薪龄代])(?:{w.whole('度')})?)"
)
# Two digits are a year only where a smaller unit follows (24年Q2, 08年5月), and so are the three digits
# of a year of the Republic of China (113年5月).
SHORT_YEAR = rf"(?:'?(?<!\d)(?P<yy>1[0-4]\d|\d\d|{w.DIGIT}{{2}})\s?{_YEAR_END})"
ANY_YEAR = f"(?:{YEAR}|{SHORT_YEAR})"
IN_YEAR = rf"(?:{ANY_YEAR}的?\s?)"
MONTH = (
    r"(?<![\d一二三四五六七八九十百.])"
    rf"(?:(?P<m>{w.MONTH})\s?{w.whole('月')}|(?P<mw>{w.MONTH_WORD})(?![球饼]))(?:份)?"
)

_LONG = frozenset({1, 3, 5, 7, 8, 10, 12})


def year_meaning(match: re.Match[str]) -> Meaning | None:
    """The year that a match of `ANY_YEAR` names, or None where the optional year is absent."""
    groups = match.groupdict()
    if groups.get("y"):
        return Absolute(w.absolute_year(w.year_of(groups["y"])))
    if groups.get("era"):
        return Absolute(w.absolute_year(w.WORDS["eras"][groups["era"]] + w.number(groups["n"])))
    if groups.get("yy"):
        return Absolute(w.absolute_year(w.year_of(groups["yy"])))
    return w.shift("years", Unit.YEAR, groups["yw"]) if groups.get("yw") else None


def month_meaning(match: re.Match[str]) -> Meaning:
    """The month that a match of `MONTH` names."""
    return w.shift("months", Unit.MONTH, match["mw"]) if match["mw"] else w.month_field(match["m"])


def within(outer: Meaning | None, inner: Meaning) -> Meaning:
    """The inner part of the outer one; days that are fully named become absolute at once."""
    if outer is None:
        return inner
    if isinstance(outer, Absolute) and isinstance(inner, Field):
        return _absolute_field(outer.span, inner)
    if isinstance(outer, Absolute) and isinstance(inner, In) and isinstance(inner.outer, Field):
        return within(_absolute_field(outer.span, inner.outer), inner.inner)
    return In(outer, inner)


def within_month(month: Meaning, day: str) -> Meaning:
    """A day of a month. Raises `ImpossibleDate` where no year has it."""
    field = w.day_field(day)
    if isinstance(month, Field) and field.value > (29 if month.value == 2 else 30 + (month.value in _LONG)):
        raise ImpossibleDate(f"{month.value}/{day}")
    return In(month, field)


def absolute_day(year: int, month: int, day: int) -> Absolute:
    """A day by its numbers. Raises `ImpossibleDate`."""
    try:
        return Absolute(TimeSpan.day(date(year, month, day)))
    except ValueError as error:
        raise ImpossibleDate(str(error)) from None


def first_group(match: re.Match[str], *names: str) -> str:
    """The first of the named groups that took part."""
    return next(match[name] for name in names if match[name])


def _absolute_field(span: TimeSpan, field: Field) -> Meaning:
    year = span.starts_on.year
    match field.unit:
        case Unit.MONTH:
            return Absolute(TimeSpan.month(year, field.value))
        case Unit.QUARTER if not field.fiscal:
            return Absolute(TimeSpan.quarter(year, field.value))
        case Unit.HALF if not field.fiscal:
            return Absolute(TimeSpan.half(year, field.value))
        case Unit.SEASON:
            return Absolute(TimeSpan.season(year, field.value))
        case Unit.DECADE:
            return Absolute(TimeSpan.decade(max(year // 100 * 100, 0) + field.value))
        case Unit.DAY:
            return absolute_day(year, span.starts_on.month, field.value)
    return In(Absolute(span), field)
