"""What a time expression means before anything is known of its text: a small tree.

A meaning never holds a guess. What it lacks (the year of 3月, the day that 三天前 is counted from) is filled in by
`kb.timex.resolve` from the publication date, the dates read before it, and a company's fiscal calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.when.granularity import Bound
from kb.when.span import TimeSpan


class Unit(StrEnum):
    """A unit to count or to name. `QUINQUENNIUM`-like units do not exist: five years are five years."""

    DAY = "day"
    WORKDAY = "workday"
    WEEKEND = "weekend"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    TENDAY = "tenday"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"

    # As text has it: an enumeration's own hash is a call in Python.
    __hash__ = str.__hash__


class Origin(StrEnum):
    """What a shift is counted from: the period told of or else the publication date, or the nearest earlier date.

    `TODAY` is the publication date and nothing else: the current quarter.
    """

    NOW = "now"
    TODAY = "today"
    TEXT = "text"

    __hash__ = str.__hash__


class Portion(StrEnum):
    """A part of a unit, by semantics: the thirds are approximate, halves and edges are not."""

    EARLY = "early"
    MID = "mid"
    LATE = "late"
    END = "end"
    START = "start"

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class Absolute:
    """Days that the expression names in full."""

    span: TimeSpan


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a calendar: month 9, quarter 3, weekday 2 (Monday is 0), day 21 of a month, ISO week 12.

    For `WEEKDAY`-like fields use `Weekday`, for holidays `Holiday`. `turn` asks for the last (-1) or the next (1)
    one that lies wholly on that side of the publication date: last May, next summer.
    """

    unit: Unit
    value: int
    fiscal: bool = False
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday 0. `turn` is -1 last, 0 this, 1 next, None unsaid.

    `by_week` counts calendar weeks (上週三: the Wednesday of last week); otherwise occurrences are counted
    (last Wednesday: the most recent one).
    """

    day: int
    turn: int | None = None
    by_week: bool = True


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by its key in `kb.when.holidays`."""

    key: str
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Lunar:
    """A month, or a day of it, of the Chinese lunar calendar: 農曆八月十五."""

    month: int
    day: int | None = None
    leap: bool = False


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Shift:
    """The unit that lies `count` units from the origin: 去年 (year, -1), three days ago (day, -3), 次日 (day, 1, TEXT).

    `day_of` keeps the day itself where the unit is coarser: a month later as a day is never meant in news.
    """

    unit: Unit
    count: int
    origin: Origin = Origin.NOW
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class In:
    """A part of something larger: 今年9月 is month 9 in the year at shift 0."""

    outer: Meaning
    inner: Meaning


@dataclass(frozen=True, slots=True)
class Holding:
    """The unit that holds a day: the week of November 18."""

    unit: Unit
    of: Meaning


@dataclass(frozen=True, slots=True)
class Offset:
    """The unit `count` units from something named: two weeks before Christmas; from a day the result is a day."""

    unit: Unit
    count: int
    of: Meaning


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """A day of a month whose weekday is told too, which decides the year: Friday, July 18."""

    day: int
    of: Meaning


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th unit or weekday of the span it stands in, from its end where negative: the first Monday of September."""

    n: int
    unit: Unit | None = None
    weekday: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """The beginning, middle or end of something: 9月底, early 2025, the end of the third quarter."""

    of: Meaning
    portion: Portion


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch that touches the publication date: 過去一個月 (month, -1), the next ten years (year, 10).

    `whole` counts whole units beside the current one (the last three quarters), not days to the day.
    """

    unit: Unit
    count: int
    whole: bool = False
    origin: Origin = Origin.NOW


@dataclass(frozen=True, slots=True)
class ToDate:
    """From the start of the current unit to the publication date: 今年以來, year to date."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class YearEarlier:
    """The same period, `years` before the one that is compared, or in a named `year`: 去年同期, a year earlier."""

    years: int = 1
    period: Meaning | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first day of one to the last day of the other."""

    first: Meaning
    last: Meaning


@dataclass(frozen=True, slots=True)
class Either:
    """Day and month stand in an order that the expression leaves open: 03/04/2024."""

    month_first: Meaning
    day_first: Meaning


@dataclass(frozen=True, slots=True)
class Marked:
    """A meaning said to be approximate, or to be only one end of what is meant."""

    of: Meaning
    approximate: bool = False
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """A time that a name holds and that is no mention: 三季報 tells of the third quarter, and lends it."""

    of: Meaning


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, ISO 8601: `P30Y`."""

    value: str


@dataclass(frozen=True, slots=True)
class Recurring:
    """A set of times, ISO 8601 period of the recurrence: `P1Y`."""

    value: str


@dataclass(frozen=True, slots=True)
class Vague:
    """A time that the words leave open; the value is TIMEX3's `PAST_REF`, `PRESENT_REF` or `FUTURE_REF`."""

    value: str


Meaning = (
    Absolute
    | Field
    | Weekday
    | Holiday
    | Lunar
    | FiscalYear
    | Shift
    | In
    | Holding
    | Offset
    | OnWeekday
    | Nth
    | Part
    | Window
    | ToDate
    | YearEarlier
    | Interval
    | Either
    | Marked
    | Silent
    | Duration
    | Recurring
    | Vague
)
