"""What a document has told so far: the dates that lend a later one what it lacks."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kb.when.fiscal import FiscalCalendar
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

# So many dates are looked back on.
_TRAIL = 12
# What a text is about is named in its opening, so many characters long, or so often.
_OPENING, _OFTEN = 600, 4


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What is known before the text is read.

    `published` is the document creation time; `fiscal` says where companies are named (offset, fiscal calendar or
    None where it is not known), sorted by offset; `language` is BCP 47.
    """

    published: date | None = None
    fiscal: Sequence[tuple[int, FiscalCalendar | None]] = ()
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


class Anchor(NamedTuple):
    """A date that was read, where its mention ends, where the run of dates begins that it belongs to, and where it
    stands itself."""

    span: TimeSpan
    at: int
    head: int = 0
    start: int = 0


@dataclass(slots=True)
class Memory:
    """The dates of a document that lend context to what follows them, latest last."""

    last: Anchor | None = None
    day: Anchor | None = None
    year: Anchor | None = None
    month: Anchor | None = None
    quarter: Anchor | None = None
    stretch: Anchor | None = None
    period: Period | None = None
    period_at: int = -1
    taught: dict[str, FiscalCalendar] = field(default_factory=dict)
    trail: deque[Anchor] = field(default_factory=lambda: deque(maxlen=_TRAIL))

    def remember(
        self, span: TimeSpan, at: int, head: int = 0, start: int = -1, *, ahead: bool = False
    ) -> None:
        """Let a date lend what it has: its year, its month where it is no coarser than one.

        What lies ahead of the publication is counted from by nothing that follows it.
        """
        anchor = Anchor(span, at, head, start)
        first, last, granularity = span.starts_on, span.ends_on, span.granularity
        if not ahead:
            self.last = anchor
            if granularity is Granularity.DAY:
                self.day = anchor
            elif granularity is Granularity.QUARTER and span.fiscal_label is None:
                self.quarter = anchor
            if first is not last and span.days > 31:
                self.stretch = anchor
        if first.year == last.year:
            self.year = anchor
            if start >= 0 and (first.month == last.month or granularity is Granularity.YEAR):
                self.trail.append(anchor)
            if first.month == last.month:
                self.month = anchor


Place = tuple[int, FiscalCalendar | None]


def company_near(places: Sequence[Place], start: int, first: int, last: int) -> Place | None:
    """The company named nearest before `start` in the sentence [first, last), else after it."""
    index = bisect_left(places, start, key=lambda place: place[0])
    if index and places[index - 1][0] >= first:
        return places[index - 1]
    if index < len(places) and places[index][0] < last:
        return places[index]
    return None


def most_named(places: Sequence[Place]) -> FiscalCalendar | None:
    """The calendar of the company that the text names most often; on a tie the one that it names first.

    A company that is named in passing, first behind the opening, is not what the text is about.
    """
    counts = Counter(calendar.owner for _, calendar in places if calendar is not None)
    opening = {calendar.owner for offset, calendar in places if calendar is not None and offset < _OPENING}
    about = [owner for owner, count in counts.items() if owner in opening or count >= _OFTEN]
    if not about:
        return None
    owner = max(about, key=lambda name: counts[name])
    return next(calendar for _, calendar in places if calendar is not None and calendar.owner == owner)
