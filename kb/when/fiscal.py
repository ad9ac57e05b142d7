"""Fiscal calendars: which days a company's fiscal year, half and quarter hold.

A calendar is a pure function of data: the rule by which its years end, how they are numbered, and which
quarter takes the extra week of a long year. A company that does not close on a month's last day mostly uses
the 52/53-week year (26 U.S.C. 441(f)): it always ends on one weekday, a month's last or the nearest to a day.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import month_name
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from kb.when.granularity import Granularity
from kb.when.span import DAY, TimeSpan, add_months, last_day

_WEEK = timedelta(weeks=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = tuple(name.lower() for name in month_name)
_RULE = re.compile(
    rf"(?:(?:end of (?P<end>\w+))|(?P<month>\w+) (?P<day>\d+)"
    rf"|last (?P<last>{'|'.join(_WEEKDAYS)}) of (?P<last_month>\w+)"
    rf"|(?P<near>{'|'.join(_WEEKDAYS)}) nearest (?P<near_month>\w+) (?P<near_day>\d+))"
)
# A week more or less is all that calendars differ by; a stated period end further off is another period's.
_NEAR = timedelta(days=7)
# Room for the quarters before a year's end and the weeks around it within `date`.
_YEARS = range(3, 9990)


class Numbering(StrEnum):
    """The calendar year that a fiscal year is called by: the one in which it ends, or in which it starts."""

    END = "end"
    START = "start"


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The rule by which fiscal years end: on a day of a month, or on its last day where `day` is None.

    With a `weekday` (Monday is 0) they end on the one nearest to that day, or on the last one of the month.
    """

    month: int
    day: int | None = None
    weekday: int | None = None

    @classmethod
    def parse(cls, text: str) -> YearEnd:
        """Read `end of june`, `march 20`, `last saturday of september` or `sunday nearest october 31`.

        Raises `ValueError` where the text is none of them.
        """
        match = _RULE.fullmatch(text.strip().lower())
        if match is None:
            raise ValueError(
                f"{text!r} is no rule; write 'calendar', 'end of june', 'march 20', "
                "'last saturday of september' or 'sunday nearest october 31'"
            )
        part = match.groupdict()
        name = part["end"] or part["month"] or part["last_month"] or part["near_month"]
        day, weekday = part["day"] or part["near_day"], part["last"] or part["near"]
        return cls(_month(name), int(day) if day else None, _WEEKDAYS.index(weekday) if weekday else None)

    def __post_init__(self) -> None:
        # February 29 is refused with the days that do not exist: it ends no year in three of four.
        if self.day is not None:
            date(2023, self.month, self.day)

    @property
    def in_weeks(self) -> bool:
        """Whether its years are of 52 or 53 weeks, not of twelve months."""
        return self.weekday is not None

    def in_year(self, year: int) -> date:
        """The year end that belongs to a calendar year; it may fall a few days outside it (December 31)."""
        anchor = date(year, self.month, self.day) if self.day else last_day(year, self.month)
        if self.weekday is None:
            return anchor
        latest = anchor + 3 * DAY if self.day else anchor
        return latest - (latest.weekday() - self.weekday) % 7 * DAY

    def months_before(self, year: int, months: int) -> date:
        """The period end that lies whole months before the year end."""
        shifted = add_months(year, self.month, -months)
        return date(*shifted, self.day) if self.day else last_day(*shifted)


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of fiscal years under one rule; `rule` None is the calendar year.

    `until` is the era's last fiscal year (None: it goes on). `weeks` are the quarters' lengths in a year
    of 52 weeks. In one of 53 `long_quarter` has a week more, or that of `exceptions`: (fiscal year, quarter).
    """

    rule: YearEnd | None
    numbering: Numbering = Numbering.END
    weeks: tuple[int, int, int, int] = (13, 13, 13, 13)
    long_quarter: int = 4
    exceptions: tuple[tuple[int, int], ...] = ()
    until: int | None = None

    @property
    def shift(self) -> int:
        """What the calendar year of a fiscal year's end is above its number: 0 or 1."""
        within_one = self.rule is None or self.rule.month == 12
        return 0 if within_one or self.numbering is Numbering.END else 1

    def year_end(self, fy: int) -> date:
        """The last day of a fiscal year."""
        return self.rule.in_year(fy + self.shift) if self.rule else date(fy, 12, 31)

    def quarter_ends(self, fy: int) -> tuple[date, date, date, date]:
        """The last days of a fiscal year's quarters, counted back from the year's end."""
        rule = self.rule or YearEnd(12)
        if not rule.in_weeks:
            first, second, third, fourth = (rule.months_before(fy + self.shift, ago) for ago in (9, 6, 3, 0))
            return first, second, third, fourth
        _, second_weeks, third_weeks, fourth_weeks = self._weeks_of(fy)
        fourth = self.year_end(fy)
        third = fourth - fourth_weeks * _WEEK
        second = third - third_weeks * _WEEK
        return second - second_weeks * _WEEK, second, third, fourth

    def _weeks_of(self, fy: int) -> list[int]:
        weeks = list(self.weeks)
        if self.year_end(fy) - self.year_end(fy - 1) > 52 * _WEEK:
            weeks[dict(self.exceptions).get(fy, self.long_quarter) - 1] += 1
        return weeks


