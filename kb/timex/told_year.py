"""The fiscal year that a text tells of itself: the year ended March 31, 截至9月30日止六個月, FY26 beside crores.

It is that of companies whose calendar nobody knows. A text that tells two different ones tells none.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections import Counter
from collections.abc import Iterator

from kb.lang.numerals import parse_chinese_number
from kb.when.fiscal import Era, FiscalCalendar, YearEnd

_MONTHS = {
    name.lower(): number for names in (month_abbr, month_name) for number, name in enumerate(names) if name
} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DATE = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?{_MONTH}(?: (?P<after>\d{{1,2}})\b)?"
_ENDED = r"(?:,? (?:that|which))? (?:ended|ending|ends|closes|to|through)(?: on| in| at the end of)? "
_EN_PERIOD = re.compile(
    r"\b(?:(?P<year>(?:fiscal |financial )?year|12 months|twelve months)"
    r"|(?P<half>half(?:[- ]year)?|six months|6 months)"
    r"|(?P<nine>nine months|9 months)"
    rf"|(?P<quarter>quarter|three months)){_ENDED}{_DATE}",
    re.IGNORECASE,
)
_EN_START = re.compile(
    rf"\b(?:fiscal|financial) year,?(?: which)? (?:begins|starts|began|beginning|starting|runs from)"
    rf"(?: on| in)? {_DATE}",
    re.IGNORECASE,
)
_ZH_DATE = (
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:(?P<day>\d{1,2})日|[一二三十][一二三四五六七八九十]{0,2}日|底|末)?"
)
_ZH_PERIOD = re.compile(
    rf"截至(?:\d{{4}}年)?{_ZH_DATE}(?:为)?止?(?:的|之)?(?:(?:\d{{4}}/)?\d{{2,4}}(?:财政年度|财年|年度|年)(?:的|之)?)?"
    r"(?:(?P<year>(?:财政|会计|财务)?年度|财年|全年|一年|十二个月|12个月)"
    r"|(?P<half>六个月|6个月|[上下]?半年|中期|[上下]?半财年)"
    r"|(?P<nine>九个月|9个月|前三季)"
    r"|(?P<quarter>三个月|3个月|第?[一二三四1-4]?财?季))"
)
_ZH_END = re.compile(
    rf"(?:财年|财政年度|会计年度)(?:是|为)?[于在至到]?(?:每年)?(?:的)?{_ZH_DATE}(?:结束|截止|完结|终结|结算)"
)
_ZH_START = re.compile(
    rf"(?:财年|财政年度|会计年度)(?:是|为)?[于在从自由]?(?:每年)?(?:的)?{_ZH_DATE}(?:开始|起)"
)
_ORDINAL = re.compile(
    r"\b(?:(first)|(second)|(third)|(fourth|final))\b|\bQ([1-4])\b|\b([12])H\b|\bH([12])\b"
    r"|(?:第|上|下|Q)?([一二三四1-4首末上下])(?=财?季|半财?年)",
    re.IGNORECASE,
)
_NUMBER = {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "末": 4, "上": 1, "下": 2}
# So far before a period's name stands which one it is.
_BEFORE = 24
# Within the first days of a month, a year of 52 or 53 weeks ends that belongs to the month before.
_SPILLS = 10
# The year of every Indian company: Companies Act 2013, section 2(41); these are the units of Indian news alone.
_INDIAN = re.compile(r"\b(?:crores?|lakhs?)\b|₹", re.IGNORECASE)
_INDIAN_YEAR_END = 3
_PROOFS = 2


def told_calendar(folded: str) -> FiscalCalendar | None:
    """The fiscal calendar that a folded text tells, of whichever company it is about; None where it tells none."""
    counts = Counter(_year_ends(folded))
    if counts:
        (month, most), *others = counts.most_common(2)
        return None if others and others[0][1] == most else _calendar(month)
    if sum(1 for _ in _INDIAN.finditer(folded)) >= _PROOFS:
        return _calendar(_INDIAN_YEAR_END)
    return None


def _calendar(month: int) -> FiscalCalendar:
    return FiscalCalendar("", "") if month == 12 else FiscalCalendar("", "", (Era(YearEnd(month)),))


def _year_ends(folded: str) -> Iterator[int]:
    """The months in which fiscal years end, by all that the text says of ends and beginnings."""
    for pattern in (_EN_PERIOD, _ZH_PERIOD):
        for match in pattern.finditer(folded):
            left = _months_left(match, folded)
            if left is not None:
                yield _later(_month(match), left)
    for pattern in (_EN_START, _ZH_START):
        for match in pattern.finditer(folded):
            yield _later(_month(match), -1)
    for match in _ZH_END.finditer(folded):
        yield _month(match)


def _months_left(match: re.Match[str], folded: str) -> int | None:
    """How many months of the fiscal year are left when this period ends; None where that is not said."""
    if match["year"]:
        return 0
    if match["nine"]:
        return 3
    number = _number(folded[max(0, match.start() - _BEFORE) : match.end()])
    if match["half"]:
        return 0 if number == 2 else 6
    return None if number is None else 3 * (4 - number)


def _number(said: str) -> int | None:
    """Which quarter or half the words before a period's end say, the nearest one."""
    found = None
    for match in _ORDINAL.finditer(said):
        place = next(at for at, group in enumerate(match.groups(), 1) if group)
        found = place if place <= 4 else _NUMBER.get(match[place]) or int(match[place])
    return found


def _month(match: re.Match[str]) -> int:
    """The month that a date closes; its first days close the one before."""
    name = match["month"].lower()
    month = _MONTHS.get(name) or int(parse_chinese_number(name) or 1)
    day = match["day"] or match.groupdict().get("after")
    return _later(month, -1) if day and int(day) <= _SPILLS and not _starts(match) else month


def _starts(match: re.Match[str]) -> bool:
    return match.re in (_EN_START, _ZH_START)


def _later(month: int, count: int) -> int:
    return (month - 1 + count) % 12 + 1
