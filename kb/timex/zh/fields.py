"""The year and month that many Chinese patterns begin with, and how a part is put into what it stands in."""

from __future__ import annotations

import re

from kb.timex.build import month_day
from kb.timex.meaning import Absolute, Field, In, Meaning, Unit
from kb.timex.zh import words as w

_YEAR_END = rf"年(?![级糕轻])(?:{w.whole('度')})?"
YEAR = (
    rf"(?:(?:公元|西元|公历)?(?<![\d.])(?P<y>{w.YEAR4})\s?{_YEAR_END}"
    rf"|(?P<era>{w.ERA})\s?(?P<n>\d{{1,3}}|元|[〇零○一二三四五六七八九十百]{{1,6}})\s?{_YEAR_END}"
    rf"|(?P<yw>{w.YEAR_WORD})(?![级糕轻薪龄代])(?:{w.whole('度')})?)"
)
# Two digits are a year only where a smaller unit follows (24年Q2, 08年5月), and so are the three digits
# of a year of the Republic of China (113年5月).
SHORT_YEAR = rf"(?:'?(?<!\d)(?P<yy>1[0-4]\d|\d\d|{w.DIGIT}{{2}})\s?{_YEAR_END})"
# What is said behind a date of about that time; 2030年前 is by 2030.
ABOUT = r"\s?(?:前后|左右)"
ANY_YEAR = f"(?:{YEAR}|{SHORT_YEAR})"
IN_YEAR = rf"(?:{ANY_YEAR}的?\s?)"
MONTH = (
    r"(?<![\d一二三四五六七八九十百.])"
    rf"(?:(?P<m>{w.MONTH})\s?{w.whole('月')}|(?P<mw>{w.MONTH_WORD})(?![球饼]))(?:份)?"
)


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


def within_month(month: Meaning, day: str) -> Meaning:
    """A day of a month. Raises `ImpossibleDate` where no year has it."""
    field = w.day_field(day)
    return month_day(month, field) if isinstance(month, Field) else In(month, field)


def first_group(match: re.Match[str], *names: str) -> str:
    """The first of the named groups that took part."""
    return next(match[name] for name in names if match[name])
