"""What is compared with: the same period of an earlier year (去年同期, a year earlier)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kb.timex.arithmetic import years_before
from kb.timex.context import Memory
from kb.timex.meaning import Meaning, Origin, Shift, Unit, YearEarlier
from kb.timex.passage import Passage
from kb.timex.periods import Periods
from kb.timex.resolved import Place, Resolved
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

# The quarter that a comparison names: the year-ago quarter, 去年同季.
_QUARTER = Shift(Unit.QUARTER, 0, Origin.TEXT)
# Of fourteen weeks; what is longer is several months or quarters.
_LONGEST_QUARTER = 98
ResolvePeriod = Callable[[Meaning, Place], Resolved | None]


class Earlier:
    """Finds what is compared in one document."""

    def __init__(self, passage: Passage, memory: Memory, periods: Periods, published: date | None) -> None:
        self.passage = passage
        self.memory = memory
        self.periods = periods
        self.published = published

    def resolve(self, meaning: YearEarlier, place: Place, resolve_period: ResolvePeriod) -> Resolved | None:
        """The period so many years before the one that is told of, else the year."""
        if meaning.year is not None:
            return self._in_named_year(meaning.year, place)
        if meaning.years == 0:
            return self._same_period(place)
        stretch = self._compared_stretch(place) if meaning.period is None else None
        if stretch is not None:
            return Resolved(years_before(stretch, meaning.years), "compared", stretch.edtf)
        if meaning.period == _QUARTER or (meaning.period is None and not self._compares_years(place)):
            found = self.periods.year_earlier(meaning.years, place.start, place.end)
            if found is None and meaning.period is not None:
                found = self.periods.latest(meaning.years)
            if found is not None:
                return Resolved(*found)
        elif meaning.period is not None:
            period = resolve_period(meaning.period, place)
            if period is not None:
                return Resolved(years_before(period.span, meaning.years), "compared", period.anchor)
        anchor = self.memory.year
        if anchor is not None and self.passage.same_paragraph(anchor.at, place.start):
            year = anchor.span.starts_on.year - meaning.years
            return Resolved(TimeSpan.year(year), "compared", anchor.span.edtf)
        if self.published is None:
            return None
        return Resolved(
            TimeSpan.year(self.published.year - meaning.years), "published", self.published.isoformat()
        )

    def _compared_stretch(self, place: Place) -> TimeSpan | None:
        """The half or the months that are compared, and with 同期 or the same period the month told last."""
        named = self.passage.folded[place.start : place.end].endswith("期") or self._names_period(place)
        last, month = self.memory.stretch, self.memory.month
        if named and month is not None and month is self.memory.last and month is self.memory.year:
            last = month if month.span.granularity is Granularity.MONTH else last
        if last is None or not self.passage.same_sentence(last.at, place.start):
            return None
        if self.memory.quarter is not None and self.memory.quarter.at > last.at:
            return None
        if last.span.granularity is Granularity.HALF:
            return last.span
        if last.span.granularity not in (Granularity.MONTH, Granularity.QUARTER):
            return None
        return last.span if last.span.days > _LONGEST_QUARTER or (named and last is month) else None

    def _names_period(self, place: Place) -> bool:
        return "same period" in self.passage.folded[place.start : place.end].lower()

    def _compares_years(self, place: Place) -> bool:
        """Whether the nearest date before is a year in the same sentence: 2024年虧損…,上年同期…"""
        last = self.memory.last
        return (
            last is not None
            and last.span.granularity is Granularity.YEAR
            and self.passage.same_sentence(last.at, place.start)
        )

    def _same_period(self, place: Place) -> Resolved | None:
        """The period that the paragraph told of last: 今年前三季…,同期…"""
        last, stretch = self.memory.last, self.memory.stretch
        if stretch is not None and self.passage.same_sentence(stretch.at, place.start):
            last = stretch
        if last is None or not self.passage.same_paragraph(last.at, place.start):
            return None
        return Resolved(last.span, "context", last.span.edtf)

    def _in_named_year(self, year: int, place: Place) -> Resolved:
        """The same period of a named year: the quarter that the passage compares, else the year."""
        for years in range(1, 10):
            answer = self.periods.year_earlier(years, place.start, place.end)
            if answer is not None and year in (answer[0].starts_on.year, answer[0].ends_on.year):
                return Resolved(*answer)
        return Resolved(TimeSpan.year(year))
