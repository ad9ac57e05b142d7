"""Whose fiscal calendar a period is read on: the company that its sentence, its paragraph or the text is about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kb.timex.context import Memory, Place, company_near, most_named
from kb.timex.passage import Passage
from kb.timex.told_year import told_calendar
from kb.when.fiscal import FiscalCalendar
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

# A sentence is about the company that it names within its first characters; so many mentions are looked back on.
_TOPIC_REACH = 16
_TOPICS = 6


class Companies:
    """Finds the company of a place in one document; `places` are where the text names companies."""

    def __init__(self, passage: Passage, places: Sequence[Place], memory: Memory) -> None:
        self.passage = passage
        self.places = places
        self.memory = memory
        self._main: list[FiscalCalendar | None] | None = None
        self._told: list[FiscalCalendar | None] | None = None

    def calendar(self, start: int, end: int, *, fiscal: bool = False) -> FiscalCalendar | None:
        """The fiscal calendar of the company that the sentence names, else of the one last spoken of.

        What calls itself `fiscal` is never read on a company's calendar that nobody knows. Where no company's
        calendar is known, it is the one that the text tells.
        """
        found = self._named(start, end, fiscal=fiscal) if self.places else None
        return found or (None if self._main_company() else self._taught(self._told_calendar()))

    def _named(self, start: int, end: int, *, fiscal: bool) -> FiscalCalendar | None:
        first, last = self.passage.sentence(start, end)
        company = company_near(self.places, start, first, last) or self._topic(first)
        if fiscal and (company is None or company[1] is None or company[1].is_calendar):
            company = self._fiscal_company(start) or company
        if company is not None and (company[1] is not None or not fiscal):
            return self._taught(company[1])
        if self.memory.period is not None and self.memory.period.calendar is not None:
            return self.memory.period.calendar
        return self._taught(self._main_company())

    def _fiscal_company(self, before: int) -> Place | None:
        """The company whose fiscal year is not the calendar's: the last one of the paragraph, else the one that the
        text is about, else the last one within reach."""
        index = bisect_left(self.places, before, key=lambda item: item[0])
        named = reversed(self.places[max(0, index - _TOPICS) : index])
        last = next((place for place in named if place[1] is not None and not place[1].is_calendar), None)
        if last is not None and self.passage.same_paragraph(last[0], before):
            return last
        main = self._main_company()
        return last if main is None or main.is_calendar else (before, main)

    def _main_company(self) -> FiscalCalendar | None:
        """The calendar of the company that the text names most."""
        if self._main is None:
            self._main = [most_named(self.places)]
        return self._main[0]

    def _told_calendar(self) -> FiscalCalendar | None:
        if self._told is None:
            self._told = [told_calendar(self.passage.folded)]
        return self._told[0]

    def _topic(self, before: int) -> Place | None:
        """The company that an earlier sentence of the paragraph begins with."""
        index = bisect_left(self.places, before, key=lambda item: item[0])
        for offset, calendar in reversed(self.places[max(0, index - _TOPICS) : index]):
            if not self.passage.same_paragraph(offset, before):
                return None
            if offset - self.passage.sentence(offset, offset)[0] <= _TOPIC_REACH:
                return offset, calendar
        return None

    def teach(self, span: TimeSpan, start: int, end: int) -> None:
        """A stated period end (截至2024年10月27日) corrects the calendar for the rest of the document."""
        calendar = self.calendar(start, end)
        if calendar is None or calendar.is_calendar or span.granularity is not Granularity.DAY:
            return
        self.memory.taught[calendar.owner] = calendar.with_period_end(span.ends_on)

    def named(self, start: int, end: int) -> bool:
        """Whether the sentence, or the paragraph before it, is about a company: else this quarter is the year's."""
        first, last = self.passage.sentence(start, end)
        return company_near(self.places, start, first, last) is not None or self._topic(first) is not None

    def _taught(self, calendar: FiscalCalendar | None) -> FiscalCalendar | None:
        return calendar and self.memory.taught.get(calendar.owner, calendar)
