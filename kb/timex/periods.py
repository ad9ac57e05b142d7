"""Quarters and fiscal periods: whose calendar a quarter is read on, and in which year."""

from __future__ import annotations


from kb.timex.context import Memory, Period, TimeContext, calendar_before, calendar_near
from kb.timex.meaning import Absolute, Field, FiscalYear, Meaning, Origin, Shift, Unit
from kb.timex.passage import Passage
from kb.when.fiscal import FiscalCalendar
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

Answer = tuple[TimeSpan, str, str | None]

# A passage about results: a word of results within this many characters, or a fiscal period told this recently.
_RESULTS_REACH = 60
_PASSAGE_REACH = 600


class Periods:
    """Resolves quarters, halves and years of results, and remembers which period a document reports."""

    def __init__(self, passage: Passage, context: TimeContext, memory: Memory) -> None:
        self.passage = passage
        self.published = context.published
        self.fiscal = context.fiscal
        self.memory = memory

    def year(self, number: int, start: int, end: int) -> Answer | None:
        """A fiscal year by its number; uncertain where no company's calendar is known."""
        calendar = self.calendar(start, end)
        if calendar is None:
            return TimeSpan.year(number).uncertain(), "no-calendar", None
        self.memory.period_at = end
        return calendar.year(number), "fiscal", calendar.ticker

    def within(self, outer: Meaning, inner: Field, start: int, end: int) -> Answer | None:
        """A quarter or half of a fiscal year."""
        number = self._fiscal_year_number(outer, start, end)
        if number is None:
            return None
        calendar = self.calendar(start, end)
        if inner.unit is Unit.HALF:
            if calendar is None:
                return TimeSpan.half(number, inner.value).uncertain(), "no-calendar", None
            return calendar.half(number, inner.value), "fiscal", calendar.ticker
        period = Period(calendar, number, inner.value)
        self._report(period, start, end, named=True)
        if calendar is None:
            return period.span().uncertain(), "no-calendar", None
        return period.span(), "fiscal", calendar.ticker

    def quarter(self, field: Field, start: int, end: int) -> Answer | None:
        """A quarter without a year, on the calendar of its company where the passage tells results."""
        calendar = self._passage_calendar(field.fiscal, start, end)
        if field.unit is Unit.HALF:
            return self._bare_half(field, calendar, start, end)
        year, how = self._year_of_quarter(calendar, field.value, start, end)
        if year is None:
            return None
        period = Period(calendar, year, field.value)
        self._report(period, start, end, named=False)
        span = period.span()
        if calendar is None and field.fiscal:
            span = span.uncertain()
        return span, how if calendar is None else f"fiscal-{how}", calendar.ticker if calendar else None

    def shift(self, meaning: Shift, start: int, end: int) -> Answer | None:
        """This, last or next quarter or fiscal year: of the reported period, else of the publication date."""
        if meaning.unit is Unit.YEAR:
            number = self._fiscal_year_number(meaning, start, end)
            return None if number is None else self.year(number, start, end)
        base = self._base(meaning, start, end)
        if base is None:
            return None
        period = base.plus(meaning.count)
        how = "reported" if base is self.memory.period else "published"
        return period.span(), how, period.calendar.ticker if period.calendar else None

    def year_earlier(self, years: int, start: int, end: int) -> Answer | None:
        """The quarter that the passage compares, so many years before."""
        period = self.memory.period
        if period is None or not self._near(start):
            return None
        earlier = Period(period.calendar, period.year - years, period.quarter)
        return earlier.span(), "compared", period.span().edtf

    def calendar(self, start: int, end: int) -> FiscalCalendar | None:
        """The fiscal calendar of the company that the sentence names, else of the one last spoken of."""
        if not self.fiscal:
            return None
        first, last = self.passage.sentence(start, end)
        near = calendar_near(self.fiscal, start, first, last)
        if near is not None:
            return self._taught(near)
        if self.memory.period is not None and self.memory.period.calendar is not None:
            return self.memory.period.calendar
        before = calendar_before(self.fiscal, start)
        return before and self._taught(before)

    def teach(self, span: TimeSpan, start: int, end: int) -> None:
        """A stated period end (截至2024年10月27日) corrects the calendar for the rest of the document."""
        calendar = self.calendar(start, end)
        if calendar is None or calendar.is_calendar or span.granularity is not Granularity.DAY:
            return
        self.memory.taught[calendar.owner] = calendar.with_period_end(span.ends_on)

    def _taught(self, calendar: FiscalCalendar) -> FiscalCalendar:
        return self.memory.taught.get(calendar.owner, calendar)

    def _passage_calendar(self, fiscal: bool, start: int, end: int) -> FiscalCalendar | None:
        """The calendar to read a bare quarter on; None for the calendar quarter."""
        if not self.fiscal or not (fiscal or self._tells_results(start, end)):
            return None
        calendar = self.calendar(start, end)
        return calendar if calendar is not None and not calendar.is_calendar else None

    def _tells_results(self, start: int, end: int) -> bool:
        return self._near(start) or self.passage.tells_results(start, end, _RESULTS_REACH)

    def _near(self, start: int) -> bool:
        return self.memory.period is not None and start - self.memory.period_at <= _PASSAGE_REACH

    def _fiscal_year_number(self, outer: Meaning, start: int, end: int) -> int | None:
        match outer:
            case FiscalYear(number):
                return number
            case Absolute(span):
                return span.starts_on.year
            case Shift(Unit.YEAR, count, _, _):
                current = self._current_year(start, end)
                return None if current is None else current + count
        return None

    def _current_year(self, start: int, end: int) -> int | None:
        if self.memory.period is not None:
            return self.memory.period.year
        if self.published is None:
            return None
        calendar = self.calendar(start, end)
        return self.published.year if calendar is None else calendar.locate(self.published)[0]

    def _bare_half(
        self, field: Field, calendar: FiscalCalendar | None, start: int, end: int
    ) -> Answer | None:
        year = self._current_year(start, end)
        if year is None:
            return None
        if calendar is None:
            return TimeSpan.half(year, field.value).uncertain(), "no-calendar", None
        return calendar.half(year, field.value), "fiscal", calendar.ticker

    def _year_of_quarter(
        self, calendar: FiscalCalendar | None, quarter: int, start: int, end: int
    ) -> tuple[int | None, str]:
        """The year in which a bare quarter lies, and how that was decided."""
        known = self.memory.period
        if known is not None and _same_calendar(known.calendar, calendar):
            if calendar is not None or self._near(start):
                return known.year, "context"
        if calendar is None:
            anchor = self.memory.year
            if anchor is not None and (
                self.published is None or self.passage.same_paragraph(anchor.at, start)
            ):
                return anchor.span.starts_on.year, "context"
        if self.published is None:
            return None, ""
        return self._nearest_year(calendar, quarter, start, end), "published"

    def _nearest_year(self, calendar: FiscalCalendar | None, quarter: int, start: int, end: int) -> int:
        """Past quarters had ended, or begun, by the publication date; future ones end after it."""
        published = self.published
        assert published is not None
        year = self._period_of_publication(calendar).year
        tense = self.passage.tense(start, end)
        options = [Period(calendar, year + offset, quarter) for offset in (-1, 0, 1)]
        if tense > 0:
            sided = [period for period in options if period.span().ends_on >= published]
            return min(sided, key=lambda period: period.year).year
        if tense < 0 or self.passage.tells_results(start, end, _RESULTS_REACH):
            sided = [period for period in options if period.span().ends_on < published]
            return max(sided, key=lambda period: period.year).year
        return min(options, key=lambda period: abs((period.span().ends_on - published).days)).year

    def _period_of_publication(self, calendar: FiscalCalendar | None) -> Period:
        assert self.published is not None
        if calendar is None:
            return Period(None, self.published.year, (self.published.month + 2) // 3)
        return Period(calendar, *calendar.locate(self.published))

    def _base(self, meaning: Shift, start: int, end: int) -> Period | None:
        """The quarter that 本季 means here: the reported one in a passage on results, else today's."""
        known = self.memory.period
        if meaning.origin is Origin.TEXT:
            return known or self._period_of_anchor()
        if (
            known is not None
            and self._near(start)
            and (meaning.count < 0 or self.passage.tense(start, end) <= 0)
        ):
            if meaning.count <= 0 or known.calendar is not None:
                return known
        if self.published is None:
            return None
        return self._period_of_publication(self._passage_calendar(meaning.fiscal, start, end))

    def _period_of_anchor(self) -> Period | None:
        anchor = self.memory.last
        if anchor is None or anchor.span.granularity.rank > Granularity.QUARTER.rank:
            return None
        return Period(None, anchor.span.starts_on.year, (anchor.span.starts_on.month + 2) // 3)

    def _report(self, period: Period, start: int, end: int, *, named: bool) -> None:
        """Remember the period that the document reports; forecasts and comparisons do not change it."""
        self.memory.period_at = (
            end if self._near(start) or self.memory.period is None else self.memory.period_at
        )
        span = period.span()
        if self.published is not None and span.ends_on > self.published:
            return
        if self.passage.compared(start):
            return
        known = self.memory.period
        if named or known is None or not _same_calendar(known.calendar, period.calendar):
            self.memory.period, self.memory.period_at = period, end
        elif (period.year, period.quarter) >= (known.year, known.quarter):
            self.memory.period, self.memory.period_at = period, end


def _same_calendar(left: FiscalCalendar | None, right: FiscalCalendar | None) -> bool:
    return (left.owner if left else None) == (right.owner if right else None)
