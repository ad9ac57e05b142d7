"""Quarters and fiscal periods: whose calendar a quarter is read on, and in which year."""

from __future__ import annotations

from datetime import date, timedelta

from kb.timex.arithmetic import distance, is_recent, unit_span, years_before
from kb.timex.companies import Companies
from kb.timex.context import Anchor, Memory, Period, TimeContext
from kb.timex.meaning import Absolute, Field, FiscalYear, Meaning, Origin, Shift, Unit
from kb.timex.passage import Passage
from kb.when.fiscal import FiscalCalendar
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

Answer = tuple[TimeSpan, str, str | None]

# A passage about results: a word of results within this many characters, or a fiscal period told this recently.
_RESULTS_REACH = 60
_PASSAGE_REACH = 600
# As for other partial dates: what has been is told more often, and the wrong side of a tense is rarely meant.
_AHEAD_WEIGHS, _WRONG_SIDE_WEIGHS = 2, {1: 4, 2: 12}
# Results of a quarter that are older than this are not news.
_LATEST_RESULTS = 200
# From the end of January to the second quarter: the quarter behind the date.
_UNTIL = frozenset({"to", "until", "至", "到"})
# A stated end that lies further from the end of a company's quarter is another company's.
_NEAR_END = timedelta(days=10)


class Periods:
    """Resolves quarters, halves and years of results, and remembers which period a document reports."""

    def __init__(self, passage: Passage, context: TimeContext, memory: Memory) -> None:
        self.passage = passage
        self.published = context.published
        self.memory = memory
        self.companies = Companies(passage, context.fiscal, memory)

    def year(self, number: int, start: int, end: int) -> Answer | None:
        """A fiscal year by its number; uncertain where no company's calendar is known."""
        calendar = self.companies.calendar(start, end, fiscal=True)
        if calendar is None:
            return TimeSpan.year(number).uncertain(), "no-calendar", None
        self.memory.period_at = end
        return calendar.year(number), "fiscal", calendar.ticker

    def within(self, outer: Meaning, inner: Field, start: int, end: int) -> Answer | None:
        """A quarter or half of a fiscal year."""
        number = self._fiscal_year_number(outer, start, end)
        if number is None:
            return None
        calendar = self.companies.calendar(start, end, fiscal=True)
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
        told = self._in_told_year(field, start)
        if told is not None:
            return told
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

    def _in_told_year(self, field: Field, start: int) -> Answer | None:
        """The fourth, behind a calendar quarter of the same sentence: the third quarter of 2024."""
        told = self.memory.quarter
        if field.unit is not Unit.QUARTER or field.fiscal or told is None or told.at <= self.memory.period_at:
            return None
        if self.memory.last is not told or self.memory.year is not told:
            return None
        if not self.passage.same_sentence(told.at, start):
            return None
        year = told.span.starts_on.year
        return TimeSpan.quarter(year, field.value), "context", told.span.edtf

    def shift(self, meaning: Shift, start: int, end: int) -> Answer | None:
        """This, last or next quarter or fiscal year: of the reported period, else of the publication date."""
        if meaning.unit is Unit.YEAR:
            number = self._fiscal_year_number(meaning, start, end)
            told = self.memory.period
            if meaning == Shift(Unit.YEAR, 0, fiscal=True) and told is not None and self._near(start):
                number = told.year
            return None if number is None else self.year(number, start, end)
        base = self._base(meaning, start, end)
        if base is None:
            return None
        period = base.plus(meaning.count)
        how = "reported" if base is self.memory.period else "published"
        return period.span(), how, period.calendar.ticker if period.calendar else None

    def year_earlier(self, years: int, start: int, end: int) -> Answer | None:
        """The quarter that the passage compares, so many years before."""
        period, quarter = self.memory.period, self.memory.quarter
        if quarter is not None and quarter.at >= self.memory.period_at:
            if start - quarter.at > _PASSAGE_REACH:
                return None
            return years_before(quarter.span, years), "compared", quarter.span.edtf
        if period is None or not self._near(start):
            return None
        earlier = Period(period.calendar, period.year - years, period.quarter)
        return earlier.span(), "compared", period.span().edtf

    def latest(self, years: int) -> Answer | None:
        """The calendar quarter that ended last before the publication, so many years earlier."""
        if self.published is None:
            return None
        period = self._period_of_publication(None).plus(-1 - 4 * years)
        return period.span(), "published", self.published.isoformat()

    def end(self, span: TimeSpan, start: int, end: int) -> None:
        """A quarter told by its last day (the three months ended Sept. 30) is the one that is reported."""
        if not self.passage.ends_quarter(start):
            return
        calendar = self.companies.calendar(start, end)
        if calendar is not None and not calendar.is_calendar:
            period = Period(calendar, *calendar.locate(span.ends_on))
            if abs(period.span().ends_on - span.ends_on) <= _NEAR_END:
                self.memory.period, self.memory.period_at = period, end
                return
        quarter = unit_span(Unit.QUARTER, span.ends_on)
        if quarter.ends_on == span.ends_on:
            self.memory.quarter = Anchor(quarter, end)

    def _passage_calendar(self, fiscal: bool, start: int, end: int) -> FiscalCalendar | None:
        """The calendar to read a bare quarter on; None for the calendar quarter."""
        if not (fiscal or self._tells_results(start, end)):
            return None
        calendar = self.companies.calendar(start, end, fiscal=fiscal)
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
        if self.published is None:
            return None if self.memory.period is None else self.memory.period.year
        calendar = self.companies.calendar(start, end, fiscal=True)
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
        if known is not None and calendar is not None and _same_calendar(known.calendar, calendar):
            return self._year_told(Period(calendar, known.year, quarter), start, end), "context"
        if calendar is None:
            anchor = self.memory.year
            if anchor is not None and self._lends_year(anchor, quarter, start):
                return anchor.span.starts_on.year, "context"
        if self.published is None:
            return None, ""
        return self._nearest_year(calendar, quarter, start, end), "published"

    def _year_told(self, period: Period, start: int, end: int) -> int:
        """The reported year of a fiscal quarter, or the next one where a forecast would lie in the past, or the one
        before where a report would lie ahead."""
        if self.published is None:
            return period.year
        if period.span().starts_on > self.published:
            return period.year - (self.passage.tense(start, end) < -1)
        over = period.span().ends_on < self.published
        return period.year + (over and self.passage.tense(start, end) > 1)

    def _lends_year(self, anchor: Anchor, quarter: int, start: int) -> bool:
        """Whether a calendar quarter stands in the year that leads its sentence, and is not the latest one."""
        if self.published is None:
            return True
        if not self.passage.same_sentence(anchor.at, start):
            return False
        if anchor.span.starts_on > self.published and self.passage.word_before(start) in _UNTIL:
            return TimeSpan.quarter(anchor.span.starts_on.year, quarter).ends_on > anchor.span.ends_on
        if not self.passage.leads(anchor.head):
            return False
        latest = self._period_of_publication(None)
        return not is_recent(anchor.span, self.published) and quarter not in (
            latest.quarter,
            latest.plus(-1).quarter,
        )

    def _nearest_year(self, calendar: FiscalCalendar | None, quarter: int, start: int, end: int) -> int:
        """Past quarters had ended, or begun, by the publication date; future ones end after it."""
        published = self.published
        assert published is not None
        year = self._period_of_publication(calendar).year
        options = [Period(calendar, year + offset, quarter) for offset in (-1, 0, 1)]
        ended = [period for period in options if period.span().ends_on < published]
        last = max(ended, key=lambda period: period.year)
        tense = -1 if self.passage.compared(start) else self.passage.tense(start, end)
        ahead = 1 if self.passage.in_chinese(start, end) else _AHEAD_WEIGHS
        news = (published - last.span().ends_on).days <= _LATEST_RESULTS
        if news and self.passage.names_report(end):
            return last.year
        if news and tense <= 1 and self.passage.tells_results(start, end, _RESULTS_REACH):
            return last.year
        return min(options, key=lambda period: _weight(period.span(), published, tense, ahead)).year

    def _period_of_publication(self, calendar: FiscalCalendar | None) -> Period:
        assert self.published is not None
        if calendar is None:
            return Period(None, self.published.year, (self.published.month + 2) // 3)
        return Period(calendar, *calendar.locate(self.published))

    def _base(self, meaning: Shift, start: int, end: int) -> Period | None:
        """The quarter that 本季 means here: the reported one in a passage on results, else today's."""
        known = self.memory.period
        if meaning.origin is Origin.TEXT:
            period = known or self._period_of_anchor()
            return self._period_of_publication(None) if period is None and self.published else period
        reported = meaning.origin is not Origin.TODAY and known is not None and self._near(start)
        if reported and (meaning.count != 0 or self.passage.tense(start, end) <= 0):
            return known
        if self.published is None:
            return None
        bare = meaning.origin is Origin.NOW and meaning.count == 0 and not meaning.fiscal
        told = not bare or self.companies.named(start, end)
        return self._period_of_publication(
            self._passage_calendar(meaning.fiscal, start, end) if told else None
        )

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
        other = known is None or not _same_calendar(known.calendar, period.calendar)
        if named or other or known is None or (period.year, period.quarter) >= (known.year, known.quarter):
            self.memory.period, self.memory.period_at = period, end


def _same_calendar(left: FiscalCalendar | None, right: FiscalCalendar | None) -> bool:
    return (left.owner if left else None) == (right.owner if right else None)


def _weight(span: TimeSpan, published: date, tense: int, weighs: int) -> int:
    """How unlikely a quarter is meant: its distance in days, more on the side that the tense rules out."""
    ahead = span.starts_on > published
    if tense == 0:
        return distance(span, published) * (weighs if ahead else 1)
    wrong = span.ends_on < published if tense > 0 else ahead
    return distance(span, published) * (_WRONG_SIDE_WEIGHS[abs(tense)] if wrong else 1)
