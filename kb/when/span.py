"""A span of whole days. Both its days are inside it, as in EDTF."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kb.when.granularity import Bound, Granularity, Qualifier

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Whole days from `starts_on` to `ends_on`, with the granularity at which the source spoke.

    >>> str(TimeSpan.quarter(2024, 2))
    '2024-34'

    Raises `ValueError` where the days are reversed.
    """

    starts_on: date
    ends_on: date
    granularity: Granularity
    qualifier: Qualifier = Qualifier.EXACT
    bound: Bound | None = None
    fiscal_label: str | None = None

    def __post_init__(self) -> None:
        if self.starts_on > self.ends_on:
            raise ValueError(f"a span cannot end on {self.ends_on} before it starts on {self.starts_on}")

    @classmethod
    def day(cls, day: date) -> TimeSpan:
        """One day."""
        return _day(day)

    @classmethod
    def week(cls, day: date) -> TimeSpan:
        """The ISO week, Monday first, that holds the day."""
        monday = day - day.weekday() * DAY
        return cls(monday, monday + 6 * DAY, Granularity.WEEK)

    @classmethod
    def weekend(cls, day: date) -> TimeSpan:
        """Saturday and Sunday of the ISO week that holds the day."""
        saturday = day + (5 - day.weekday()) * DAY
        return cls(saturday, saturday + DAY, Granularity.WEEKEND)

    @classmethod
    def month(cls, year: int, month: int) -> TimeSpan:
        """A calendar month."""
        return _months(year, month, 1, Granularity.MONTH)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> TimeSpan:
        """A calendar quarter, 1 to 4."""
        return _months(year, 3 * quarter - 2, 3, Granularity.QUARTER)

    @classmethod
    def half(cls, year: int, half: int) -> TimeSpan:
        """A calendar half-year, 1 or 2."""
        return _months(year, 6 * half - 5, 6, Granularity.HALF)

    @classmethod
    def season(cls, year: int, season: int) -> TimeSpan:
        """A meteorological season of the northern hemisphere: 1 spring (March to May) to 4 winter."""
        return _months(year, 3 * season, 3, Granularity.SEASON)

    @classmethod
    def year(cls, year: int) -> TimeSpan:
        """A calendar year."""
        return _months(year, 1, 12, Granularity.YEAR)

    @classmethod
    def decade(cls, year: int) -> TimeSpan:
        """The ten years that share all but the last digit with the year."""
        first = max(year // 10 * 10, 1)
        return cls(date(first, 1, 1), date(year // 10 * 10 + 9, 12, 31), Granularity.DECADE)

    @classmethod
    def century(cls, year: int) -> TimeSpan:
        """The hundred years that share the first two digits with the year (EDTF `19XX`)."""
        first = max(year // 100 * 100, 1)
        return cls(date(first, 1, 1), date(year // 100 * 100 + 99, 12, 31), Granularity.CENTURY)

    @classmethod
    def unit(cls, granularity: Granularity, day: date) -> TimeSpan:
        """The unit that holds the day; a week's weekend for any day of it, the day itself for `RANGE`."""
        match granularity:
            case Granularity.WEEKEND:
                return cls.weekend(day)
            case Granularity.WEEK:
                return cls.week(day)
            case Granularity.MONTH:
                return cls.month(day.year, day.month)
            case Granularity.SEASON:
                year, month = add_months(day.year, day.month, -2)
                return cls.season(year, (month + 2) // 3)
            case Granularity.QUARTER:
                return cls.quarter(day.year, (day.month + 2) // 3)
            case Granularity.HALF:
                return cls.half(day.year, (day.month + 5) // 6)
            case Granularity.YEAR:
                return cls.year(day.year)
            case Granularity.DECADE:
                return cls.decade(day.year)
            case Granularity.CENTURY:
                return cls.century(day.year)
        return cls.day(day)

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.ends_on - self.starts_on).days + 1

    def overlaps(self, other: TimeSpan) -> bool:
        """Whether a day lies in both."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def contains(self, other: TimeSpan) -> bool:
        """Whether every day of the other lies in this one."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    def approximate(self) -> TimeSpan:
        """The same days, said to be about right."""
        return self._qualified(self.qualifier | Qualifier.APPROXIMATE)

    def uncertain(self) -> TimeSpan:
        """The same days, said to be a guess."""
        return self._qualified(self.qualifier | Qualifier.UNCERTAIN)

    def bounded(self, bound: Bound | None) -> TimeSpan:
        """The same days, said to be one end of what is meant, or, with None, to be all of it."""
        return TimeSpan(
            self.starts_on, self.ends_on, self.granularity, self.qualifier, bound, self.fiscal_label
        )

    def _qualified(self, qualifier: Qualifier) -> TimeSpan:
        return TimeSpan(
            self.starts_on, self.ends_on, self.granularity, qualifier, self.bound, self.fiscal_label
        )

    @property
    def edtf(self) -> str:
        """The span in EDTF (ISO 8601-2); see `kb.when.edtf`."""
        from kb.when.edtf import format_edtf

        return format_edtf(self)

    def __str__(self) -> str:
        return self.edtf


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """The (year, month) that lies `count` months after the given one; `count` may be negative."""
    years, index = divmod(month - 1 + count, 12)
    return year + years, index + 1


# News names the same days over and over: so many spans are kept.
@lru_cache(maxsize=4096)
def _day(day: date) -> TimeSpan:
    return TimeSpan(day, day, Granularity.DAY)


@lru_cache(maxsize=4096)
def _months(year: int, month: int, count: int, granularity: Granularity) -> TimeSpan:
    return TimeSpan(date(year, month, 1), last_day(*add_months(year, month, count - 1)), granularity)