_CALENDAR = Era(None)


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """A company's fiscal years, halves and quarters as spans of days, and the way back from a day.

    A year or quarter starts on the day after the end of the one before. A calendar that `is_calendar` gives
    plain calendar years and quarters, without a label, also where the books close on the last Saturday of
    December (Intel, AMD): news that speaks of those companies' third quarter means July to September.

    >>> nvidia = FiscalCalendar("nvidia", "NVDA", (Era(YearEnd.parse("last sunday of january")),))
    >>> str(nvidia.quarter(2025, 3)), nvidia.locate(date(2024, 10, 27))
    ('2024-07-29/2024-10-27', (2025, 3))

    Fiscal years outside 3 to 9989 raise `ValueError`, and so do quarters and halves that do not exist.
    """

    owner: str
    ticker: str
    eras: tuple[Era, ...] = (_CALENDAR,)
    stated: tuple[tuple[int, int, date], ...] = ()
    source: str | None = field(default=None, compare=False)
    _ends: dict[int, tuple[date, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _spans: dict[tuple[str, int, int], TimeSpan] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def is_calendar(self) -> bool:
        """Whether its years and quarters are, and always were, those of the calendar."""
        return len(self.eras) == 1 and self.eras[0].rule is None

    def year(self, fy: int) -> TimeSpan:
        """The days of a fiscal year."""
        return self._spans.get(("FY", fy, 0)) or self._span(Granularity.YEAR, ("FY", fy, 0), 1, 4)

    def half(self, fy: int, half: int) -> TimeSpan:
        """The days of half a fiscal year, 1 or 2: two quarters."""
        key = ("H", fy, half)
        return self._spans.get(key) or self._span(Granularity.HALF, key, 2 * half - 1, 2 * half)

    def quarter(self, fy: int, quarter: int) -> TimeSpan:
        """The days of a fiscal quarter, 1 to 4."""
        key = ("Q", fy, quarter)
        return self._spans.get(key) or self._span(Granularity.QUARTER, key, quarter, quarter)

    def locate(self, day: date) -> tuple[int, int]:
        """The fiscal year and quarter that hold a day.

        A day of a transition period, which belongs to no fiscal year, is given the quarter that comes next.
        """
        fy = day.year - 1 - self.eras[-1].shift
        while day > (ends := self._ends.get(fy) or self._find_ends(fy))[4]:
            fy += 1
        return fy, bisect_left(ends, day, 1)

    def with_period_end(self, day: date, fy: int | None = None, quarter: int | None = None) -> FiscalCalendar:
        """The calendar that knows of a period end stated by a source: it overrides the computed one.

        A year without a quarter is that year's end; with neither, it is the end of the period that ends
        nearest. An end that is more than a week off is another period's, and is passed over, as is any
        for a calendar that `is_calendar`.
        """
        if fy is None:
            fy, quarter = self._nearest_end(day)
        quarter = quarter or 4
        if self.is_calendar or not timedelta() < abs(self._find_ends(fy)[quarter] - day) <= _NEAR:
            return self
        others = tuple(entry for entry in self.stated if entry[:2] != (fy, quarter))
        return replace(self, stated=(*others, (fy, quarter, day)))

    @classmethod
    def taught(cls, owner: str, ticker: str, day: date, fy: int, quarter: int = 4) -> FiscalCalendar:
        """The calendar that one stated period end implies: quarters of three months, the stated end exact.

        Raises `ValueError` where the year is neither that in which the fiscal year starts nor its end's.
        """
        month_end = (day + 15 * DAY).replace(day=1) - DAY
        year, month = add_months(month_end.year, month_end.month, 3 * (4 - quarter))
        if (year, month) == (fy, 12):
            return cls(owner, ticker)
        if fy not in (year, year - 1):
            raise ValueError(f"the fiscal year of which quarter {quarter} ends on {day} is not called {fy}")
        numbering = Numbering.END if fy == year else Numbering.START
        return cls(owner, ticker, (Era(YearEnd(month), numbering),)).with_period_end(day, fy, quarter)

    def _nearest_end(self, day: date) -> tuple[int, int]:
        fy, quarter = self.locate(day)
        ends = self._find_ends(fy)
        if ends[quarter] - day <= day - ends[quarter - 1]:
            return fy, quarter
        return (fy, quarter - 1) if quarter > 1 else (fy - 1, 4)

    def _span(self, granularity: Granularity, key: tuple[str, int, int], first: int, last: int) -> TimeSpan:
        letter, fy, number = key
        if not 1 <= first <= last <= 4:
            raise ValueError(f"a fiscal year has no {granularity} {number}")
        ends = self._find_ends(fy)
        label = f"{self.ticker} FY{fy}".lstrip() + (f" {letter}{number}" if number else "")
        span = TimeSpan(ends[first - 1] + DAY, ends[last], granularity)
        if self._era(fy).rule is not None:
            span = replace(span, fiscal_label=label)
        return self._spans.setdefault(key, span)

    def _find_ends(self, fy: int) -> tuple[date, ...]:
        """The day before the fiscal year, then the last days of its quarters."""
        if fy not in self._ends:
            if fy not in _YEARS:
                raise ValueError(f"no calendar reaches fiscal year {fy}")
            era = self._era(fy)
            ends = [self._day_before(fy, era), *era.quarter_ends(fy)]
            for _, quarter, day in (entry for entry in self.stated if entry[0] == fy):
                ends[quarter] = day
            self._ends[fy] = tuple(ends)
        return self._ends[fy]

    def _day_before(self, fy: int, era: Era) -> date:
        stated = (day for year, quarter, day in self.stated if (year, quarter) == (fy - 1, 4))
        before = next(stated, None) or self._era(fy - 1).year_end(fy - 1)
        by_rule = era.year_end(fy - 1)
        # A longer gap is a transition period between two calendars.
        return before if abs(by_rule - before) <= _NEAR else by_rule

    def _era(self, fy: int) -> Era:
        return next(era for era in self.eras if era.until is None or fy <= era.until)


def _month(name: str) -> int:
    if name not in _MONTHS[1:]:
        raise ValueError(f"{name!r} is no month")
    return _MONTHS.index(name)
