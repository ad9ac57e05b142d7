"""What a document has told so far: the dates that lend a later one what it lacks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kb.when.fiscal import FiscalCalendar
from kb.when.span import TimeSpan


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What is known before the text is read.

    `published` is the document creation time; `fiscal` says where companies with a known fiscal calendar are
    named (offset, calendar), sorted by offset; `language` is BCP 47.
    """

    published: date | None = None
    fiscal: Sequence[tuple[int, FiscalCalendar]] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter that results are told for: of a company's fiscal calendar, or of the calendar where that is None."""

    calendar: FiscalCalendar | None
    year: int
    quarter: int

    def span(self) -> TimeSpan:
        """The quarter's days."""
        if self.calendar is None:
            return TimeSpan.quarter(self.year, self.quarter)
        return self.calendar.quarter(self.year, self.quarter)

    def plus(self, quarters: int) -> Period:
        """The period so many quarters later."""
        years, index = divmod(self.quarter - 1 + quarters, 4)
        return Period(self.calendar, self.year + years, index + 1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date that was read, and where its mention ends."""

    span: TimeSpan
    at: int


@dataclass(slots=True)
class Memory:
    """The dates of a document that lend context to what follows them, latest last."""

    last: Anchor | None = None
    year: Anchor | None = None
    month: Anchor | None = None
    period: Period | None = None
    period_at: int = -1
    taught: dict[str, FiscalCalendar] = field(default_factory=dict)

    def remember(self, span: TimeSpan, at: int) -> None:
        """Let a date lend what it has: its year, its month where it is no coarser than one."""
        anchor = Anchor(span, at)
        self.last = anchor
        if span.starts_on.year == span.ends_on.year:
            self.year = anchor
        if (span.starts_on.year, span.starts_on.month) == (span.ends_on.year, span.ends_on.month):
            self.month = anchor


def calendar_near(
    fiscal: Sequence[tuple[int, FiscalCalendar]], start: int, first: int, last: int
) -> FiscalCalendar | None:
    """The calendar of the company named nearest before `start` in the sentence [first, last), else after it."""
    index = bisect_left(fiscal, start, key=lambda item: item[0])
    if index and fiscal[index - 1][0] >= first:
        return fiscal[index - 1][1]
    if index < len(fiscal) and fiscal[index][0] < last:
        return fiscal[index][1]
    return None


def calendar_before(fiscal: Sequence[tuple[int, FiscalCalendar]], start: int) -> FiscalCalendar | None:
    """The calendar of the company named last before `start`, else of the first one named at all."""
    index = bisect_left(fiscal, start, key=lambda item: item[0])
    if index:
        return fiscal[index - 1][1]
    return fiscal[0][1] if fiscal else None
